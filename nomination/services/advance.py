"""The one way a nomination moves: load under lock, fire, write the state with its transition and audit entry."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from nomination import clock
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.findings import record_of
from nomination.models import Audit, Nomination, Transition
from nomination.services import audit
from nomination.services.clocks import keep_places
from nomination.services.effects import EFFECTS, settle_proposal
from nomination.services.receipts import next_receipt
from nomination.services.transaction import Missing, expect_version, locked, writing
from workflow.dossier import Actor, Dossier, Reason
from workflow.drafting import parts
from workflow.guards import on_behalf
from workflow.machine import Fired, Given, NotYours, Refused, fire
from workflow.vocabulary import Ask, State, Trigger
from workflow.words import N_

ROUND_ONLY = N_("The counted round decides this by itself; carry its result out on the page of the round.")
NO_SUCH_PART = N_("One of the named parts does not exist in this nomination.")
DUE_PAST = N_("The due date lies in the past.")


def advance(
    actor: Actor,
    trigger: Trigger,
    where: ColumnElement[bool],
    *,
    version: int | None = None,
    given: Given | None = None,
    seen_digest: str | None = None,
    in_person: bool = False,
    loaded: Loaded | None = None,
) -> Fired:
    """Take one step. `where` finds the nomination within what the actor may see. What a counted round decides is
    never taken `in_person`: ties, places and the chair's agreement are weighed where the whole round is carried out,
    which has `loaded` all its nominations together, under their locks.

    Raises `Missing`, `Stale` (another version than `version`), `WrongState`, `NotYours` or `Refused` with all reasons.
    """
    with writing():
        nomination = locked(select(Nomination).where(where))
        expect_version(nomination.version, version)
        loaded = loaded or load(Nomination.id == nomination.id, seen_digest=seen_digest)
        if loaded is None:
            raise Missing
        act = given or Given()
        fired = fire(loaded.dossier, actor, trigger, act)
        _refuse_act(loaded.dossier, fired, act, in_person)
        _write(loaded, actor, fired, act)
        return fired


def advance_all(actor: Actor, trigger: Trigger, loaded: Sequence[Loaded], *, given: Given) -> None:
    """The same step for many, which the caller has locked and loaded anew: all of them, or none.

    Written in groups, for a decision holds hundreds: the transitions and their entries first, then the states.
    """
    with writing():
        fired = [(one, fire(one.dossier, actor, trigger, given)) for one in loaded]
        for one, step in fired:
            _refuse_act(one.dossier, step, given, in_person=False)
        _write_all(fired, actor, given)


def _refuse_act(dossier: Dossier, fired: Fired, act: Given, in_person: bool) -> None:
    if fired.row.counted and in_person:
        raise NotYours([Reason("round", ROUND_ONLY, {}, "round")])
    if Ask.ITEMS in fired.row.asks and not set(act.parts) <= set(parts(dossier)):
        raise Refused([Reason("ask_items", NO_SUCH_PART, {}, "ask:items")])
    if Ask.DUE in fired.row.asks and act.due_on is not None and act.due_on < clock.today():
        raise Refused([Reason("ask_due", DUE_PAST, {}, "ask:due")])


def _write(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    _write_all([(loaded, fired)], actor, given)


def _write_all(moved: Sequence[tuple[Loaded, Fired]], actor: Actor, given: Given) -> None:
    """The transition and its audit entry first: the database refuses a new state without them."""
    told = [_facts(loaded, fired, given) for loaded, fired in moved]
    entries = audit.record_all(
        actor,
        [
            audit.Said(
                f"nomination:{fired.row.trigger}", ("nomination", loaded.row.code), facts,
                on_behalf(loaded.dossier, actor, fired.row.by),
            )
            for (loaded, fired), facts in zip(moved, told, strict=True)
        ],
    )  # fmt: skip
    for (loaded, fired), facts, entry in zip(moved, told, entries, strict=True):
        db.session.add(_transition(loaded, actor, fired, given, facts, entry))
    db.session.flush()
    for loaded, fired in moved:
        settle_proposal(loaded, fired)
        EFFECTS.get(fired.row.trigger, _nothing)(loaded, actor, fired, given)
        loaded.row.steps += 1
        if loaded.row.state != fired.state.value:
            loaded.row.state, loaded.row.state_since = fired.state.value, clock.now()
    db.session.flush()
    back = [one.row.id for one, step in moved if step.state is State.DEPARTMENT_VETTING and one.row.received_at]
    if back:
        keep_places(Nomination.id.in_(back))


def _transition(
    loaded: Loaded, actor: Actor, fired: Fired, given: Given, facts: dict[str, Any], entry: Audit
) -> Transition:
    return Transition(
        nomination_id=loaded.row.id, n=loaded.row.steps + 1, trigger=fired.row.trigger.value,
        from_state=loaded.dossier.state.value, to_state=fired.state.value, at=clock.now(),
        actor_id=actor.person_id, on_behalf_id=entry.on_behalf_id, reason=given.reason.strip(),
        citation=given.citation.strip(), rules_hash=loaded.rules_hash, findings=facts["findings"],
        audit_id=entry.id,
    )  # fmt: skip


def _nothing(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    return None


def _facts(loaded: Loaded, fired: Fired, given: Given) -> dict[str, Any]:
    year, number = next_receipt(loaded.row) if fired.row.trigger is Trigger.RECEIVE else (None, None)
    receipt = {"receipt": f"{number}/{year}"} if number else {}
    return receipt | {
        "n": loaded.row.steps + 1,
        "from": loaded.dossier.state.value,
        "to": fired.state.value,
        "given": {key: value for key, value in dataclasses.asdict(given).items() if value},
        "rules": loaded.rules_hash,
        "material": loaded.dossier.material_hash,
        "findings": {code: record_of(finding, loaded, code) for code, finding in fired.findings.items()},
    }
