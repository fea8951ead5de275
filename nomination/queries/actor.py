"""Who is acting: the roles in force today, those that follow from leading a unit or counting a round included."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from nomination import clock
from nomination.extensions import db
from nomination.models import (
    Account,
    ClusterLeadership,
    ClusterMembership,
    LeadDelegation,
    Person,
    RoleAssignment,
    Teller,
)
from workflow.dossier import Actor, Grant
from workflow.vocabulary import Role


def actor_for(person: Person) -> Actor:
    """The person as the rules see him now. Two queries."""
    return Actor(person.id, person.full_name, frozenset(_assigned(person.id)) | frozenset(_telling(person.id)))


def _assigned(person_id: int) -> list[Grant]:
    rows = db.session.execute(_assignments(), {"person_id": person_id, "today": clock.today()}).all()
    return [grant for row in rows for grant in _grants(*row)]


@lru_cache(maxsize=1)
def _assignments() -> Any:
    """Put together once a process: every request asks it."""
    today: Any = bindparam("today", type_=Date())
    return (
        select(
            RoleAssignment, ClusterMembership.cluster_id, ClusterMembership.year, ClusterLeadership.post,
            LeadDelegation.from_person_id,
        )
        .outerjoin(
            ClusterMembership,
            and_(
                RoleAssignment.role == Role.UNIT_HEAD,
                ClusterMembership.unit_id == RoleAssignment.unit_id,
                ClusterMembership.left_on.is_(None),
            ),
        )
        .outerjoin(
            ClusterLeadership,
            and_(
                ClusterLeadership.cluster_id == ClusterMembership.cluster_id,
                ClusterLeadership.year == ClusterMembership.year,
                ClusterLeadership.unit_id == RoleAssignment.unit_id,
            ),
        )
        .outerjoin(LeadDelegation, _leads_for_another(today))
        .where(RoleAssignment.person_id == bindparam("person_id"), RoleAssignment.valid_from <= today)
        .where(or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today))
        .where(or_(RoleAssignment.acts_for_id.is_(None), delegator_still_holds(today)))
    )  # fmt: skip


def delegator_still_holds(today: date) -> ColumnElement[bool]:
    """Nobody gives what he does not hold in his own right: a delegation ends with it, and is never handed on."""
    held, unit = aliased(RoleAssignment), RoleAssignment.unit_id
    own = (
        select(held.id)
        .where(
            held.person_id == RoleAssignment.acts_for_id, held.role == RoleAssignment.role, held.acts_for_id.is_(None)
        )
        .where(or_(held.unit_id == unit, and_(held.unit_id.is_(None), unit.is_(None))))
        .where(held.valid_from <= today, or_(held.valid_to.is_(None), held.valid_to > today))
        .correlate(RoleAssignment)
    )
    disabled = select(Account.id).where(Account.person_id == RoleAssignment.acts_for_id, Account.active.is_(False))
    return and_(own.exists(), ~disabled.correlate(RoleAssignment).exists())


def _leads_for_another(today: date) -> ColumnElement[bool]:
    """The deputy's head leads for the leader: from day to day, while both are what they were, and not by a delegate."""
    return and_(
        LeadDelegation.to_person_id == RoleAssignment.person_id,
        LeadDelegation.unit_id == RoleAssignment.unit_id,
        LeadDelegation.cluster_id == ClusterLeadership.cluster_id,
        LeadDelegation.year == ClusterLeadership.year,
        ClusterLeadership.post == "deputy",
        RoleAssignment.acts_for_id.is_(None),
        LeadDelegation.valid_from <= today,
        LeadDelegation.valid_to > today,
        LeadDelegation.ended_at.is_(None),
        _leader_still_leads(today),
    )


def _leader_still_leads(today: date) -> ColumnElement[bool]:
    held, post = aliased(RoleAssignment), aliased(ClusterLeadership)
    own = (
        select(held.id)
        .join(post, post.unit_id == held.unit_id)
        .where(held.person_id == LeadDelegation.from_person_id, held.role == Role.UNIT_HEAD, held.acts_for_id.is_(None))
        .where(held.valid_from <= today, or_(held.valid_to.is_(None), held.valid_to > today))
        .where(post.cluster_id == LeadDelegation.cluster_id, post.year == LeadDelegation.year, post.post == "leader")
        .correlate(LeadDelegation)
    )
    disabled = select(Account.id).where(Account.person_id == LeadDelegation.from_person_id, Account.active.is_(False))
    return and_(own.exists(), ~disabled.correlate(LeadDelegation).exists())


def _grants(
    assignment: RoleAssignment, cluster_id: int | None, year: int | None, post: str | None, leads_for: int | None
) -> list[Grant]:
    acts_for = assignment.acts_for_id
    grants = [Grant(Role(assignment.role), unit_id=assignment.unit_id, acts_for=acts_for)]
    if cluster_id is not None:
        grants.append(Grant(Role.CLUSTER_MEMBER, assignment.unit_id, cluster_id, year, acts_for=acts_for))
    if post == "leader":
        grants.append(Grant(Role.CLUSTER_LEADER, assignment.unit_id, cluster_id, year, acts_for=acts_for))
    if leads_for is not None:
        grants.append(Grant(Role.CLUSTER_LEADER, assignment.unit_id, cluster_id, year, acts_for=leads_for))
    return grants


def _telling(person_id: int) -> list[Grant]:
    rounds = db.session.scalars(select(Teller.round_id).where(Teller.person_id == person_id))
    return [Grant(Role.TELLER, round_id=round_id) for round_id in rounds]
