"""Where the months of a chart stand against the line of the rule, and which shape each has."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from nomination.charts import LEFT, NARROW_STEP, PLOT, RIGHT, STEP, TOP, MonthsChart, months_chart
from tests.workflow.test_criteria import found
from workflow.dossier import Answer, MonthFigures
from workflow.measure import Comparison, Measure, Unfinished

SPRING = datetime(2032, 3, 15, tzinfo=UTC)


def drawn(kind: Measure, *months: MonthFigures) -> MonthsChart:
    chart = months_chart(found(kind, Answer(figures=months), now=SPRING).figures)
    assert chart is not None
    return chart


def test_every_kind_of_month_has_its_shape() -> None:
    kind = Measure("2031-10", "2032-03", Fraction(90), Comparison.ABOVE, unfinished=Unfinished.NOT_ASKED)
    chart = drawn(
        kind, MonthFigures("2031-10", 10, 10, 0), MonthFigures("2031-11", 40, 36, 0), MonthFigures("2031-12", 0, 0, 0),
        MonthFigures("2032-01", 12, 11, 1),
    )  # fmt: skip
    assert [(mark.month, mark.shape, mark.label, mark.year) for mark in chart.marks] == [
        ("10/2031", "met", "10", "2031"), ("11/2031", "below", "11", "2031"), ("12/2031", "idle", "12", "2031"),
        ("01/2032", "met", "1", "2032"), ("02/2032", "missing", "2", "2032"), ("03/2032", "waiting", "3", "2032"),
    ]  # fmt: skip
    assert (chart.overdue, chart.strict, chart.threshold, chart.low) == (1, True, Decimal(90), Decimal(80))


@pytest.mark.parametrize(
    ("on_time", "above", "at_least"), [(8999, "below", "below"), (9000, "below", "met"), (9001, "met", "met")]
)
def test_at_the_line_the_shape_tells_what_the_height_cannot(on_time: int, above: str, at_least: str) -> None:
    shapes = {}
    for comparison in Comparison:
        kind = Measure("2031-10", "2031-10", Fraction(90), comparison)
        shapes[comparison.value] = drawn(kind, MonthFigures("2031-10", 10000, on_time, 0)).marks[0].shape
    assert shapes == {"above": above, "at_least": at_least}


def test_the_scale_holds_the_line_and_the_lowest_month() -> None:
    kind = Measure("2031-10", "2031-12", Fraction(90), Comparison.ABOVE)
    chart = drawn(kind, MonthFigures("2031-10", 10, 10, 0), MonthFigures("2031-11", 100, 47, 0))
    assert (chart.low, chart.line) == (Decimal(30), TOP + 10 * PLOT // 70)
    assert [mark.y for mark in chart.marks] == [TOP, TOP + 53 * PLOT // 70, TOP + PLOT]
    nothing = drawn(kind, MonthFigures("2031-10", 10, 0, 0))
    assert (nothing.low, nothing.marks[0].y) == (0, TOP + PLOT)


def test_a_year_fits_a_phone_and_ten_years_are_moved_sideways() -> None:
    year = Measure("2031-01", "2031-12", Fraction(90), Comparison.ABOVE)
    assert drawn(year, MonthFigures("2031-01", 1, 1, 0)).width == LEFT + 12 * STEP + RIGHT < 290
    decade = Measure("2022-01", "2031-12", Fraction(90), Comparison.ABOVE)
    chart = drawn(decade, MonthFigures("2022-01", 1, 1, 0))
    assert (chart.long, chart.width) == (True, LEFT + 120 * NARROW_STEP + RIGHT)
    assert [mark.label for mark in chart.marks[:7]] == ["1", "", "", "4", "", "", "7"]


def test_nothing_entered_is_no_chart() -> None:
    assert (
        months_chart(found(Measure("2031-10", "2031-12", Fraction(90), Comparison.ABOVE), now=SPRING).figures) is None
    )
