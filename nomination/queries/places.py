"""Places for reading: what units and clusters may put forward, have put forward, were given on top; direct workers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from nomination.classes import DIRECT, LEADING
from nomination.dossier_rows import SUBMITTING, takes_place
from nomination.extensions import db
from nomination.models import Cluster, ClusterMembership, ExtraPlaces, Nomination, Person, Round, RoundQuestion, Unit
from nomination.rulesets import rules_of
from workflow.campaign import Award, Campaign
from workflow.dossier import NomineeKind
from workflow.fields import Problem
from workflow.quota import CLUSTER, UNIT, Balance, Quota, holder, remaining
from workflow.vocabulary import State
from workflow.words import N_

DIRECT_ASKED = "direct_workers_per_leader"


@dataclass(frozen=True)
class Meter:
    """One limit of one holder: `award` None is that of all awards together; `waiting` are drafts not yet submitted."""

    award: Award | None
    quota: Quota
    taken: int
    extra: int = 0
    waiting: int = 0

    @property
    def left(self) -> int | None:
        return remaining(self.quota, self.taken)

    @property
    def over(self) -> int:
        """What waits and finds no place any more."""
        return 0 if self.left is None else max(self.waiting - self.left, 0)


@dataclass(frozen=True)
class Standing:
    """How a unit or a cluster stands with its places; `balance` of its individuals is for units only."""

    body: str
    code: str
    name: str
    meters: tuple[Meter, ...]
    balance: Balance | None = None


@dataclass(frozen=True)
class Grant:
    """Places given on top: to whom, how many, why, by whom."""

    row: ExtraPlaces
    holder: str
    by: str


@dataclass
class _Counts:
    """Figures of one holder, by award; people by class."""

    taken: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)


def unit_standings(campaign_id: int, rules: Campaign, units: Iterable[Unit]) -> list[Standing]:
    """Each of these units, in two queries whatever their number."""
    listed = list(units)
    ids = {unit.id for unit in listed}
    counts, extra = _counts(campaign_id, ids), extra_places(campaign_id, UNIT, ids)
    return [_of_unit(unit, rules, counts[unit.id], extra[unit.id]) for unit in listed]


def _counts(campaign_id: int, units: set[int]) -> dict[int, _Counts]:
    found: dict[int, _Counts] = defaultdict(_Counts)
    drafting = Nomination.state.in_(SUBMITTING).label("drafting")
    query = (
        select(Nomination.unit_id, Nomination.award, Nomination.kind, Nomination.class_code, drafting, func.count())
        .where(Nomination.campaign_id == campaign_id, Nomination.unit_id.in_(units))
        .where(Nomination.state.in_(SUBMITTING) | takes_place())
        .group_by(Nomination.unit_id, Nomination.award, Nomination.kind, Nomination.class_code, "drafting")
    )
    for unit_id, award, kind, class_code, waiting, number in db.session.execute(query):
        one = found[unit_id]
        (one.waiting if waiting else one.taken)[award] += number
        if kind == NomineeKind.INDIVIDUAL:
            one.classes[class_code] += number
    return found


def extra_places(campaign_id: int, body: str, ids: set[int]) -> dict[int, Counter[str]]:
    """Places given on top, by holder and award."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    held = ExtraPlaces.unit_id if body == UNIT else ExtraPlaces.cluster_id
    query = select(held, ExtraPlaces.award, ExtraPlaces.places)
    for key, award, places in db.session.execute(query.where(ExtraPlaces.campaign_id == campaign_id, held.in_(ids))):
        found[key][award] += places
    return found


def _of_unit(unit: Unit, rules: Campaign, counts: _Counts, extra: Counter[str]) -> Standing:
    meters = _meters(UNIT, unit.code, rules, counts, extra)
    return Standing(UNIT, unit.code, unit.name, meters, balance(rules, counts.classes))


def _meters(body: str, code: str, rules: Campaign, counts: _Counts, extra: Counter[str]) -> tuple[Meter, ...]:
    """Every limit once, those for all awards together last."""
    quotas = dict.fromkeys(quota for award in rules.awards for quota in rules.quotas_for(body, code, award.code))
    return tuple(
        Meter(
            rules.award(quota.award) if quota.award else None, quota.with_extra(extra), quota.counted(counts.taken),
            quota.counted(extra), quota.counted(counts.waiting),
        )
        for quota in sorted(quotas, key=lambda quota: quota.award is None)
    )  # fmt: skip


def balance(rules: Campaign, classes: Mapping[str, int]) -> Balance:
    """Direct workers against leaders, held against what the rule set asks, if it asks anything."""
    direct = sum(number for code, number in classes.items() if code in DIRECT)
    leaders = sum(number for code, number in classes.items() if code in LEADING)
    asked = next((one.value for one in rules_of(rules).parameters if one.key == DIRECT_ASKED), None)
    return Balance(direct, leaders, asked if type(asked) is int else None)


def cluster_standings(campaign_id: int, rules: Campaign, clusters: Iterable[Cluster]) -> list[Standing]:
    """Each of these clusters: what its counted rounds have put inside the places, in two queries."""
    listed = list(clusters)
    ids = {cluster.id for cluster in listed}
    carried, extra = _carried(campaign_id, ids), extra_places(campaign_id, CLUSTER, ids)
    return [
        Standing(CLUSTER, one.code, one.name, _meters(CLUSTER, one.code, rules, carried[one.id], extra[one.id]))
        for one in listed
    ]


def _carried(campaign_id: int, clusters: set[int]) -> dict[int, _Counts]:
    """Nominations that a counted round put inside the places, and those that still wait for a vote."""
    found: dict[int, _Counts] = defaultdict(_Counts)
    inside = (
        select(RoundQuestion.nomination_id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(Round.campaign_id == campaign_id, Round.cluster_id.in_(clusters), Round.status == "counted")
        .where(RoundQuestion.outcome == "carried", RoundQuestion.within_places)
    )
    carried = Nomination.id.in_(inside)
    query = (
        select(Nomination.cluster_id, Nomination.award, carried.label("carried"), func.count())
        .where(Nomination.campaign_id == campaign_id, Nomination.cluster_id.in_(clusters))
        .where(Nomination.pledged_hash.is_not(None), (Nomination.state == State.CLUSTER_REVIEW.value) | carried)
        .group_by(Nomination.cluster_id, Nomination.award, "carried")
    )
    for cluster_id, award, is_carried, number in db.session.execute(query):
        (found[cluster_id].taken if is_carried else found[cluster_id].waiting)[award] += number
    return found


def cluster_places(campaign_id: int, cluster: Cluster | None, rules: Campaign, award: str) -> int | None:
    """How many of an award a cluster may put forward, with what it was given on top; None without a limit."""
    quotas = rules.quotas_for(CLUSTER, cluster.code, award) if cluster else ()
    if cluster is None or not quotas:
        return None
    return quotas[0].with_extra(extra_places(campaign_id, CLUSTER, {cluster.id})[cluster.id]).places


def unknown_holders(rules: Campaign) -> list[Problem]:
    """Quotas of units or clusters that are not here: a file may name them, and they would limit nobody."""
    codes = {body: {code for code in _codes(rules, body)} for body in (UNIT, CLUSTER)}
    known = {holder(UNIT, code) for code in _existing(Unit.code, codes[UNIT])}
    known |= {holder(CLUSTER, code) for code in _existing(Cluster.code, codes[CLUSTER])}
    return [
        Problem(f"running.quotas[{n}].code", N_("there is no unit, block or cluster of this code"), {})
        for n, quota in enumerate(rules.quotas)
        if quota.holder not in known
    ]


def _codes(rules: Campaign, body: str) -> list[str]:
    return [code for kind, _, code in (quota.holder.partition(":") for quota in rules.quotas) if kind == body]


def _existing(column: InstrumentedAttribute[str], codes: set[str]) -> list[str]:
    return list(db.session.scalars(select(column).where(column.in_(codes)))) if codes else []


def grants(campaign_id: int) -> list[Grant]:
    """Everything given on top in a campaign, newest first."""
    query = (
        select(ExtraPlaces, func.coalesce(Unit.name, Cluster.name), Person.full_name)
        .outerjoin(Unit, Unit.id == ExtraPlaces.unit_id)
        .outerjoin(Cluster, Cluster.id == ExtraPlaces.cluster_id)
        .join(Person, Person.id == ExtraPlaces.granted_by_id)
        .where(ExtraPlaces.campaign_id == campaign_id)
        .order_by(ExtraPlaces.id.desc())
    )
    return [Grant(*row) for row in db.session.execute(query)]


def member_units(year: int, cluster_ids: set[int] | None = None) -> list[tuple[Cluster, Unit]]:
    """The members of the blocks and clusters of a year, or of some of them, in the order of lists."""
    query = (
        select(Cluster, Unit)
        .join(ClusterMembership, ClusterMembership.cluster_id == Cluster.id)
        .join(Unit, Unit.id == ClusterMembership.unit_id)
        .where(ClusterMembership.year == year, ClusterMembership.left_on.is_(None))
        .order_by(Cluster.rank, Unit.name)
    )
    if cluster_ids is not None:
        query = query.where(Cluster.id.in_(cluster_ids))
    return [(cluster, unit) for cluster, unit in db.session.execute(query)]
