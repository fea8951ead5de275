"""Who judges the criteria of a nomination, and who approves a waiver: acts of vetting that move no state."""

from workflow.dossier import Actor, Dossier, Reason, Verdict
from workflow.guards import hands, held_by, received
from workflow.vocabulary import Role
from workflow.words import N_


def assessing(dossier: Dossier, actor: Actor) -> list[Reason]:
    """An officer or the head of the department judges the criteria of a nomination that was received."""
    return held_by(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)(dossier, actor) + received(dossier, actor)


def waiver_approving(dossier: Dossier, actor: Actor, code: str) -> list[Reason]:
    """A waiver needs the head of the department, and never the person who proposed it."""
    reasons = held_by(Role.DEPARTMENT_HEAD)(dossier, actor)
    assessment = dossier.assessments.get(code)
    if assessment is None or assessment.verdict is not Verdict.WAIVED:
        reasons.append(Reason("waiver", N_("No waiver was proposed for this criterion."), {}, f"verdict:{code}"))
    elif assessment.assessor_id in hands(dossier, actor, Role.DEPARTMENT_HEAD):
        reasons.append(Reason("separation", N_("You proposed this waiver, so another person must approve it.")))
    return reasons
