"""The leading of a cluster given to the deputy's head for a time, and given or taken back. Never the vote."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Cluster, LeadDelegation
from nomination.queries.leading import deputy_of
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, locked, writing
from workflow.dossier import Actor, Grant
from workflow.vocabulary import Role
from workflow.words import N_

LONGEST_DAYS = 90
GROUND_MAX = 300
NO_DEPUTY = N_("The cluster has no deputy this year, or the deputy's unit has no head in office today.")
ONE_PERSON = N_("The deputy's unit is headed by the leader himself or herself, so there is nobody to delegate to.")
OVERLAP = N_("The leading is delegated already within these days. End that delegation first.")


@dataclass(frozen=True)
class Lending:
    """For which days, the last one included, and resting on which paper."""

    cluster: str
    year: int
    first: date
    last: date
    ground: str


def delegate_leading(actor: Actor, lending: Lending) -> LeadDelegation:
    """By the leader in his own right: what was delegated is not handed on. Raises `Missing` and `Invalid`."""
    with writing():
        cluster = locked(select(Cluster).where(Cluster.code == lending.cluster))
        if not any(grant.acts_for is None for grant in _leading(actor, cluster.id, lending.year)):
            raise Missing
        deputy = deputy_of(cluster.id, lending.year)
        if deputy is None:
            raise Invalid.one("", NO_DEPUTY)
        if deputy.person.id == actor.person_id:
            raise Invalid.one("", ONE_PERSON)
        _check(lending, cluster.id)
        row = LeadDelegation(
            cluster_id=cluster.id, year=lending.year, unit_id=deputy.unit.id, from_person_id=actor.person_id,
            to_person_id=deputy.person.id, valid_from=lending.first, valid_to=lending.last + timedelta(days=1),
            ground=lending.ground.strip(), made_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        facts = {
            "cluster": cluster.code, "year": lending.year, "to": deputy.person.id, "from_day": lending.first,
            "last_day": lending.last, "ground": row.ground,
        }  # fmt: skip
        audit.record(actor, "leading:delegate", subject=("leading", row.id), facts=facts)
        return row


def end_delegation(actor: Actor, delegation_id: int) -> None:
    """Taken back by the leader, or given back by whoever holds it; from this moment on."""
    with writing():
        row = locked(select(LeadDelegation).where(LeadDelegation.id == delegation_id))
        own = any(grant.acts_for is None for grant in _leading(actor, row.cluster_id, row.year))
        if not own and actor.person_id != row.to_person_id:
            raise Missing
        if row.ended_at is not None or row.valid_to <= clock.today():
            raise Invalid.one("", N_("This delegation has ended already."))
        row.ended_at, row.ended_by_id = clock.now(), actor.person_id
        audit.record(actor, "leading:end", subject=("leading", row.id), facts={})


def _leading(actor: Actor, cluster_id: int, year: int) -> list[Grant]:
    held = actor.grants_of(Role.CLUSTER_LEADER)
    return [grant for grant in held if (grant.cluster_id, grant.year) == (cluster_id, year)]


def _check(lending: Lending, cluster_id: int) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    if lending.first < clock.today():
        problems["first"] = [(N_("A delegation begins today or later."), {})]
    if lending.last < lending.first:
        problems["last"] = [(N_("The last day lies before the first."), {})]
    elif (lending.last - lending.first).days >= LONGEST_DAYS:
        problems["last"] = [(N_("A delegation lasts at most %(days)s days."), {"days": LONGEST_DAYS})]
    if not lending.ground.strip():
        problems["ground"] = [(N_("Name the paper on which this rests."), {})]
    elif len(lending.ground) > GROUND_MAX:
        problems["ground"] = [(N_("At most %(limit)s characters."), {"limit": GROUND_MAX})]
    if not problems and _overlaps(lending, cluster_id):
        problems[""] = [(OVERLAP, {})]
    if problems:
        raise Invalid(problems)


def _overlaps(lending: Lending, cluster_id: int) -> bool:
    query = select(LeadDelegation.id).where(
        LeadDelegation.cluster_id == cluster_id, LeadDelegation.year == lending.year,
        LeadDelegation.ended_at.is_(None), LeadDelegation.valid_from <= lending.last,
        LeadDelegation.valid_to > lending.first,
    )  # fmt: skip
    return db.session.scalars(query.limit(1)).first() is not None
