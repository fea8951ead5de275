"""How long vettings have taken and may still take: days off, and what makes each clock stand still, in one query."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Date, Integer, String, cast, literal, null, select, union_all
from sqlalchemy.orm import aliased

from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import CalendarDay, HoldRecord, Opinion, OpinionLetter, Transition
from nomination.models.base import UtcDateTime
from nomination.rulesets import ruleset
from workflow.calendar import Calendar, Clock, DayKind, Pause
from workflow.campaign import Campaign as Rules
from workflow.vocabulary import State

LIMIT = "vetting.working_days"
VETTING = State.DEPARTMENT_VETTING.value


def calendar() -> Calendar:
    """The days that are not what their weekday says, as people entered them."""
    return _calendar(db.session.execute(select(CalendarDay.kind, CalendarDay.day)).all())


class Vetted(Protocol):
    """What the clock asks of a nomination, or of the row of one."""

    id: Any
    received_at: Any
    ruleset: Any


def clocks_of(asked: Iterable[tuple[Vetted, Rules]], connection: Connection | None = None) -> dict[int, Clock]:
    """By nomination id. What was not received has no clock. One query for any number."""
    received = [one for one in asked if one[0].received_at is not None]
    if not received:
        return {}
    query = union_all(*_parts([nomination.id for nomination, _ in received]))
    found = (connection or db.session).execute(query).all()
    days = _calendar([(row.what, row.first) for row in found if row.nomination_id is None])
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for row in found:
        if row.nomination_id is not None:
            pauses[row.nomination_id].append(Pause.between(*_span(row)))
    return {
        nomination.id: Clock(_started(nomination), limit_of(nomination, rules), tuple(pauses[nomination.id]), days)
        for nomination, rules in received
    }


def limit_of(nomination: Vetted, rules: Rules) -> int | None:
    """Working days for the vetting, by the rule set pinned at receipt with what the campaign sets itself."""
    pinned = ruleset(nomination.ruleset or rules.ruleset).with_own(rules.parameters)
    found = pinned.in_force(LIMIT, _started(nomination))
    return found.value if found is not None and type(found.value) is int else None


def _started(nomination: Vetted) -> date:
    assert nomination.received_at is not None
    return _day(nomination.received_at)


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _span(row: Any) -> tuple[date, date | None]:
    if row.begun is None:
        return row.first, row.last
    return _day(row.begun), None if row.ended is None else _day(row.ended)


def _calendar(days: Iterable[Any]) -> Calendar:
    listed = list(days)
    return Calendar(
        frozenset(day for kind, day in listed if kind == DayKind.OFF),
        frozenset(day for kind, day in listed if kind == DayKind.WORKED),
    )


def _parts(ids: list[int]) -> list[Any]:
    """Days off; stretches in which a nomination lay elsewhere; holds; opinions that are out."""
    no_moment, no_day = cast(null(), UtcDateTime()), cast(null(), Date)
    moments = (no_day.label("first"), no_day.label("last"))
    days = select(
        cast(CalendarDay.kind, String).label("what"), cast(null(), Integer).label("nomination_id"),
        no_moment.label("begun"), no_moment.label("ended"), CalendarDay.day.label("first"), no_day.label("last"),
    )  # fmt: skip
    left, back = aliased(Transition), aliased(Transition)
    returned = (
        select(back.at)
        .where(back.nomination_id == left.nomination_id, back.n > left.n, back.to_state == VETTING)
        .order_by(back.n)
        .limit(1)
        .correlate(left)
        .scalar_subquery()
    )
    away = select(literal("away"), left.nomination_id, left.at, returned, *moments).where(
        left.nomination_id.in_(ids), left.from_state == VETTING, left.to_state != VETTING
    )
    held = select(literal("hold"), HoldRecord.nomination_id, HoldRecord.set_at, HoldRecord.lifted_at, *moments).where(
        HoldRecord.nomination_id.in_(ids)
    )
    asked = (
        select(
            literal("opinion"), Opinion.nomination_id, no_moment, no_moment, OpinionLetter.asked_on, Opinion.answered_on
        )
        .join(OpinionLetter, OpinionLetter.id == Opinion.letter_id)
        .where(Opinion.nomination_id.in_(ids))
    )
    return [days, away, held, asked]
