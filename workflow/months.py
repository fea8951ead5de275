"""Months as `YYYY-MM`: their order, how people write them here, and whether one has begun or ended at a moment."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")
VIETNAM = timezone(timedelta(hours=7))
"""The hour in Vietnam; fixed, for no month of a campaign lies before the last change of it."""
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CALLED = r"(?:thang|thg|month|t)?[. ]*"
WITH_YEAR = re.compile(CALLED + r"(?P<month>[0-9]{1,2})(?: ?[/.-] ?| ?(?:, ?)?nam ?| )(?P<year>[0-9]{4}|[0-9]{2})")
YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[/.-](?P<month>[0-9]{1,2})(?:-[0-9]{2})?")
DAY_OF = re.compile(r"[0-9]{1,2}[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
IN_ENGLISH = re.compile(rf"(?P<name>{'|'.join(ENGLISH)})[a-z]*[ ,./-]*(?P<year>[0-9]{{4}}|[0-9]{{2}})")
NUMBER_ALONE = re.compile(CALLED + r"(?P<month>[0-9]{1,2})")


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


def folded(text: str) -> str:
    """Small letters without marks and single spaces, to know a word by."""
    letters = unicodedata.normalize("NFKD", text.replace("\u0110", "D").replace("\u0111", "d"))
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).casefold().split())


def months_meant(written: str, span: Sequence[str]) -> list[str]:
    """Which months a written one may be: 01/2020, 2020-01, Tháng 1, T1, Jan-20, 1. One without its year is of the span.

    Empty when it is no month; several when a year must be written to tell them apart.
    """
    text = folded(written)
    for shape in (WITH_YEAR, YEAR_FIRST, DAY_OF, IN_ENGLISH):
        found = shape.fullmatch(text)
        if found:
            parts = found.groupdict()
            number = ENGLISH.index(parts["name"]) + 1 if "name" in parts else int(parts["month"])
            return _of_year(number, parts["year"], span)
    found = NUMBER_ALONE.fullmatch(text)
    return [month for month in span if int(month[5:]) == int(found["month"])] if found else []


def has_year(written: str) -> bool:
    """Whether a written month names its year."""
    text = folded(written)
    return any(shape.fullmatch(text) for shape in (WITH_YEAR, YEAR_FIRST, DAY_OF, IN_ENGLISH))


def _of_year(number: int, year: str, span: Sequence[str]) -> list[str]:
    """The month, also outside the span. Two digits of a year mean the century of the span."""
    if not 1 <= number <= 12:
        return []
    month = f"{span[0][:2]}{year}-{number:02d}" if len(year) == 2 else f"{year}-{number:02d}"
    return [month] if MONTH.fullmatch(month) else []
