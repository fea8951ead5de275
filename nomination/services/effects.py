"""What a step changes besides the state: letters, clocks, requests, holds. Called inside the step's transaction."""

from collections.abc import Callable

from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.dossier_rows import SUBMITTING
from nomination.dossiers import Loaded
from nomination.extensions import db
from nomination.models import HoldRecord, SupplementRequest
from nomination.services import audit, outbox
from nomination.services.followers import follow_again
from nomination.services.receipts import next_receipt
from nomination.services.supplements import keep_texts, texts_of
from nomination.services.unfreezing import unfreeze
from workflow.dossier import Actor
from workflow.machine import Fired, Given
from workflow.vocabulary import State, Trigger

Effect = Callable[[Loaded, Actor, Fired, Given], None]


def _pledge(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    """The unit stands by this content from now on: this is what is voted on, vetted and signed."""
    loaded.row.pledged_hash = loaded.dossier.material_hash
    letter = loaded.submission
    if letter is not None and letter.sent_at is None:
        letter.sent_at, letter.sent_by_id = clock.now(), actor.person_id


def _back_to_draft(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    if fired.state is State.DRAFT:
        _follow_again(loaded, actor)
        loaded.row.submission_id = None
        loaded.row.pledged_hash = None
    if fired.state is State.DEPARTMENT_VETTING and loaded.decision is not None:
        _leave_decision(loaded)


def _follow_again(loaded: Loaded, actor: Actor) -> None:
    submitted = loaded.dossier.state.value not in SUBMITTING
    if submitted and follow_again(loaded.row):
        facts = {"rules": loaded.row.campaign_version.content_hash, "before": loaded.rules_hash}
        audit.record(actor, "nomination:follow", subject=("nomination", loaded.row.code), facts=facts)


def _leave_decision(loaded: Loaded) -> None:
    """A decision from which a nomination is taken is no longer what was frozen: it goes back to drafting."""
    decision = loaded.decision
    if decision is None or decision.status not in ("drafting", "frozen"):
        return
    decision.lines = [line for line in decision.lines if line.nomination_id != loaded.row.id]
    unfreeze(decision)
    flag_modified(decision, "title")  # lines are other rows: a page that still shows this one is old now


def _receive(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    """The rules in force at receipt are the rules of this nomination (transition clauses turn on receipt)."""
    loaded.row.received_at, loaded.row.received_by_id = clock.now(), actor.person_id
    loaded.row.receipt_year, loaded.row.receipt_number = next_receipt(loaded.row)
    loaded.row.officer_id = loaded.row.officer_id or actor.person_id
    loaded.row.ruleset = loaded.campaign.ruleset
    _tell_unit(loaded, "received")


def _ask_supplement(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    db.session.add(
        SupplementRequest(
            nomination_id=loaded.row.id, parts=dict(given.parts), due_on=given.due_on,
            before=dict(loaded.parts), text_before=texts_of(loaded), asked_by_id=actor.person_id, asked_at=clock.now(),
        )
    )  # fmt: skip
    _tell_unit(loaded, "supplement_asked")


def _tell_unit(loaded: Loaded, template: str) -> None:
    """Correspondence runs through the unit, never to the nominee."""
    row = loaded.row
    outbox.owe(
        template, to=("unit", row.unit_id), key=f"{template}/{row.code}/{row.steps}", codes={"nomination": row.code}
    )


def _answer_supplement(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    """Only what was changed is judged again: other verdicts stand."""
    facts = loaded.dossier.supplement
    if loaded.supplement is not None:
        loaded.supplement.answered_at = clock.now()
        keep_texts(loaded.supplement, loaded)
    for code in facts.changed if facts else ():
        verdict = loaded.verdicts.get(code)
        if verdict is not None:
            db.session.delete(verdict)
    loaded.row.pledged_hash = loaded.dossier.material_hash


def _set_hold(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    db.session.add(
        HoldRecord(
            nomination_id=loaded.row.id, reason=given.reason.strip(), paper=given.paper.strip(),
            set_by_id=actor.person_id, set_at=clock.now(),
        )
    )  # fmt: skip


def _lift_hold(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    if loaded.hold is not None:
        loaded.hold.lifted_by_id, loaded.hold.lifted_at = actor.person_id, clock.now()
        loaded.hold.lift_reason = given.reason.strip()


def _award(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    if loaded.decision is not None:
        loaded.row.awarded_decision_id = loaded.decision.id


def _leave(loaded: Loaded, actor: Actor, fired: Fired, given: Given) -> None:
    _leave_decision(loaded)


def close_proposal(loaded: Loaded, outcome: str) -> None:
    """What was proposed is not open any more; at once, so that another may take its place."""
    if loaded.proposal is not None:
        loaded.proposal.outcome, loaded.proposal.closed_at = outcome, clock.now()
        db.session.flush()


def settle_proposal(loaded: Loaded, fired: Fired) -> None:
    """A step away from the vetting answers what was proposed, whatever it is."""
    if fired.state is not State.DEPARTMENT_VETTING and loaded.proposal is not None:
        followed = loaded.proposal.step is fired.row.trigger
        left = fired.row.trigger is Trigger.WITHDRAW
        close_proposal(loaded, "lapsed" if left else "followed" if followed else "decided_otherwise")


EFFECTS: dict[Trigger, Effect] = {
    Trigger.SUBMIT: _pledge,
    Trigger.REFER_BACK: _back_to_draft,
    Trigger.RECEIVE: _receive,
    Trigger.RETURN_FOR_SUPPLEMENT: _ask_supplement,
    Trigger.RESUBMIT: _answer_supplement,
    Trigger.HOLD: _set_hold,
    Trigger.LIFT: _lift_hold,
    Trigger.SIGN: _award,
    Trigger.WITHDRAW: _leave,
}
