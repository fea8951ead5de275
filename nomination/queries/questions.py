"""Questions to the department as each reader may know them: the asking unit is told to itself and to the department."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import Campaign, ClusterMembership, Person, Question, Unit
from nomination.queries.campaigns import InForce
from nomination.queries.pages import SIZE, Page, page_of
from nomination.queries.plans import members_of
from nomination.queries.visible import DEPARTMENT
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.words import N_

OF_DEPARTMENT = {"open": N_("Not answered"), "answered": N_("Answered")}
OF_UNIT = {"own": N_("Questions of the unit"), "shared": N_("Answers for all units")}


@dataclass(frozen=True)
class Asked:
    """One question. Who asked is told to the unit itself and inside the department, who answered only there."""

    row: Question
    unit: str | None
    asked_by: str | None
    answered_by: str | None


def parts_for(actor: Actor) -> dict[str, str]:
    """The lists that the actor has, the first of them first, with their names as messages."""
    units = actor.units()
    return (OF_DEPARTMENT if actor.roles() & DEPARTMENT else {}) | (OF_UNIT if units else {})


def questions(
    actor: Actor, campaign: Campaign, part: str, *, after: int | None = None, before: int | None = None
) -> Page[Asked]:
    """One page of a part: what waits for an answer the oldest first, everything else the newest first."""
    query = _named().where(Question.campaign_id == campaign.id, _part(actor, campaign, part))
    if part == "open":
        waiting = query.where(Question.id > (after or 0)).order_by(Question.id).limit(SIZE + 1)
        rows = db.session.execute(waiting).all()
        shown = [_asked(actor, row) for row in rows[:SIZE]]
        return Page(shown, shown[-1].row.id if len(rows) > SIZE else None)
    page = page_of(query, Question.id, after=after, before=before)
    return Page([_asked(actor, row) for row in page.rows], page.older, page.newer)


def question(actor: Actor, found: InForce, question_id: int) -> Asked:
    """Raises `Missing` when there is none or the actor may not read it."""
    seen = [_part(actor, found.row, part) for part in parts_for(actor)]
    query = _named().where(Question.id == question_id, Question.campaign_id == found.row.id, or_(false(), *seen))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    return _asked(actor, row)


def _part(actor: Actor, campaign: Campaign, part: str) -> ColumnElement[bool]:
    units = actor.units()
    addressed = members_of(campaign).where(ClusterMembership.unit_id.in_(units)).exists()
    conditions: dict[str, ColumnElement[bool]] = {
        "open": Question.answered_at.is_(None),
        "answered": Question.answered_at.is_not(None),
        "own": Question.unit_id.in_(units),
        "shared": and_(Question.shared.is_(True), addressed),
    }
    return conditions.get(part, false())


def _named() -> Select[Any]:
    asker, answerer = aliased(Person), aliased(Person)
    return (
        select(Question, Unit.name.label("unit"), asker.full_name.label("asker"), answerer.full_name.label("answerer"))
        .join(Unit, Unit.id == Question.unit_id)
        .join(asker, asker.id == Question.asked_by_id)
        .outerjoin(answerer, answerer.id == Question.answered_by_id)
    )


def _asked(actor: Actor, row: Any) -> Asked:
    inside = bool(actor.roles() & DEPARTMENT)
    own = row.Question.unit_id in actor.units()
    known = inside or own
    return Asked(
        row.Question, row.unit if known else None, row.asker if known else None, row.answerer if inside else None
    )
