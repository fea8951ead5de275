"""Who may speak in the discussion of a nomination before a vote, and until when. Pure: no database, no clock."""

from workflow.dossier import Actor, Dossier, Grant, Reason
from workflow.vocabulary import Role, State
from workflow.words import N_

BEFORE_VOTE = ("preparing", "keyed", "inquorate", "cancelled")
"""Statuses of the newest round in which the nomination still waits for a vote."""

CLOSED = N_("The discussion ended when the box was opened. It can be read, and nothing is added to it.")
OWN = N_("This is a case of your own unit, or one that you wrote. What other members say of it is not shown to you.")


def speaks_as(dossier: Dossier, actor: Actor) -> Grant | None:
    """The grant by which he speaks: as a member of the cluster, else as its leader; before the council as one of its
    members, in his own right. None for everybody else."""
    if dossier.state is State.COUNCIL_REVIEW:
        return next((grant for grant in actor.grants_of(Role.COUNCIL_MEMBER) if grant.acts_for is None), None)
    mine = [
        grant for role in (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER) for grant in actor.grants_of(role)
        if (grant.cluster_id, grant.year) == (dossier.cluster_id, dossier.year)
    ]  # fmt: skip
    return min(mine, key=lambda grant: grant.acts_for is not None, default=None)


def reads_before_vote(dossier: Dossier, actor: Actor) -> bool:
    """The page on which a body reads before it votes is open to its members, and to the secretary of the council."""
    if dossier.state is State.COUNCIL_REVIEW and actor.grants_of(Role.COUNCIL_SECRETARY):
        return True
    before = dossier.state in (State.CLUSTER_REVIEW, State.COUNCIL_REVIEW)
    return before and speaks_as(dossier, actor) is not None


def own_case(dossier: Dossier, actor: Actor) -> bool:
    """He stands aside: his unit's case, his own work, or that of him for whom he acts."""
    units = {grant.unit_id for grant in actor.grants if grant.unit_id is not None}
    return dossier.unit_id in units or dossier.author_id == actor.person_id


def against_speaking(dossier: Dossier, actor: Actor, *, recusal: bool) -> list[Reason]:
    """Everything that stands against a contribution. `recusal`: members stand aside from cases of their own."""
    reasons = []
    if recusal and own_case(dossier, actor):
        reasons.append(Reason("own", OWN))
    if not discussing(dossier):
        reasons.append(Reason("closed", CLOSED))
    return reasons


def discussing(dossier: Dossier) -> bool:
    """Until the box of the round that holds it opens; anew when that round came to nothing."""
    before = dossier.round is None or dossier.round.status in BEFORE_VOTE
    return dossier.state in (State.CLUSTER_REVIEW, State.COUNCIL_REVIEW) and before
