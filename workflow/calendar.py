"""Working days and half-open periods. The table of holidays is handed in, edited every year, never guessed here."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from workflow.words import N_

ONE_DAY = timedelta(days=1)
WEEKEND = (5, 6)
DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
"""How people here write a day, the first form first; the last is what browsers and files send."""


class DayKind(StrEnum):
    """How a day differs from what its weekday says."""

    OFF = "off"
    WORKED = "worked"

    @property
    def label(self) -> str:
        return {"off": N_("Day off"), "worked": N_("Worked in exchange")}[self]


def read_day(typed: str) -> date | None:
    """The day that was typed, or None when it is none that a calendar has."""
    for form in DAYS:
        try:
            return datetime.strptime(typed.strip(), form).date()
        except ValueError:
            continue
    return None


@dataclass(frozen=True)
class Calendar:
    """Days off on top of Saturday and Sunday, and weekend days that are worked in exchange (*ngày làm bù*)."""

    holidays: frozenset[date] = frozenset()
    swapped: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.holidays & self.swapped:
            raise ValueError("a day is either off or worked in exchange, never both")

    def is_working_day(self, day: date) -> bool:
        return day in self.swapped or (day.weekday() not in WEEKEND and day not in self.holidays)


def add_working_days(start: date, days: int, calendar: Calendar) -> date:
    """The last day of a term: counting begins on the working day after `start`, whatever day `start` is."""
    if days < 0:
        raise ValueError("a term runs forward")
    day = start
    while days:
        day += ONE_DAY
        days -= calendar.is_working_day(day)
    return day


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days after `after` up to and with `until`; negative when `until` lies before."""
    if until < after:
        return -working_days_between(until, after, calendar)
    span = (after + ONE_DAY * n for n in range(1, (until - after).days + 1))
    return sum(calendar.is_working_day(day) for day in span)


def days_left(today: date, due: date, calendar: Calendar) -> int:
    """Working days still left, today not counted: 0 on the last day, negative when overdue."""
    return working_days_between(today, due, calendar)


@dataclass(frozen=True)
class Pause:
    """A stretch in which a clock stands still, such as a return for completion: first day and, when over, last day."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    @classmethod
    def between(cls, begun: date, ended: date | None) -> "Pause":
        """What began and ended in the course of a day. As with receipt, the day itself is not counted anew: the clock
        stands still from the next day to the day of the end, and runs again on the day after."""
        return cls(begun + ONE_DAY, ended)


def due_date(start: date, days: int, calendar: Calendar, pauses: tuple[Pause, ...] = ()) -> date | None:
    """The last day of a term whose clock pauses; None while a pause that has no end keeps it from running out."""
    if days < 0:
        raise ValueError("a term runs forward")
    day = start
    while days:
        day += ONE_DAY
        if any(pause.last is None and pause.covers(day) for pause in pauses):
            return None
        days -= calendar.is_working_day(day) and not any(pause.covers(day) for pause in pauses)
    return day


@dataclass(frozen=True)
class Clock:
    """A term in working days that runs from the day after `started` and pauses. `limit` None: the rules set none."""

    started: date
    limit: int | None
    pauses: tuple[Pause, ...]
    calendar: Calendar

    def spent(self, today: date) -> int:
        """Working days used up to the end of `today`."""
        days = (self.started + ONE_DAY * n for n in range(1, (today - self.started).days + 1))
        return sum(
            self.calendar.is_working_day(day) and not any(pause.covers(day) for pause in self.pauses) for day in days
        )

    def left(self, today: date) -> int | None:
        """Working days left: 0 on the last day, negative when overdue, the same every day while the clock stands."""
        return None if self.limit is None else self.limit - self.spent(today)

    @property
    def standing(self) -> bool:
        """Something keeps it from running."""
        return any(pause.last is None for pause in self.pauses)

    @property
    def due(self) -> date | None:
        """The last day of the term; None without a limit, or while the clock stands before it is reached."""
        return None if self.limit is None else due_date(self.started, self.limit, self.calendar, self.pauses)


def end_of(day: date, zone: tzinfo) -> datetime:
    """“Until the end of the day” as the closing moment of a half-open window: the first moment of the next day."""
    return datetime.combine(day + ONE_DAY, time(), zone)
