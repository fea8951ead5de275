"""Bonus money: the figures of the decree, rounded up to the ten thousand, by the rules of the day."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from nomination.rulesets import rulesets
from workflow.bonus import bonus, rounded_up, rules_on
from workflow.dossier import NomineeKind
from workflow.ruleset import Confidence, Parameter, RuleSet

INDIVIDUAL, COLLECTIVE = NomineeKind.INDIVIDUAL, NomineeKind.COLLECTIVE
OLD, NEW = rulesets()["btnmt-2020"], rulesets()["nd152-2025"]


@pytest.mark.parametrize(
    ("rules", "kind", "day", "amount"),
    [
        (OLD, INDIVIDUAL, date(2020, 12, 30), 1_490_000),
        (OLD, COLLECTIVE, date(2021, 1, 15), 2_980_000),
        (NEW, INDIVIDUAL, date(2025, 12, 1), 3_510_000),
        (NEW, COLLECTIVE, date(2025, 12, 1), 7_020_000),
    ],
)
def test_coefficient_times_base_salary_on_the_day(rules: RuleSet, kind: NomineeKind, day: date, amount: int) -> None:
    found = bonus(rules, "bang_khen_bo", kind, day)
    assert found is not None and found.amount == amount
    assert found.ruleset == rules.code


def test_three_tenths_is_rounded_up_to_ten_thousand() -> None:
    """0.3 x 2,340,000 = 702,000 -> 710,000, although many tables print 702,000; and never by a float."""
    assert rounded_up(Fraction(3, 10) * 2_340_000, 10_000) == 710_000
    assert [rounded_up(Fraction(n), 10_000) for n in (700_000, 700_001, 709_999)] == [700_000, 710_000, 710_000]
    rules = replace(NEW, parameters=(*NEW.parameters, Parameter("bonus.giay_khen", "0.3", "x", Confidence.GOOD)))
    found = bonus(rules, "giay_khen", INDIVIDUAL, date(2025, 12, 1))
    assert found is not None and found.amount == 710_000


def test_what_the_rules_do_not_say_has_no_amount() -> None:
    assert bonus(OLD, "bang_khen_bo", INDIVIDUAL, date(2019, 6, 30)) is None  # before the base salary of that set
    assert bonus(OLD, "unheard_of", INDIVIDUAL, date(2020, 12, 1)) is None
    assert bonus(None, "bang_khen_bo", INDIVIDUAL, date(2020, 12, 1)) is None


@pytest.mark.parametrize("value", ["1,5", "", "-1", "0", "NaN", "1/2", True, None])
def test_a_coefficient_that_is_no_number_gives_no_amount(value: str | bool | None) -> None:
    rules = replace(OLD, parameters=(*OLD.parameters, Parameter("bonus.form", value, "x", Confidence.GOOD)))
    assert bonus(rules, "form", INDIVIDUAL, date(2020, 12, 1)) is None


def test_what_is_from_memory_is_named() -> None:
    found = bonus(OLD, "bang_khen_bo", INDIVIDUAL, date(2020, 12, 1))
    assert found is not None and [one.key for one in found.unverified] == ["bonus.round_up_to"]
    found = bonus(NEW, "bang_khen_bo", COLLECTIVE, date(2025, 12, 1))
    assert found is not None and found.unverified == ()


def test_the_rules_of_the_day_follow_when_the_campaigns_own_have_ended() -> None:
    every = rulesets().values()
    assert rules_on(OLD, every, date(2021, 1, 1)) is OLD
    assert rules_on(OLD, every, date(2025, 12, 1)) is NEW
    assert rules_on(OLD, every, date(2024, 6, 1)) is None  # no set holds that day
    assert rules_on(OLD, [*every, replace(NEW, code="another")], date(2025, 12, 1)) is None  # two would: nobody guesses
