"""What the nominating unit may not know yet: how the council decided, until the decision is out."""

from collections.abc import Iterable

from workflow.dossier import Actor, Dossier
from workflow.guards import acting_roles
from workflow.vocabulary import Role, State
from workflow.words import N_

DECIDING = frozenset(
    {
        Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER,
        Role.MINISTER, Role.REGISTRY_CLERK,
    }
)  # fmt: skip
BEFORE_DECISION = frozenset({State.COUNCIL_REVIEW, State.MINISTER_SIGNOFF})
DECISION_OUT = frozenset({State.AWARDED, State.DECLINED, State.REVOKED})
AWAITING_DECISION = N_("Awaiting the decision")


def secret_until_decided(state: State, council_required: bool, roles: Iterable[Role]) -> bool:
    """Units do not learn what the council decided before the decision is out (Decision 2033/QĐ-BCT, art. 12)."""
    return council_required and state in BEFORE_DECISION and not DECIDING & set(roles)


def council_untold(state: State, council_required: bool, roles: Iterable[Role]) -> bool:
    """Also when the nomination has come back from the council or the minister: what they said is not told yet."""
    return council_required and state not in DECISION_OUT and not DECIDING & set(roles)


def kept_from(dossier: Dossier, actor: Actor) -> bool:
    return secret_until_decided(dossier.state, dossier.council_required, acting_roles(dossier, actor))


def known_state(dossier: Dossier, actor: Actor) -> str:
    """The state in the words that this person may read: a refusal must not tell more than the page."""
    return AWAITING_DECISION if kept_from(dossier, actor) else dossier.state.label
