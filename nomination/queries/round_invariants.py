"""What must hold of rounds in every database: slips and roll, paper and figures, opinions, windows, destroyed boxes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import undefer

from nomination.box.definition import listed_hash
from nomination.extensions import db
from nomination.models import (
    Destruction,
    Extension,
    KeyWrapping,
    Nomination,
    PaperFigures,
    PaperMeeting,
    Round,
    RoundQuestion,
    RoundVoter,
    Slip,
    WrittenOpinion,
)
from workflow.ballot import Method

OPENED = ("open", "closed", "counted", "inquorate")


def slips_match_turnout() -> Iterator[str]:
    """As many slips for a question as voters who cast and are not recused from it, as long as the box is there."""
    counts = Counter(tuple(row) for row in db.session.execute(select(Slip.round_id, Slip.nomination_id)))
    voters: dict[int, list[list[str]]] = defaultdict(list)
    cast = select(RoundVoter.round_id, RoundVoter.recused).where(RoundVoter.voted, RoundVoter.written.is_(False))
    for round_id, recused in db.session.execute(cast):
        voters[round_id].append(recused)
    gone = select(Destruction.round_id).where(Destruction.confirmed_at.is_not(None))
    asked = (
        select(RoundQuestion.round_id, RoundQuestion.nomination_id, Nomination.code)
        .join(Nomination, Nomination.id == RoundQuestion.nomination_id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(Round.status.in_(OPENED), Round.method == Method.ELECTRONIC, Round.id.not_in(gone))
    )
    for round_id, nomination_id, code in db.session.execute(asked):
        if counts[round_id, nomination_id] != sum(code not in recused for recused in voters[round_id]):
            yield f"round {round_id}, {code}"


def only_boxes_are_sealed() -> Iterator[str]:
    """The way of voting is a known one, and only a box has a key and slips."""
    for code, method, key in db.session.execute(select(Round.code, Round.method, Round.public_key)):
        if method not in set(Method) or (key is not None and method != Method.ELECTRONIC):
            yield code
    stray = select(Round.code).where(Round.method != Method.ELECTRONIC, Round.id.in_(select(Slip.round_id)))
    yield from db.session.scalars(stray)


def totals_of_paper_are_what_was_typed() -> Iterator[str]:
    """A counted paper round was confirmed, and its totals are the figures with the opinions of absent members."""
    written = _written()
    query = (
        select(Round.code, RoundQuestion, PaperFigures, PaperMeeting.confirmed_by_id)
        .join(RoundQuestion, RoundQuestion.round_id == Round.id)
        .outerjoin(PaperMeeting, PaperMeeting.round_id == Round.id)
        .outerjoin(
            PaperFigures,
            (PaperFigures.round_id == Round.id) & (PaperFigures.nomination_id == RoundQuestion.nomination_id),
        )
        .where(Round.method == Method.PAPER, Round.status == "counted")
    )
    for code, question, figures, confirmed in db.session.execute(query):
        more = written[question.round_id, question.nomination_id]
        typed = (
            None
            if figures is None
            else (figures.yes + more["yes"], figures.no + more["no"], figures.blank + more["abstain"], figures.invalid)
        )
        if confirmed is None or typed != (question.yes, question.no, question.abstain, question.invalid):
            yield f"{code}, question {question.n}"


def _written() -> dict[tuple[int, int], Counter[str]]:
    found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    query = select(WrittenOpinion.round_id, WrittenOpinion.nomination_id, WrittenOpinion.choice)
    for round_id, nomination_id, choice in db.session.execute(query):
        found[round_id, nomination_id][choice] += 1
    return found


def opinions_stand_on_the_roll() -> Iterator[str]:
    """Who wrote is marked so, and nobody else; while a box is open a voter's own paper may still lie beside it."""
    wrote = {tuple(row) for row in db.session.execute(select(WrittenOpinion.round_id, WrittenOpinion.person_id))}
    query = (
        select(Round.code, Round.status, Round.method, RoundVoter)
        .join(RoundVoter, RoundVoter.round_id == Round.id)
        .where(Round.status.in_(OPENED))
    )
    for code, status, method, voter in db.session.execute(query):
        there = (voter.round_id, voter.person_id) in wrote
        hidden = there and status == "open" and method == Method.ELECTRONIC and voter.voted
        if (voter.written and not voter.voted) or (there != voter.written and not hidden):
            yield f"{code}, number {voter.n}"


def windows_are_as_agreed() -> Iterator[str]:
    """Voting ends when the opening said, or when the last agreed extension says."""
    agreed: dict[int, str] = {}
    for one in db.session.scalars(select(Extension).where(Extension.consented.is_(True)).order_by(Extension.id)):
        agreed[one.round_id] = one.ends_after.isoformat()
    query = select(Round.id, Round.code, Round.closes_at, Round.definition).where(Round.definition_hash.is_not(None))
    for round_id, code, closes_at, definition in db.session.execute(query):
        said = agreed.get(round_id) or (definition or {}).get("rules", {}).get("closes_at")
        if said is not None and closes_at.isoformat() != said:
            yield code


def destroyed_boxes_are_gone() -> Iterator[str]:
    """No slip and no key is left, and the public list still makes the hash of the closed box."""
    query = (
        select(Round, Destruction)
        .join(Destruction, Destruction.round_id == Round.id)
        .where(Destruction.confirmed_at.is_not(None))
        .options(undefer(Destruction.listed))
    )
    left = set(db.session.scalars(select(Slip.round_id))) | set(db.session.scalars(select(KeyWrapping.round_id)))
    for vote, record in db.session.execute(query):
        if vote.id in left or len(record.listed) != record.slips or listed_hash(record.listed) != vote.box_hash:
            yield str(vote.code)


ROUND_INVARIANTS: dict[str, Callable[[], Iterator[str]]] = {
    "as many slips as ballots cast": slips_match_turnout,
    "only a box has a key and slips": only_boxes_are_sealed,
    "the totals of a paper round are what was typed and confirmed": totals_of_paper_are_what_was_typed,
    "opinions in writing stand on the roll": opinions_stand_on_the_roll,
    "voting ends when it was agreed": windows_are_as_agreed,
    "a destroyed box is gone, and its list makes its hash": destroyed_boxes_are_gone,
}
