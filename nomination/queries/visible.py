"""What a reader may see of the nominations, as one SQL condition. Every list, page and file starts from it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, false, or_, select

from nomination.extensions import db
from nomination.models import Campaign, Nomination, Round, RoundQuestion
from workflow.dossier import Actor, Grant
from workflow.vocabulary import Role, State

DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})
SIGNING = frozenset({Role.MINISTER, Role.REGISTRY_CLERK})
AT_SIGNATURE = (State.MINISTER_SIGNOFF.value, State.AWARDED.value, State.REVOKED.value)
UNIT = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
FROM_COUNCIL = (State.COUNCIL_REVIEW.value, *AT_SIGNATURE)
ALIKE = {
    Role.UNIT_HEAD: Role.UNIT_OFFICER, Role.DEPARTMENT_HEAD: Role.DEPARTMENT_OFFICER,
    Role.AUDITOR: Role.DEPARTMENT_OFFICER, Role.REGISTRY_CLERK: Role.MINISTER,
}  # fmt: skip
"""Roles that see the same."""
OfYears = Callable[[set[int | None]], list[ColumnElement[bool]]]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Units see their own, a cluster what lies before it, the department what was submitted, the others theirs."""
    return or_(false(), *_parts(actor, _of_years))


def parts_visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """`visible_to` in parts that may overlap. An index gives each in the order of ids; for all at once none could."""
    years = {grant.year for grant in actor.grants if grant.cluster_id is not None}
    query = select(Campaign.id, Campaign.year).where(Campaign.year.in_(years))
    campaigns = db.session.execute(query).all() if years else []
    return _parts(actor, lambda asked: [Nomination.campaign_id == key for key, year in campaigns if year in asked])


def before_cluster_of(actor: Actor) -> list[ColumnElement[bool]]:
    """What lies before a cluster of which the actor is a member or the leader, in parts, one for each cluster."""
    years: dict[int | None, set[int | None]] = defaultdict(set)
    for role in (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER):
        for cluster, of_it in _clusters(actor, role).items():
            years[cluster] |= of_it
    return [
        and_(Nomination.cluster_id == cluster, Nomination.state == State.CLUSTER_REVIEW.value, *_of_years(of_it))
        for cluster, of_it in years.items()
    ]


def before_body_of(actor: Actor) -> list[ColumnElement[bool]]:
    """What lies before a body that the actor belongs to: his clusters, or the council with its secretary."""
    council = actor.roles() & {Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY}
    return [*before_cluster_of(actor), *(_at_one_of((State.COUNCIL_REVIEW.value,)) if council else [])]


def evidence_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Fewer may fetch the files than read the dossier: the leader only while his cluster has it, who signs never."""
    as_member = {Role.CLUSTER_LEADER: Role.CLUSTER_MEMBER}
    grants = (replace(grant, role=as_member.get(grant.role, grant.role)) for grant in actor.grants)
    return visible_to(replace(actor, grants=frozenset(grant for grant in grants if grant.role not in SIGNING)))


def _parts(actor: Actor, of_years: OfYears) -> list[ColumnElement[bool]]:
    scopes = {(ALIKE.get(one.role, one.role), one.unit_id): one for one in actor.grants}
    return [
        *(part for grant in scopes.values() for part in _seen_through(grant)),
        *(
            and_(
                Nomination.cluster_id == cluster,
                Nomination.state == State.CLUSTER_REVIEW,
                or_(false(), *of_years(years)),
            )
            for cluster, years in _clusters(actor, Role.CLUSTER_MEMBER).items()
        ),
        *(
            and_(Nomination.cluster_id == cluster, Nomination.pledged_hash.is_not(None), campaign)
            for cluster, years in _clusters(actor, Role.CLUSTER_LEADER).items()
            for campaign in of_years(years)
        ),
    ]


def _clusters(actor: Actor, role: Role) -> dict[int | None, set[int | None]]:
    """The clusters of these grants, each with the years for which they hold."""
    found: dict[int | None, set[int | None]] = defaultdict(set)
    for grant in actor.grants_of(role):
        found[grant.cluster_id].add(grant.year)
    return found


def _of_years(years: set[int | None]) -> list[ColumnElement[bool]]:
    return [Nomination.campaign_id.in_(select(Campaign.id).where(Campaign.year.in_(years)))]


def _seen_through(grant: Grant) -> list[ColumnElement[bool]]:
    """What a grant shows that is bound to no year."""
    if grant.role in UNIT:
        return [Nomination.unit_id == grant.unit_id]
    if grant.role in DEPARTMENT:
        return [Nomination.pledged_hash.is_not(None)]
    if grant.role is Role.COUNCIL_MEMBER:
        return [*_at_one_of((State.COUNCIL_REVIEW.value,)), _put_before_council()]
    if grant.role is Role.COUNCIL_SECRETARY:
        return [*_at_one_of(FROM_COUNCIL), _put_before_council()]
    return _at_one_of(AT_SIGNATURE) if grant.role in SIGNING else []


def _at_one_of(states: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """Pledged they always are; the index wants to hear it."""
    return [and_(Nomination.state == state, Nomination.pledged_hash.is_not(None)) for state in states]


def _put_before_council() -> ColumnElement[bool]:
    """Once put before it, a nomination stays readable for the council. Asked of each row: the list of all is long."""
    asked = (
        select(RoundQuestion.round_id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(RoundQuestion.nomination_id == Nomination.id, Round.body == "council", Round.opened_at.is_not(None))
        .correlate(Nomination)
    )
    return and_(asked.exists(), Nomination.pledged_hash.is_not(None))
