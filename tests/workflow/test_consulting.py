"""A list shown to the public: how it stands at its first and last day, and who may do what."""

from datetime import date

import pytest

from tests.workflow.facts import person, read
from workflow.consulting import Standing, ending, standing, weighing
from workflow.vocabulary import Role

FIRST, LAST = date(2031, 6, 2), date(2031, 6, 13)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2031, 6, 1), Standing.COMING),
        (FIRST, Standing.SHOWN),
        (LAST, Standing.SHOWN),
        (date(2031, 6, 14), Standing.OVER),
    ],
)
def test_it_is_shown_from_its_first_to_its_last_day(today: date, expected: Standing) -> None:
    assert standing(FIRST, LAST, ended=False, today=today) is expected
    assert standing(FIRST, LAST, ended=True, today=today) is Standing.ENDED


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        (Standing.COMING, []),
        (Standing.SHOWN, []),
        (Standing.OVER, ["The term of this list is over already."]),
        (Standing.ENDED, ["This list was ended already."]),
    ],
)
def test_the_head_ends_it_before_its_term_is_over(stands: Standing, told: list[str]) -> None:
    assert read(ending(stands, person(Role.DEPARTMENT_HEAD))) == told
    officer = read(ending(stands, person(Role.DEPARTMENT_OFFICER)))
    assert officer == ["Only this role may do it here: Head of the emulation department.", *told]


def test_an_officer_weighs_and_the_head_does_not() -> None:
    assert weighing(person(Role.DEPARTMENT_OFFICER)) == []
    for role in (Role.DEPARTMENT_HEAD, Role.AUDITOR, Role.UNIT_HEAD):
        assert read(weighing(person(role))) == ["Only this role may do it here: Vetting officer."]
