"""The figures of a year for Biểu 0601 and 0603, and the list behind each figure."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, func, select, true

from nomination.extensions import db
from nomination.models import Campaign, CampaignReach, CampaignVersion, RegisterEntry
from nomination.queries.pages import Page, page_of
from nomination.register_rows import first_position
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.statistics import COLUMNS, UNSAID, length_of
from workflow.vocabulary import Role

RECORDING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
READING = (*RECORDING, Role.AUDITOR)
Figures = dict[str, int]


@dataclass(frozen=True)
class Awards:
    """Biểu 0603: figures by column, for each award and for each method."""

    by_award: dict[str, Figures]
    by_method: dict[str, Figures]
    total: Figures
    revoked: int


@dataclass(frozen=True)
class Behind:
    """Which figure a list stands behind; blank is no limit."""

    year: int
    column: str = "total"
    award: str = ""
    method: str | None = None
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True)
class Counted:
    """A campaign with what the department said of it."""

    campaign: Campaign
    reach: CampaignReach | None

    @property
    def scope(self) -> str:
        return self.reach.scope if self.reach else UNSAID

    @property
    def length(self) -> str:
        return length_of(self.reach.starts_on, self.reach.ends_on) if self.reach else UNSAID


def readable_by(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.roles() & set(READING) else false()


def awards_of(actor: Actor, year: int) -> Awards:
    """Awards by decisions of the year that stand in the register; revoked ones are left out and told apart."""
    columns = (RegisterEntry.award_name, RegisterEntry.method, RegisterEntry.kind, RegisterEntry.class_code)
    revoked = RegisterEntry.revoked_at.is_not(None)
    query = (
        select(*columns, revoked, func.count())
        .where(readable_by(actor), *_in_year(year))
        .group_by(*columns, revoked)
        .order_by(RegisterEntry.award_name)
    )
    by_award: dict[str, Counter[str]] = defaultdict(Counter)
    by_method: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    left_out = 0
    for award, method, kind, class_code, gone, number in db.session.execute(query):
        if gone:
            left_out += number
            continue
        figures = Counter({name: number for name, one in COLUMNS.items() if one.counts(kind, class_code)})
        for sums in (by_award[award], by_method[method], total):
            sums.update(figures)
    return Awards(dict(by_award), dict(by_method), total, left_out)


def _in_year(year: int) -> list[ColumnElement[bool]]:
    """By the day of the decision: the register lies in that order."""
    return [
        RegisterEntry.position >= first_position(date(year, 1, 1)),
        RegisterEntry.position < first_position(date(year + 1, 1, 1)),
    ]


def entries_behind(actor: Actor, asked: Behind) -> Page[tuple[RegisterEntry]]:
    column = COLUMNS[asked.column]
    narrowed = [readable_by(actor), RegisterEntry.revoked_at.is_(None), *_in_year(asked.year)]
    if column.kind is not None:
        narrowed.append(RegisterEntry.kind == column.kind.value)
    if column.classes is not None:
        narrowed.append(RegisterEntry.class_code.in_(column.classes))
    if asked.award:
        narrowed.append(RegisterEntry.award_name == asked.award)
    if asked.method is not None:
        narrowed.append(RegisterEntry.method == asked.method)
    query = select(RegisterEntry).where(*narrowed)
    return page_of(query, RegisterEntry.position, after=asked.after, before=asked.before)


LAUNCHED = select(CampaignVersion.campaign_id).where(CampaignVersion.launched_at.is_not(None))
"""What nobody launched is the business of those who write it."""


def campaigns_of(actor: Actor, year: int) -> list[Counted]:
    """Campaigns of the year that were launched."""
    query = (
        select(Campaign, CampaignReach)
        .outerjoin(CampaignReach, CampaignReach.campaign_id == Campaign.id)
        .where(readable_by(actor), Campaign.year == year, Campaign.id.in_(LAUNCHED))
        .order_by(Campaign.id)
    )
    return [Counted(campaign, reach) for campaign, reach in db.session.execute(query)]


def counted(actor: Actor, code: str) -> Counted:
    """Raises `Missing`."""
    query = (
        select(Campaign, CampaignReach)
        .outerjoin(CampaignReach, CampaignReach.campaign_id == Campaign.id)
        .where(readable_by(actor), Campaign.code == code, Campaign.id.in_(LAUNCHED))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise Missing
    return Counted(*found)


def years() -> list[int]:
    """Years of decisions and of campaigns, the latest first."""
    first, last = db.session.execute(
        select(func.min(RegisterEntry.decision_dated), func.max(RegisterEntry.decision_dated))
    ).one()
    decided = set(range(first.year, last.year + 1)) if first else set()
    return sorted(decided | set(db.session.scalars(select(Campaign.year).distinct())), reverse=True)
