"""Who may vote in a round on a day, as whom, and who stands aside from which nomination."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import ClusterMembership, Nomination, Person, RoleAssignment, RoundVoter, Unit
from nomination.names import fold
from workflow.council import POST_LABELS, RANK, Post
from workflow.vocabulary import Role
from workflow.words import N_

HEAD, CHAIR = "head", "chair"
CAPACITIES = {HEAD: N_("Head of the member unit"), CHAIR: Post.CHAIRMAN.label, **POST_LABELS}
NO_RECUSAL, KEEP, REDUCE = "none", "recuse_keep_denominator", "recuse_reduce_denominator"


@dataclass(frozen=True)
class Member:
    """One line of a roll before it is frozen. `units` are all units whose cases are his own."""

    person: Person
    capacity: str
    unit: Unit | None = None
    units: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Roll:
    """The members in the order of the roll, and the member units that have nobody to vote for them."""

    members: tuple[Member, ...]
    vacant: tuple[Unit, ...] = field(default=())


def in_force(day: date) -> ColumnElement[bool]:
    """Assignments in force on a day, in the holder's own right: a vote is never delegated."""
    return and_(
        RoleAssignment.valid_from <= day,
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > day),
        RoleAssignment.acts_for_id.is_(None),
    )


def cluster_roll(cluster_id: int, year: int, day: date) -> Roll:
    """One voter for each member unit: its head, the longest in office where there are several."""
    rows = db.session.execute(
        select(Unit, Person)
        .join(ClusterMembership, ClusterMembership.unit_id == Unit.id)
        .outerjoin(
            RoleAssignment,
            and_(RoleAssignment.unit_id == Unit.id, RoleAssignment.role == Role.UNIT_HEAD.value, in_force(day)),
        )
        .outerjoin(Person, Person.id == RoleAssignment.person_id)
        .where(ClusterMembership.cluster_id == cluster_id, ClusterMembership.year == year)
        .where(ClusterMembership.joined_on <= day)
        .where(or_(ClusterMembership.left_on.is_(None), ClusterMembership.left_on > day))
        .order_by(Unit.id, RoleAssignment.valid_from, RoleAssignment.id)
    ).all()
    heads: dict[Unit, Person | None] = {}
    for unit, person in rows:
        heads.setdefault(unit, person)
    members = [Member(person, HEAD, unit, frozenset({unit.id})) for unit, person in heads.items() if person is not None]
    return Roll(_in_order(members), tuple(unit for unit, person in heads.items() if person is None))


def roll_for(cluster_id: int | None, year: int) -> Roll:
    """Today's roll of the body: the cluster's, or without one the council's."""
    return council_roll(clock.today()) if cluster_id is None else cluster_roll(cluster_id, year, clock.today())


def post_of(row: RoleAssignment) -> Post:
    """The seat of an assignment; one that rests on no paper of the council tells no more than its role."""
    if row.council_post:
        return Post(row.council_post)
    if row.role == Role.COUNCIL_SECRETARY:
        return Post.SECRETARY
    return Post.CHAIRMAN if row.chair else Post.MEMBER


def council_roll(day: date) -> Roll:
    """Everybody who sits on the council with a vote, the chair first, the others by the rank of their posts."""
    rows = db.session.execute(
        select(Person, RoleAssignment)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role == Role.COUNCIL_MEMBER.value, in_force(day))
    ).all()
    own = _units_of({person.id for person, _ in rows}, day)
    listed = sorted(rows, key=lambda row: (RANK[post_of(row[1])], row[0].sort_key, row[0].id), reverse=True)
    members = {
        person.id: Member(person, _capacity(post_of(row)), None, own.get(person.id, frozenset()))
        for person, row in listed
    }
    return Roll(tuple(reversed(members.values())))


def _capacity(post: Post) -> str:
    return CHAIR if post is Post.CHAIRMAN else post.value


def chairs_council(person_id: int, day: date) -> bool:
    query = select(RoleAssignment.id).where(
        RoleAssignment.person_id == person_id, RoleAssignment.role == Role.COUNCIL_MEMBER.value,
        RoleAssignment.chair, in_force(day),
    )  # fmt: skip
    return db.session.scalars(query.limit(1)).first() is not None


def _units_of(people: set[int], day: date) -> dict[int, frozenset[int]]:
    query = select(RoleAssignment.person_id, RoleAssignment.unit_id).where(
        RoleAssignment.person_id.in_(people), RoleAssignment.unit_id.is_not(None), in_force(day)
    )
    found: dict[int, frozenset[int]] = {}
    for person_id, unit_id in db.session.execute(query):
        found[person_id] = found.get(person_id, frozenset()) | {unit_id}
    return found


def _in_order(members: Iterable[Member]) -> tuple[Member, ...]:
    """By name; whoever heads two member units still has one vote."""
    listed = sorted(members, key=lambda member: (member.person.sort_key, member.person.id))
    return tuple({member.person.id: member for member in listed}.values())


def stands_aside(member: Member, nomination: Nomination) -> bool:
    """His own case: a nominee of his unit, himself, or a nomination that he wrote."""
    himself = fold(member.person.full_name) == nomination.nominee_fold and nomination.unit_id in member.units
    return nomination.unit_id in member.units or nomination.author_id == member.person.id or himself


def interested(voters: Iterable[RoundVoter], nominations: Iterable[Nomination], day: date) -> dict[int, list[str]]:
    """By nomination the voters whose own case it was on that day, where the rules let them vote all the same."""
    on_roll = list(voters)
    own = _units_of({voter.person_id for voter in on_roll}, day)
    members = [Member(one.person, one.capacity, None, own.get(one.person_id, frozenset())) for one in on_roll]
    found = {
        nomination.id: [one.person.full_name for one in members if stands_aside(one, nomination)]
        for nomination in nominations
    }
    return {key: names for key, names in found.items() if names}


def recused(members: Iterable[Member], nomination: Nomination, recusal: str) -> frozenset[int]:
    """The people without a slip for this nomination, by the rule set's parameter."""
    if recusal == NO_RECUSAL:
        return frozenset()
    return frozenset(member.person.id for member in members if stands_aside(member, nomination))
