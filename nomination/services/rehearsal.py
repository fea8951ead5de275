"""A trial of the box before the opening: sealed, opened and counted with throw-away keys, all of it in memory.

Nothing of it is kept but that it was done: the keys, the slips and the choices are gone when the answer is sent.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import and_, select

from nomination import clock
from nomination.box.codes import FULL_COST, Cost, new_code, new_receipt
from nomination.box.definition import box_hash, definition_hash
from nomination.box.open import WrongCodes, count, unwrap
from nomination.box.seal import Lock, SealedKey, new_box, new_lock, seal_slip, slip_id, unlock
from nomination.extensions import db
from nomination.models import Rehearsal, Round
from nomination.queries.readiness import Readiness, readiness
from nomination.queries.round_standing import standing
from nomination.queries.rounds import find, gather, visible_rounds
from nomination.services import audit
from nomination.services.opening import definition_of
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, locked, writing
from workflow.ballot import Choice
from workflow.dossier import Actor, Reason
from workflow.machine import Refused
from workflow.words import N_

FAILED = N_("The trial did not come out as it went in. Do not open this round; tell the department.")
UNMARKED = N_("Choose on every line of the specimen ballot.")


@dataclass(frozen=True)
class Trial:
    """What came out of the throw-away box: by the number of the nomination the totals, and how many slips in all."""

    totals: Mapping[int, Mapping[Choice, int]]
    slips: int
    ballots: int


@dataclass(frozen=True)
class _Slip:
    n: int
    nomination: str
    choice: Choice
    id: bytes
    sealed: bytes


def rehearse(actor: Actor, code: str, marked: Mapping[int, Choice]) -> Trial:
    """`marked`: one ballot, as the reader filled in the specimen. The others are filled in by turns."""
    found = find(actor, code)
    demand("rehearse", standing(found, actor))
    if marked.keys() != {line.question.n for line in found.lines}:
        raise Invalid.one("choices", UNMARKED)
    trial = _tried(readiness(found, standing(found, actor)), marked)
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("rehearse", standing(found, actor))
        done = Rehearsal(round_id=vote.id, done_by_id=actor.person_id, done_at=clock.now(), slips=trial.slips)
        db.session.add(done)
        facts = {"ballots": trial.ballots, "slips": trial.slips}
        audit.record(actor, "round:rehearse", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))
    return trial


def _tried(ready: Readiness, marked: Mapping[int, Choice]) -> Trial:
    """Raises `Refused` unless exactly what went in came out, with enough codes and not with fewer."""
    vote, cost = ready.found.vote, Cost(n=current_app.config.get("BOX_SCRYPT_N", FULL_COST.n))
    codes = [new_code() for _ in ready.found.tellers]
    locks = [new_lock(code, cost) for code in codes]
    box = new_box(locks, vote.teller_quorum)
    definition = definition_hash(definition_of(ready, box.public_key))
    slips = _slips(ready, marked, box, definition)
    before = box_hash((slip.id, slip.sealed) for slip in slips)
    secrets.SystemRandom().shuffle(slips)
    private = _opened(box, codes, locks, vote.teller_quorum)
    totals = _counted(private, slips, definition)
    if box_hash((slip.id, slip.sealed) for slip in slips) != before or totals != _expected(slips):
        raise Refused([Reason("rehearsal", FAILED)])
    return Trial(totals, len(slips), len(ready.roll.members))


def _slips(ready: Readiness, marked: Mapping[int, Choice], box: SealedKey, definition: str) -> list[_Slip]:
    """One ballot as it was marked, the others by turns; nobody has a slip for what he stands aside from."""
    turns, slips = list(Choice), []
    for place, member in enumerate(ready.roll.members):
        receipt = new_receipt()
        for line in ready.found.lines:
            if member.person.id in ready.aside[line.nomination.id]:
                continue
            n, code = line.question.n, line.nomination.code
            choice = turns[(place + n) % len(turns)] if place else marked[n]
            sealed = seal_slip(box.public_key, choice, nomination=code, definition_hash=definition)
            slips.append(_Slip(n, code, choice, bytes.fromhex(slip_id(receipt, code, sealed)), sealed))
    return slips


def _opened(box: SealedKey, codes: list[str], locks: list[Lock], needed: int) -> bytes:
    """By the last tellers, as many as are needed; one fewer must not be enough."""
    keys = {place: unlock(codes[place], locks[place]) for place in range(len(codes) - needed, len(codes))}
    held = {place: key for place, key in keys.items() if key is not None}
    try:
        unwrap(box.wrappings, dict(list(held.items())[1:]), box.public_key)
    except WrongCodes:
        return unwrap(box.wrappings, held, box.public_key)
    raise Refused([Reason("rehearsal", FAILED)])


def _counted(private: bytes, slips: list[_Slip], definition: str) -> dict[int, dict[Choice, int]]:
    totals = {}
    for n, nomination in {slip.n: slip.nomination for slip in slips}.items():
        sealed = [slip.sealed for slip in slips if slip.n == n]
        totals[n] = dict(count(private, sealed, nomination=nomination, definition_hash=definition).choices)
    return totals


def _expected(slips: list[_Slip]) -> dict[int, dict[Choice, int]]:
    went_in = Counter((slip.n, slip.choice) for slip in slips)
    return {n: {choice: went_in[n, choice] for choice in Choice} for n in {slip.n for slip in slips}}
