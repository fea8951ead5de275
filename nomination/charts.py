"""Where the marks of a chart stand: numbers for a drawing, worked out from figures. The drawing is a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from workflow.months import read_out

LEFT, RIGHT, TOP, PLOT, FOOT = 44, 10, 14, 120, 40
STEP, NARROW_STEP = 19, 14
CROWDED = 18
TENS = Decimal(10)


@dataclass(frozen=True)
class Mark:
    """One month: its place, and which of five shapes it has.

    met, below: a rate. idle: no task was due. missing: asked for and not entered. waiting: not asked for yet.
    """

    month: str
    shape: str
    x: int
    y: int
    rate: Decimal | None
    overdue: int
    label: str
    year: str


@dataclass(frozen=True)
class MonthsChart:
    """The marks, the line of the rule at `line`, and the bottom of the scale, which need not be zero."""

    width: int
    height: int
    line: int
    floor: int
    low: Decimal
    threshold: Decimal
    strict: bool
    marks: tuple[Mark, ...]

    def of(self, shape: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.shape == shape]

    @property
    def long(self) -> bool:
        """Too many months to shrink to the width of a phone: it is moved sideways instead."""
        return len(self.marks) > CROWDED

    @property
    def overdue(self) -> int:
        return sum(mark.overdue for mark in self.marks)


def months_chart(figures: Mapping[str, Any]) -> MonthsChart | None:
    """The chart of a measure's finding; None while nothing is entered."""
    months: Sequence[Mapping[str, Any]] = figures["months"]
    if all(one["due"] is None for one in months):
        return None
    threshold, floor = Decimal(figures["threshold"]), TOP + PLOT
    rates = [Decimal(one["rate"]) for one in months if one["rate"] is not None]
    low = max(Decimal(0), (min([threshold, *rates]) / TENS).to_integral_value(ROUND_FLOOR) * TENS - TENS)
    step = NARROW_STEP if len(months) > CROWDED else STEP
    return MonthsChart(
        width=LEFT + step * len(months) + RIGHT, height=floor + FOOT, line=_height(threshold, low), floor=floor,
        low=low, threshold=threshold, strict=figures["comparison"] == "above",
        marks=tuple(_mark(one, LEFT + step * n + step // 2, low, crowded=step < STEP) for n, one in enumerate(months)),
    )  # fmt: skip


def _mark(one: Mapping[str, Any], x: int, low: Decimal, *, crowded: bool) -> Mark:
    rate = None if one["rate"] is None else Decimal(one["rate"])
    number, year = int(one["month"][5:]), one["month"][:4]
    return Mark(
        month=read_out(one["month"]), shape=_shape(one), x=x, y=TOP + PLOT if rate is None else _height(rate, low),
        rate=rate, overdue=one["overdue"] or 0, label=str(number) if not crowded or number % 3 == 1 else "", year=year,
    )  # fmt: skip


def _shape(one: Mapping[str, Any]) -> str:
    if one["due"] is None:
        return "missing" if one["asked"] else "waiting"
    if one["rate"] is None:
        return "idle" if one["met"] else "missing"
    return "met" if one["met"] else "below"


def _height(rate: Decimal, low: Decimal) -> int:
    """From the top; a whole number, so that a drawing is the same everywhere."""
    return TOP + int((100 - rate) * PLOT / (100 - low))
