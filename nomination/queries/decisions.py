"""Decisions for their readers: which ones, the list page by page, and who may still be put into one."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, func, select, true

from nomination.dossier_rows import LIVE_DECISION
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Decision, DecisionLine, HoldRecord, Nomination, Unit
from nomination.queries.pages import Page, page_of
from nomination.queries.visible import visible_to
from workflow.decision import Kind, Status
from workflow.dossier import Actor
from workflow.vocabulary import Role, State

MOST_LINES = 1000
"""One decision holds at most as many lines: its page shows all of them."""
WHOLE = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.MINISTER, Role.AUDITOR})
FROZEN_ON = (Status.FROZEN, Status.SIGNED, Status.ISSUED, Status.PUBLISHED)


@dataclass(frozen=True)
class Asked:
    """What the reader filters the list by; `after` and `before` are keyset places."""

    campaign: str = ""
    status: str = ""
    kind: str = ""
    after: int | None = None
    before: int | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.campaign or self.status or self.kind)


@dataclass(frozen=True)
class Candidate:
    """A nomination that may be put into a decision."""

    id: int
    code: str
    name: str
    unit: str
    award: str
    kind: str
    held: bool


def visible_decisions(actor: Actor) -> ColumnElement[bool]:
    """The department, the minister and the auditor see all; the registry what is frozen, for papers signed by hand, and
    what comes after."""
    held = actor.roles()
    if held & WHOLE:
        return true()
    return Decision.status.in_(FROZEN_ON) if Role.REGISTRY_CLERK in held else false()


def decisions(actor: Actor, asked: Asked) -> Page[tuple[Decision, str, int]]:
    """One page, newest first: each decision with its campaign's title and how many lines it holds."""
    lines = select(func.count()).where(DecisionLine.decision_id == Decision.id).correlate(Decision).scalar_subquery()
    query = select(Decision, Campaign.title, lines).join(Campaign, Campaign.id == Decision.campaign_id)
    query = query.where(visible_decisions(actor), *_narrowed(asked))
    return page_of(query, Decision.id, after=asked.after, before=asked.before)


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.campaign:
        found.append(
            Decision.campaign_id == select(Campaign.id).where(Campaign.code == asked.campaign).scalar_subquery()
        )
    if asked.status in set(Status):
        found.append(Decision.status == asked.status)
    if asked.kind in set(Kind):
        found.append(Decision.kind == asked.kind)
    return found


def campaign_choices() -> list[tuple[str, str]]:
    """Campaigns that launched, newest first, for a filter and for starting a decision."""
    query = (
        select(Campaign.code, Campaign.title)
        .where(Campaign.id.in_(select(CampaignVersion.campaign_id).where(CampaignVersion.status == "in_force")))
        .order_by(Campaign.id.desc())
    )
    return [(code, title) for code, title in db.session.execute(query)]


def launched(code: str) -> tuple[Campaign, CampaignVersion] | None:
    """The campaign with its version in force."""
    query = (
        select(Campaign, CampaignVersion)
        .join(CampaignVersion, CampaignVersion.campaign_id == Campaign.id)
        .where(Campaign.code == code, CampaignVersion.status == "in_force")
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def undecided(actor: Actor, campaign_id: int) -> list[ColumnElement[bool]]:
    """Conditions on a nomination: it waits for signature and is in no live award decision."""
    taken = (
        select(DecisionLine.nomination_id)
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .where(DecisionLine.nomination_id == Nomination.id)
        .where(Decision.status.in_(LIVE_DECISION), Decision.kind == Kind.AWARD)
        .correlate(Nomination)
    )
    return [
        visible_to(actor),
        Nomination.campaign_id == campaign_id,
        Nomination.state == State.MINISTER_SIGNOFF,
        ~taken.exists(),
    ]


def candidates(actor: Actor, campaign_id: int) -> list[Candidate]:
    """Every nomination that may still be put into a decision of the campaign. One query."""
    query = _candidate_columns().where(*undecided(actor, campaign_id)).order_by(Nomination.award, Nomination.id)
    query = query.limit(MOST_LINES)
    return [Candidate(*row) for row in db.session.execute(query)]


def _candidate_columns() -> Select[tuple[int, str, str, str, str, str, bool]]:
    held = select(HoldRecord.id).where(HoldRecord.nomination_id == Nomination.id, HoldRecord.lifted_at.is_(None))
    return select(
        Nomination.id, Nomination.code, Nomination.nominee_name, Unit.name, Nomination.award, Nomination.kind,
        held.correlate(Nomination).exists(),
    ).join(Unit, Unit.id == Nomination.unit_id)  # fmt: skip
