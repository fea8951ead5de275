"""Who leads a cluster, who would stand in, and what was delegated from when to when."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import aliased

from nomination import clock
from nomination.extensions import db
from nomination.models import Cluster, ClusterLeadership, LeadDelegation, Person, RoleAssignment, Unit
from nomination.queries.roll import in_force
from workflow.dossier import Actor
from workflow.vocabulary import Role

SHOWN = 20


@dataclass(frozen=True)
class Deputy:
    unit: Unit
    person: Person


@dataclass(frozen=True)
class Lent:
    """One delegation with the names of both."""

    row: LeadDelegation
    giver: str
    holder: str

    @property
    def last(self) -> date:
        return self.row.valid_to - timedelta(days=1)

    @property
    def open(self) -> bool:
        """Not over: it holds now, or is still to come."""
        return self.row.ended_at is None and self.row.valid_to > clock.today()

    @property
    def holds(self) -> bool:
        return self.open and self.row.valid_from <= clock.today()


@dataclass(frozen=True)
class Led:
    """A cluster in a year that the reader leads. `own`: in his own right, so that he may delegate it."""

    cluster: Cluster
    year: int
    own: bool
    deputy: Deputy | None
    lent: tuple[Lent, ...]


def led_clusters(actor: Actor) -> tuple[Led, ...]:
    """What the reader leads today, the newest year first. Three queries, one more for each deputy."""
    grants = actor.grants_of(Role.CLUSTER_LEADER)
    own = {(grant.cluster_id, grant.year) for grant in grants if grant.acts_for is None}
    keys = sorted({(grant.cluster_id, grant.year) for grant in grants if grant.cluster_id and grant.year}, key=_newest)
    clusters = {one.id: one for one in db.session.scalars(select(Cluster).where(Cluster.id.in_([k[0] for k in keys])))}
    lent = _lent(keys)
    return tuple(
        Led(
            clusters[cluster], year, (cluster, year) in own, deputy_of(cluster, year),
            tuple(one for one in lent if (one.row.cluster_id, one.row.year) == (cluster, year)),
        )
        for cluster, year in keys
        if cluster is not None and year is not None
    )  # fmt: skip


def _newest(key: tuple[int | None, int | None]) -> tuple[int, int]:
    return -(key[1] or 0), key[0] or 0


def deputy_of(cluster_id: int, year: int) -> Deputy | None:
    """The deputy's unit and its head, the longest in office where there are several."""
    row = db.session.execute(
        select(Unit, Person)
        .join(ClusterLeadership, ClusterLeadership.unit_id == Unit.id)
        .join(RoleAssignment, and_(RoleAssignment.unit_id == Unit.id, RoleAssignment.role == Role.UNIT_HEAD.value))
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(ClusterLeadership.cluster_id == cluster_id, ClusterLeadership.year == year)
        .where(ClusterLeadership.post == "deputy", in_force(clock.today()))
        .order_by(RoleAssignment.valid_from, RoleAssignment.id)
        .limit(1)
    ).one_or_none()
    return Deputy(*row) if row else None


def _lent(keys: list[tuple[int | None, int | None]]) -> list[Lent]:
    query = _named().where(tuple_(LeadDelegation.cluster_id, LeadDelegation.year).in_(keys))
    return [Lent(*row) for row in db.session.execute(query.order_by(LeadDelegation.id.desc()).limit(SHOWN))]


def lent_now(cluster_id: int, year: int) -> Lent | None:
    """The delegation of a cluster's leading that holds today."""
    today = clock.today()
    query = _named().where(
        LeadDelegation.cluster_id == cluster_id, LeadDelegation.year == year, LeadDelegation.ended_at.is_(None),
        LeadDelegation.valid_from <= today, LeadDelegation.valid_to > today,
    )  # fmt: skip
    row = db.session.execute(query.limit(1)).one_or_none()
    return Lent(*row) if row else None


def _named():  # type: ignore[no-untyped-def]
    giver, holder = aliased(Person), aliased(Person)
    return (
        select(LeadDelegation, giver.full_name, holder.full_name)
        .join(giver, giver.id == LeadDelegation.from_person_id)
        .join(holder, holder.id == LeadDelegation.to_person_id)
    )
