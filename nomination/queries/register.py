"""The public register: what was awarded, found by words and filters, one page at a time."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import Campaign, Decision, RegisterEntry, Unit
from nomination.queries.campaigns import campaigns_in_force
from nomination.queries.pages import Page, page_of
from nomination.queries.search import matching


@dataclass(frozen=True)
class Asked:
    """What the reader looks for; blank is no limit."""

    words: str = ""
    campaign: str = ""
    year: int | None = None
    award: str = ""
    unit: str = ""
    after: int | None = None
    before: int | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.campaign or self.year or self.award or self.unit)


@dataclass(frozen=True)
class Choices:
    """What the filters offer, each a value and its words."""

    campaigns: list[tuple[str, str]]
    years: list[tuple[str, str]]
    awards: list[tuple[str, str]]
    units: list[tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """A line of the register with the papers it rests on."""

    row: RegisterEntry
    campaign: Campaign
    decision: Decision
    revocation: Decision | None


def entries(asked: Asked) -> Page[tuple[RegisterEntry, Decision]]:
    """One page of the register, the newest entry first."""
    query = select(RegisterEntry, Decision).join(Decision, Decision.id == RegisterEntry.decision_id)
    return page_of(query.where(*_narrowed(asked)), RegisterEntry.id, after=asked.after, before=asked.before)


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    """Only indexed columns; the award is one of the few columns besides, and narrows what the others found."""
    found: list[ColumnElement[bool]] = []
    if asked.campaign:
        found.append(
            RegisterEntry.campaign_id == select(Campaign.id).where(Campaign.code == asked.campaign).scalar_subquery()
        )
    if asked.year is not None:
        found.append(RegisterEntry.year == asked.year)
    if asked.award:
        found.append(RegisterEntry.award == asked.award)
    if asked.unit:
        found.append(RegisterEntry.unit_id == select(Unit.id).where(Unit.code == asked.unit).scalar_subquery())
    words = matching(RegisterEntry, asked.words)
    return found if words is None else [*found, words]


def choices() -> Choices:
    """Campaigns and units are few beside the register, so what is offered is read from them and not from it."""
    listed = campaigns_in_force().rows
    awards = {award.code: award.name for found in listed for award in found.rules.awards}
    years = sorted({found.row.year for found in listed}, reverse=True)
    units = db.session.execute(select(Unit.code, Unit.name).order_by(Unit.name)).all()
    return Choices(
        campaigns=[(found.row.code, found.row.title) for found in listed],
        years=[(str(year), str(year)) for year in years],
        awards=list(awards.items()),
        units=[(code, name) for code, name in units],
    )


def entry(code: str) -> Entry | None:
    revocation = aliased(Decision)
    query = (
        select(RegisterEntry, Campaign, Decision, revocation)
        .join(Campaign, Campaign.id == RegisterEntry.campaign_id)
        .join(Decision, Decision.id == RegisterEntry.decision_id)
        .outerjoin(revocation, revocation.id == RegisterEntry.revoked_by_decision_id)
        .where(RegisterEntry.code == code)
    )
    found = db.session.execute(query).one_or_none()
    return None if found is None else Entry(*found)
