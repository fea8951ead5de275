"""For whom of the demonstration something waits, as far as it decides which accounts a first look is offered."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import Account, Nomination, Person, Round, RoundVoter, Teller
from nomination.queries.desk_nominations import UNDER_WAY, in_round
from workflow.vocabulary import State

IN_THE_UNIT = (State.DRAFT.value, State.UNIT_APPROVAL.value, State.SUPPLEMENT.value)


@dataclass(frozen=True)
class Waiting:
    """`units`: how many kinds of work each has; `clusters`: nominations wait for a round; voters yet to vote."""

    units: Counter[int | None]
    clusters: frozenset[int | None]
    cluster_voters: frozenset[int]
    councillors: frozenset[int]


@dataclass(frozen=True)
class TellerOf:
    username: str
    name: str
    post: str
    person_id: int
    cluster_id: int | None


def waiting() -> Waiting:
    """Three queries."""
    kinds = select(Nomination.unit_id, Nomination.state).where(Nomination.state.in_(IN_THE_UNIT)).distinct()
    unvoted = select(Nomination.cluster_id).where(Nomination.state == State.CLUSTER_REVIEW, ~in_round("cluster"))
    voters = (
        select(RoundVoter.person_id, Round.body)
        .join(Round, Round.id == RoundVoter.round_id)
        .where(Round.status == "open", RoundVoter.voted.is_(False))
    )
    found = db.session.execute(voters).all()
    return Waiting(
        Counter(unit_id for unit_id, _ in db.session.execute(kinds)),
        frozenset(db.session.scalars(unvoted.distinct())),
        frozenset(person_id for person_id, body in found if body == "cluster"),
        frozenset(person_id for person_id, body in found if body == "council"),
    )


def tellers() -> list[TellerOf]:
    """All who count the oldest box that waits for it; without one the first teller of a round that is under way."""
    query = (
        select(Round.id, Round.status, Account.username, Person.full_name, Person.post, Person.id, Round.cluster_id)
        .join(Teller, Teller.round_id == Round.id)
        .join(Person, Person.id == Teller.person_id)
        .join(Account, Account.person_id == Person.id)
        .where(Account.demo, Account.active, Round.status.in_(UNDER_WAY))
        .order_by(Round.id, Teller.n)
    )
    rows = db.session.execute(query).all()
    closed = next((row[0] for row in rows if row[1] == "closed"), None)
    counting = [row for row in rows if row[0] == closed] or rows[:1]
    return [TellerOf(*row[2:]) for row in counting]
