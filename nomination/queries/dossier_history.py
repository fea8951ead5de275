"""What happened to a nomination, from its audit entries and transitions, as one reader may know it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import Audit, Person, Transition
from workflow.vocabulary import State, Trigger
from workflow.words import N_

MOST = 200
ACTS = {
    "nomination:create": N_("Nomination begun"),
    "nomination:attach": N_("Evidence added"),
    "nomination:detach": N_("Evidence removed"),
    "nomination:assess": N_("Criterion assessed"),
    "nomination:approve_waiver": N_("Waiver approved"),
    "nomination:propose_step": N_("Step proposed to the head of the department"),
    "nomination:ask_opinion": N_("Opinion of another body asked"),
    "nomination:record_opinion": N_("Opinion of another body recorded"),
    "nomination:note": N_("Note of the department written"),
    "nomination:assign": N_("Given to an officer"),
    "nomination:weigh": N_("Possible duplicate looked at"),
    "nomination:consent": N_("Withdrawal consented to"),
    "nomination:clear_of_entry": N_("An entry of a register found not to be about this nominee"),
    "nomination:take_clearance_back": N_("The finding about an entry of a register taken back"),
}
"""The acts that change no state and are told. A draft saves itself so often that its entries would hide the rest."""

JUDGING = frozenset({"nomination:assess", "nomination:approve_waiver"})
INTERNAL = frozenset({Trigger.HOLD, Trigger.LIFT})


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. A step has its trigger and two states; another act has only `label`."""

    at: datetime
    label: str
    actor: str | None
    on_behalf: str | None
    trigger: Trigger | None = None
    source: State | None = None
    target: State | None = None
    reason: str = ""
    citation: str = ""
    findings: dict[str, Any] | None = None
    rules: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    """What was said of one criterion; filled for verdicts and waivers, which only the department reads."""


def entries(code: str, *, inside: bool) -> list[Entry]:
    """Newest first, in one query. Outside the department: the steps only, and no reason of what is internal to it.

    Of a history that is too long the steps are kept, and of the other acts the latest.
    """
    acting, principal = aliased(Person), aliased(Person)
    query = (
        select(Audit, Transition, acting.full_name, principal.full_name)
        .join(Transition, Transition.audit_id == Audit.id, isouter=inside)
        .outerjoin(acting, acting.id == Audit.actor_id)
        .outerjoin(principal, principal.id == Audit.on_behalf_id)
        .where(Audit.subject_kind == "nomination", Audit.subject_id == code)
        .where(or_(Transition.n.is_not(None), Audit.action.in_(ACTS)))
        .order_by(case((Transition.n.is_(None), 1), else_=0), Audit.id.desc())
        .limit(MOST)
    )
    lines = sorted(db.session.execute(query), key=lambda line: -line[0].id)
    return [_entry(*line, inside=inside) for line in lines]


def _entry(audit: Audit, step: Transition | None, who: str | None, principal: str | None, *, inside: bool) -> Entry:
    if step is None:
        facts = audit.facts if audit.action in JUDGING else {}
        return Entry(audit.at, ACTS[audit.action], who, principal, facts=facts)
    trigger, source, target = Trigger(step.trigger), State(step.from_state), State(step.to_state)
    silent = not inside and (trigger in INTERNAL or source is State.MINISTER_SIGNOFF)
    return Entry(
        audit.at, trigger.label, who, principal, trigger, source, target,
        reason="" if silent else step.reason, citation="" if silent else step.citation, findings=step.findings,
        rules=step.rules_hash,
    )  # fmt: skip
