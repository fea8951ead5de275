"""Casting a ballot: the roll bit and the slips in one transaction.

Nothing here may keep a choice, a person with it, or a time. The entry in the audit names the round and nobody else.
Slips go in by the order of their ids, which are random.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, insert, select, update

from nomination import clock
from nomination.box.codes import Mistyped, normalised
from nomination.box.definition import kept_whole
from nomination.box.seal import answering, answering_digests, seal_slip, slip_id
from nomination.extensions import db
from nomination.models import Destruction, Nomination, Round, RoundQuestion, RoundVoter, Slip
from nomination.queries.rounds import visible_rounds
from nomination.services import audit
from nomination.services.transaction import Invalid, locked, writing
from workflow.ballot import Choice, Method
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours, Refused, WrongState
from workflow.words import N_

UNREADABLE = N_("This receipt code cannot be right. Load the ballot again; nothing was stored.")
CHANGED = N_(
    "The round is not any more what your page shows. Nothing was stored; you have not voted. Load the ballot again."
)
TOUCHED = N_(
    "This round is not the one that was opened: its roll, questions, rules or key were changed. Nothing was stored; "
    "you have not voted. Tell the department."
)
ASIDE = N_("You stand aside from every nomination of this round, so you have no ballot.")


@dataclass(frozen=True)
class InBox:
    """Where a voter stands: whether the roll says that he voted, and how many slips of his receipt are in the box."""

    voted: bool
    found: int | None = None
    expected: int = 0


@dataclass(frozen=True)
class _Ballot:
    """The questions that this voter has a slip for, by their number on the ballot."""

    vote: Round
    voter: RoundVoter
    codes: dict[int, str]
    nominations: dict[str, int]


def cast_ballot(
    actor: Actor, code: str, receipt: str, choices: Mapping[int, Choice], *, seen: str | None = None
) -> bool:
    """True when this ballot went into the box, False when one of this voter was there before: both are told the same.

    Raises `Refused` outside [opens, closes), `WrongState` when the round is not the one whose definition hash the voter
    has `seen`, `NotYours` for somebody not on the roll, `Invalid` for a ballot that does not answer exactly its
    questions; in all of them nothing is stored.
    """
    with writing():
        ballot = _ballot(actor, code)
        if ballot.voter.voted:
            return False
        require_open(ballot.vote, seen)
        _require_untouched(ballot.vote)
        require_whole(ballot.codes, choices)
        slips = _slips(ballot, receipt, choices)
        if not _tick(ballot):
            return False
        db.session.execute(insert(Slip), slips)
        audit.record(None, "round:cast", subject=("round", code), facts={})
        return True


def in_box(actor: Actor, code: str, receipt: str) -> InBox:
    """What a voter may ask: did I vote, and, with the receipt, are my slips in the box. Empty asks only the first."""
    ballot = _ballot(actor, code, lock=False)
    if not receipt.strip():
        return InBox(ballot.voter.voted)
    try:
        found = _found(ballot, receipt)
    except Mistyped as error:
        raise Invalid.one("receipt", error.fault.label) from None
    return InBox(ballot.voter.voted, len(found), len(ballot.codes))


def _found(ballot: _Ballot, receipt: str) -> set[str]:
    """In the box; when that was destroyed, in the list that stays of it."""
    end = db.session.get(Destruction, ballot.vote.id)
    if end is not None and end.confirmed_at is not None:
        listed = ((one, code, bytes.fromhex(digest)) for one, digest, code in end.listed if code in ballot.nominations)
        return answering_digests(receipt, listed)
    query = (
        select(Slip.id, Nomination.code, Slip.sealed)
        .join(Nomination, Nomination.id == Slip.nomination_id)
        .where(Slip.round_id == ballot.vote.id, Slip.nomination_id.in_(ballot.nominations.values()))
    )
    return answering(receipt, ((row.id, row.code, row.sealed) for row in db.session.execute(query)))


def _ballot(actor: Actor, code: str, *, lock: bool = True) -> _Ballot:
    """PostgreSQL's row lock of the round puts casting and closing into one order; SQLite has one writer."""
    query = select(Round).where(and_(Round.code == code, visible_rounds(actor)))
    vote = locked(query) if lock else db.session.scalars(query).one_or_none()
    voter = db.session.get(RoundVoter, (vote.id, actor.person_id), populate_existing=True) if vote else None
    if vote is None or voter is None:
        raise NotYours([Reason("roll", N_("You are not on the roll of this round."))])
    rows = db.session.execute(
        select(RoundQuestion.n, Nomination.code, Nomination.id)
        .join(Nomination, Nomination.id == RoundQuestion.nomination_id)
        .where(RoundQuestion.round_id == vote.id)
        .order_by(RoundQuestion.n)
    ).all()
    mine = [row for row in rows if row.code not in voter.recused]
    if not mine:
        raise NotYours([Reason("recused", ASIDE)])
    return _Ballot(vote, voter, {row.n: row.code for row in mine}, {row.code: row.id for row in mine})


def require_open(vote: Round, seen: str | None = None) -> None:
    """[opens, closes) by the server's clock, read inside the transaction, and the round that the voter has `seen`."""
    moment = clock.now()
    if vote.method != Method.ELECTRONIC:
        raise Refused([Reason("method", N_("This round has no electronic ballot. Nothing was stored."))])
    if vote.status in ("preparing", "keyed") or (vote.status == "open" and moment < vote.opens_at):
        message = N_("Voting begins at %(opens)s. Nothing was stored; you have not voted.")
        raise Refused([Reason("window", message, {"opens": vote.opens_at})])
    if vote.status != "open" or moment >= vote.closes_at:
        message = N_("Voting is over since %(closes)s. Nothing was stored; there is no ballot of yours in the box.")
        raise Refused([Reason("window", message, {"closes": vote.closed_at or vote.closes_at})])
    if seen is not None and seen != vote.definition_hash:
        raise WrongState([Reason("definition", CHANGED)])


def _require_untouched(vote: Round) -> None:
    if not kept_whole(vote.definition or {}, stated=vote.definition_hash, public_key=vote.public_key):
        raise Refused([Reason("tampered", TOUCHED)])


def require_whole(lines: Collection[int], choices: Collection[int]) -> None:
    """One choice for each line of this voter, and for nothing else."""
    require_known(lines, choices)
    missing = len(lines) - len(choices)
    if missing:
        message = N_("%(number)s nominations have no choice yet. Nothing was stored.")
        raise Invalid.one("choices", message, number=missing)


def require_known(lines: Collection[int], choices: Collection[int]) -> None:
    if any(n not in lines for n in choices):
        raise Invalid.one("choices", N_("The ballot holds a line that is not yours to vote on. Nothing was stored."))


def _slips(ballot: _Ballot, receipt: str, choices: Mapping[int, Choice]) -> list[dict[str, object]]:
    try:
        normalised(receipt)
    except Mistyped:
        raise Invalid.one("receipt", UNREADABLE) from None
    slips = [_slip(ballot, receipt, ballot.codes[n], choice) for n, choice in choices.items()]
    return sorted(slips, key=lambda slip: bytes(slip["id"]))  # type: ignore[call-overload]


def _slip(ballot: _Ballot, receipt: str, nomination: str, choice: Choice) -> dict[str, object]:
    vote = ballot.vote
    sealed = seal_slip(
        bytes(vote.public_key or b""), choice, nomination=nomination, definition_hash=str(vote.definition_hash)
    )
    where = {"round_id": vote.id, "nomination_id": ballot.nominations[nomination]}
    return where | {"id": bytes.fromhex(slip_id(receipt, nomination, sealed)), "sealed": sealed}


def _tick(ballot: _Ballot) -> bool:
    """The roll bit flips once. A ballot that comes at the same moment from another browser finds it set."""
    turned = db.session.execute(
        update(RoundVoter)
        .where(RoundVoter.round_id == ballot.vote.id, RoundVoter.person_id == ballot.voter.person_id)
        .where(RoundVoter.voted.is_(False))
        .values(voted=True)
        .execution_options(synchronize_session=False)
    )
    return bool(turned.rowcount == 1)  # type: ignore[attr-defined]
