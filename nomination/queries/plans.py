"""A unit's own response as others read it, and who they are: its cluster of the year, the department, its judges."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from nomination.extensions import db
from nomination.models import Campaign, ClusterMembership, Nomination, Person, StoredFile, Unit, UnitPlan
from nomination.queries.campaigns import InForce
from nomination.queries.visible import DEPARTMENT, visible_to
from nomination.services.evidence import Kept
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.response import PlanLine, lines_from
from workflow.vocabulary import Role

CLUSTER = (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER)


@dataclass(frozen=True)
class PlanPage:
    """A plan with its unit, who recorded it, and the paper as a file."""

    row: UnitPlan
    unit: Unit
    recorded_by: str
    launch: Kept | None

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        return lines_from(self.row.lines)


def within_cluster(actor: Actor, campaign: Campaign) -> ColumnElement[bool]:
    """Units of the actor, and members of the clusters to which he belongs in the year of the campaign."""
    own = actor.units()
    clusters = {grant.cluster_id for role in CLUSTER for grant in actor.grants_of(role) if grant.year == campaign.year}
    members = members_of(campaign).where(ClusterMembership.cluster_id.in_(clusters))
    return or_(Unit.id.in_(own), Unit.id.in_(members) if clusters else false())


def members_of(campaign: Campaign) -> Select[int]:
    """The units that belong to a block or cluster in the year of the campaign."""
    return select(ClusterMembership.unit_id).where(
        ClusterMembership.year == campaign.year, ClusterMembership.left_on.is_(None)
    )


def response_visible_to(actor: Actor, campaign: Campaign) -> ColumnElement[bool]:
    """Whose response the actor reads: his own, his cluster's, and that of every unit with a dossier before him."""
    if actor.roles() & DEPARTMENT:
        return true()
    judged = select(Nomination.id).where(
        Nomination.unit_id == Unit.id, Nomination.campaign_id == campaign.id, visible_to(actor)
    )
    return or_(within_cluster(actor, campaign), judged.correlate(Unit).exists())


def plan_page(actor: Actor, found: InForce, unit: str) -> PlanPage:
    """Raises `Missing` when there is none or the actor may not read it."""
    query = (
        select(UnitPlan, Unit, Person.full_name, StoredFile)
        .join(Unit, Unit.id == UnitPlan.unit_id)
        .join(Person, Person.id == UnitPlan.recorded_by_id)
        .outerjoin(StoredFile, StoredFile.sha256 == UnitPlan.launch_sha256)
        .where(UnitPlan.campaign_id == found.row.id, Unit.code == unit, response_visible_to(actor, found.row))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    plan, its_unit, name, file = row
    return PlanPage(plan, its_unit, name, kept_as(file, plan.launch_name))


def launch_of(plan: UnitPlan | None) -> Kept | None:
    """The paper of a plan, as a form carries it."""
    if plan is None or plan.launch_sha256 is None:
        return None
    return kept_as(db.session.get(StoredFile, plan.launch_sha256), plan.launch_name)


def kept_as(file: StoredFile | None, name: str) -> Kept | None:
    return Kept(file.sha256, file.size, file.media_type, name) if file else None
