"""Working days: weekends, holidays, swapped days, pauses, and the end of a day."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import (
    Calendar,
    Pause,
    add_working_days,
    days_left,
    due_date,
    end_of,
    working_days_between,
)

PLAIN = Calendar()
FRIDAY, SATURDAY, MONDAY = date(2031, 3, 7), date(2031, 3, 8), date(2031, 3, 10)
DAYS = st.dates(date(2030, 1, 1), date(2032, 12, 31))


def test_a_term_skips_the_weekend_and_starts_on_the_next_working_day() -> None:
    assert add_working_days(FRIDAY, 0, PLAIN) == FRIDAY
    assert add_working_days(FRIDAY, 1, PLAIN) == MONDAY
    assert add_working_days(SATURDAY, 1, PLAIN) == MONDAY
    assert add_working_days(FRIDAY, 25, PLAIN) == date(2031, 4, 11)


def test_a_holiday_is_skipped_and_a_swapped_saturday_counts() -> None:
    assert add_working_days(FRIDAY, 1, Calendar(frozenset({MONDAY}))) == date(2031, 3, 11)
    assert add_working_days(FRIDAY, 1, Calendar(swapped=frozenset({SATURDAY}))) == SATURDAY


def test_a_day_is_not_both_off_and_worked() -> None:
    with pytest.raises(ValueError, match="never both"):
        Calendar(frozenset({SATURDAY}), frozenset({SATURDAY}))


def test_a_term_runs_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(FRIDAY, -1, PLAIN)
    with pytest.raises(ValueError, match="forward"):
        due_date(FRIDAY, -1, PLAIN)


def test_days_left_is_zero_on_the_last_day_and_negative_after_it() -> None:
    assert days_left(FRIDAY, MONDAY, PLAIN) == 1
    assert days_left(MONDAY, MONDAY, PLAIN) == 0
    assert days_left(MONDAY, FRIDAY, PLAIN) == -1


@given(start=DAYS, days=st.integers(0, 60), holidays=st.frozensets(DAYS, max_size=20))
def test_adding_and_counting_are_inverse(start: date, days: int, holidays: frozenset[date]) -> None:
    calendar = Calendar(holidays)
    due = add_working_days(start, days, calendar)
    assert working_days_between(start, due, calendar) == days
    assert due == start or calendar.is_working_day(due)
    assert due_date(start, days, calendar) == due


def test_a_pause_stops_the_clock_and_an_open_one_stops_it_for_good() -> None:
    week = Pause(date(2031, 3, 10), date(2031, 3, 14))
    assert due_date(FRIDAY, 1, PLAIN, (week,)) == date(2031, 3, 17)
    assert due_date(FRIDAY, 1, PLAIN, (Pause(MONDAY),)) is None
    assert due_date(FRIDAY, 1, PLAIN, (Pause(date(2031, 3, 11)),)) == MONDAY


def test_until_the_end_of_a_day_is_the_first_moment_of_the_next() -> None:
    zone = timezone(timedelta(hours=7))
    assert end_of(date(2031, 12, 31), zone) == datetime(2032, 1, 1, tzinfo=zone)
