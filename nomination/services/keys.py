"""The tellers' codes, one teller at a time: each takes his code on his own screen and types it back.

Why so: whoever saw k of the n codes could open the box alone. If one request made all codes, the person at that screen
(and a server that was made to listen) would see them together. So each teller's own request makes his code, shows it
once in its answer, and leaves only a lock: a public key that seals for him. The key of the box is made at opening and
sealed to the locks; the codes meet for the first time at the count, and until then k tellers are needed.
"""

from typing import Any

from flask import current_app
from sqlalchemy import and_, select

from nomination.box.codes import FULL_COST, Cost, Mistyped, new_code
from nomination.box.seal import Lock, new_lock, unlock
from nomination.models import Round, Teller
from nomination.queries.round_standing import standing
from nomination.queries.rounds import find, gather, visible_rounds
from nomination.services import audit
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, Missing, Stale, locked, writing
from workflow.dossier import Actor
from workflow.words import N_

NOT_THIS_CODE = N_("This is not the code of this teller.")


def take_code(actor: Actor, code: str) -> str:
    """A fresh code for this teller, told only to him and only now. Until he confirms one, he may take another."""
    fresh = new_code()
    lock = new_lock(fresh, Cost(n=current_app.config.get("BOX_SCRYPT_N", FULL_COST.n)))
    with writing():
        vote, teller = _teller(actor, code)
        demand("codes", standing(gather(Round.id == vote.id), actor))
        teller.lock = stored_lock(lock)
        audit.record(actor, "round:code", subject=("round", code), facts={"teller": teller.n})
    return fresh


def confirm_code(actor: Actor, code: str, typed: str) -> None:
    """The teller proves that he copied his code. After the last one the round is ready to open.

    The dear comparison runs before the transaction, so that nobody waits for it.
    """
    found = find(actor, code)
    demand("confirm", standing(found, actor))
    teller = found.teller(actor.person_id)
    before = teller.lock if teller else None
    key_of(typed, before, "code")
    with writing():
        vote, teller = _teller(actor, code)
        if teller.lock != before:
            raise Stale
        demand("confirm", standing(gather(Round.id == vote.id), actor))
        teller.confirmed = True
        if all(one.confirmed for one in gather(Round.id == vote.id).tellers):
            vote.status = "keyed"
        audit.record(actor, "round:confirm_code", subject=("round", code), facts={"teller": teller.n})


def key_of(typed: str, lock: dict[str, Any] | None, where: str) -> bytes:
    """The private half that a typed code makes; raises `Invalid` in words on the field `where`."""
    try:
        key = unlock(typed, read_lock(lock)) if lock else None
    except Mistyped as error:
        raise Invalid.one(where, error.fault.label) from None
    if key is None:
        raise Invalid.one(where, NOT_THIS_CODE)
    return key


def stored_lock(lock: Lock) -> dict[str, Any]:
    cost = [lock.cost.n, lock.cost.r, lock.cost.p]
    return {"salt": lock.salt.hex(), "public_key": lock.public_key.hex(), "cost": cost}


def read_lock(stored: dict[str, Any]) -> Lock:
    return Lock(bytes.fromhex(stored["salt"]), bytes.fromhex(stored["public_key"]), Cost(*stored["cost"]))


def _teller(actor: Actor, code: str) -> tuple[Round, Teller]:
    vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
    teller = next((one for one in gather(Round.id == vote.id).tellers if one.person_id == actor.person_id), None)
    if teller is None:
        raise Missing
    return vote, teller
