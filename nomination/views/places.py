"""Places of a campaign: who may put forward how many, what is taken or given on top; direct workers, leaders."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, Response, flash, make_response, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles, signed_in
from nomination.forms.places import ExtraPlacesForm
from nomination.hypermedia import go
from nomination.models import Cluster, Unit
from nomination.queries.campaigns import InForce, campaign_in_force, own_units
from nomination.queries.places import Grant, Standing, cluster_standings, grants, member_units, unit_standings
from nomination.services.places import give_extra
from nomination.services.transaction import Invalid, Missing
from workflow.quota import Balance
from workflow.vocabulary import Role

blueprint = Blueprint("places", __name__)
Row = TypeVar("Row", Unit, Cluster)
DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})


@dataclass(frozen=True)
class Seen:
    """What this reader may see: the whole campaign, the cluster he leads, or his own units."""

    clusters: list[Standing]
    units: list[Standing]
    given: list[Grant]
    whole: bool

    @property
    def balance(self) -> Balance:
        """All units on the page together."""
        each = [one.balance for one in self.units if one.balance]
        asked = next((one.asked for one in each), None)
        return Balance(sum(one.direct for one in each), sum(one.leaders for one in each), asked)


@blueprint.get("/campaigns/<campaign>/places")
@signed_in
def show(campaign: str) -> Response:
    found = _campaign(campaign)
    seen = _seen(found)
    return _page(found, seen, ExtraPlacesForm.offering([*seen.clusters, *seen.units], found.rules.awards), 200)


@blueprint.post("/campaigns/<campaign>/places", endpoint="give")
@roles(Role.DEPARTMENT_HEAD)
def give(campaign: str) -> BaseResponse:
    found = _campaign(campaign)
    seen = _seen(found)
    form = ExtraPlacesForm.offering([*seen.clusters, *seen.units], found.rules.awards)
    try:
        give_extra(current_user.actor, campaign, form.extra())
    except Invalid as error:
        form.tell(error)
        return _page(found, seen, form, 422)
    flash(gettext("The places on top are recorded."), "success")
    return go(url_for("places.show", campaign=campaign))


def _page(found: InForce, seen: Seen, form: ExtraPlacesForm, status: int) -> Response:
    may_give = bool(current_user.actor.grants_of(Role.DEPARTMENT_HEAD))
    page = render_template("places/show.html", found=found, seen=seen, form=form, may_give=may_give)
    return make_response(page, status)


def _campaign(code: str) -> InForce:
    found = campaign_in_force(code)
    if found is None:
        raise Missing
    return found


def _seen(found: InForce) -> Seen:
    """Raises `Missing` for whoever has no part in the places of this campaign."""
    actor, year = current_user.actor, found.row.year
    whole = bool(actor.roles() & DEPARTMENT)
    led = {g.cluster_id for g in actor.grants_of(Role.CLUSTER_LEADER) if g.year == year and g.cluster_id is not None}
    members = member_units(year, None if whole else led) if whole or led else []
    units = _each(unit for _, unit in members) if whole else own_units(actor)
    if not (whole or units):
        raise Missing
    clusters: list[Cluster] = _each(cluster for cluster, _ in members)
    return Seen(
        cluster_standings(found.row.id, found.rules, clusters) if clusters else [],
        unit_standings(found.row.id, found.rules, units),
        grants(found.row.id) if whole else [],
        whole,
    )


def _each(rows: Iterable[Row]) -> list[Row]:
    """Each row once, in the order in which they come."""
    return list({row.id: row for row in rows}.values())
