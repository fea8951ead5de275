"""The one place that asks for the time. Moments are aware UTC; people see Vietnamese time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """This moment, aware UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The day in Vietnam, where deadlines are written."""
    return now().astimezone(VIETNAM).date()


def end_of(day: date) -> datetime:
    """The first moment after `day` in Vietnam: a deadline "hết ngày" is half-open."""
    return datetime.fromordinal(day.toordinal() + 1).replace(tzinfo=VIETNAM).astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as if it were `moment`: for the demonstration's history and for tests, never for a request."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
