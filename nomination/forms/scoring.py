"""Opening a scoring, and one score sheet. Points are typed as people write them, 8,5 or 8.5, and kept in hundredths."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm

from nomination.clock import VIETNAM
from nomination.forms.days import Moment
from nomination.forms.rounds import Ticks
from nomination.forms.text import clean_line, clean_text
from nomination.hypermedia import sentence
from nomination.models import ScoreSheet
from nomination.services.scorings import Typed
from nomination.services.transaction import Invalid
from workflow.scoring import POINT, Review

POINTS = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?")
EXTRAS = ("bonus", "minus")


class ScoringForm(FlaskForm):
    nominations = Ticks(lazy_gettext("Nominations to be scored"), validate_choice=False)
    until = Moment(lazy_gettext("Sheets are taken until"))

    def moment(self) -> datetime | None:
        """The end, or None when it cannot be read; then the field says why."""
        local = self.until.data
        if self.validate() and local is not None and datetime.min.year < local.year < datetime.max.year:
            return local.replace(tzinfo=VIETNAM).astimezone(UTC)
        self.until.errors = self.until.errors or [gettext("Give the day and the hour.")]
        return None

    def tell(self, error: Invalid) -> None:
        for where, told in error.problems.items():
            self[where].errors = [*self[where].errors, *(sentence(*one) for one in told)]


@dataclass
class SheetForm:
    """What stands in the inputs, by their names, and what is wrong with each."""

    review: Review
    texts: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, review: Review, row: ScoreSheet | None) -> "SheetForm":
        if row is None:
            return cls(review, {})
        texts = {f"group:{code}": points(mark) for code, mark in row.marks.items()}
        texts |= {"bonus": points(row.bonus) if row.bonus else "", "minus": points(row.minus) if row.minus else ""}
        return cls(review, texts | {"bonus_reason": row.bonus_reason, "minus_reason": row.minus_reason})

    @classmethod
    def typed(cls, review: Review, sent: Mapping[str, str]) -> "SheetForm":
        names = [f"group:{group.code}" for group in review.groups]
        texts = {name: clean_line(sent.get(name, ""))[:20] for name in (*names, *EXTRAS)}
        return cls(review, texts | {f"{name}_reason": clean_text(sent.get(f"{name}_reason", "")) for name in EXTRAS})

    def sheet(self) -> Typed | None:
        """The points that were typed, or None when one of them is no number; then its field says so."""
        read = {name: _read(text) for name, text in self.texts.items() if not name.endswith("_reason") and text}
        unread = [name for name, mark in read.items() if mark is None]
        for name in unread:
            said = gettext("“%(typed)s” is not a number of points. Write it as 8 or 8,5.", typed=self.texts[name])
            self.errors[name] = [said]
        if unread:
            return None
        marks = {
            group.code: mark for group in self.review.groups if (mark := read.get(f"group:{group.code}")) is not None
        }
        extras = {name: read.get(name) or 0 for name in EXTRAS}
        reasons = {f"{name}_reason": self.texts.get(f"{name}_reason", "") for name in EXTRAS}
        return Typed(marks, extras["bonus"], extras["minus"], reasons["bonus_reason"], reasons["minus_reason"])

    def tell(self, error: Invalid) -> None:
        for where, told in error.problems.items():
            self.errors.setdefault(where, []).extend(sentence(*one) for one in told)


def _read(text: str) -> int | None:
    found = POINTS.fullmatch(text)
    return None if found is None else int(found[1]) * POINT + int((found[2] or "0").ljust(2, "0"))


def points(mark: int) -> str:
    """Hundredths as people write points: 850 is 8,5."""
    whole, rest = divmod(mark, POINT)
    return f"{whole},{rest:02d}".rstrip("0") if rest else str(whole)
