"""Counting the box with the tellers' codes, and carrying out what the vote decided. Only totals are ever written."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select, true, tuple_

from nomination import clock
from nomination.box.definition import box_hash
from nomination.box.open import Count, WrongCodes, count, unwrap
from nomination.box.seal import Wrapping
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Campaign, KeyWrapping, Nomination, Round, RoundQuestion, Slip
from nomination.queries.places import cluster_places
from nomination.queries.rounds import CLUSTER, Found, Line, find, gather, standing, visible_rounds
from nomination.services import audit
from nomination.services.advance import advance
from nomination.services.closing import close_if_due, expected_slips
from nomination.services.keys import key_of
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, lock_nominations, locked, writing
from workflow.ballot import Contender, Ranking, Tally, passed, quorum_met, rank_with_quota
from workflow.dossier import Actor, Grant, Reason
from workflow.machine import Refused
from workflow.vocabulary import Role, Trigger
from workflow.words import N_

TAMPERED = N_(
    "The box is not what it was when it closed: slips were changed, added or taken away. "
    "It was not opened. The department must cancel this round and find out why."
)
CHANGED_KEY = N_("The codes are right, but the stored key of the box was changed. The box cannot be opened.")
TIED = N_("More nominations passed with the same number of votes than there are places left. They need another round.")


@dataclass(frozen=True)
class Left:
    """A nomination that the result could not be carried out for yet, and why."""

    line: Line
    reasons: tuple[Reason, ...]


def count_box(actor: Actor, code: str, typed: Mapping[int, str]) -> list[Left]:
    """Open the box with codes by teller number, write the totals, and carry out the result in the same transaction.

    Codes are tried before the transaction: they are dear to compute. A round without its quorum is not opened.
    """
    demand("count", standing(find(actor, code), actor))
    close_if_due(actor, code)
    found = find(actor, code)
    if found.vote.status == "inquorate":
        return []
    keys = _keys(found, typed)
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = _held_still(vote)
        demand("count", standing(found, actor))
        vote.counted_at = clock.now()
        _write(found, _opened(found, keys))
        vote.status = "counted"
        facts = {"box": vote.box_hash, "definition": vote.definition_hash, "tellers": sorted(keys)}
        audit.record(actor, "round:count", subject=("round", code), facts=facts)
        db.session.flush()
        return _carry(gather(Round.id == vote.id), actor)


def carry_out(actor: Actor, code: str) -> list[Left]:
    """Carry the result to nominations that could not move when it was counted: held then, or outside their window."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = _held_still(vote)
        demand("carry", standing(found, actor))
        left = _carry(found, actor)
        facts = {"left": [one.line.nomination.code for one in left]}
        audit.record(actor, "round:carry", subject=("round", code), facts=facts)
        return left


def agree(actor: Actor, code: str) -> list[Left]:
    """The chair's agreement, an open act of its own: the ballot must not show it. It lets the result move."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        demand("agree", standing(_held_still(vote), actor))
        vote.chair_agreed_by_id = actor.person_id
        audit.record(actor, "round:agree", subject=("round", code), facts={})
        db.session.flush()
        return _carry(gather(Round.id == vote.id), actor)


def _held_still(vote: Round) -> Found:
    """The round with everything that its result touches. Rounds of one campaign are counted one after another, for
    the places that one gives away are gone for the next."""
    locked(select(Campaign).where(Campaign.id == vote.campaign_id))
    found = gather(Round.id == vote.id)
    lock_nominations(line.nomination.id for line in found.lines)
    return gather(Round.id == vote.id)


def _keys(found: Found, typed: Mapping[int, str]) -> dict[int, bytes]:
    """Box positions (from 0) to keys, for every code typed. All wrong codes are named at once, each at its field."""
    given = {n: code for n, code in typed.items() if code.strip()}
    if len(given) < found.vote.teller_quorum:
        message = N_("The codes of %(number)s tellers are needed.")
        raise Invalid.one("codes", message, number=found.vote.teller_quorum)
    keys: dict[int, bytes] = {}
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for teller in found.tellers:
        if teller.n in given:
            try:
                keys[teller.n - 1] = key_of(given[teller.n], teller.lock, f"code-{teller.n}")
            except Invalid as error:
                problems |= error.problems
    if problems:
        raise Invalid(problems)
    return keys


def _opened(found: Found, keys: Mapping[int, bytes]) -> dict[int, Count]:
    """The count of every nomination by its id. Raises `Refused` when the box is not the one that was closed."""
    vote = found.vote
    slips = db.session.execute(select(Slip.id, Slip.nomination_id, Slip.sealed).where(Slip.round_id == vote.id)).all()
    lying = {
        line.nomination.id: [row.sealed for row in slips if row.nomination_id == line.nomination.id]
        for line in found.lines
    }
    short = any(len(lying[line.nomination.id]) != expected_slips(found, line.nomination.code) for line in found.lines)
    if short or box_hash((row.id, row.sealed) for row in slips) != vote.box_hash:
        raise Refused([Reason("tampered", TAMPERED)])
    try:
        private = unwrap(_wrappings(vote.id), keys, bytes(vote.public_key or b""))
    except WrongCodes:
        raise Refused([Reason("key", CHANGED_KEY)]) from None
    return {
        line.nomination.id: count(
            private,
            lying[line.nomination.id],
            nomination=line.nomination.code,
            definition_hash=str(vote.definition_hash),
        )
        for line in found.lines
    }


def _wrappings(round_id: int) -> list[Wrapping]:
    rows = db.session.scalars(select(KeyWrapping).where(KeyWrapping.round_id == round_id))
    return [Wrapping(tuple(int(n) - 1 for n in row.tellers.split("-")), bytes(row.sealed)) for row in rows]


def _write(found: Found, counts: Mapping[int, Count]) -> None:
    rule = rule_from(found.vote.rule)
    for line in found.lines:
        question = line.question
        tally = counts[line.nomination.id].tally(question.eligible)
        question.yes, question.no = tally.yes, tally.no
        question.abstain, question.invalid = tally.abstain, tally.invalid
        question.outcome = "carried" if quorum_met(tally, rule) and passed(tally, rule) else "not_carried"
    for ranking in rankings(found):
        outside = {*ranking.beyond_quota, *ranking.tied}
        for line in found.lines:
            if line.nomination.code in outside:
                line.question.within_places = False


def rankings(found: Found) -> list[Ranking]:
    """Where an award has places for the cluster: who is inside them, beyond them, or tied on the last."""
    if found.vote.body != CLUSTER:
        return []
    rule, campaign = rule_from(found.vote.rule), campaign_of(found.version)
    made = []
    for award in campaign.awards:
        lines = [line for line in found.lines if line.nomination.award == award.code]
        allotted = cluster_places(found.campaign.id, found.cluster, campaign, award.code) if lines else None
        if allotted is not None:
            places = max(allotted - _places_taken(found, award.code), 0)
            contenders = [Contender(line.nomination.code, tally_of(line.question)) for line in lines]
            made.append(rank_with_quota(contenders, rule, places=places))
    return made


def tied_codes(found: Found) -> dict[str, tuple[Reason, ...]]:
    """Nominations that no rule puts inside or outside the places: the result moves none of them."""
    return {code: (Reason("tied", TIED),) for ranking in rankings(found) for code in ranking.tied}


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


def tally_of(question: RoundQuestion) -> Tally:
    yes, no, abstain = question.yes or 0, question.no or 0, question.abstain or 0
    return Tally(question.eligible, yes + no + abstain + (question.invalid or 0), yes, no, abstain)


def _carry(found: Found, actor: Actor) -> list[Left]:
    """Each nomination by itself: one that is on hold must not keep back the others. Guards decide, not this loop."""
    voice, tied = voice_of(found, actor), tied_codes(found)
    left = []
    for line in found.uncarried:
        if line.nomination.code in tied:
            left.append(Left(line, tied[line.nomination.code]))
            continue
        try:
            advance(voice, trigger_of(found, line), Nomination.id == line.nomination.id)
        except Refused as refused:
            left.append(Left(line, tuple(refused.reasons)))
    return left


def voice_of(found: Found, actor: Actor) -> Actor:
    """The counted round speaks, not a person: whoever completes it lends his name to its one grant, no other role."""
    return Actor(actor.person_id, actor.name, frozenset({Grant(Role.TELLER, round_id=found.vote.id)}))


def trigger_of(found: Found, line: Line) -> Trigger:
    if line.question.outcome != "carried" or not line.question.within_places:
        return Trigger.DECLINE
    return Trigger.ENDORSE if found.vote.body == CLUSTER else Trigger.APPROVE
