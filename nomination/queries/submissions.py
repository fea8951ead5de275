"""Submission letters, and the nominations of a unit that could go into one, each with all that stands against it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Campaign, Nomination, Person, Submission, Unit
from nomination.queries.pages import Page, keys_of
from nomination.queries.visible import DEPARTMENT
from nomination.services.transaction import Missing
from workflow.circumstances import Submission as Facts
from workflow.dossier import Actor, Reason
from workflow.machine import options
from workflow.vocabulary import Role, State, Trigger

READING_ALL = DEPARTMENT | {Role.COUNCIL_SECRETARY}
WRITING = (State.DRAFT.value, State.UNIT_APPROVAL.value)
MOST = 100


@dataclass(frozen=True)
class Candidate:
    """A nomination that may go into the letter; `reasons` is all that stands against it but the letter."""

    loaded: Loaded
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Letter:
    """A letter with its unit, its campaign, who sent it, and what it carries."""

    row: Submission
    unit: Unit
    campaign: Campaign
    sender: str | None
    carried: tuple[Loaded, ...]


def may_read(actor: Actor) -> ColumnElement[bool]:
    """A unit reads its own letters, the department all that were sent."""
    return or_(false(), *_readable(actor))


def _readable(actor: Actor) -> list[ColumnElement[bool]]:
    """`may_read` in parts, each of which an index gives in order."""
    units = actor.units()
    sent = [Submission.sent_at.is_not(None)] if actor.roles() & READING_ALL else []
    return [*sent, *(Submission.unit_id == unit for unit in units)]


def candidates(actor: Actor, campaign_id: int) -> list[Candidate]:
    """What the actor's units are still writing, at most a hundred: those that are ready first, then by age."""
    units = actor.units()
    listed = (
        select(Nomination.id)
        .where(Nomination.campaign_id == campaign_id, Nomination.unit_id.in_(units), Nomination.state.in_(WRITING))
        .order_by(Nomination.id)
        .limit(MOST)
    )
    found = [Candidate(loaded, _against(loaded, actor)) for loaded in load_all(Nomination.id.in_(listed))]
    return sorted(found, key=lambda one: bool(one.reasons))


def _against(loaded: Loaded, actor: Actor) -> tuple[Reason, ...]:
    """As if the letter were there, for this page makes it. Whose part it is, the page says once."""
    dossier = replace(loaded.dossier, submission=Facts("", loaded.dossier.now.date(), 1, 1, True))
    found = [option for option in options(dossier, actor) if option.trigger is Trigger.SUBMIT]
    return tuple(reason for reason in found[0].reasons if reason.code != "role") if found else ()


def letter(actor: Actor, code: str) -> Letter:
    """Raises `Missing` when the actor may not read it."""
    query = (
        select(Submission, Unit, Campaign, Person.full_name)
        .join(Unit, Unit.id == Submission.unit_id)
        .join(Campaign, Campaign.id == Submission.campaign_id)
        .outerjoin(Person, Person.id == Submission.sent_by_id)
        .where(and_(Submission.code == code, may_read(actor)))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise Missing
    row, unit, campaign, sender = found
    return Letter(row, unit, campaign, sender, tuple(load_all(Nomination.submission_id == row.id)))


def letters(
    actor: Actor, campaign_id: int, *, after: int | None = None, before: int | None = None
) -> Page[tuple[Submission, Unit]]:
    """A page of letters, newest first."""
    parts = [[part, Submission.campaign_id == campaign_id] for part in _readable(actor)]
    page = keys_of(Submission.id, parts, after=after, before=before)
    query = select(Submission, Unit).join(Unit, Unit.id == Submission.unit_id).where(Submission.id.in_(page.rows))
    return Page(db.session.execute(query.order_by(Submission.id.desc())).all(), page.older, page.newer)


def carried_by(letter_ids: Iterable[int]) -> dict[int, int]:
    """How many nominations each of these letters carries."""
    query = (
        select(Nomination.submission_id, func.count())
        .where(Nomination.submission_id.in_(list(letter_ids)))
        .group_by(Nomination.submission_id)
    )
    return {letter_id: number for letter_id, number in db.session.execute(query) if letter_id is not None}
