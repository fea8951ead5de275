"""Monthly figures of tasks for a year, of each shape that a strict rule of "every month above 90 %" tells apart."""

import random
from typing import TypedDict


class Month(TypedDict):
    """Tasks due in a month, done on time, and overdue at its end, as a nomination stores them."""

    month: str
    due: int
    on_time: int
    overdue: int


def passing(rng: random.Random, year: int, months: int = 12) -> list[Month]:
    """Every month strictly above 90 %, nothing overdue."""
    return [_good_month(rng, f"{year}-{number:02d}") for number in range(1, months + 1)]


def exactly_ninety(rng: random.Random, year: int, months: int = 12) -> list[Month]:
    """One month stands at exactly nine tasks in ten: above is not reached."""
    figures = passing(rng, year, months)
    place, tens = rng.randrange(months), rng.randint(1, 4)
    figures[place] = Month(month=figures[place]["month"], due=10 * tens, on_time=9 * tens, overdue=0)
    return figures


def below_once(rng: random.Random, year: int, months: int = 12) -> list[Month]:
    """One month is below 90 %, whatever the average of the year says."""
    figures = passing(rng, year, months)
    place, due = rng.randrange(months), rng.randint(8, 40)
    figures[place] = Month(month=figures[place]["month"], due=due, on_time=due * 8 // 10, overdue=0)
    return figures


def missing_month(rng: random.Random, year: int, months: int = 12) -> list[Month]:
    """One month was not reported."""
    figures = passing(rng, year, months)
    figures.pop(rng.randrange(months))
    return figures


def idle_month(rng: random.Random, year: int, months: int = 12) -> list[Month]:
    """One month had no task due, which is not a failure."""
    figures = passing(rng, year, months)
    place = rng.randrange(months)
    figures[place] = Month(month=figures[place]["month"], due=0, on_time=0, overdue=0)
    return figures


def overdue_task(rng: random.Random, year: int, months: int = 12) -> list[Month]:
    """Every month is above 90 %, yet one task was still overdue at the end of a month."""
    figures = passing(rng, year, months)
    place, due = rng.randrange(months), rng.randint(12, 40)
    figures[place] = Month(month=figures[place]["month"], due=due, on_time=due - 1, overdue=1)
    return figures


def _good_month(rng: random.Random, month: str) -> Month:
    """Late tasks stay under a tenth, so that a small month has none."""
    due = rng.randint(6, 64)
    late = rng.randint(0, (due - 1) // 10)
    return Month(month=month, due=due, on_time=due - late, overdue=0)
