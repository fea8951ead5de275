"""Monthly figures at the edges of time: a month that is not over, a span across a year; and parameters told plainly."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from tests.workflow.test_criteria import found, sentences
from workflow.dossier import Answer, MonthFigures
from workflow.fields import ParameterError
from workflow.measure import Comparison, Measure, Unfinished

PARAMETERS = {"first": "2031-01", "last": "2031-12", "threshold": 90, "comparison": "above"}
SPAN = {"first": "2031-10", "last": "2032-02"}
ASKED_LATER = Measure.from_parameters(PARAMETERS | SPAN | {"unfinished": "not_asked"})


def at(kind: Measure, moment: datetime, **months: tuple[int, int, int]) -> list[str]:
    """What stands against these figures (`m2031_10=(10, 10, 0)`) at a moment."""
    given = tuple(MonthFigures(name[1:].replace("_", "-"), *figures) for name, figures in months.items())
    return sentences(found(kind, Answer(figures=given), now=moment))


GOOD = {"m2031_10": (10, 10, 0), "m2031_11": (10, 10, 0)}
LAST_OF_NOVEMBER = datetime(2031, 11, 30, 16, 59, 59, tzinfo=UTC)
FIRST_OF_DECEMBER = datetime(2031, 11, 30, 17, tzinfo=UTC)


def test_a_month_is_over_at_midnight_in_vietnam() -> None:
    assert at(ASKED_LATER, LAST_OF_NOVEMBER, m2031_10=(10, 10, 0)) == []
    assert at(ASKED_LATER, FIRST_OF_DECEMBER, m2031_10=(10, 10, 0)) == [
        "Criterion 3: the figures of these months are missing: 11/2031."
    ]


def test_what_was_not_asked_at_submission_is_asked_at_signing() -> None:
    assert at(ASKED_LATER, FIRST_OF_DECEMBER, **GOOD) == []
    assert at(ASKED_LATER, datetime(2032, 3, 1, tzinfo=UTC), **GOOD) == [
        "Criterion 3: the figures of these months are missing: 12/2031, 01/2032, 02/2032."
    ]


def test_a_month_that_has_not_begun_has_no_figures() -> None:
    assert at(ASKED_LATER, LAST_OF_NOVEMBER, **GOOD, m2031_12=(0, 0, 0)) == [
        "Criterion 3: 12/2031 has not begun yet, so it has no figures."
    ]
    assert at(ASKED_LATER, FIRST_OF_DECEMBER, **GOOD, m2031_12=(10, 9, 0)) == [
        "Criterion 3: in 12/2031, 9 of 10 tasks were done on time (90 %); above 90 % is asked."
    ]


def test_every_month_is_asked_for_unless_the_campaign_says_otherwise() -> None:
    kind = Measure.from_parameters(PARAMETERS | SPAN)
    assert kind.unfinished is Unfinished.REQUIRED
    assert at(kind, LAST_OF_NOVEMBER, **GOOD) == [
        "Criterion 3: the figures of these months are missing: 12/2031, 01/2032, 02/2032."
    ]


def test_the_figures_say_which_months_are_asked() -> None:
    finding = found(ASKED_LATER, Answer(figures=(MonthFigures("2031-10", 10, 10, 0),)), now=FIRST_OF_DECEMBER)
    shown = [(line["month"], line["asked"], line["met"]) for line in finding.figures["months"]]  # type: ignore[attr-defined]
    assert shown == [
        ("2031-10", True, True), ("2031-11", True, False), ("2031-12", False, False), ("2032-01", False, False),
        ("2032-02", False, False),
    ]  # fmt: skip


def test_two_campaigns_ask_for_their_own_months() -> None:
    """Campaigns of two years, one across the turn of the year, over the same figures."""
    first = Measure("2031-11", "2032-01", Fraction(90), Comparison.ABOVE)
    second = Measure("2032-01", "2032-02", Fraction(90), Comparison.AT_LEAST)
    figures = tuple(MonthFigures(month, 10, 9, 0) for month in ("2032-01", "2032-02"))
    assert first.months() == ("2031-11", "2031-12", "2032-01")
    assert sentences(found(first, Answer(figures=figures))) == ["Criterion 3: 02/2032 lies outside the period."]
    assert found(second, Answer(figures=figures)).met


def test_a_month_begun_but_not_filled_says_what_is_missing() -> None:
    half = MonthFigures("2031-05", 20, None, None)  # type: ignore[arg-type]
    kind = Measure("2031-05", "2031-05", Fraction(90), Comparison.ABOVE)
    [reason] = found(kind, Answer(figures=(half,))).reasons
    assert reason.message == "Criterion %(number)s: in %(month)s these figures are still missing: %(columns)s."
    assert reason.params == {"number": 3, "month": "05/2031", "columns": ("On time", "Overdue")}


@pytest.mark.parametrize(
    ("due", "on_time", "above", "at_least"),
    [
        (10000, 8999, False, False), (10, 9, False, True), (10000, 9000, False, True), (10000, 9001, True, True),
        (0, 0, True, True), (1, 1, True, True), (9, 8, False, False), (11, 10, True, True),
    ],
)  # fmt: skip
def test_the_threshold_strict_and_not(due: int, on_time: int, above: bool, at_least: bool) -> None:
    one = Answer(figures=(MonthFigures("2031-05", due, on_time, 0),))
    met = {
        comparison: found(Measure("2031-05", "2031-05", Fraction(90), comparison), one).met for comparison in Comparison
    }
    assert met == {Comparison.ABOVE: above, Comparison.AT_LEAST: at_least}


def test_what_it_asks_says_that_unfinished_months_wait() -> None:
    asked = [message % params for message, params in ASKED_LATER.explain()]
    assert asked[-1] == "A month that is not over is not asked for yet; once it is, its figures are needed."
    assert len(asked) == len(Measure.from_parameters(PARAMETERS | SPAN).explain()) + 1


PERCENTAGE = "expected a percentage from 0 to 100"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"threshold": 120}, f"threshold: “120” is above 100; {PERCENTAGE}"),
        ({"threshold": "120"}, f"threshold: “120” is above 100; {PERCENTAGE}"),
        ({"threshold": -1}, f"threshold: “-1” is below 0; {PERCENTAGE}"),
        (
            {"threshold": "91,5"},
            "threshold: “91,5”: write the decimals after a dot, such as “97.5”, and without a percent sign",
        ),
        ({"threshold": "90 %"}, "threshold: “90 %”: write the number alone, without a percent sign or spaces"),
        ({"threshold": "90.125"}, "threshold: “90.125” has more than two decimals; at most two are possible"),
        ({"threshold": "cao"}, f"threshold: {PERCENTAGE}: a whole number, or a quoted text such as “97.5”"),
        ({"threshold": 90.5}, f"threshold: {PERCENTAGE}: a whole number, or a quoted text such as “97.5”"),
        (
            {"threshold": 100},
            "threshold: nothing is above one hundred percent; expected less, or the comparison at_least",
        ),
        ({"last": "2030-12"}, "last: this month lies before the first one, 01/2031"),
        ({"last": "2041-01"}, "last: from 01/2031 on these are 121 months; at most 120 are possible"),
        ({"first": "01/2031"}, "first: expected a month such as “2031-04”"),
        ({"unfinished": "perhaps"}, "unfinished: expected one of: required, not_asked"),
        ({"overdue_allowed": -1}, "overdue_allowed: expected a whole number from 0 to 100000"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_told_plainly(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ParameterError) as refused:
        Measure.from_parameters(PARAMETERS | change)
    assert [str(problem) for problem in refused.value.problems] == [sentence]


def test_a_hundred_percent_may_be_asked_for_at_least() -> None:
    assert Measure.from_parameters(PARAMETERS | {"threshold": 100, "comparison": "at_least"}).threshold == 100
