"""Who sits on the council today, by which papers it was composed since, and who may read and write that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from nomination import clock
from nomination.extensions import db
from nomination.models import Account, CouncilDecision, CouncilSeat, Person, RoleAssignment
from nomination.names import sort_key
from nomination.queries.pages import Page, page_of
from nomination.queries.roll import in_force, post_of
from nomination.services.transaction import Missing
from workflow.council import RANK, Post
from workflow.dossier import Actor
from workflow.vocabulary import Role
from workflow.words import N_

COUNCIL_ROLES = (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY)
WRITING = (Role.COUNCIL_SECRETARY, Role.DEPARTMENT_HEAD)
READING = (Role.COUNCIL_MEMBER, *WRITING, Role.DEPARTMENT_OFFICER, Role.MINISTER, Role.AUDITOR)
SUGGESTED = 400
WAITS, REFUSED, OVER, TO_COME, IN_FORCE = "waits", "refused", "over", "to_come", "in_force"
STANDINGS = {
    WAITS: (N_("waits for confirmation"), "waiting"), REFUSED: (N_("sent back"), "ended"), OVER: (N_("over"), "ended"),
    TO_COME: (N_("to come"), "waiting"), IN_FORCE: (N_("in force"), "progress"),
}  # fmt: skip


def own_assignments() -> ColumnElement[bool]:
    """Seats held in one's own right, on any day."""
    roles = [role.value for role in COUNCIL_ROLES]
    return and_(RoleAssignment.role.in_(roles), RoleAssignment.acts_for_id.is_(None))


@dataclass(frozen=True)
class Sitting:
    """Somebody who sits on the council today: what the roll of a round is made from."""

    row: RoleAssignment
    post: Post

    @property
    def person(self) -> Person:
        return self.row.person


def sitting(day: date) -> tuple[Sitting, ...]:
    """By the rank of the posts, then by name. One query."""
    query = select(RoleAssignment).where(own_assignments(), in_force(day)).options(joinedload(RoleAssignment.person))
    found = [Sitting(row, post_of(row)) for row in db.session.scalars(query)]
    return tuple(sorted(found, key=lambda one: (RANK[one.post], one.person.sort_key, one.person.id)))


def seat_of(person_id: int) -> Post:
    """From which seat a member speaks today."""
    mine = (RoleAssignment.person_id == person_id, RoleAssignment.role == Role.COUNCIL_MEMBER.value)
    query = select(RoleAssignment).where(own_assignments(), in_force(clock.today()), *mine)
    return min((post_of(row) for row in db.session.scalars(query)), key=RANK.__getitem__, default=Post.MEMBER)


@dataclass(frozen=True)
class Composed:
    """A deciding paper with who entered and who answered it. `until`: the day on which the next one began."""

    row: CouncilDecision
    entered_by: str
    answered_by: str
    until: date | None

    @property
    def standing(self) -> str:
        if self.row.waiting:
            return WAITS
        if self.row.began_on is None:
            return REFUSED
        if self.until is not None and self.until <= max(clock.today(), self.row.began_on):
            return OVER
        return TO_COME if self.row.began_on > clock.today() else IN_FORCE


def compositions(actor: Actor, after: int | None = None) -> Page[Composed]:
    """The papers, the newest first."""
    _refuse_stranger(actor)
    page = page_of(_composed(), CouncilDecision.id, after=after)
    return Page([Composed(*row) for row in page.rows], page.older, page.newer)


def composition(actor: Actor, decision_id: int) -> Composed:
    """One paper with its seats. Raises `Missing`."""
    _refuse_stranger(actor)
    seats = selectinload(CouncilDecision.seats).joinedload(CouncilSeat.person, innerjoin=True)
    row = db.session.execute(_composed().where(CouncilDecision.id == decision_id).options(seats)).one_or_none()
    if row is None:
        raise Missing
    return Composed(*row)


def _refuse_stranger(actor: Actor) -> None:
    if not actor.roles() & set(READING):
        raise Missing


def _composed():  # type: ignore[no-untyped-def]
    entered, answered, later = aliased(Person), aliased(Person), aliased(CouncilDecision)
    until = (
        select(func.min(later.began_on))
        .where(later.began_on >= CouncilDecision.began_on, later.id > CouncilDecision.id)
        .correlate(CouncilDecision)
        .scalar_subquery()
    )
    answer = func.coalesce(CouncilDecision.confirmed_by_id, CouncilDecision.refused_by_id)
    return (
        select(CouncilDecision, entered.full_name, func.coalesce(answered.full_name, ""), until)
        .join(entered, entered.id == CouncilDecision.entered_by_id)
        .outerjoin(answered, answered.id == answer)
    )


def waiting_decision() -> CouncilDecision | None:
    """The one composition that waits for its confirmation."""
    query = select(CouncilDecision).where(
        CouncilDecision.confirmed_at.is_(None), CouncilDecision.refused_at.is_(None)
    )  # fmt: skip
    return db.session.scalars(query.limit(1)).first()


@dataclass(frozen=True)
class Known:
    """Somebody with an account, as he is written in the form: the account name tells two of one name apart."""

    person_id: int
    name: str
    username: str
    post: str

    @property
    def written(self) -> str:
        return f"{self.name} ({self.username})"


def suggestions() -> tuple[Known, ...]:
    """Whom a form offers while somebody types: who heads a unit or the department, signs, or sits on the council."""
    roles = (Role.UNIT_HEAD, Role.DEPARTMENT_HEAD, Role.MINISTER, *COUNCIL_ROLES)
    query = (
        _accounts()
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role.in_([role.value for role in roles]), in_force(clock.today()))
        .order_by(Person.sort_key, Person.id)
        .distinct()
        .limit(SUGGESTED)
    )
    return tuple(Known(*row[:4]) for row in db.session.execute(query))


def called(names: Iterable[str], usernames: Iterable[str]) -> tuple[Known, ...]:
    """Everybody with an active account who has one of these names or account names."""
    keys, given = {sort_key(name) for name in names if name}, set(usernames)
    query = _accounts().where(Person.sort_key.in_(keys) | Account.username.in_(given)).order_by(Account.username)
    return tuple(Known(*row[:4]) for row in db.session.execute(query))


def _accounts():  # type: ignore[no-untyped-def]
    return (
        select(Person.id, Person.full_name, Account.username, Person.post, Person.sort_key)
        .join(Account, Account.person_id == Person.id)
        .where(Account.active)
    )


def written_for(people: Iterable[int]) -> dict[int, str]:
    """How these people are written in the form."""
    query = _accounts().where(Person.id.in_(set(people)))
    return {row[0]: Known(*row[:4]).written for row in db.session.execute(query)}
