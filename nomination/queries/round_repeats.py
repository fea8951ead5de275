"""The other rounds in which the nominations of a round were put to the vote: all of them stay in the file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import Round, RoundQuestion, RoundVoter
from nomination.queries.rounds import Found
from nomination.services.round_facts import COUNTED
from workflow.paper_count import betrays


@dataclass(frozen=True)
class Other:
    """One nomination in another round of the same body that was opened."""

    vote: Round
    question: RoundQuestion


def others_of(found: Found) -> tuple[Other, ...]:
    """Oldest first; one query."""
    query = (
        select(Round, RoundQuestion)
        .join(RoundQuestion, RoundQuestion.round_id == Round.id)
        .where(RoundQuestion.nomination_id.in_([line.nomination.id for line in found.lines]))
        .where(Round.id != found.vote.id, Round.body == found.vote.body, Round.definition_hash.is_not(None))
        .order_by(Round.id, RoundQuestion.n)
    )
    return tuple(Other(vote, question) for vote, question in db.session.execute(query))


def withheld(found: Found, others: Sequence[Other]) -> frozenset[int]:
    """Nominations whose figures are given by nobody: another round asked almost the same people, and the difference
    of the two results would tell how one or two of them chose."""
    rounds = {one.vote.id for one in others if one.vote.status == COUNTED}
    if not rounds or found.vote.status != COUNTED:
        return frozenset()
    rolls: dict[int, list[RoundVoter]] = defaultdict(list)
    for voter in db.session.scalars(select(RoundVoter).where(RoundVoter.round_id.in_(rounds))):
        rolls[voter.round_id].append(voter)
    codes = {line.nomination.id: line.nomination.code for line in found.lines}
    return frozenset(
        one.question.nomination_id for one in others
        if one.vote.id in rounds and betrays(
            _electorate(found.voters, codes[one.question.nomination_id]),
            _electorate(rolls[one.vote.id], codes[one.question.nomination_id]),
        )
    )  # fmt: skip


def _electorate(voters: Sequence[RoundVoter], nomination: str) -> set[int]:
    return {voter.person_id for voter in voters if nomination not in voter.recused}
