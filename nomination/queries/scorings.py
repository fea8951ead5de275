"""Scoring for reading: which ones somebody may see, his own sheets, and after the end the ranking with its spread."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Cluster, Nomination, ScoreSheet, Scoring, ScoringLine, Unit
from nomination.queries.record import Seen, of_subject
from nomination.queries.rounds import CLUSTER, leads, leads_for
from nomination.services.transaction import Missing
from workflow.dossier import Actor, Criterion, Grant
from workflow.scoring import Ranked, Review, Score, Sheet, ranking
from workflow.vocabulary import Role

EVERY_SCORING = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})
IN_CLUSTER = (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER)


def visible_scorings(actor: Actor) -> ColumnElement[bool]:
    """Those of one's cluster and year; for the department every one."""
    if actor.roles() & EVERY_SCORING:
        return true()
    held = {(grant.cluster_id, grant.year) for grant in actor.grants if grant.role in IN_CLUSTER}
    of_year = [
        and_(Scoring.cluster_id == cluster, Scoring.campaign_id.in_(select(Campaign.id).where(Campaign.year == year)))
        for cluster, year in held
    ]
    return or_(false(), *of_year)


@dataclass(frozen=True)
class Line:
    nomination: Nomination
    material_hash: str

    @property
    def stands(self) -> bool:
        """The nomination is still what was put under scoring."""
        return self.nomination.pledged_hash == self.material_hash


@dataclass(frozen=True)
class Found:
    """A scoring with its nominations and every sheet. What a page may show of them is for `ScoringPage` to say."""

    row: Scoring
    campaign: Campaign
    version: CampaignVersion
    cluster: Cluster
    lines: tuple[Line, ...]
    sheets: tuple[ScoreSheet, ...]

    @property
    def review(self) -> Review:
        return campaign_of(self.version).review

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return campaign_of(self.version).criteria

    def led_for(self, actor: Actor) -> int | None:
        """For whom the actor leads here, when the leading was delegated to him."""
        return leads_for(actor, CLUSTER, self.row.cluster_id, self.campaign.year)

    @property
    def open_now(self) -> bool:
        return self.row.status == "open" and clock.now() < self.row.until

    def line(self, code: str) -> Line:
        """Raises `Missing` for a nomination that is not under this scoring."""
        found = next((line for line in self.lines if line.nomination.code == code), None)
        if found is None:
            raise Missing
        return found

    def sheet(self, nomination_id: int, unit_id: int) -> ScoreSheet | None:
        return next((s for s in self.sheets if (s.nomination_id, s.unit_id) == (nomination_id, unit_id)), None)

    def scores(self) -> list[Score]:
        """Every nomination with the sheets that were sent, in the order of the list."""
        return [self._score(line) for line in self.lines]

    def _score(self, line: Line) -> Score:
        sent = [one for one in self.sheets if one.nomination_id == line.nomination.id and one.sent_at is not None]
        own = next((sheet_facts(one) for one in sent if one.own), None)
        return Score(line.nomination.code, own, tuple(sheet_facts(one) for one in sent if not one.own))

    def sent_by(self, unit_id: int) -> int:
        return sum(one.unit_id == unit_id and one.sent_at is not None for one in self.sheets)

    @property
    def finished(self) -> int:
        """Units that have sent a sheet for every nomination, the self-score with it."""
        return sum(self.sent_by(unit) == len(self.lines) for unit in self.row.expected)


def sheet_facts(row: ScoreSheet) -> Sheet:
    return Sheet(row.unit_id, row.marks, row.bonus, row.minus, row.bonus_reason, row.minus_reason)


def find(actor: Actor, code: str) -> Found:
    """The scoring of this code within what the actor may see, in three queries; raises `Missing`."""
    return gather(and_(Scoring.code == code, visible_scorings(actor)))


def gather(where: ColumnElement[bool]) -> Found:
    row = db.session.execute(
        select(Scoring, Campaign, CampaignVersion, Cluster)
        .join(Campaign, Campaign.id == Scoring.campaign_id)
        .join(CampaignVersion, CampaignVersion.id == Scoring.campaign_version_id)
        .join(Cluster, Cluster.id == Scoring.cluster_id)
        .where(where)
    ).one_or_none()
    if row is None:
        raise Missing
    lines = db.session.execute(
        select(Nomination, ScoringLine.material_hash)
        .join(ScoringLine, ScoringLine.nomination_id == Nomination.id)
        .where(ScoringLine.scoring_id == row.Scoring.id)
        .options(joinedload(Nomination.unit), joinedload(Nomination.campaign_version).defer(CampaignVersion.content))
        .order_by(ScoringLine.n)
    )
    sheets = db.session.scalars(
        select(ScoreSheet).where(ScoreSheet.scoring_id == row.Scoring.id).order_by(ScoreSheet.unit_id, ScoreSheet.id)
        .execution_options(populate_existing=True)
    )  # fmt: skip
    return Found(*row, lines=tuple(Line(*line) for line in lines), sheets=tuple(sheets))


def scorer(actor: Actor, found: Found) -> Grant | None:
    """The grant under which this person scores: the head of one of the units that score here."""
    grants = actor.grants_of(Role.CLUSTER_MEMBER)
    return next(
        (
            one for one in grants
            if (one.cluster_id, one.year) == (found.row.cluster_id, found.campaign.year)
            and one.unit_id in found.row.expected
        ),
        None,
    )  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One line of the ranking. `figures` are shown with two decimals and compared exactly."""

    line: Line
    score: Score
    ranked: Ranked | None

    @property
    def mean(self) -> Fraction | None:
        return self.score.mean


@dataclass(frozen=True)
class ScoringPage:
    """`places` only after the end; before it everybody sees his own sheets and how many units have finished."""

    found: Found
    unit_id: int | None
    leads: bool
    places: tuple[Place, ...]
    by_unit: bool
    units: dict[int, str]
    led: tuple[Seen, ...]
    """Who opened it and who ended it, the newest first."""

    @property
    def endable(self) -> bool:
        """Its leader may end it, or cancel it."""
        return self.leads and self.found.row.status == "open"

    def my_sheet(self, line: Line) -> ScoreSheet | None:
        return None if self.unit_id is None else self.found.sheet(line.nomination.id, self.unit_id)


def page_of(actor: Actor, code: str) -> ScoringPage:
    found = find(actor, code)
    grant = scorer(actor, found)
    closed = found.row.status == "closed"
    by_unit = closed and bool(actor.roles() & EVERY_SCORING)
    return ScoringPage(
        found=found,
        unit_id=grant.unit_id if grant else None,
        leads=leads(actor, CLUSTER, found.row.cluster_id, found.campaign.year),
        places=places_of(found) if closed else (),
        by_unit=by_unit,
        units=_unit_names(found.row.expected) if by_unit else {},
        led=tuple(of_subject("scoring", found.row.code, "scoring:open", "scoring:close", "scoring:cancel")),
    )


def places_of(found: Found) -> tuple[Place, ...]:
    """In the order of the ranking; nominations without a sheet of another unit come last."""
    scores = {score.code: score for score in found.scores()}
    lines = {line.nomination.code: line for line in found.lines}
    ranked = {one.code: one for one in ranking(list(scores.values()), found.review.ties)}
    rest = [code for code in lines if code not in ranked]
    return tuple(Place(lines[code], scores[code], ranked.get(code)) for code in [*ranked, *rest])


def _unit_names(ids: Iterable[int]) -> dict[int, str]:
    query = select(Unit.id, Unit.name).where(Unit.id.in_(list(ids))).order_by(Unit.name)
    return {unit_id: name for unit_id, name in db.session.execute(query)}


@dataclass(frozen=True)
class Listed:
    row: Scoring
    cluster: Cluster
    campaign: Campaign
    nominations: int


def scorings(actor: Actor, limit: int = 50) -> list[Listed]:
    """The newest first. A cluster has a few in a year."""
    size = select(func.count()).where(ScoringLine.scoring_id == Scoring.id).correlate(Scoring).scalar_subquery()
    query = (
        select(Scoring, Cluster, Campaign, size)
        .join(Cluster, Cluster.id == Scoring.cluster_id)
        .join(Campaign, Campaign.id == Scoring.campaign_id)
        .where(visible_scorings(actor))
        .order_by(Scoring.id.desc())
        .limit(limit)
    )
    return [Listed(*row) for row in db.session.execute(query)]


def scored_places(campaign_id: int, cluster_id: int, nominations: Iterable[Nomination]) -> dict[str, int]:
    """The place of each nomination in the last closed scoring of its present content, by code. Others are absent."""
    rows = db.session.scalars(
        select(Scoring.id)
        .where(Scoring.campaign_id == campaign_id, Scoring.cluster_id == cluster_id, Scoring.status == "closed")
        .order_by(Scoring.id)
    )
    wanted = {one.code: one.pledged_hash for one in nominations}
    placed: dict[str, int] = {}
    for scoring_id in rows:
        for place in places_of(gather(Scoring.id == scoring_id)):
            code = place.line.nomination.code
            if place.ranked is not None and wanted.get(code) == place.line.material_hash:
                placed[code] = place.ranked.place
    return placed
