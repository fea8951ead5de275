"""The accounts of the demonstration, one for each role, for the sign-in page of a first look."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Account, ClusterLeadership, ClusterMembership, Person, RoleAssignment, Round, Teller
from workflow.vocabulary import Role

LIVE_ROUNDS = ("preparing", "keyed", "open", "closed")


@dataclass(frozen=True)
class DemoAccount:
    """An account as somebody who plays `role`; unit and cluster let one story be played through by neighbours."""

    role: Role
    username: str
    name: str
    post: str
    unit_id: int | None = None
    cluster_id: int | None = None


def demo_accounts() -> list[DemoAccount]:
    """One account for each role of the demonstration, in the order of the roles; empty without one. Two queries.

    The head is of the officer's own unit, cluster member and leader are of the unit's own cluster, when there are such.
    """
    known = list(_assigned())
    if not known:
        return []
    known += _telling()
    chosen: dict[Role, DemoAccount] = {}
    for role in Role:
        candidates = [account for account in known if account.role is role]
        if candidates:
            chosen[role] = min(candidates, key=_nearness(chosen.get(Role.UNIT_OFFICER), chosen.values()))
    return list(chosen.values())


def _nearness(officer: DemoAccount | None, taken: Iterable[DemoAccount]) -> Callable[[DemoAccount], tuple[bool, ...]]:
    """Sorts first who is near the officer; a cluster member should be another than the head who submits."""
    names = {account.username for account in taken}

    def far(account: DemoAccount) -> tuple[bool, ...]:
        other_cluster = officer is not None and account.cluster_id != officer.cluster_id
        other_unit = officer is not None and account.unit_id != officer.unit_id
        return (
            (other_cluster, other_unit)
            if account.role is Role.UNIT_HEAD
            else (other_cluster, account.username in names)
        )

    return far


def _assigned() -> Iterator[DemoAccount]:
    today = clock.today()
    query = (
        select(
            RoleAssignment.role, Account.username, Person.full_name, Person.post, RoleAssignment.unit_id,
            ClusterMembership.cluster_id, ClusterLeadership.post,
        )
        .join(Account, Account.person_id == RoleAssignment.person_id)
        .join(Person, Person.id == RoleAssignment.person_id)
        .outerjoin(
            ClusterMembership,
            and_(ClusterMembership.unit_id == RoleAssignment.unit_id, ClusterMembership.left_on.is_(None)),
        )
        .outerjoin(
            ClusterLeadership,
            and_(
                ClusterLeadership.cluster_id == ClusterMembership.cluster_id,
                ClusterLeadership.year == ClusterMembership.year,
                ClusterLeadership.unit_id == RoleAssignment.unit_id,
            ),
        )
        .where(Account.demo, Account.active, RoleAssignment.valid_from <= today)
        .where(or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today))
        .order_by(Account.id)
    )  # fmt: skip
    for role, username, name, post, unit_id, cluster_id, leading in db.session.execute(query):
        yield DemoAccount(Role(role), username, name, post, unit_id, cluster_id)
        if role == Role.UNIT_HEAD and cluster_id is not None:
            part = Role.CLUSTER_LEADER if leading == "leader" else Role.CLUSTER_MEMBER
            yield DemoAccount(part, username, name, post, unit_id, cluster_id)


def _telling() -> list[DemoAccount]:
    query = (
        select(Account.username, Person.full_name, Person.post, Round.cluster_id)
        .join(Person, Person.id == Account.person_id)
        .join(Teller, Teller.person_id == Person.id)
        .join(Round, Round.id == Teller.round_id)
        .where(Account.demo, Account.active, Round.status.in_(LIVE_ROUNDS))
        .order_by(Account.id)
    )
    return [
        DemoAccount(Role.TELLER, username, name, post, cluster_id=cluster_id)
        for username, name, post, cluster_id in db.session.execute(query)
    ]
