"""The yearly statistics: Biểu 0601 and 0603 for a year, each figure with the list behind it, and both as sheets."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import force_locale, gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination import clock
from nomination.access import roles
from nomination.forms.statistics import ReachForm
from nomination.forms.told import tell
from nomination.hypermedia import answer, go
from nomination.queries.statistics import (
    READING,
    RECORDING,
    Awards,
    Behind,
    Counted,
    awards_of,
    campaigns_of,
    counted,
    entries_behind,
    years,
)
from nomination.services.campaign_reach import state_reach
from nomination.services.transaction import Invalid, Missing
from nomination.sheet_export import Cell, sent, table_sheet
from workflow.commendation import METHODS, method_label
from workflow.statistics import COLUMNS, LENGTHS, SCOPES, UNSAID

blueprint = Blueprint("statistics", __name__)
LARGEST_KEY = 2**63 - 1


@blueprint.get("/statistics")
@roles(*READING)
def index() -> Response:
    year = _year()
    actor = current_user.actor
    context = {
        "year": year, "years": years, "awards": awards_of(actor, year), "campaigns": campaigns_of(actor, year),
        "columns": {code: gettext(one.label) for code, one in COLUMNS.items()},
        "methods": {code: gettext(method_label(code)) for code in (*METHODS, "")},
        "scopes": _labels(SCOPES), "lengths": _labels(LENGTHS), "may_record": _may_record(),
    }  # fmt: skip
    return answer("statistics/index.html", "statistics/_results.html", **context)


@blueprint.get("/statistics/awards")
@roles(*READING)
def behind() -> Response:
    asked = _behind()
    listed = entries_behind(current_user.actor, asked)
    said = [gettext(COLUMNS[asked.column].label), asked.award]
    said += [gettext(method_label(asked.method))] if asked.method is not None else []
    context = {
        "asked": asked, "listed": listed, "said": " · ".join(one for one in said if one),
        "older": _address(asked, after=listed.older), "newer": _address(asked, before=listed.newer),
    }  # fmt: skip
    return answer("statistics/awards.html", "statistics/_awards.html", **context)


@blueprint.get("/statistics/sheet/<form>")
@roles(*READING)
def sheet(form: str) -> Response:
    """Vietnamese in every language: the sheet goes to an office."""
    year, actor = _year(), current_user.actor
    with force_locale("vi"):
        if form == "0603":
            title = gettext("Biểu 0603: awards of %(year)s", year=year)
            headings, rows, total = _of_awards(awards_of(actor, year))
        elif form == "0601":
            title = gettext("Biểu 0601: campaigns of %(year)s", year=year)
            headings, rows, total = _of_campaigns(campaigns_of(actor, year))
        else:
            raise Missing
        notes = [gettext("The layout follows the description of the forms")]
    return sent(
        table_sheet(title=title, notes=notes, headings=headings, rows=rows, bold=[total]), f"bieu-{form}-{year}"
    )


def _of_awards(found: Awards) -> tuple[list[str], list[list[Cell]], int]:
    """Headings, rows, and which of them is the sum."""
    rows: list[list[Cell]] = [[award, *(sums[code] for code in COLUMNS)] for award, sums in found.by_award.items()]
    rows.append([gettext("Total"), *(found.total[code] for code in COLUMNS)])
    total = len(rows) - 1
    for method, sums in found.by_method.items():
        rows.append([f"{gettext('Method')}: {gettext(method_label(method))}", *(sums[code] for code in COLUMNS)])
    return [gettext("Award"), *(gettext(one.label) for one in COLUMNS.values())], rows, total


def _of_campaigns(found: list[Counted]) -> tuple[list[str], list[list[Cell]], int]:
    lengths = _labels(LENGTHS)
    rows: list[list[Cell]] = [
        [said, *(_number(found, scope, length) for length in lengths), _number(found, scope, None)]
        for scope, said in _labels(SCOPES).items()
    ]
    rows.append([gettext("Total"), *(_number(found, None, length) for length in lengths), len(found)])
    return [gettext("Scope"), *lengths.values(), gettext("Total")], rows, len(rows) - 1


def _number(found: list[Counted], scope: str | None, length: str | None) -> int:
    return sum(scope in (None, one.scope) and length in (None, one.length) for one in found)


@blueprint.route("/statistics/campaigns/<campaign>", methods=["GET", "POST"])
@roles(*RECORDING)
def reach(campaign: str) -> BaseResponse:
    found = counted(current_user.actor, campaign)
    form = ReachForm.offering() if request.method == "POST" else ReachForm.offering(obj=found.reach)
    if request.method == "GET":
        return _reach_page(found, form, 200)
    form.validate()
    try:
        state_reach(
            current_user.actor, campaign, scope=form.scope.data or "", starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
        )  # fmt: skip
    except Invalid as error:
        tell(form, error)
        return _reach_page(found, form, 422)
    flash(gettext("Scope and length of the campaign are recorded."), "success")
    return go(url_for("statistics.index", year=found.campaign.year, _anchor="campaigns"))


def _reach_page(found: Counted, form: ReachForm, status: int) -> Response:
    return make_response(render_template("statistics/reach.html", campaign=found.campaign, form=form), status)


def _labels(words: dict[str, str]) -> dict[str, str]:
    return {code: gettext(label) for code, label in words.items()} | {UNSAID: gettext("Not stated")}


def _may_record() -> bool:
    return bool(current_user.actor.roles() & set(RECORDING))


def _year() -> int:
    found = request.args.get("year", type=int)
    return found if found is not None and 1945 <= found < 9999 else clock.today().year


def _place(name: str) -> int | None:
    found = request.args.get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST_KEY else None


def _behind() -> Behind:
    given = request.args
    column = given.get("column", "total")
    return Behind(
        year=_year(), column=column if column in COLUMNS else "total", award=given.get("award", "")[:300],
        method=given["method"][:20] if "method" in given else None, after=_place("after"), before=_place("before"),
    )  # fmt: skip


def _address(asked: Behind, **place: int | None) -> str | None:
    if None in place.values():
        return None
    filters: dict[str, Any] = {"year": asked.year, "column": asked.column, "award": asked.award or None}
    return url_for("statistics.behind", **filters, method=asked.method, **place)
