"""Handing over for readers: which awards were handed over, which not yet, and which their units have confirmed."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from nomination.extensions import db
from nomination.models import Decision, Handover, RegisterEntry, Unit
from nomination.queries.pages import Page, page_of
from workflow.decision import Kind, Status
from workflow.dossier import Actor
from workflow.vocabulary import Role
from workflow.words import N_

RECORDING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
CONFIRMING = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
WHOLE = (*RECORDING, Role.AUDITOR)
READING = (*WHOLE, *CONFIRMING)
MOST_DECISIONS = 100
OPEN, HANDED, CONFIRMED = "open", "handed", "confirmed"
PARTS = {
    OPEN: N_("Not handed over yet"),
    HANDED: N_("Handed over, not confirmed"),
    CONFIRMED: N_("Receipt confirmed"),
}


@dataclass(frozen=True)
class Asked:
    """What the reader looks for; blank is no limit."""

    part: str = OPEN
    decision: str = ""
    unit: str = ""
    after: int | None = None
    before: int | None = None


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Awards that were published here: all for the department and the auditor, its own for a unit."""
    if actor.roles() & set(WHOLE):
        return RegisterEntry.nomination_id.is_not(None)
    units = actor.units()
    return and_(RegisterEntry.unit_id.in_(units), RegisterEntry.nomination_id.is_not(None)) if units else false()


def handovers(actor: Actor, asked: Asked) -> Page[tuple[RegisterEntry, Handover | None]]:
    query = select(RegisterEntry, Handover).outerjoin(Handover, Handover.entry_id == RegisterEntry.id)
    query = query.where(readable_by(actor), *narrowed(asked), standing(asked.part))
    return page_of(query, RegisterEntry.position, after=asked.after, before=asked.before)


def narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.decision:
        of = select(Decision.id).where(Decision.code == asked.decision).scalar_subquery()
        found.append(RegisterEntry.decision_id == of)
    if asked.unit:
        found.append(RegisterEntry.unit_id == select(Unit.id).where(Unit.code == asked.unit).scalar_subquery())
    return found


def standing(part: str) -> ColumnElement[bool]:
    """A revoked award is not handed over any more; what was handed over stays in the list."""
    parts = {
        OPEN: and_(Handover.entry_id.is_(None), RegisterEntry.revoked_at.is_(None)),
        HANDED: and_(Handover.entry_id.is_not(None), Handover.confirmed_at.is_(None)),
        CONFIRMED: Handover.confirmed_at.is_not(None),
    }
    return parts.get(part, or_(Handover.entry_id.is_not(None), true()))


def decision_choices() -> list[tuple[str, str]]:
    query = (
        select(Decision.code, Decision.number)
        .where(Decision.status == Status.PUBLISHED.value, Decision.kind == Kind.AWARD.value)
        .order_by(Decision.id.desc())
        .limit(MOST_DECISIONS)
    )
    return [(code, number) for code, number in db.session.execute(query)]


def unit_choices(actor: Actor) -> list[tuple[str, str]]:
    """All for the department; a unit that is alone has nothing to choose."""
    query = select(Unit.code, Unit.name).order_by(Unit.name)
    if not actor.roles() & set(WHOLE):
        query = query.where(Unit.id.in_(actor.units()))
    return [(code, name) for code, name in db.session.execute(query)]
