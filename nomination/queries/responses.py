"""Who has answered a campaign and who has not: member units of the year, block by block, in two queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import (
    Campaign,
    Cluster,
    ClusterLeadership,
    ClusterMembership,
    MidtermReport,
    Nomination,
    Person,
    Unit,
    UnitPlan,
)
from nomination.queries.visible import DEPARTMENT
from workflow.dossier import Actor
from workflow.vocabulary import Role, State
from workflow.words import N_

MISSING = {
    "plan": N_("No plan yet"), "report": N_("No mid-term report yet"), "nomination": N_("No nomination submitted yet"),
}  # fmt: skip
"""What a unit may not have yet; the list can be narrowed to those."""


@dataclass(frozen=True)
class UnitResponse:
    """One unit: when its plan and its report were recorded and by whom, and how many nominations it submitted."""

    code: str
    name: str
    leads: bool
    planned_at: datetime | None
    planned_by: str | None
    reported_at: datetime | None
    reported_by: str | None
    as_of: date | None
    nominations: int

    def lacks(self, what: str) -> bool:
        return {"plan": not self.planned_at, "report": not self.reported_at, "nomination": not self.nominations}[what]


@dataclass(frozen=True)
class Group:
    """Units of one block or cluster, or of all: how many there are, and how many have what."""

    code: str
    name: str
    units: tuple[UnitResponse, ...]

    def number(self, what: str) -> int:
        return sum(not unit.lacks(what) for unit in self.units)

    @property
    def nominations(self) -> int:
        return sum(unit.nominations for unit in self.units)

    def lacking(self, what: str) -> tuple[UnitResponse, ...]:
        """The units without it; all of them when nothing is named."""
        return tuple(unit for unit in self.units if unit.lacks(what)) if what in MISSING else self.units


def responses(actor: Actor, campaign: Campaign) -> list[Group]:
    """The department sees every member of the year, a leader his block or cluster, a unit itself."""
    rows = db.session.execute(_members(actor, campaign)).all()
    numbers = _submitted(campaign.id, [row.Unit.id for row in rows])
    groups: dict[tuple[str, str], list[UnitResponse]] = {}
    for row in rows:
        cluster = (row.Cluster.code, row.Cluster.name)
        groups.setdefault(cluster, []).append(_unit(row, numbers.get(row.Unit.id, 0)))
    return [Group(code, name, tuple(units)) for (code, name), units in groups.items()]


def whole(groups: Sequence[Group]) -> Group:
    """All units together."""
    return Group("", "", tuple(unit for group in groups for unit in group.units))


def _members(actor: Actor, campaign: Campaign) -> Any:
    planner, reporter = aliased(Person), aliased(Person)
    leadership = and_(
        ClusterLeadership.cluster_id == ClusterMembership.cluster_id, ClusterLeadership.year == ClusterMembership.year,
        ClusterLeadership.unit_id == ClusterMembership.unit_id, ClusterLeadership.post == "leader",
    )  # fmt: skip
    plan = and_(UnitPlan.unit_id == Unit.id, UnitPlan.campaign_id == campaign.id)
    report = and_(MidtermReport.unit_id == Unit.id, MidtermReport.campaign_id == campaign.id)
    return (
        select(
            Unit, Cluster, ClusterLeadership.id.label("leads"), UnitPlan.recorded_at.label("planned_at"),
            planner.full_name.label("planned_by"), MidtermReport.recorded_at.label("reported_at"),
            reporter.full_name.label("reported_by"), MidtermReport.as_of,
        )
        .select_from(ClusterMembership)
        .join(Unit, Unit.id == ClusterMembership.unit_id)
        .join(Cluster, Cluster.id == ClusterMembership.cluster_id)
        .outerjoin(ClusterLeadership, leadership)
        .outerjoin(UnitPlan, plan).outerjoin(planner, planner.id == UnitPlan.recorded_by_id)
        .outerjoin(MidtermReport, report).outerjoin(reporter, reporter.id == MidtermReport.recorded_by_id)
        .where(ClusterMembership.year == campaign.year, ClusterMembership.left_on.is_(None), _seen(actor, campaign))
        .order_by(Cluster.rank, ClusterMembership.id)
    )  # fmt: skip


def _seen(actor: Actor, campaign: Campaign) -> ColumnElement[bool]:
    if actor.roles() & DEPARTMENT:
        return true()
    own = actor.units()
    led = {grant.cluster_id for grant in actor.grants_of(Role.CLUSTER_LEADER) if grant.year == campaign.year}
    return or_(false(), ClusterMembership.unit_id.in_(own), ClusterMembership.cluster_id.in_(led))


def _submitted(campaign_id: int, units: list[int]) -> dict[int, int]:
    """Nominations that each unit submitted and did not withdraw. Drafts are nobody's business but the unit's."""
    query = (
        select(Nomination.unit_id, func.count())
        .where(Nomination.campaign_id == campaign_id, Nomination.unit_id.in_(units))
        .where(Nomination.pledged_hash.is_not(None), Nomination.state != State.WITHDRAWN.value)
        .group_by(Nomination.unit_id)
    )
    return {unit: number for unit, number in db.session.execute(query)} if units else {}


def _unit(row: Any, nominations: int) -> UnitResponse:
    return UnitResponse(
        code=row.Unit.code, name=row.Unit.name, leads=row.leads is not None, planned_at=row.planned_at,
        planned_by=row.planned_by, reported_at=row.reported_at, reported_by=row.reported_by, as_of=row.as_of,
        nominations=nominations,
    )  # fmt: skip
