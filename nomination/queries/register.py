"""The public register: what was awarded, found by words and filters, one page at a time."""

from dataclasses import dataclass
from heapq import nlargest, nsmallest

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import aliased

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import (
    Campaign,
    CampaignVersion,
    Decision,
    DecisionLine,
    Nomination,
    PastAward,
    PastDecision,
    RegisterEntry,
    Unit,
)
from nomination.queries.campaigns import campaigns_in_force
from nomination.queries.pages import SIZE, Page, first_of, page_of
from nomination.queries.search import holding, in_register, words_of
from workflow.decision import Kind, Status

NEAR = 3000
"""As many entries are gone through before the full-text index is asked: some milliseconds on both databases."""


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
    """A line of the register with the papers it rests on. One of a past decision has no campaign."""

    row: RegisterEntry
    campaign: Campaign | None
    past: PastDecision | None
    revocation: Decision | None
    correction: Decision | None = None
    corrected: DecisionLine | None = None


def entries(asked: Asked) -> Page[tuple[RegisterEntry]]:
    """One page of the register, the latest decision first. Everything that is shown stands in the entry itself."""
    narrowed, words = _narrowed(asked), words_of(asked.words)
    if words:
        near = _nearby(asked, narrowed, words)
        keys = _by_index(asked, narrowed, words) if near is None else near
        narrowed = [RegisterEntry.position.in_(keys)]
    query = select(RegisterEntry).where(*narrowed)
    return page_of(query, RegisterEntry.position, after=asked.after, before=asked.before)


def _nearby(asked: Asked, narrowed: list[ColumnElement[bool]], words: list[str]) -> list[int] | None:
    """The page of entries that hold the words, when it is found among the next few of the list, or the list ends there.

    Common words soon have their page so; the full-text index would name a large part of the register for them, while of
    words that are not there it names few. Neither way grows with the register.
    """
    near = first_of(
        select(RegisterEntry.position, RegisterEntry.search).where(*narrowed), RegisterEntry.position, NEAR,
        after=asked.after, before=asked.before,
    ).cte("near")  # fmt: skip
    held = first_of(
        select(near.c.position).where(holding(near.c.search, words)), near.c.position, SIZE + 1,
        after=asked.after, before=asked.before,
    ).subquery()  # fmt: skip
    read = select(func.count().label("number")).select_from(near).subquery()
    rows = db.session.execute(select(read.c.number, held.c.position).outerjoin_from(read, held, true())).all()
    found = [position for _, position in rows if position is not None]
    return found if len(found) > SIZE or rows[0].number < NEAR else None


def _by_index(asked: Asked, narrowed: list[ColumnElement[bool]], words: list[str]) -> list[int]:
    """The page by the full-text index. Ordered here and not there: asked for an order and a limit, PostgreSQL would
    rather go through the whole register, hoping to have enough soon."""
    keys = select(RegisterEntry.position).where(*narrowed, in_register(words))
    if asked.after is not None:
        return nlargest(SIZE + 1, db.session.scalars(keys.where(RegisterEntry.position < asked.after)))
    if asked.before is not None:
        return nsmallest(SIZE + 1, db.session.scalars(keys.where(RegisterEntry.position > asked.before)))
    return nlargest(SIZE + 1, db.session.scalars(keys))


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
    return found


def choices() -> Choices:
    """Campaigns and units are few beside the register, so what is offered is read from them and not from it."""
    listed = campaigns_in_force().rows
    awards = {award.code: award.name for found in listed for award in found.rules.awards}
    units = db.session.execute(select(Unit.code, Unit.name).order_by(Unit.name)).all()
    return Choices(
        campaigns=[(found.row.code, found.row.title) for found in listed],
        years=[(str(year), str(year)) for year in _years()],
        awards=list(awards.items()),
        units=[(code, name) for code, name in units],
    )


def _years() -> list[int]:
    """Years that the register holds, the latest first: one step of the index for each."""
    first = select(func.max(RegisterEntry.year).label("year")).cte("years", recursive=True)
    row = aliased(RegisterEntry)
    earlier = select(func.max(row.year)).where(row.year < first.c.year).scalar_subquery()
    every = first.union_all(select(earlier).where(first.c.year.is_not(None)))
    return [year for year in db.session.scalars(select(every.c.year)) if year is not None]


def entry(code: str) -> Entry | None:
    """With the decision that revoked it, and the last one that corrected it, whose line says what stood here before."""
    revocation, correction = aliased(Decision), aliased(Decision)
    last = (
        select(func.max(DecisionLine.decision_id))
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .where(DecisionLine.nomination_id == RegisterEntry.nomination_id)
        .where(Decision.kind == Kind.CORRECTION, Decision.status == Status.PUBLISHED)
        .correlate(RegisterEntry)
        .scalar_subquery()
    )
    line = and_(DecisionLine.decision_id == last, DecisionLine.nomination_id == RegisterEntry.nomination_id)
    query = (
        select(RegisterEntry, Campaign, PastDecision, revocation, correction, DecisionLine)
        .outerjoin(Campaign, Campaign.id == RegisterEntry.campaign_id)
        .outerjoin(PastAward, PastAward.id == RegisterEntry.past_award_id)
        .outerjoin(PastDecision, PastDecision.id == PastAward.decision_id)
        .outerjoin(revocation, revocation.id == RegisterEntry.revoked_by_decision_id)
        .outerjoin(DecisionLine, line)
        .outerjoin(correction, correction.id == DecisionLine.decision_id)
        .where(RegisterEntry.code == code)
    )
    found = db.session.execute(query).one_or_none()
    return None if found is None else Entry(*found)


def citation_limit(row: RegisterEntry) -> int:
    """How many characters the campaign lets stand on the certificate of this award, which was decided here."""
    query = select(CampaignVersion).join(Nomination, Nomination.campaign_version_id == CampaignVersion.id)
    version = db.session.scalars(query.where(Nomination.id == row.nomination_id)).one()
    return campaign_of(version).award(row.award).citation_max
