"""Who may not count a round: nobody's own case, no leader of the cluster, no chair of the council, no administrator."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import ClusterLeadership, LeadDelegation, Nomination, Person, RoleAssignment
from nomination.names import fold
from nomination.queries.roll import in_force
from workflow.vocabulary import Role


def bars(cluster_id: int | None, year: int) -> ColumnElement[bool]:
    """Of an assignment: its holder counts no round of this cluster, or of the council when there is none."""
    leading = select(ClusterLeadership.unit_id).where(
        ClusterLeadership.cluster_id == cluster_id, ClusterLeadership.year == year, ClusterLeadership.post == "leader"
    )
    leads_for = select(LeadDelegation.to_person_id).where(
        LeadDelegation.cluster_id == cluster_id, LeadDelegation.year == year, LeadDelegation.ended_at.is_(None),
        LeadDelegation.valid_to > clock.today(),
    )  # fmt: skip
    return or_(
        RoleAssignment.person_id.in_(leads_for),
        RoleAssignment.role == Role.ADMINISTRATOR.value,
        and_(RoleAssignment.role == Role.COUNCIL_MEMBER.value, RoleAssignment.chair),
        and_(RoleAssignment.role == Role.UNIT_HEAD.value, RoleAssignment.unit_id.in_(leading)),
    )


def own_case(person: Person, units: Iterable[int], nominations: Iterable[Nomination]) -> Nomination | None:
    """A nomination because of which this person may not count: his unit's, his own work, or himself."""
    name, own = fold(person.full_name), set(units)
    return next(
        (
            one for one in nominations
            if one.unit_id in own or one.author_id == person.id or one.nominee_fold == name
        ),
        None,
    )  # fmt: skip


def barred_tellers(people: Iterable[int], cluster_id: int | None, year: int) -> tuple[set[int], dict[int, set[int]]]:
    """Of these people those whose roles forbid it today, and the units of each. One query."""
    query = select(RoleAssignment.person_id, RoleAssignment.unit_id, bars(cluster_id, year).label("barred")).where(
        RoleAssignment.person_id.in_(list(people)), in_force(clock.today())
    )
    barred: set[int] = set()
    units: dict[int, set[int]] = {}
    for person_id, unit_id, forbidden in db.session.execute(query):
        if forbidden:
            barred.add(person_id)
        if unit_id is not None:
            units.setdefault(person_id, set()).add(unit_id)
    return barred, units
