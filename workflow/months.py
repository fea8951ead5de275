"""Months as `YYYY-MM`: their order, how people write them here, and whether one has begun or ended at a moment."""

import re
from datetime import datetime, timedelta, timezone

MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")
VIETNAM = timezone(timedelta(hours=7))
"""The hour in Vietnam; fixed, for no month of a campaign lies before the last change of it."""


def ordinal(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_at(place: int) -> str:
    return f"{place // 12:04d}-{place % 12 + 1:02d}"


def read_out(month: str) -> str:
    """`2031-04` as people write it here: 04/2031. What is not a month is shown as it came."""
    return f"{month[5:]}/{month[:4]}" if MONTH.fullmatch(month) else month


def has_ended(month: str, now: datetime) -> bool:
    return ordinal(month) < _current(now)


def has_begun(month: str, now: datetime) -> bool:
    return ordinal(month) <= _current(now)


def _current(now: datetime) -> int:
    """The month in Vietnam at an aware moment."""
    local = now.astimezone(VIETNAM)
    return local.year * 12 + local.month - 1
