"""Every component on one page, for those who build pages. The words on it are samples."""

from datetime import UTC, datetime

from flask import Blueprint, render_template

from nomination.access import public
from nomination.forms.styleguide import SampleForm

blueprint = Blueprint("styleguide", __name__)
MOMENT = datetime(2000, 11, 27, 10, 0, tzinfo=UTC)


@blueprint.get("/styleguide")
@public
def show() -> str:
    return render_template("styleguide/index.html", form=_refused(), moment=MOMENT)


def _refused() -> SampleForm:
    """The sample form with two sentences of refusal, to show how they look."""
    form = SampleForm(formdata=None)
    form.nominee.errors = ["Nhập tên tập thể, cá nhân."]
    form.rate.errors = ["Nhập số từ 0 đến 100."]
    return form
