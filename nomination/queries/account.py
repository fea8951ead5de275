"""The accounts of the demonstration, for the sign-in page of a first look and for the command that prints them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Account, ClusterLeadership, ClusterMembership, Person, RoleAssignment
from nomination.queries.account_work import TellerOf, Waiting, tellers, waiting
from workflow.vocabulary import Role


@dataclass(frozen=True)
class DemoAccount:
    """An account as somebody who plays `role`; unit and cluster let one story be played through by neighbours."""

    role: Role
    username: str
    name: str
    post: str
    person_id: int
    unit_id: int | None = None
    cluster_id: int | None = None
    chair: bool = False

    @property
    def label(self) -> str:
        """What the person is called; the chair of the council by his post."""
        return self.post if self.chair else self.role.label


def demo_accounts() -> list[DemoAccount]:
    """Accounts for every role of the demonstration, in the order of the roles; empty without one. Five queries.

    Preferred is somebody on whose desk something waits. Otherwise the head is of the officer's own unit, and cluster
    member and leader are of the unit's own cluster. A box is counted by several tellers, and the council has a chair.
    """
    known = list(_assigned())
    if not known:
        return []
    work = waiting()
    chosen: dict[Role, list[DemoAccount]] = {Role.TELLER: [_teller(one) for one in tellers()]}
    for role in Role:
        candidates = [account for account in known if account.role is role]
        if candidates:
            chosen[role] = _of_role(role, candidates, chosen, work)
    return [account for role in Role for account in chosen.get(role, [])]


def _of_role(
    role: Role, candidates: list[DemoAccount], chosen: dict[Role, list[DemoAccount]], work: Waiting
) -> list[DemoAccount]:
    if role is Role.COUNCIL_MEMBER:
        chairs = [account for account in candidates if account.chair]
        voting = [account for account in candidates if account.person_id in work.councillors and not account.chair]
        return [*chairs[:1], *voting[-1:]] or candidates[:1]
    officer = next(iter(chosen.get(Role.UNIT_OFFICER, [])), None)
    taken = [account for accounts in chosen.values() for account in accounts]
    near = _nearness(officer, taken)
    return [min(candidates, key=lambda account: (-_waits(account, work), *near(account)))]


def _waits(account: DemoAccount, work: Waiting) -> int:
    """How much there is for this account to do, as far as the choice between accounts of one role goes."""
    if account.role is Role.UNIT_OFFICER:
        return work.units.get(account.unit_id, 0)
    if account.role is Role.CLUSTER_LEADER:
        return account.cluster_id in work.clusters
    return account.role is Role.CLUSTER_MEMBER and account.person_id in work.cluster_voters


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


def _teller(one: TellerOf) -> DemoAccount:
    return DemoAccount(Role.TELLER, one.username, one.name, one.post, one.person_id, cluster_id=one.cluster_id)


def _assigned() -> Iterator[DemoAccount]:
    today = clock.today()
    query = (
        select(
            RoleAssignment.role, Account.username, Person.full_name, Person.post, Person.id, RoleAssignment.unit_id,
            ClusterMembership.cluster_id, RoleAssignment.chair, ClusterLeadership.post,
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
    for role, username, name, post, person_id, unit_id, cluster_id, chair, leading in db.session.execute(query):
        place = (username, name, post, person_id, unit_id, cluster_id)
        yield DemoAccount(Role(role), *place, chair=bool(chair))
        if role == Role.UNIT_HEAD and cluster_id is not None:
            yield DemoAccount(Role.CLUSTER_LEADER if leading == "leader" else Role.CLUSTER_MEMBER, *place)
