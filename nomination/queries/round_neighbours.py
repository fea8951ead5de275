"""The nominations of a round beside the one that is being read, as far as its reader may see them."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Nomination, Round, RoundQuestion, RoundVoter
from nomination.queries.rounds import visible_rounds
from nomination.queries.visible import visible_to
from workflow.dossier import Actor


@dataclass(frozen=True)
class Neighbour:
    code: str
    name: str


@dataclass(frozen=True)
class Neighbours:
    """Where one nomination stands among those of the round: `place` counts from 1."""

    round_code: str
    title: str
    place: int
    total: int
    before: Neighbour | None
    after: Neighbour | None
    votes: bool
    """The reader is on the roll, the box is open, and his ballot is not in it yet."""


def neighbours(actor: Actor, round_code: str, code: str) -> Neighbours | None:
    """In one query; None when the round is not the reader's, or does not ask about this nomination."""
    query = (
        select(Round, Nomination.code, Nomination.nominee_name, RoundVoter.voted)
        .join(RoundQuestion, RoundQuestion.round_id == Round.id)
        .join(Nomination, Nomination.id == RoundQuestion.nomination_id)
        .outerjoin(RoundVoter, and_(RoundVoter.round_id == Round.id, RoundVoter.person_id == actor.person_id))
        .where(Round.code == round_code, visible_rounds(actor), visible_to(actor))
        .order_by(RoundQuestion.n)
    )
    rows = db.session.execute(query).all()
    codes = [row.code for row in rows]
    if code not in codes:
        return None
    place = codes.index(code)
    line = [Neighbour(row.code, row.nominee_name) for row in rows]
    before, after = line[place - 1] if place else None, line[place + 1] if place + 1 < len(line) else None
    vote, votes = rows[0].Round, rows[0].voted is False
    votes = votes and vote.status == "open" and vote.opens_at <= clock.now() < vote.closes_at
    return Neighbours(round_code, vote.title, place + 1, len(line), before, after, votes)
