"""Who judges the criteria of a nomination, and who approves a waiver: acts of vetting that move no state."""

from workflow.dossier import Actor, Dossier, Reason, Verdict
from workflow.guards import hands, held_by, received
from workflow.vocabulary import Role
from workflow.words import N_


def assessing(dossier: Dossier, actor: Actor) -> list[Reason]:
    """An officer or the head of the department judges the criteria of a nomination that was received."""
    reasons = held_by(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)(dossier, actor) + received(dossier, actor)
    return reasons or reviewed_by_the_asker(dossier, actor)


def reviewed_by_the_asker(dossier: Dossier, actor: Actor) -> list[Reason]:
    """What came back completed is looked at again by who asked for it: the officer in charge, on whose proposal it was
    returned, or the head who returned it. Whoever is put in charge afterwards takes the officer's place."""
    if dossier.returned_by is None or dossier.officer_id is None:
        return []
    if actor.person_id in (dossier.officer_id, dossier.returned_by):
        return []
    message = N_("It came back completed, so the officer in charge looks at it again. The head may assign another.")
    return [Reason("charge", message, {}, "queue")]


def waiver_approving(dossier: Dossier, actor: Actor, code: str) -> list[Reason]:
    """A waiver needs the head of the department, and never the person who proposed it."""
    reasons = held_by(Role.DEPARTMENT_HEAD)(dossier, actor)
    assessment = dossier.assessments.get(code)
    if assessment is None or assessment.verdict is not Verdict.WAIVED:
        reasons.append(Reason("waiver", N_("No waiver was proposed for this criterion."), {}, f"verdict:{code}"))
    elif assessment.assessor_id in hands(dossier, actor, Role.DEPARTMENT_HEAD):
        reasons.append(Reason("separation", N_("You proposed this waiver, so another person must approve it.")))
    return reasons
