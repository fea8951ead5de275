"""Every component on one page, for those who build pages. The words on it are samples."""

from datetime import UTC, datetime

from flask import Blueprint, render_template

from nomination.access import public
from nomination.forms.ballot import MARKS
from nomination.forms.styleguide import SampleForm

blueprint = Blueprint("styleguide", __name__)
MOMENT = datetime(2000, 11, 27, 10, 0, tzinfo=UTC)
FILLED = {"nominee": "Phòng Quan trắc môi trường", "unit": "1", "kind": "c", "rate": "90,0", "areas": ["2"]}


@blueprint.get("/styleguide")
@public
def show() -> str:
    return render_template("styleguide/index.html", form=_refused(), marks=MARKS.items(), moment=MOMENT)


def _refused() -> SampleForm:
    """The sample form with two sentences of refusal, to show how they look."""
    form = SampleForm(formdata=None, data=FILLED)
    form.rate.errors = ["Tháng 3: 90,0 % chưa trên 90 %."]
    form.minutes.errors = ["Hãy đính kèm biên bản họp của đơn vị."]
    return form
