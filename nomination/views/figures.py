"""Monthly figures from a spreadsheet into a draft: pasted or sent as a file, and the sheet to fill in."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import signed_in
from nomination.dossiers import Loaded
from nomination.filetypes import XLSX, Unacceptable, clean_name
from nomination.forms.figures import read_into
from nomination.forms.nominations import typed_parts
from nomination.hypermedia import go, wants_partial
from nomination.queries.nominations import found
from nomination.services.contents import TypedPart, content_of
from nomination.services.evidence import NO_FILE
from nomination.services.transaction import Missing
from nomination.sheet_template import figures_sheet
from nomination.sheets import Rows, rows_of_file, rows_of_text
from nomination.views.nominations import page_after, save_typed
from workflow.dossier import Criterion
from workflow.drafting import refuse_writing
from workflow.figures import COLUMN_LABELS, COLUMNS
from workflow.measure import Measure
from workflow.months import read_out

blueprint = Blueprint("figures", __name__)


@blueprint.get("/nominations/<code>/figures/<measure>/sheet")
@signed_in
def template(code: str, measure: str) -> Response:
    """The sheet to fill in, with the figures that are stored."""
    loaded, criterion, _kind = _asked(code, measure)
    refuse_writing(loaded.dossier, current_user.actor)
    answer = make_response(_sheet(loaded, criterion))
    answer.mimetype = XLSX
    name = gettext("Monthly figures %(code)s", code=loaded.row.code) + ".xlsx"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer


def _sheet(loaded: Loaded, criterion: Criterion) -> bytes:
    months = {line["month"]: line for line in content_of(loaded, criterion.code)["figures"]}
    return figures_sheet(
        title=f"{criterion.number}. {criterion.title}: {loaded.row.nominee_name}",
        note=gettext("A row for each month. Whole numbers only; 0 when there was no task. The rate is worked out."),
        refused=gettext("Enter a whole number from 0 up: how many tasks."),
        headings=[gettext("Month"), *(gettext(COLUMN_LABELS[column]) for column in COLUMNS)],
        lines=[
            (read_out(month), [months.get(month, {}).get(column) for column in COLUMNS])
            for month in criterion.kind.months()
        ],
    )  # fmt: skip


@blueprint.post("/nominations/<code>/figures/<measure>/pasted")
@signed_in
def paste(code: str, measure: str) -> BaseResponse:
    pasted = request.form.get(f"pasted-{measure}", "")
    return _take(code, measure, lambda: rows_of_text(pasted), pasted=pasted)


@blueprint.post("/nominations/<code>/figures/<measure>/sheet")
@signed_in
def upload(code: str, measure: str) -> BaseResponse:
    return _take(code, measure, lambda: _sent(f"sheet-{measure}"))


def _sent(field: str) -> Rows:
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        raise Unacceptable(NO_FILE)
    return rows_of_file(sent.stream, clean_name(sent.filename))


def _asked(code: str, measure: str) -> tuple[Loaded, Criterion, Measure]:
    """The nomination with the criterion that is a measure, and its kind; or `Missing`."""
    loaded = found(current_user.actor, code)
    for criterion in loaded.dossier.applicable():
        if criterion.code == measure and isinstance(criterion.kind, Measure):
            return loaded, criterion, criterion.kind
    raise Missing


def _take(code: str, measure: str, rows: Callable[[], Rows], *, pasted: str | None = None) -> BaseResponse:
    """The whole page comes along, so that nothing typed is lost; the cells that were read are typed like any others."""
    loaded, _criterion, kind = _asked(code, measure)
    refuse_writing(loaded.dossier, current_user.actor)
    typed = typed_parts(request.form, loaded.campaign.criteria)
    typed[measure], reading = read_into(
        typed.get(measure, TypedPart()), kind, rows, from_file=pasted is None, pasted=pasted or ""
    )
    saved, reasons, status = save_typed(code, typed)
    status = 422 if status == 200 and reading.told else status
    if status == 200 and not wants_partial():
        told = gettext(
            "Read and saved: %(cells)s figures in %(months)s months.", cells=reading.cells, months=reading.months
        )
        flash(told, "success")
        return go(url_for("nominations.edit", code=code, _anchor=f"criterion-{measure}"))
    page = page_after(code, typed, saved, reasons) | {"readings": {measure: reading}}
    part = next(one for one in page["parts"] if one.name == measure)
    name = "nominations/_figures.html" if wants_partial() else "nominations/edit.html"
    return make_response(render_template(name, part=part, **page), status)
