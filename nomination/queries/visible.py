"""What a reader may see of the nominations, as one SQL condition. Every list, page and file starts from it."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from nomination.models import Campaign, Nomination, Round, RoundQuestion
from workflow.dossier import Actor, Grant
from workflow.vocabulary import Role, State

DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})
SIGNING = frozenset({Role.MINISTER, Role.REGISTRY_CLERK})
AT_SIGNATURE = (State.MINISTER_SIGNOFF.value, State.AWARDED.value, State.REVOKED.value)
FROM_COUNCIL = (State.COUNCIL_REVIEW.value, *AT_SIGNATURE)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Units see their own, a cluster what is put before it, the department what was submitted, others theirs."""
    return or_(false(), *(_seen_through(grant) for grant in actor.grants))


def evidence_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Fewer may fetch the files than read the dossier: the leader only while his cluster has it, who signs never."""
    narrower = {Role.CLUSTER_LEADER: Nomination.state == State.CLUSTER_REVIEW} | dict.fromkeys(SIGNING, false())
    seen = (and_(_seen_through(grant), narrower.get(grant.role, true())) for grant in actor.grants)
    return or_(false(), *seen)


def _seen_through(grant: Grant) -> ColumnElement[bool]:
    if grant.role in (Role.UNIT_OFFICER, Role.UNIT_HEAD):
        return Nomination.unit_id == grant.unit_id
    if grant.role is Role.CLUSTER_MEMBER:
        return and_(_in_cluster(grant), Nomination.state == State.CLUSTER_REVIEW)
    if grant.role is Role.CLUSTER_LEADER:
        return and_(_in_cluster(grant), Nomination.pledged_hash.is_not(None))
    if grant.role in DEPARTMENT:
        return Nomination.pledged_hash.is_not(None)
    if grant.role is Role.COUNCIL_MEMBER:
        return or_(Nomination.state == State.COUNCIL_REVIEW, Nomination.id.in_(_put_before_council()))
    if grant.role is Role.COUNCIL_SECRETARY:
        return or_(Nomination.state.in_(FROM_COUNCIL), Nomination.id.in_(_put_before_council()))
    if grant.role in SIGNING:
        return Nomination.state.in_(AT_SIGNATURE)
    return false()


def _in_cluster(grant: Grant) -> ColumnElement[bool]:
    of_year = select(Campaign.id).where(Campaign.year == grant.year)
    return and_(Nomination.cluster_id == grant.cluster_id, Nomination.campaign_id.in_(of_year))


def _put_before_council():  # type: ignore[no-untyped-def]
    return (
        select(RoundQuestion.nomination_id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(Round.body == "council", Round.opened_at.is_not(None))
    )
