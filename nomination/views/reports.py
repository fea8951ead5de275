"""The mid-term report of a unit: one form with a table of months, and the page that others read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.kept import unsealed
from nomination.forms.nominations import cell_name
from nomination.forms.reports import ReportForm, typed_cells
from nomination.hypermedia import go, sentence
from nomination.models import MidtermReport, Unit
from nomination.queries.campaigns import InForce, launched, own_units
from nomination.queries.reports import ReportPage, paper_of, report_of, report_page
from nomination.services.reports import COUNTS, Cell, Report, measures, months_begun, record_report
from nomination.services.transaction import Invalid, Missing, Stale
from nomination.services.wording import Told
from nomination.views.downloads import as_attachment
from nomination.views.draft_pages import Line, month_line
from nomination.views.plans import READERS, UNIT, own_place
from workflow.dossier import Criterion
from workflow.figures import COLUMN_LABELS, COLUMNS, read_figure

blueprint = Blueprint("reports", __name__)
Problems = Mapping[str, Sequence[Told]]


@dataclass(frozen=True)
class Table:
    """The months of one criterion as inputs; `name` is its code, as the inputs of a draft want it."""

    name: str
    criterion: Criterion
    lines: list[Line]


@blueprint.route("/campaigns/<campaign>/report", methods=["GET", "POST"])
@roles(*UNIT)
def edit(campaign: str) -> BaseResponse:
    found, unit = own_place(campaign)
    if request.method == "GET":
        row = report_of(found.row.id, unit.id)
        form = ReportForm.of(row, paper_of(row), current_user.actor.person_id)
        return _page(form, found, unit, cells=_stored_cells(row), counts=_stored_counts(row))
    form = ReportForm()
    readable = form.validate()
    paper = form.paper_kept(current_user.actor.person_id)
    if not readable or form.file.errors:
        return _page(form, found, unit, status=422)
    return _record(form, form.report(request.form, found.rules, paper), found, unit)


def _record(form: ReportForm, report: Report, found: InForce, unit: Unit) -> BaseResponse:
    try:
        record_report(current_user.actor, found.row.code, unit.id, report, version=form.began_from())
    except Invalid as refusal:
        form.told(refusal.problems)
        return _page(form, found, unit, problems=refusal.problems, status=422)
    except Stale:
        return _newer(form, found.row.code, unit.code)
    flash(gettext("The mid-term report is recorded."), "success")
    return go(url_for("reports.show", campaign=found.row.code, unit=unit.code))


def _newer(form: ReportForm, campaign: str, unit: str) -> Response:
    """Everything read anew: what was typed stays in the form, the newer report stands beside it."""
    found, own = own_place(campaign, unit)
    row = report_of(found.row.id, own.id)
    form.version.data = str(row.version) if row else ""
    newer = report_page(current_user.actor, found, unit) if row else None
    return _page(form, found, own, newer=newer, status=409)


def _page(
    form: ReportForm, found: InForce, unit: Unit, *, cells: Mapping[Cell, str] | None = None,
    counts: Mapping[str, str] | None = None, problems: Problems | None = None, newer: ReportPage | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    """`cells` and `counts` are those that are stored; without them those of the request are shown."""
    told = problems or {}
    page = render_template(
        "reports/edit.html", form=form, found=found, unit=unit, units=own_units(current_user.actor), newer=newer,
        paper=unsealed(form.kept.data, current_user.actor.person_id), cell_name=cell_name,
        tables=_tables(found, typed_cells(request.form, found.rules) if cells is None else cells, told),
        counts=_counts(request.form if counts is None else counts, told), bad_figures=_bad_figures(told),
        columns=[(column, gettext(COLUMN_LABELS[column])) for column in COLUMNS],
    )  # fmt: skip
    return make_response(page, status)


def _tables(found: InForce, cells: Mapping[Cell, str], problems: Problems) -> list[Table]:
    return [
        Table(
            criterion.code,
            criterion,
            [_line(criterion.code, month, cells, problems) for month in months_begun(measure)],
        )
        for criterion, measure in measures(found.rules)
    ]


def _line(code: str, month: str, cells: Mapping[Cell, str], problems: Problems) -> Line:
    typed = {(month, column): cells.get((code, month, column), "") for column in COLUMNS}
    known = {column: read_figure(text).number for (_, column), text in typed.items()}
    at = {column: f"{code}-{month}-{column}" for column in COLUMNS}
    told = {f"{month}-{column}": problems[key][0] for column, key in at.items() if key in problems}
    line = month_line(month, known, typed, told)
    return replace(line, said=(*line.said, *(sentence(*one) for one in problems.get(f"{code}-{month}", ()))))


def _counts(typed: Mapping[str, str], problems: Problems) -> list[tuple[str, str, str, list[str]]]:
    """Name, label, text and what is wrong, for each figure besides those of the criteria."""
    return [
        (name, gettext(label), typed.get(name, ""), [sentence(*one) for one in problems.get(name, ())])
        for name, label in COUNTS.items()
    ]


def _bad_figures(problems: Problems) -> bool:
    return any("-" in name or name in COUNTS for name in problems)


def _stored_cells(row: MidtermReport | None) -> dict[Cell, str]:
    figures = row.figures if row else {}
    return {
        (code, line["month"], column): str(line[column])
        for code, lines in figures.items() if code not in COUNTS
        for line in lines
        for column in COLUMNS
    }  # fmt: skip


def _stored_counts(row: MidtermReport | None) -> dict[str, str]:
    figures = row.figures if row else {}
    return {name: str(figures[name]) for name in COUNTS if figures.get(name) is not None}


@blueprint.get("/campaigns/<campaign>/reports/<unit>")
@roles(*READERS)
def show(campaign: str, unit: str) -> str:
    found, page = _readable(campaign, unit)
    own = page.unit.id in {one.id for one in own_units(current_user.actor)}
    return render_template("reports/show.html", found=found, page=page, own=own)


@blueprint.get("/campaigns/<campaign>/reports/<unit>/paper")
@roles(*READERS)
def download(campaign: str, unit: str) -> Response:
    _, page = _readable(campaign, unit)
    if page.paper is None:
        raise Missing
    return as_attachment(page.paper.sha256, page.paper.name)


def _readable(campaign: str, unit: str) -> tuple[InForce, ReportPage]:
    found = launched(campaign)
    return found, report_page(current_user.actor, found, unit)
