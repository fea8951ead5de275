"""The unit's own response to a campaign: one form with lines to add and take away, and the page that others read."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.kept import unsealed
from nomination.forms.plans import PlanForm, rearranged, typed_lines
from nomination.hypermedia import go, sentence, wants_partial
from nomination.models import Unit, UnitPlan
from nomination.queries.campaigns import InForce, launched, own_units, plan_of
from nomination.queries.plans import PlanPage, launch_of, plan_page
from nomination.services.plans import LINES_MOST, TOO_MANY, record_plan
from nomination.services.transaction import Invalid, Missing, Stale
from nomination.views.downloads import as_attachment
from workflow.campaign import Campaign as Rules
from workflow.response import LineKind, PlanLine, lines_from, numbers, parts_of, uncovered
from workflow.vocabulary import Role

blueprint = Blueprint("plans", __name__)
UNIT = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
READERS = tuple(role for role in Role if role not in (Role.ADMINISTRATOR, Role.TELLER))
BLANK = tuple(PlanLine(kind, "") for kind in LineKind)
Problems = Mapping[str, Sequence[str]]


@blueprint.route("/campaigns/<campaign>/plan", methods=["GET", "POST"])
@roles(*UNIT)
def edit(campaign: str) -> BaseResponse:
    found, unit = own_place(campaign)
    row = plan_of(found.row.id, unit.id)
    if request.method == "GET":
        form = PlanForm.of(row, launch_of(row), current_user.actor.person_id)
        return _page(form, (lines_from(row.lines) if row else ()) or BLANK, found, unit)
    form, lines = PlanForm(), typed_lines(request.form)
    changed = rearranged(lines, request.form.get("act", ""))
    if changed is not None:
        return _rearranged(form, changed, found, unit)
    readable = form.validate()
    launch = form.paper_kept(current_user.actor.person_id)
    if not readable or form.file.errors:
        return _page(form, lines, found, unit, status=422)
    return _record(form, form.plan(lines, launch), found, unit)


def _rearranged(form: PlanForm, lines: list[PlanLine], found: InForce, unit: Unit) -> Response:
    """A line more or less, everything else as it was typed. Nothing is recorded."""
    problems = {"lines": [sentence(TOO_MANY, {"limit": LINES_MOST})]} if len(lines) > LINES_MOST else {}
    if wants_partial():
        context = _lines_context(found.rules, lines[:LINES_MOST], problems)
        return make_response(render_template("plans/_lines.html", found=found, unit=unit, **context))
    form.paper_kept(current_user.actor.person_id)
    return _page(form, lines[:LINES_MOST], found, unit, problems=problems)


def _record(form: PlanForm, plan: Any, found: InForce, unit: Unit) -> BaseResponse:
    try:
        record_plan(current_user.actor, found.row.code, unit.id, plan, version=form.began_from())
    except Invalid as refusal:
        form.told(refusal.problems)
        problems = {name: [sentence(*one) for one in told] for name, told in refusal.problems.items()}
        return _page(form, plan.lines, found, unit, problems=problems, status=422)
    except Stale:
        return _newer(form, plan.lines, found.row.code, unit.code)
    flash(gettext("The unit's own response is recorded."), "success")
    return go(url_for("plans.show", campaign=found.row.code, unit=unit.code))


def _newer(form: PlanForm, lines: Sequence[PlanLine], campaign: str, unit: str) -> Response:
    """Everything read anew: what was typed stays in the form, the newer text stands beside it."""
    found, own = own_place(campaign, unit)
    row = plan_of(found.row.id, own.id)
    form.version.data = str(row.version) if row else ""
    return _page(form, lines, found, own, newer=row, status=409)


def _page(
    form: PlanForm, lines: Sequence[PlanLine], found: InForce, unit: Unit, *, newer: UnitPlan | None = None,
    problems: Problems | None = None, status: int = 200,
) -> Response:  # fmt: skip
    page = render_template(
        "plans/edit.html", form=form, found=found, unit=unit, units=own_units(current_user.actor), newer=newer,
        newer_lines=_told(found.rules, lines_from(newer.lines)) if newer else [],
        launch=unsealed(form.kept.data, current_user.actor.person_id),
        **_lines_context(found.rules, lines, problems or {}),
    )  # fmt: skip
    return make_response(page, status)


def _lines_context(rules: Rules, lines: Sequence[PlanLine], problems: Problems) -> dict[str, Any]:
    """The lines with what each may be tied to, what is wrong with them, and what none of them speaks of."""
    kinds = [(kind, parts_of(rules, kind), uncovered(rules, kind, lines)) for kind in LineKind]
    told = [one for name, listed in problems.items() if name.startswith("line") for one in listed]
    return {"kinds": kinds, "lines": list(enumerate(lines)), "problems": problems, "line_problems": told}


def _told(rules: Rules, lines: Sequence[PlanLine]) -> list[tuple[LineKind, list[tuple[str, tuple[str, ...]]]]]:
    """Lines to read: by kind, each with the numbers of what it refines."""
    return [
        (kind, [(line.text, numbers(parts_of(rules, kind), line.ties)) for line in lines if line.kind is kind])
        for kind in LineKind
    ]


@blueprint.get("/campaigns/<campaign>/plans/<unit>")
@roles(*READERS)
def show(campaign: str, unit: str) -> str:
    found, page = _readable(campaign, unit)
    gaps = [(kind, uncovered(found.rules, kind, page.lines)) for kind in LineKind]
    own = page.unit.id in {one.id for one in own_units(current_user.actor)}
    return render_template(
        "plans/show.html", found=found, page=page, lines=_told(found.rules, page.lines), gaps=gaps, own=own
    )


@blueprint.get("/campaigns/<campaign>/plans/<unit>/paper")
@roles(*READERS)
def download(campaign: str, unit: str) -> Response:
    _, page = _readable(campaign, unit)
    if page.launch is None:
        raise Missing
    return as_attachment(page.launch.sha256, page.launch.name)


def _readable(campaign: str, unit: str) -> tuple[InForce, PlanPage]:
    found = launched(campaign)
    return found, plan_page(current_user.actor, found, unit)


def own_place(campaign: str, unit_code: str | None = None) -> tuple[InForce, Unit]:
    """The campaign and the reader's own unit: the one the address names, else his first. Anything else is not there."""
    found, units = launched(campaign), own_units(current_user.actor)
    wanted = unit_code or request.args.get("unit")
    unit = next((one for one in units if wanted in (None, one.code)), None)
    if unit is None:
        raise Missing
    return found, unit
