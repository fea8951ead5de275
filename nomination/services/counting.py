"""Counting the box with the tellers' codes, and carrying out what the vote decided. Only totals are ever written."""

from collections.abc import Mapping

from sqlalchemy import and_, select

from nomination.box.definition import box_hash, kept_whole
from nomination.box.open import Count, WrongCodes, count, unwrap
from nomination.box.seal import Wrapping
from nomination.extensions import db
from nomination.models import KeyWrapping, Round, Slip
from nomination.queries.record import of_subject
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, find, visible_rounds
from nomination.queries.written_opinions import opinions_by_line
from nomination.services import audit
from nomination.services.closing import close_if_due, expected_slips
from nomination.services.keys import key_of
from nomination.services.results import Left, carry, held_still, write_totals
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, locked, writing
from workflow.ballot import Tally, with_written
from workflow.dossier import Actor, Reason
from workflow.machine import Refused
from workflow.words import N_

TAMPERED = N_(
    "The box is not what it was when it closed: slips were changed, added or taken away. "
    "It was not opened. The department must cancel this round and find out why."
)
TOUCHED = N_(
    "The round is not the one that was opened: its roll, questions, rules or key were changed. The box was not opened. "
    "The department must cancel this round and find out why."
)
REASON_MAX = 2000
CHANGED_KEY = N_("The codes are right, but the stored key of the box was changed. The box cannot be opened.")


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
        found = held_still(vote)
        demand("count", standing(found, actor))
        write_totals(found, _tallies(found, _opened(found, keys)))
        facts = {"box": vote.box_hash, "definition": vote.definition_hash, "tellers": sorted(keys)}
        audit.record(actor, "round:count", subject=("round", code), facts=facts)
        return carry(vote, actor)


def carry_out(actor: Actor, code: str) -> list[Left]:
    """Carry the result to nominations that could not move when it was counted: held then, or outside their window."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = held_still(vote)
        demand("carry", standing(found, actor))
        left = carry(vote, actor)
        facts = {"left": [one.line.nomination.code for one in left]}
        audit.record(actor, "round:carry", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))
        return left


def agree(actor: Actor, code: str) -> list[Left]:
    """The chair's agreement, an open act of its own: the ballot must not show it. It lets the result move."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        demand("agree", standing(held_still(vote), actor))
        vote.chair_agreed_by_id = actor.person_id
        audit.record(actor, "round:agree", subject=("round", code), facts={})
        return carry(vote, actor)


def disagree(actor: Actor, code: str, reason: str) -> list[Left]:
    """The chair does not agree, openly and with his reason: what the members carried does not pass (R-VOTE-4)."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        demand("disagree", standing(held_still(vote), actor))
        if not reason.strip():
            raise Invalid.one("reason", N_("Give the reason."))
        vote.chair_refusal = reason.strip()[:REASON_MAX]
        audit.record(actor, "round:disagree", subject=("round", code), facts={"reason": vote.chair_refusal})
        return carry(vote, actor)


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
    lying: dict[int, list[bytes]] = {line.nomination.id: [] for line in found.lines}
    for row in slips:
        lying[row.nomination_id].append(row.sealed)
    whole = kept_whole(vote.definition or {}, stated=vote.definition_hash, public_key=vote.public_key)
    if not whole or not _recorded(vote, "round:open", "definition", vote.definition_hash):
        raise Refused([Reason("tampered", TOUCHED)])
    short = any(len(lying[line.nomination.id]) != expected_slips(found, line.nomination.code) for line in found.lines)
    lies = box_hash((row.id, row.sealed) for row in slips)
    if short or lies != vote.box_hash or not _recorded(vote, "round:close", "box", lies):
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


def _recorded(vote: Round, act: str, what: str, found: str | None) -> bool:
    """The record said so when it was done, and whoever changes a hash beside the box does not change the record."""
    return all(said.entry.facts.get(what) == found for said in of_subject("round", vote.code, act, most=1))


def _wrappings(round_id: int) -> list[Wrapping]:
    rows = db.session.scalars(select(KeyWrapping).where(KeyWrapping.round_id == round_id))
    return [Wrapping(tuple(int(n) - 1 for n in row.tellers.split("-")), bytes(row.sealed)) for row in rows]


def _tallies(found: Found, counts: Mapping[int, Count]) -> dict[int, Tally]:
    """Slips and opinions in writing together: the rules make no difference between them."""
    written = opinions_by_line(found.vote.id)
    return {
        line.nomination.id: with_written(
            counts[line.nomination.id].tally(line.question.eligible), written[line.nomination.id]
        )
        for line in found.lines
    }
