"""The criterion that is a measure: figures month by month against a rule. Exact fractions, no yearly average."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Self

from workflow.dossier import Criterion, Dossier, MonthFigures, Reason
from workflow.fields import Fields
from workflow.figures import COLUMN_LABELS, COLUMNS
from workflow.kind import Kind, Sentence, answer_of, reason
from workflow.months import MONTH, has_begun, has_ended, month_at, ordinal, read_out
from workflow.words import N_, Word

PERCENT = re.compile(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,2})?")
LONGEST_SPAN = 120
NOT_BEGUN = N_("%(month)s has not begun yet; leave its figures blank until it is over.")


class Comparison(StrEnum):
    """“Above 90 %” leaves 90 out; “from 90 % up” takes it in."""

    ABOVE = "above"
    AT_LEAST = "at_least"

    def holds(self, rate: Fraction, threshold: Fraction) -> bool:
        return rate > threshold if self is Comparison.ABOVE else rate >= threshold


class Unfinished(StrEnum):
    """What becomes of a month that is not over: asked for like any other, or not asked for until it is."""

    REQUIRED = "required"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Measure(Kind):
    """The share of tasks done on time in every month of a span, and the overdue tasks of the whole span."""

    first: str
    last: str
    threshold: Fraction
    comparison: Comparison
    overdue_allowed: int = 0
    unfinished: Unfinished = Unfinished.REQUIRED

    @classmethod
    def read(cls, fields: Fields) -> Self:
        first, last = _read_span(fields)
        threshold = _read_percent(fields, "threshold")
        comparison = Comparison(fields.one_of("comparison", list(Comparison)))
        if threshold == 100 and comparison is Comparison.ABOVE:
            fields.note(
                "threshold", N_("nothing is above one hundred percent; expected less, or the comparison at_least")
            )
        allowed = fields.whole("overdue_allowed", low=0, high=100_000, default=0)
        unfinished = fields.one_of("unfinished", list(Unfinished)) if fields.has("unfinished") else Unfinished.REQUIRED
        return cls(first, last, threshold, comparison, allowed, Unfinished(unfinished))

    def months(self) -> tuple[str, ...]:
        """Every month of the span, in order."""
        return tuple(month_at(n) for n in range(ordinal(self.first), ordinal(self.last) + 1))

    def asks_for(self, month: str, now: datetime) -> bool:
        """Whether the figures of a month of the span are due at this moment."""
        return self.unfinished is Unfinished.REQUIRED or has_ended(month, now)

    def accepts(self, month: str, now: datetime) -> bool:
        """Whether anybody can know a figure of the month already."""
        return self.unfinished is Unfinished.REQUIRED or has_begun(month, now)

    def explain(self) -> list[Sentence]:
        params = {"percent": _shown(self.threshold), "first": read_out(self.first), "last": read_out(self.last)}
        message = (
            N_(
                "From %(first)s to %(last)s, in every month, above %(percent)s %% of tasks done on time;"
                " exactly %(percent)s %% is not enough."
            )
            if self.comparison is Comparison.ABOVE
            else N_("From %(first)s to %(last)s, in every month, at least %(percent)s %% of tasks done on time.")
        )
        return [
            (message, params),
            self._overdue_rule(),
            (N_("A month without tasks is not counted against the unit."), {}),
            *self._unfinished_rule(),
        ]

    def _unfinished_rule(self) -> list[Sentence]:
        if self.unfinished is Unfinished.REQUIRED:
            return []
        return [(N_("A month that is not over is not asked for yet; once it is, its figures are needed."), {})]

    def _overdue_rule(self) -> Sentence:
        if not self.overdue_allowed:
            return N_("No overdue task in the whole period."), {}
        return N_("At most %(allowed)s overdue tasks in the whole period."), {"allowed": self.overdue_allowed}

    def reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        given = answer_of(criterion, dossier).figures
        impossible = self._impossible(criterion, given, dossier.now)
        return impossible or [
            *self._missing(criterion, given, dossier.now),
            *self._below(criterion, given),
            *self._overdue(criterion, given),
        ]

    def _impossible(self, criterion: Criterion, given: Iterable[MonthFigures], now: datetime) -> list[Reason]:
        """Figures that cannot be: they are mended before the rule is applied to them."""
        months, span = Counter(one.month for one in given), set(self.months())
        early = {month for month in span if not self.accepts(month, now)}
        twice, outside = [m for m, n in months.items() if n > 1], [m for m in months if m not in span]
        found = [(N_("Criterion %(number)s: %(month)s is entered twice."), month) for month in twice]
        found += [(N_("Criterion %(number)s: %(month)s lies outside the period."), month) for month in outside]
        found += [
            (N_("Criterion %(number)s: %(month)s has not begun yet, so it has no figures."), month)
            for month in months if month in early
        ]  # fmt: skip
        found += [
            (N_("Criterion %(number)s: the figures of %(month)s are not whole numbers from 0 up."), one.month)
            for one in given if not _whole(one) and not _gaps(one)
        ]  # fmt: skip
        found += [
            (N_("Criterion %(number)s: in %(month)s more tasks are done on time than were due."), one.month)
            for one in given if _whole(one) and one.on_time > one.due
        ]  # fmt: skip
        impossible = [reason(criterion, "figures", message, month=read_out(month)) for message, month in found]
        return impossible + _incomplete(criterion, given)

    def _missing(self, criterion: Criterion, given: Iterable[MonthFigures], now: datetime) -> list[Reason]:
        entered = {one.month for one in given}
        asked = [month for month in self.months() if self.asks_for(month, now)]
        missing = [read_out(month) for month in asked if month not in entered]
        if not missing:
            return []
        message = N_("Criterion %(number)s: the figures of these months are missing: %(months)s.")
        return [reason(criterion, "months", message, months=", ".join(missing))]

    def _below(self, criterion: Criterion, given: Iterable[MonthFigures]) -> list[Reason]:
        message = (
            N_(
                "Criterion %(number)s: in %(month)s, %(on_time)s of %(due)s tasks were done on time (%(rate)s %%);"
                " above %(percent)s %% is asked."
            )
            if self.comparison is Comparison.ABOVE
            else N_(
                "Criterion %(number)s: in %(month)s, %(on_time)s of %(due)s tasks were done on time (%(rate)s %%);"
                " at least %(percent)s %% is asked."
            )
        )
        percent = _shown(self.threshold)
        return [
            reason(
                criterion, "rate", message, month=read_out(one.month), on_time=one.on_time, due=one.due,
                rate=_shown(_rate(one)), percent=percent,
            )
            for one in sorted(given, key=lambda one: one.month) if not self._met_in(one)
        ]  # fmt: skip

    def _met_in(self, one: MonthFigures) -> bool:
        return one.due == 0 or self.comparison.holds(_rate(one), self.threshold)

    def _overdue(self, criterion: Criterion, given: Iterable[MonthFigures]) -> list[Reason]:
        overdue = sum(one.overdue for one in given)
        if overdue <= self.overdue_allowed:
            return []
        message = N_("Criterion %(number)s: overdue tasks in the period: %(overdue)s; allowed: %(allowed)s.")
        return [reason(criterion, "overdue", message, overdue=overdue, allowed=self.overdue_allowed)]

    def until(self, month: str) -> Self:
        """The same rule over the months up to this one."""
        return replace(self, last=min(self.last, month))

    def figures(self, criterion: Criterion, dossier: Dossier) -> dict[str, object]:
        return self.figures_of(answer_of(criterion, dossier).figures, dossier.now)

    def figures_of(self, figures: Iterable[MonthFigures], now: datetime) -> dict[str, object]:
        """Every month of the span, also one not entered. A rate is a text cut, never rounded, to two decimals."""
        given = {one.month: one for one in figures}
        lines = [self._line(month, given.get(month)) for month in self.months()]
        return {
            "months": [line | {"asked": self.asks_for(str(line["month"]), now)} for line in lines],
            "overdue": sum(one.overdue for one in given.values() if _whole(one)),
            "overdue_allowed": self.overdue_allowed,
            "threshold": str(_shown(self.threshold)),
            "comparison": self.comparison.value,
        }

    def _line(self, month: str, one: MonthFigures | None) -> dict[str, object]:
        if one is None or not _whole(one):
            return {"month": month, "due": None, "on_time": None, "overdue": None, "rate": None, "met": False}
        possible = one.on_time <= one.due
        return {
            "month": month, "due": one.due, "on_time": one.on_time, "overdue": one.overdue,
            "rate": str(_shown(_rate(one))) if one.due and possible else None, "met": possible and self._met_in(one),
        }  # fmt: skip


def _whole(one: MonthFigures) -> bool:
    return all(type(figure) is int and figure >= 0 for figure in (one.due, one.on_time, one.overdue))


def _gaps(one: MonthFigures) -> list[str]:
    """The columns of a month that is begun but not filled."""
    return [column for column in COLUMNS if getattr(one, column) is None]


def _incomplete(criterion: Criterion, given: Iterable[MonthFigures]) -> list[Reason]:
    message = N_("Criterion %(number)s: in %(month)s these figures are still missing: %(columns)s.")
    return [
        reason(
            criterion, "figures", message, month=read_out(one.month),
            columns=tuple(Word(COLUMN_LABELS[column]) for column in _gaps(one)),
        )
        for one in given if _gaps(one)
    ]  # fmt: skip


def _rate(one: MonthFigures) -> Fraction:
    return Fraction(one.on_time * 100, one.due)


def _shown(percent: Fraction) -> Decimal:
    """Cut to two decimals, so that 89.999 never reads as 90."""
    whole, hundredths = divmod(percent.numerator * 100 // percent.denominator, 100)
    return Decimal(f"{whole}.{hundredths:02d}") if hundredths else Decimal(whole)


def _read_span(fields: Fields) -> tuple[str, str]:
    first, last = _read_month(fields, "first"), _read_month(fields, "last")
    if not (first and last):
        return first, last
    length = ordinal(last) - ordinal(first) + 1
    if length < 1:
        fields.note("last", N_("this month lies before the first one, %(first)s"), first=read_out(first))
    elif length > LONGEST_SPAN:
        message = N_("from %(first)s on these are %(length)s months; at most %(longest)s are possible")
        fields.note("last", message, first=read_out(first), length=length, longest=LONGEST_SPAN)
    return first, last


def _read_month(fields: Fields, key: str) -> str:
    month = fields.text(key)
    if month and not MONTH.fullmatch(month):
        fields.note(key, N_("expected a month such as “2031-04”"))
        return ""
    return month


def _read_percent(fields: Fields, key: str) -> Fraction:
    """A whole number or a text with at most two decimals: a binary fraction is not what was written."""
    value = fields.raw(key)
    written = str(value) if type(value) is int or isinstance(value, str) else ""
    if value is not None and (not PERCENT.fullmatch(written) or Fraction(written) > 100):
        fields.note(key, _percent_problem(written), written=written)
    return Fraction(written) if PERCENT.fullmatch(written) else Fraction(0)


def _percent_problem(written: str) -> str:
    """Which sentence helps with what was written."""
    number = written.strip().removesuffix("%").strip()
    if re.fullmatch(r"[0-9]+,[0-9]+", number):
        return N_("“%(written)s”: write the decimals after a dot, such as “97.5”, and without a percent sign")
    if PERCENT.fullmatch(number.removeprefix("-")):
        if number.startswith("-"):
            return N_("“%(written)s” is below 0; expected a percentage from 0 to 100")
        if Fraction(number) > 100:
            return N_("“%(written)s” is above 100; expected a percentage from 0 to 100")
        return N_("“%(written)s”: write the number alone, without a percent sign or spaces")
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", number):
        return N_("“%(written)s” has more than two decimals; at most two are possible")
    return N_("expected a percentage from 0 to 100: a whole number, or a quoted text such as “97.5”")
