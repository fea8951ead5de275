"""Where a counted round puts its nominations: inside the places, beyond them, or equal on the last one."""

from collections.abc import Sequence

from sqlalchemy import select, true, tuple_

from nomination.classes import DIRECT
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Nomination, Round, RoundQuestion
from nomination.queries.places import cluster_places
from nomination.queries.rounds import CLUSTER, Found, Line
from workflow.ballot import Method, Tally, quorum_met
from workflow.dossier import Reason
from workflow.ranking import CHAIR, DIRECT_WORKER, SCORE, Contender, Ranking, rank_with_quota
from workflow.words import N_

TIED = N_("More nominations passed with the same number of votes than there are places left. They need another round.")
AWAITS_CHAIR = N_(
    "More nominations passed with the same number of votes than there are places left. The vote of the one who chairs "
    "decides between them."
)


def rankings(found: Found) -> list[Ranking]:
    """Where an award has places for the cluster: who is inside them, beyond them, or tied on the last."""
    rule, made = rule_from(found.vote.rule), []
    by_score = found.vote.method == Method.SCORE
    breaks = [SCORE] if by_score else list(found.vote.rule.get("tiebreak", []))
    for award, places in open_places(found).items():
        lines = [line for line in found.lines if line.nomination.award == award]
        contenders = _contenders(found, lines)
        known = [name for name in breaks if name == CHAIR or all(name in one.merits for one in contenders)]
        made.append(rank_with_quota(contenders, rule, places=places, tiebreaks=known))
    return made


def open_places(found: Found) -> dict[str, int]:
    """The places that were left to this round, for each award on its ballot that has any allotted."""
    if found.vote.body != CLUSTER:
        return {}
    campaign, left = campaign_of(found.version), {}
    on_ballot = {line.nomination.award for line in found.lines}
    for award in [one.code for one in campaign.awards if one.code in on_ballot]:
        allotted = cluster_places(found.campaign.id, found.cluster, campaign, award)
        if allotted is not None:
            left[award] = max(allotted - _places_taken(found, award), 0)
    return left


def _contenders(found: Found, lines: Sequence[Line]) -> list[Contender]:
    """Those whose vote had its quorum, with what may decide between equals as far as it is known."""
    rule, made, placed = rule_from(found.vote.rule), [], found.vote.rule.get("places", {})
    for line in lines:
        nomination, tally = line.nomination, _standing_of(line, found.vote)
        merits = {DIRECT_WORKER: int(nomination.class_code in DIRECT)}
        if nomination.code in placed:
            merits[SCORE] = -placed[nomination.code]
        if line.tie is not None:
            merits[CHAIR] = int(line.tie.chosen)
        if quorum_met(tally, rule):
            made.append(Contender(nomination.code, tally, merits))
    return made


def tied_codes(found: Found) -> dict[str, tuple[Reason, ...]]:
    """Nominations that nothing puts inside or outside the places yet: the result moves none of them."""
    return {
        code: (Reason("tied", AWAITS_CHAIR if ranking.awaiting == CHAIR else TIED),)
        for ranking in rankings(found)
        for code in ranking.tied
    }


def _places_taken(found: Found, award: str) -> int:
    """Places that rounds of this cluster gave away before this one was counted, whichever was prepared first."""
    before = tuple_(Round.counted_at, Round.id) < (found.vote.counted_at, found.vote.id)
    query = (
        select(Nomination.id)
        .join(RoundQuestion, RoundQuestion.nomination_id == Nomination.id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(
            Round.campaign_id == found.campaign.id, Round.cluster_id == found.vote.cluster_id,
            before if found.vote.status == "counted" else true(),
        )
        .where(Round.status == "counted", RoundQuestion.outcome == "carried", RoundQuestion.within_places)
        .where(Nomination.award == award, Nomination.id.not_in([line.nomination.id for line in found.lines]))
        .distinct()
    )  # fmt: skip
    return len(db.session.scalars(query).all())


def _standing_of(line: Line, vote: Round) -> Tally:
    """The figures that rank a nomination. Where score sheets decided, all whom they carry are equal but for it."""
    if vote.method != Method.SCORE:
        return tally_of(line.question)
    everybody, carried = line.question.eligible, bool(line.question.score_carried)
    return Tally(everybody, everybody, everybody if carried else 0, 0, 0 if carried else everybody)


def tally_of(question: RoundQuestion) -> Tally:
    yes, no, abstain = question.yes or 0, question.no or 0, question.abstain or 0
    voted = yes + no + abstain + (question.invalid or 0)
    return Tally(question.eligible, voted, yes, no, abstain, question.written, question.attended)
