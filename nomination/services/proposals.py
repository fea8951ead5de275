"""What an officer proposes: written, replaced by a newer proposal, followed by the head, closed by what he decides."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.models import Nomination, Proposal
from nomination.queries.visible import visible_to
from nomination.services import audit
from nomination.services.advance import DUE_PAST, NO_SUCH_PART, advance
from nomination.services.effects import close_proposal
from nomination.services.plans import text_problems
from nomination.services.transaction import Invalid, Missing, expect_version, lock_nominations, locked, writing
from nomination.services.wording import NEEDED, TOO_LONG, Told
from workflow.dossier import Actor, Reason
from workflow.drafting import parts
from workflow.machine import Given, Refused, refuse
from workflow.proposing import PROPOSED, asks_of, proposing
from workflow.vocabulary import Ask, Trigger
from workflow.words import N_

WORDS_MAX, CITATION_MAX, PART_MAX, MOST = 2000, 300, 1000, 100
CHOOSE = N_("Choose what you propose.")
NAME_PARTS = N_("Name at least one part to complete, with a reason for each.")
NONE_CHOSEN = N_("Choose at least one proposal.")
NOT_OPEN = N_("This proposal is not open any more.")


@dataclass(frozen=True)
class Proposed:
    """A step with the officer's words, and what the step asks of whoever takes it."""

    trigger: str
    words: str = ""
    citation: str = ""
    due_on: date | None = None
    parts: dict[str, str] = field(default_factory=dict)


def propose(actor: Actor, where: ColumnElement[bool], proposed: Proposed, *, version: int | None = None) -> Proposal:
    """Write the proposal; one that was open is replaced.

    Raises `Missing`, `Stale`, `NotYours`, `Refused` or `Invalid`.
    """
    with writing():
        nomination = locked(select(Nomination).where(where))
        expect_version(nomination.version, version)
        loaded = load(Nomination.id == nomination.id)
        if loaded is None:
            raise Missing
        trigger = _trigger(proposed)
        refuse(proposing(loaded.dossier, actor, trigger))
        _check(loaded, proposed, trigger)
        close_proposal(loaded, "replaced")
        row = Proposal(
            nomination_id=nomination.id, trigger=trigger.value, words=proposed.words.strip(),
            given=_kept(proposed, trigger), proposed_by_id=actor.person_id, proposed_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        nomination.officer_id = nomination.officer_id or actor.person_id
        facts = {"step": trigger.value, "words": row.words, "given": row.given}
        audit.record(actor, "nomination:propose_step", subject=("nomination", nomination.code), facts=facts)
        flag_modified(nomination, "state_since")
        return row


def _trigger(proposed: Proposed) -> Trigger:
    if proposed.trigger not in set(PROPOSED):
        raise Invalid.one("trigger", CHOOSE)
    return Trigger(proposed.trigger)


def _check(loaded: Loaded, proposed: Proposed, trigger: Trigger) -> None:
    asks = asks_of(trigger)
    problems: dict[str, list[Told]] = text_problems({"words": (proposed.words, WORDS_MAX)})
    if Ask.CITATION in asks:
        problems |= text_problems({"citation": (proposed.citation, CITATION_MAX)})
    if Ask.DUE in asks and proposed.due_on is None:
        problems["due_on"] = [(NEEDED, {})]
    elif Ask.DUE in asks and proposed.due_on is not None and proposed.due_on < clock.today():
        problems["due_on"] = [(DUE_PAST, {})]
    if Ask.ITEMS in asks:
        problems |= _part_problems(loaded, proposed)
    if problems:
        raise Invalid(problems)


def _part_problems(loaded: Loaded, proposed: Proposed) -> dict[str, list[Told]]:
    if not proposed.parts:
        return {"parts": [(NAME_PARTS, {})]}
    if not set(proposed.parts) <= set(parts(loaded.dossier)):
        return {"parts": [(NO_SUCH_PART, {})]}
    long = [len(reason) for reason in proposed.parts.values() if len(reason) > PART_MAX]
    return {"parts": [(TOO_LONG, {"limit": PART_MAX, "length": max(long)})]} if long else {}


def _kept(proposed: Proposed, trigger: Trigger) -> dict[str, Any]:
    """Only what this step asks, in plain JSON."""
    asks = asks_of(trigger)
    kept = {
        "citation": proposed.citation.strip() if Ask.CITATION in asks else "",
        "due_on": proposed.due_on.isoformat() if Ask.DUE in asks and proposed.due_on else "",
        "parts": dict(proposed.parts) if Ask.ITEMS in asks else {},
    }
    return {name: value for name, value in kept.items() if value}


def given_of(proposal: Proposal) -> Given:
    """What whoever follows the proposal gives with the step."""
    due = proposal.given.get("due_on")
    return Given(
        reason=proposal.words, citation=proposal.given.get("citation", ""),
        due_on=date.fromisoformat(due) if due else None, parts=proposal.given.get("parts", {}),
    )  # fmt: skip


class SomeRefused(Refused):
    """Nothing was decided: at least one step cannot be taken. `against`: the reasons by nomination code."""

    def __init__(self, against: dict[str, list[Reason]]) -> None:
        super().__init__([reason for reasons in against.values() for reason in reasons])
        self.against = against


def follow(actor: Actor, chosen: Collection[int]) -> int:
    """The head takes the steps that were proposed, each by its own guards: all that were chosen, or none.

    Raises `Invalid`, `Missing` or `SomeRefused`.
    """
    if not chosen:
        raise Invalid.one("", NONE_CHOSEN)
    with writing():
        rows = _open(actor, list(chosen)[:MOST])
        lock_nominations([nomination.id for _, nomination in rows])
        told = {nomination.code: _followed(actor, proposal, nomination) for proposal, nomination in rows}
        against = {code: reasons for code, reasons in told.items() if reasons}
        if against:
            raise SomeRefused(against)
        return len(rows)


def _open(actor: Actor, chosen: list[int]) -> list[tuple[Proposal, Nomination]]:
    query = (
        select(Proposal, Nomination)
        .join(Nomination, Nomination.id == Proposal.nomination_id)
        .where(Proposal.id.in_(chosen), visible_to(actor))
        .order_by(Nomination.id)
    )
    rows = [(proposal, nomination) for proposal, nomination in db.session.execute(query)]
    if len(rows) != len(set(chosen)):
        raise Missing
    return rows


def _followed(actor: Actor, proposal: Proposal, nomination: Nomination) -> list[Reason]:
    """What stands against the step; nothing once it is taken."""
    db.session.refresh(proposal)
    if proposal.closed_at is not None:
        return [Reason("closed", NOT_OPEN)]
    try:
        advance(actor, proposal.step, Nomination.id == nomination.id, given=given_of(proposal))
    except Refused as refused:
        return list(refused.reasons)
    return []
