"""Lists of nominations within what their reader may see, and what the page of one draft shows beside the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement, and_, select

from nomination.dossiers import Loaded, load, load_all
from nomination.extensions import db
from nomination.models import Campaign, Cluster, ClusterMembership, Nomination, Unit
from nomination.queries.campaigns import InForce, campaigns_in_force
from nomination.queries.dossier_page import ShownState, shown_state
from nomination.queries.pages import keys_of
from nomination.queries.search import matching
from nomination.queries.visible import parts_visible_to, visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor, NomineeKind
from workflow.guards import acting_roles
from workflow.secrecy import AWAITING_DECISION, BEFORE_DECISION, DECIDING
from workflow.vocabulary import State


@dataclass(frozen=True)
class Filter:
    """What the reader narrows the list by. Unknown words narrow nothing; codes that exist nowhere find nothing."""

    campaign: str = ""
    state: str = ""
    award: str = ""
    kind: str = ""
    unit: str = ""
    cluster: str = ""
    mine: bool = False
    search: str = ""
    after: int | None = None
    before: int | None = None

    def address(self) -> dict[str, str]:
        """The filter as it stands in an address, without the place in the list."""
        texts = {
            "campaign": self.campaign, "state": self.state, "award": self.award, "kind": self.kind, "unit": self.unit,
            "cluster": self.cluster, "mine": "1" if self.mine else "", "q": self.search,
        }  # fmt: skip
        return {name: text for name, text in texts.items() if text}


@dataclass(frozen=True)
class Listed:
    """One line of the list, with how many of its criteria pass the machine's check now."""

    loaded: Loaded
    shown: ShownState

    @cached_property
    def lacking(self) -> tuple[int, ...]:
        """The numbers of the criteria that do not pass."""
        found = self.loaded.dossier.findings()
        return tuple(one.number for one in self.loaded.dossier.applicable() if not found[one.code].met)

    @property
    def met(self) -> int:
        return self.asked - len(self.lacking)

    @property
    def since(self) -> datetime | None:
        """Since when it is there; the day would tell a reader of what he may not know yet."""
        hidden = self.loaded.dossier.state in BEFORE_DECISION and self.shown.label == AWAITING_DECISION
        return None if hidden else self.loaded.row.state_since

    @property
    def asked(self) -> int:
        return len(self.loaded.dossier.applicable())


@dataclass(frozen=True)
class Listing:
    rows: Sequence[Listed]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed by: pairs of a value and what people read."""

    campaigns: list[tuple[str, str]]
    awards: list[tuple[str, str]]
    units: list[tuple[str, str]]
    clusters: list[tuple[str, str]]


def nominations(actor: Actor, asked: Filter) -> Listing:
    """One page of what the reader may see, the newest first; its number of queries does not grow with the list."""
    ways = _narrowed(actor, asked)
    parts = [[seen, *way] for seen in parts_visible_to(actor) for way in ways]
    page = keys_of(Nomination.id, parts, after=asked.after, before=asked.before)
    loaded = {one.row.id: one for one in load_all(Nomination.id.in_(page.rows))} if page.rows else {}
    return Listing([_listed(actor, loaded[key]) for key in page.rows], page.older, page.newer)


def _listed(actor: Actor, loaded: Loaded) -> Listed:
    """The unit does not learn from the list what the council decided before the decision is out."""
    dossier = loaded.dossier
    return Listed(loaded, shown_state(dossier.state, dossier.council_required, acting_roles(dossier, actor)))


def _narrowed(actor: Actor, asked: Filter) -> list[list[ColumnElement[bool]]]:
    """The ways in which a nomination meets what was asked; within one way every condition holds."""
    mine = [[Nomination.author_id == actor.person_id], [Nomination.officer_id == actor.person_id]]
    states = [[Nomination.state == state] for state in _states(actor, asked.state)]
    always = _always(asked)
    return [
        [*always, *state, *own]
        for state in (states if asked.state in set(State) else [[]])
        for own in (mine if asked.mine else [[]])
    ]


def _always(asked: Filter) -> list[ColumnElement[bool]]:
    of_campaign = select(Campaign.id).where(Campaign.code == asked.campaign).scalar_subquery()
    of_unit = select(Unit.id).where(Unit.code == asked.unit).scalar_subquery()
    of_cluster = select(Cluster.id).where(Cluster.code == asked.cluster).scalar_subquery()
    found = [
        (asked.campaign, Nomination.campaign_id == of_campaign),
        (asked.kind in set(NomineeKind), Nomination.kind == asked.kind),
        (asked.award, Nomination.award == asked.award),
        (asked.unit, Nomination.unit_id == of_unit),
        (asked.cluster, Nomination.cluster_id == of_cluster),
    ]
    words = matching(Nomination, asked.search)
    return [condition for wanted, condition in found if wanted] + ([] if words is None else [words])


def _states(actor: Actor, state: str) -> list[str]:
    """What a choice of state finds: for readers who do not learn it yet, both sides of the council are one."""
    if state in BEFORE_DECISION and not DECIDING & actor.roles():
        return sorted(BEFORE_DECISION)
    return [state]


def choices() -> Choices:
    """Campaigns and awards in force, units and clusters of their years. Two queries."""
    campaigns = campaigns_in_force().rows
    awards = {award.code: award.name for one in campaigns for award in one.rules.awards}
    units, clusters = _units_and_clusters(campaigns)
    return Choices([(one.row.code, one.row.title) for one in campaigns], list(awards.items()), units, clusters)


def _units_and_clusters(campaigns: Sequence[InForce]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    years = {one.row.year for one in campaigns}
    query = (
        select(Unit.code, Unit.short_name, Cluster.code, Cluster.name)
        .join(ClusterMembership, ClusterMembership.unit_id == Unit.id)
        .join(Cluster, Cluster.id == ClusterMembership.cluster_id)
        .where(ClusterMembership.year.in_(years))
        .order_by(Cluster.rank, Unit.id)
    )
    units: dict[str, str] = {}
    clusters: dict[str, str] = {}
    for unit, unit_name, cluster, cluster_name in db.session.execute(query):
        units[unit], clusters[cluster] = unit_name, cluster_name
    return list(units.items()), list(clusters.items())


def visible(actor: Actor, code: str) -> ColumnElement[bool]:
    """Nomination `code`, if the reader may know of it."""
    return and_(Nomination.code == code, visible_to(actor))


def found(actor: Actor, code: str) -> Loaded:
    """The nomination with its facts, or `Missing`."""
    loaded = load(visible(actor, code))
    if loaded is None:
        raise Missing
    return loaded
