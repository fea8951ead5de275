"""Who a message goes to, looked up when it is sent: people with an active account and an address."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Account, Message, Person, RoleAssignment, Round, RoundQuestion, RoundVoter, Teller
from nomination.queries.actor import delegator_still_holds
from nomination.services.round_facts import OPEN
from workflow.vocabulary import UNIT_ROLES


@dataclass(frozen=True)
class Recipient:
    person_id: int
    name: str
    address: str
    locale: str


@dataclass(frozen=True)
class Waiting:
    """Messages not yet sent, and those laid aside after many attempts."""

    due: int
    laid_aside: int


def recipients(message: Message) -> list[Recipient]:
    """In the order of their ids. Whoever has no address is left out: the desk tells him the same."""
    query = (
        select(Person.id, Person.full_name, Account.email, Account.locale)
        .join(Account, Account.person_id == Person.id)
        .where(_belongs(message.audience, message.audience_id), Account.active, Account.email != "")
        .order_by(Person.id)
    )
    return [Recipient(*row) for row in db.session.execute(query)]


def _belongs(audience: str, audience_id: int) -> ColumnElement[bool]:
    if audience == "person":
        return Person.id == audience_id
    if audience == "tellers":
        return Person.id.in_(select(Teller.person_id).where(Teller.round_id == audience_id))
    if audience == "unit":
        return Person.id.in_(_in_charge_of(audience_id))
    return Person.id.in_(_with_a_ballot(audience_id, missing=audience == "not_voted"))


def _with_a_ballot(round_id: int, *, missing: bool) -> list[int]:
    """Who stands aside from every nomination of the round has none. `missing`: whose is not in the box that still takes
    it, and nobody once it does not."""
    lines = db.session.scalar(select(func.count()).where(RoundQuestion.round_id == round_id)) or 0
    query = select(RoundVoter).where(RoundVoter.round_id == round_id)
    if missing:
        open_now = and_(Round.status == OPEN, Round.closes_at > clock.now())
        query = query.join(Round, Round.id == RoundVoter.round_id).where(open_now, RoundVoter.voted.is_(False))
    return [one.person_id for one in db.session.scalars(query) if len(one.recused) < lines]


def _in_charge_of(unit_id: int) -> Select[tuple[int]]:
    """Officers and heads of the unit today; a delegate as long as he reads what his principal reads."""
    today = clock.today()
    not_over = or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today)
    return select(RoleAssignment.person_id).where(
        RoleAssignment.unit_id == unit_id, RoleAssignment.role.in_(UNIT_ROLES),
        RoleAssignment.valid_from <= today, not_over,
        or_(RoleAssignment.acts_for_id.is_(None), delegator_still_holds(today)),
    )  # fmt: skip


def waiting() -> Waiting:
    due = select(func.count()).select_from(Message).where(Message.sent_at.is_(None), Message.failed_at.is_(None))
    aside = select(func.count()).select_from(Message).where(Message.failed_at.is_not(None))
    return Waiting(db.session.scalar(due) or 0, db.session.scalar(aside) or 0)
