"""Who has a nomination in hand in the department: the head says, an officer may take what nobody has."""

from workflow.dossier import Actor, Dossier, Reason
from workflow.guards import held_by
from workflow.vocabulary import Role, State
from workflow.words import N_

IN_HAND = frozenset({State.DEPARTMENT_VETTING, State.SUPPLEMENT})


def assigning(dossier: Dossier, actor: Actor, officer_id: int) -> list[Reason]:
    """What stands against giving the nomination to this officer."""
    reasons = held_by(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)(dossier, actor)
    if dossier.state not in IN_HAND:
        reasons.append(Reason("state", N_("A nomination is assigned only while the department has it in hand.")))
    if reasons or actor.grants_of(Role.DEPARTMENT_HEAD):
        return reasons
    if officer_id != actor.person_id:
        return [Reason("role", N_("Only the head of the department gives a nomination to somebody else."))]
    if dossier.officer_id not in (None, actor.person_id):
        return [Reason("charge", N_("Another officer has it in hand. Only the head of the department changes that."))]
    return []
