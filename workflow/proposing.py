"""The officer proposes, the head decides: which steps are proposed, by whom, and when a proposal can be made at all."""

from workflow.dossier import Actor, Dossier, Reason
from workflow.guards import held_by, received
from workflow.machine import options
from workflow.process import rows_from
from workflow.vocabulary import Ask, Role, State, Trigger
from workflow.words import N_

PROPOSED = (Trigger.CLEAR, Trigger.RETURN_FOR_SUPPLEMENT, Trigger.DECLINE)
PERSONAL = frozenset({"role", "separation"})
"""Reasons against this person, not against the step."""
PROPOSAL = "proposal"
"""The reason that a proposal itself takes away."""


def proposing(dossier: Dossier, actor: Actor, trigger: Trigger) -> list[Reason]:
    """What stands against the proposal: what stands against the step, less that the step is somebody else's."""
    if dossier.state is not State.DEPARTMENT_VETTING:
        return [Reason("state", N_("Proposals are made only while the nomination is being vetted."))]
    own = [*held_by(Role.DEPARTMENT_OFFICER)(dossier, actor), *received(dossier, actor)]
    elsewhere = _against(dossier, actor, trigger)
    against = [one for one in elsewhere if one.code not in PERSONAL | {PROPOSAL} and one not in own]
    return own + against


def _against(dossier: Dossier, actor: Actor, trigger: Trigger) -> tuple[Reason, ...]:
    found = [option for option in options(dossier, actor) if option.trigger is trigger]
    return found[0].reasons if found else ()


def asks_of(trigger: Trigger) -> frozenset[Ask]:
    """What the step asks of whoever takes it: the proposal says it in his place."""
    return next(row.asks for row in rows_from(State.DEPARTMENT_VETTING) if row.trigger is trigger)
