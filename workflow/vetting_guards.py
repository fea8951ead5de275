"""Requirements of the conclusion of the vetting: all judged, all opinions in, proposed by one, decided by another."""

from workflow.dossier import Actor, Assessment, Criterion, Dossier, Reason, Verdict
from workflow.guards import hands
from workflow.matches import MatchVerdict
from workflow.vocabulary import Role, Stage
from workflow.words import N_


def matches_weighed(dossier: Dossier, actor: Actor) -> list[Reason]:
    """An officer has looked at everything of the same name and year, and found no award for the same achievement."""
    undecided = N_("Of the same name and year: %(match)s. Say what it is before going on.")
    same = N_("An officer found that it is for the same achievement as: %(match)s.")
    reasons = []
    for match in dossier.matches:
        if match.verdict is MatchVerdict.SAME_ACHIEVEMENT:
            reasons.append(Reason("weighed", same, {"match": match.title}, "matches"))
        elif match.verdict is None and match.may_overlap(dossier.year):
            reasons.append(Reason("weighed", undecided, {"match": match.title}, "matches"))
    return reasons


def criteria_decided(dossier: Dossier, actor: Actor) -> list[Reason]:
    """Every criterion that names vetting was decided by a person: met, or waived with another's approval."""
    return [
        reason
        for criterion in dossier.to_confirm(Stage.VETTING)
        for reason in _undecided(criterion, dossier.assessments.get(criterion.code))
    ]


def _undecided(criterion: Criterion, assessment: Assessment | None) -> list[Reason]:
    params = {"number": criterion.number, "title": criterion.title}
    mend = f"verdict:{criterion.code}"
    if assessment is None:
        message = N_("Criterion %(number)s (%(title)s) has no verdict yet.")
    elif assessment.verdict is Verdict.NOT_MET:
        message = N_("Criterion %(number)s (%(title)s) was found not met.")
    elif not assessment.settled:
        message = N_("The waiver of criterion %(number)s (%(title)s) awaits approval by another person.")
    else:
        return []
    return [Reason("verdict", message, params, mend)]


def opinions_in(dossier: Dossier, actor: Actor) -> list[Reason]:
    message = N_("The opinion of %(body)s has not come in.")
    return [
        Reason("opinion", message, {"body": opinion.body}, "opinions")
        for opinion in dossier.opinions
        if not opinion.is_in
    ]


def consultation_over(dossier: Dossier, actor: Actor) -> list[Reason]:
    """Where the list is shown to the public, its term ends first; where the rules require it, it has been shown."""
    closes = dossier.consultation_closes
    if closes is None:
        required = N_("The rules require that the list be shown to the public first.")
        return [Reason("consultation", required, {}, "consultation")] if dossier.consultation_required else []
    if dossier.now >= closes:
        return []
    message = N_("The list is shown to the public and nothing on it is concluded before %(closes)s.")
    return [Reason("consultation", message, {"closes": closes}, "consultation")]


def feedback_weighed(dossier: Dossier, actor: Actor) -> list[Reason]:
    """What people wrote about a list that was shown has been weighed, each with a note, before anything is passed."""
    if dossier.feedback_open is None:
        return []
    message = N_("Feedback of the public has not been weighed yet.")
    return [Reason("feedback", message, {}, f"feedback:{dossier.feedback_open}")]


def proposed(dossier: Dossier, actor: Actor) -> list[Reason]:
    """An officer has proposed a step, so that two people look at every decision; the head may decide otherwise."""
    if dossier.proposed_by is not None:
        return []
    message = N_("No officer has proposed a step yet: the officer proposes, the head decides.")
    return [Reason("proposal", message, {}, "proposal")]


def decided_by_another(dossier: Dossier, actor: Actor) -> list[Reason]:
    """The officer proposes, the head decides: neither who assessed a criterion nor who proposed the step takes it."""
    own = hands(dossier, actor, Role.DEPARTMENT_HEAD)
    if own & {one.assessor_id for one in dossier.assessments.values()}:
        message = N_("You assessed a criterion of this nomination, so another person must conclude.")
        return [Reason("separation", message)]
    if dossier.proposed_by in own:
        return [Reason("separation", N_("You proposed a step for this nomination, so another person must decide."))]
    return []
