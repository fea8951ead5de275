"""Columns and classes of the yearly statistics, as the description of the forms has them."""

from datetime import date

import pytest

from nomination.classes import CLASSES
from workflow.statistics import COLUMNS, length_of


@pytest.mark.parametrize(
    ("starts", "ends", "length"),
    [
        (date(2020, 1, 22), date(2020, 12, 31), "under_1"),
        (date(2020, 1, 1), date(2020, 12, 31), "1"),
        (date(2020, 1, 1), date(2021, 1, 1), "1_to_3"),
        (date(2020, 1, 1), date(2022, 12, 30), "1_to_3"),
        (date(2020, 1, 1), date(2022, 12, 31), "3_to_5"),
        (date(2020, 1, 1), date(2024, 12, 30), "3_to_5"),
        (date(2020, 1, 1), date(2024, 12, 31), "from_5"),
        (date(2020, 2, 29), date(2021, 2, 28), "1"),
    ],
)
def test_a_year_is_a_class_of_its_own(starts: date, ends: date, length: str) -> None:
    assert length_of(starts, ends) == length


def test_every_award_is_in_the_total_and_in_one_kind_and_class() -> None:
    kinds = ("collective", "household", "individual")
    for kind, classes in CLASSES.items():
        for code in (*classes, ""):
            counted = [name for name, column in COLUMNS.items() if column.counts(kind.value, code)]
            assert counted[0] == "total"
            assert len([name for name in counted if name in kinds]) == 1, (kind, code)
            assert len(counted) == (2 if kind == "collective" and code in ("", "collective", "household") else 3)
