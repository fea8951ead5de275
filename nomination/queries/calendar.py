"""The table of days off and of days worked in exchange, as its page shows it."""

from dataclasses import dataclass

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import CalendarDay, Person
from workflow.calendar import DayKind

MOST = 500


@dataclass(frozen=True)
class Kept:
    """One day with who entered it."""

    row: CalendarDay
    kind: DayKind
    by: str


def kept_days() -> dict[int, list[Kept]]:
    """By year, the newest year first, the days of a year in their order."""
    query = (
        select(CalendarDay, Person.full_name)
        .join(Person, Person.id == CalendarDay.recorded_by_id)
        .order_by(CalendarDay.day.desc())
        .limit(MOST)
    )
    found: dict[int, list[Kept]] = {}
    for row, name in db.session.execute(query):
        found.setdefault(row.day.year, []).insert(0, Kept(row, DayKind(row.kind), name))
    return found
