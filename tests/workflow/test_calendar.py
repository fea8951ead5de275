"""Working days: weekends, holidays, swapped days, pauses, and the end of a day."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import (
    Calendar,
    Clock,
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


def test_a_clock_counts_from_the_day_after_and_knows_its_last_day() -> None:
    """Received on a Thursday; Friday is the first of five, Thursday of the next week the last."""
    clock = Clock(date(2031, 6, 5), 5, (), Calendar())
    assert clock.due == date(2031, 6, 12)
    left = {date(2031, 6, 5): 5, date(2031, 6, 6): 4, date(2031, 6, 8): 4, date(2031, 6, 12): 0, date(2031, 6, 13): -1}
    assert {day: clock.left(day) for day in left} == left


def test_a_clock_stands_from_the_next_day_to_the_day_of_the_end() -> None:
    """Returned on Friday, back on Wednesday: Friday was spent, Thursday is the next day that counts."""
    standing = Clock(date(2031, 6, 5), 5, (Pause.between(date(2031, 6, 6), None),), Calendar())
    assert (standing.standing, standing.due, standing.left(date(2031, 7, 31))) == (True, None, 4)
    back = Clock(date(2031, 6, 5), 5, (Pause.between(date(2031, 6, 6), date(2031, 6, 11)),), Calendar())
    assert (back.standing, back.due, back.left(date(2031, 6, 11)), back.left(date(2031, 6, 12))) == (
        False, date(2031, 6, 17), 4, 3,
    )  # fmt: skip


def test_what_begins_and_ends_on_one_day_costs_nothing_and_two_pauses_are_not_counted_twice() -> None:
    same_day = Pause.between(date(2031, 6, 6), date(2031, 6, 6))
    over_another = (
        Pause.between(date(2031, 6, 6), date(2031, 6, 11)),
        Pause.between(date(2031, 6, 9), date(2031, 6, 10)),
    )
    assert Clock(date(2031, 6, 5), 5, (same_day,), Calendar()).due == date(2031, 6, 12)
    assert Clock(date(2031, 6, 5), 5, over_another, Calendar()).due == date(2031, 6, 17)


def test_a_clock_looks_at_the_table_of_days_and_may_have_no_limit() -> None:
    table = Calendar(frozenset({date(2031, 6, 9)}), frozenset({date(2031, 6, 7)}))
    assert Clock(date(2031, 6, 5), 5, (), table).due == date(2031, 6, 12)
    assert Clock(date(2031, 6, 5), 2, (), table).due == date(2031, 6, 7)
    unlimited = Clock(date(2031, 6, 5), None, (), table)
    assert (unlimited.due, unlimited.left(date(2031, 6, 30)), unlimited.spent(date(2031, 6, 10))) == (None, None, 3)
