"""Bonus money: coefficient of the award times the base salary in force on the day of the decision, rounded up.

Decree 152/2025, art. 49 (and Decree 98/2023 before it). Whole dong throughout, never a float.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from workflow.dossier import NomineeKind
from workflow.ruleset import Parameter, RuleSet

BASE, STEP = "base_salary", "bonus.round_up_to"


@dataclass(frozen=True)
class Bonus:
    """`amount` in dong; `rests_on`: the parameters it was reckoned by, each with its citation."""

    amount: int
    coefficient: str
    base_salary: int
    ruleset: str
    rests_on: tuple[Parameter, ...]

    @property
    def unverified(self) -> tuple[Parameter, ...]:
        """What comes from memory or is our own choice: shown so, wherever the amount is shown."""
        return tuple(one for one in self.rests_on if not one.confidence.verified)


def rules_on(pinned: RuleSet, others: Iterable[RuleSet], day: date) -> RuleSet | None:
    """The rules of that day: those of the campaign while they hold, else the only other set that does."""
    if _holds(pinned, day):
        return pinned
    found = [one for one in others if not one.slot and one.code != pinned.code and _holds(one, day)]
    return found[0] if len(found) == 1 else None


def _holds(rules: RuleSet, day: date) -> bool:
    return (rules.valid_from is None or rules.valid_from <= day) and not rules.outlived(day)


def bonus(rules: RuleSet | None, form: str, kind: NomineeKind, day: date) -> Bonus | None:
    """What one award is worth when its decision is issued on `day`; None when the rules do not say it."""
    if rules is None:
        return None
    coefficient = rules.in_force(f"bonus.{form}.{kind.value}", day) or rules.in_force(f"bonus.{form}", day)
    base, step = rules.in_force(BASE, day), rules.in_force(STEP, day)
    times = _fraction(coefficient)
    if coefficient is None or base is None or times is None or type(base.value) is not int:
        return None
    rests_on = tuple(one for one in (coefficient, base, step) if one is not None)
    amount = rounded_up(times * base.value, step.value if step and type(step.value) is int else 1)
    return Bonus(amount, str(coefficient.value), base.value, rules.code, rests_on)


def rounded_up(exact: Fraction, step: int) -> int:
    """To the next whole step: 702,000 becomes 710,000 by steps of ten thousand, and 710,000 stays."""
    return math.ceil(exact / step) * step


def _fraction(parameter: Parameter | None) -> Fraction | None:
    """A coefficient as rule sets write it: “1.5”, or a whole number."""
    if parameter is None or isinstance(parameter.value, bool) or parameter.value is None:
        return None
    try:
        found = Fraction(Decimal(str(parameter.value)))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return found if found > 0 else None
