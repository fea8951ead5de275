"""Days off and days worked in exchange: entered with the paper that says so, taken out again, both on record."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select, true

from nomination import clock
from nomination.extensions import db
from nomination.models import CalendarDay
from nomination.services import audit
from nomination.services.clocks import keep_places
from nomination.services.transaction import Invalid, Missing, writing
from nomination.services.wording import NEEDED, TOO_LONG
from workflow.calendar import WEEKEND, DayKind
from workflow.dossier import Actor
from workflow.vocabulary import Role
from workflow.words import N_

KEEPING = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})
GROUND_MAX, LONGEST = 300, 31
BACKWARDS = N_("The last day lies before the first.")
TOO_LONG_A_SPAN = N_("At most %(limit)s days at once.")
NOTHING_NEW = N_("Nothing to enter: Saturdays and Sundays are days off by themselves.")
NO_WEEKEND = N_("Only a Saturday or a Sunday is worked in exchange: %(day)s is a weekday.")
THERE = N_("%(day)s is in the table already. Take it out first.")


def enter_days(actor: Actor, kind: str, first: date, last: date | None, ground: str) -> list[date]:
    """Enter one day or a span of them. Of a span off, its weekends are left out: they are off anyway.

    Raises `Missing` (not the department) or `Invalid`.
    """
    _refuse_outsider(actor)
    days = _days(kind, first, last or first)
    _check_ground(ground)
    with writing():
        audit.in_turn()
        there = db.session.scalars(select(CalendarDay.day).where(CalendarDay.day.in_(days)).order_by(CalendarDay.day))
        taken = there.first()
        if taken is not None:
            raise Invalid.one("first", THERE, day=f"{taken:%d/%m/%Y}")
        for day in days:
            row = CalendarDay(day=day, kind=kind, ground=ground.strip(), recorded_by_id=actor.person_id)
            row.recorded_at = clock.now()
            db.session.add(row)
        facts = {"kind": kind, "days": [day.isoformat() for day in days], "ground": ground.strip()}
        audit.record(actor, "calendar:enter", subject=("calendar", days[0].isoformat()), facts=facts)
        keep_places(true())
    return days


def take_out_day(actor: Actor, day: date) -> None:
    """The day is again what its weekday says. Raises `Missing`."""
    _refuse_outsider(actor)
    with writing():
        row = db.session.get(CalendarDay, day, with_for_update=True)
        if row is None:
            raise Missing
        facts = {"kind": row.kind, "ground": row.ground}
        db.session.delete(row)
        audit.record(actor, "calendar:take_out", subject=("calendar", day.isoformat()), facts=facts)
        keep_places(true())


def _refuse_outsider(actor: Actor) -> None:
    if not actor.roles() & KEEPING:
        raise Missing


def _days(kind: str, first: date, last: date) -> list[date]:
    if last < first:
        raise Invalid.one("last", BACKWARDS)
    if (last - first).days >= LONGEST:
        raise Invalid.one("last", TOO_LONG_A_SPAN, limit=LONGEST)
    span = list(_span(first, last))
    weekday = next((day for day in span if day.weekday() not in WEEKEND), None)
    if kind == DayKind.WORKED:
        if weekday is not None:
            raise Invalid.one("first", NO_WEEKEND, day=f"{weekday:%d/%m/%Y}")
        return span
    if weekday is None:
        raise Invalid.one("first", NOTHING_NEW)
    return [day for day in span if day.weekday() not in WEEKEND]


def _span(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _check_ground(ground: str) -> None:
    if not ground.strip():
        raise Invalid.one("ground", NEEDED)
    if len(ground) > GROUND_MAX:
        raise Invalid.one("ground", TOO_LONG, limit=GROUND_MAX, length=len(ground))
