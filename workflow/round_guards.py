"""Requirements on the round of voting that a nomination lies in. Each guard answers every reason against the step."""

from workflow.ballot import passed, quorum_met
from workflow.dossier import Actor, Dossier, Reason
from workflow.words import N_


def no_round_under_way(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.round is None or dossier.round.status not in ("open", "closed"):
        return []
    return [Reason("round", N_("A round of voting on this nomination is under way."), {}, "round")]


def box_counted(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.round is not None and dossier.round.tally is not None:
        return []
    return [Reason("round", N_("The ballot box has not been counted yet."), {}, "round")]


def quorum_reached(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.round is None or dossier.round.tally is None:
        return []
    if quorum_met(dossier.round.tally.turnout, dossier.round.rule):
        return []
    return [Reason("quorum", N_("The round did not reach its quorum."), {}, "round")]


def threshold_reached(dossier: Dossier, actor: Actor) -> list[Reason]:
    found = dossier.round
    if found is None or found.tally is None:
        return []
    if found.reached is not None:
        missed = N_("The score sheets did not reach the mean that the campaign asks for.")
        return [] if found.reached else [Reason("threshold", missed, {}, "round")]
    if passed(found.tally, found.rule):
        return []
    return [
        Reason("threshold", N_("The vote did not reach the share of agreement that the rules ask for."), {}, "round")
    ]


def within_places(dossier: Dossier, actor: Actor) -> list[Reason]:
    if dossier.round is None or dossier.round.within_places:
        return []
    return [
        Reason(
            "places", N_("More nominations passed than there are places, and this one ranks below them."), {}, "round"
        )
    ]


def vote_not_carried(dossier: Dossier, actor: Actor) -> list[Reason]:
    """The counted round did not carry the nomination; a round without quorum decides nothing."""
    if dossier.round is None or dossier.round.tally is None:
        return []
    missed = quorum_reached(dossier, actor)
    if missed:
        return missed
    if threshold_reached(dossier, actor) or within_places(dossier, actor) or chair_agreed(dossier, actor):
        return []
    return [Reason("carried", N_("The vote carried this nomination, so it cannot be declined by it."), {}, "round")]


def chair_agreed(dossier: Dossier, actor: Actor) -> list[Reason]:
    """The chair's agreement is an open act of its own (Decision 2218/QĐ-BTNMT, art. 8); the ballot stays secret."""
    if dossier.round is None or not dossier.round.chair_needed or dossier.round.chair_agreed:
        return []
    return [Reason("chair", N_("The chair of the council has not recorded agreement."), {}, "round")]
