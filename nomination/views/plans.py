"""The unit's own response to a campaign: one form, with the newer text beside one's own when somebody was quicker."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.plans import PlanForm
from nomination.hypermedia import go, sentence
from nomination.models import Unit, UnitPlan
from nomination.queries.campaigns import InForce, campaign_in_force, own_units, plan_of
from nomination.services.plans import record_plan
from nomination.services.transaction import Invalid, Missing, Stale
from workflow.vocabulary import Role

blueprint = Blueprint("plans", __name__)


@blueprint.route("/campaigns/<campaign>/plan", methods=["GET", "POST"])
@roles(Role.UNIT_OFFICER, Role.UNIT_HEAD)
def edit(campaign: str) -> BaseResponse:
    found, unit = _place(campaign)
    row = plan_of(found.row.id, unit.id)
    if request.method == "GET":
        return _page(PlanForm(obj=row), found, unit, row)
    form = PlanForm()
    if not form.validate():
        return _page(form, found, unit, row, status=422)
    return _record(form, found, unit, row)


def _record(form: PlanForm, found: InForce, unit: Unit, row: UnitPlan | None) -> BaseResponse:
    typed = form.plan()
    try:
        record_plan(current_user.actor, found.row.code, unit.id, typed, version=form.began_from())
    except Invalid as refusal:
        for name, told in refusal.problems.items():
            form[name].errors = [sentence(*one) for one in told]
        return _page(form, found, unit, row, status=422)
    except Stale:
        return _newer(form, found.row.code, unit.code)
    flash(gettext("The unit's own response is recorded."), "success")
    return go(url_for("campaigns.show", campaign=found.row.code))


def _newer(form: PlanForm, campaign: str, unit: str) -> Response:
    """Everything read anew: what was typed stays in the form, the newer text stands beside it."""
    found, own = _place(campaign, unit)
    row = plan_of(found.row.id, own.id)
    form.version.data = str(row.version) if row else ""
    return _page(form, found, own, row, status=409)


def _page(form: PlanForm, found: InForce, unit: Unit, row: UnitPlan | None, *, status: int = 200) -> Response:
    units = own_units(current_user.actor)
    page = render_template(
        "plans/edit.html", form=form, found=found, unit=unit, units=units, newer=row if status == 409 else None
    )
    return make_response(page, status)


def _place(campaign: str, unit_code: str | None = None) -> tuple[InForce, Unit]:
    """The campaign and the reader's own unit: the one the address names, else his first. Anything else is not there."""
    found, units = campaign_in_force(campaign), own_units(current_user.actor)
    wanted = unit_code or request.args.get("unit")
    unit = next((one for one in units if wanted in (None, one.code)), None)
    if found is None or unit is None:
        raise Missing
    return found, unit
