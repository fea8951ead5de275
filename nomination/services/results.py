"""What a counted round does, however it was counted: totals are written, and every nomination goes its way."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from nomination import clock
from nomination.dossiers import load_all
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Campaign, Nomination, Round
from nomination.queries.rankings import rankings, tied_codes
from nomination.queries.rounds import CLUSTER, Found, Line, gather
from nomination.services.advance import advance
from nomination.services.transaction import lock_nominations, locked
from workflow.ballot import Tally, passed, quorum_met
from workflow.dossier import Actor, Grant, Reason
from workflow.machine import Refused
from workflow.vocabulary import Role, Trigger


@dataclass(frozen=True)
class Left:
    """A nomination that the result could not be carried out for yet, and why."""

    line: Line
    reasons: tuple[Reason, ...]


def held_still(vote: Round) -> Found:
    """The round with everything that its result touches. Rounds of one campaign are counted one after another, for
    the places that one gives away are gone for the next."""
    locked(select(Campaign).where(Campaign.id == vote.campaign_id))
    found = gather(Round.id == vote.id)
    lock_nominations(line.nomination.id for line in found.lines)
    return gather(Round.id == vote.id)


def write_totals(found: Found, tallies: Mapping[int, Tally]) -> None:
    """Quorum first, then the threshold, then the places. The round is counted from now on."""
    vote, rule = found.vote, rule_from(found.vote.rule)
    vote.counted_at = clock.now()
    for line in found.lines:
        question, tally = line.question, tallies[line.nomination.id]
        question.yes, question.no, question.abstain = tally.yes, tally.no, tally.abstain
        question.invalid, question.written, question.attended = tally.invalid, tally.written, tally.attended
        question.outcome = "carried" if quorum_met(tally, rule) and passed(tally, rule) else "not_carried"
    place(found)
    vote.status = "counted"


def place(found: Found) -> None:
    """Who is beyond the places, or equal to others on the last one."""
    for ranking in rankings(found):
        outside = {*ranking.beyond_quota, *ranking.tied}
        for line in found.lines:
            if line.nomination.code in {*outside, *ranking.selected}:
                line.question.within_places = line.nomination.code not in outside


def carry(vote: Round, actor: Actor) -> list[Left]:
    """Each nomination by itself: one that is on hold must not keep back the others. Guards decide, not this loop."""
    db.session.flush()
    found = gather(Round.id == vote.id)
    voice, tied = voice_of(found, actor), tied_codes(found)
    lines = found.uncarried
    loaded = {one.row.id: one for one in load_all(Nomination.id.in_([line.nomination.id for line in lines]))}
    left = []
    for line in lines:
        if line.nomination.code in tied:
            left.append(Left(line, tied[line.nomination.code]))
            continue
        try:
            key = line.nomination.id
            advance(voice, trigger_of(found, line), Nomination.id == key, loaded=loaded.get(key))
        except Refused as refused:
            left.append(Left(line, tuple(refused.reasons)))
    return left


def voice_of(found: Found, actor: Actor) -> Actor:
    """The counted round speaks, not a person: whoever completes it lends his name to its one grant, no other role."""
    return Actor(actor.person_id, actor.name, frozenset({Grant(Role.TELLER, round_id=found.vote.id)}))


def trigger_of(found: Found, line: Line) -> Trigger:
    if line.question.outcome != "carried" or not line.question.within_places or found.vote.chair_refusal:
        return Trigger.DECLINE
    return Trigger.ENDORSE if found.vote.body == CLUSTER else Trigger.APPROVE
