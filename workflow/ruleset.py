"""A rule set: legal parameters, each with the article it comes from, how sure that is, and its dates of validity."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from workflow.ballot import Base, Rule, Share
from workflow.words import N_

Value = bool | int | str | None
SHARE = re.compile(r"(?P<strict>>\s*)?(?P<numerator>[1-9][0-9]{0,5})/(?P<denominator>[1-9][0-9]{0,5})")


class Confidence(StrEnum):
    """How sure the value is. What comes from memory, or is our own choice, is never shown as a rule of law."""

    HIGH = "high"
    GOOD = "good"
    MEDIUM = "medium"
    LOW = "low"
    MEMORY = "memory"
    OURS = "ours"
    MINISTRY = "ministry"

    @property
    def label(self) -> str:
        return CONFIDENCE_LABELS[self]

    @property
    def verified(self) -> bool:
        return self not in (Confidence.MEMORY, Confidence.OURS)

    @property
    def fixed(self) -> bool:
        """A rule of law that is known well enough: no campaign may set another value."""
        return self in (Confidence.HIGH, Confidence.GOOD)


CONFIDENCE_LABELS = {
    Confidence.HIGH: N_("High confidence"),
    Confidence.GOOD: N_("Good confidence"),
    Confidence.MEDIUM: N_("Medium confidence"),
    Confidence.LOW: N_("Low confidence"),
    Confidence.MEMORY: N_("Unverified: check against the text"),
    Confidence.OURS: N_("Chosen for this product, not a rule of law"),
    Confidence.MINISTRY: N_("Set by the ministry for this campaign"),
}


class UnknownParameter(LookupError):
    """The rule set says nothing under this name for this day."""


@dataclass(frozen=True)
class LegalText:
    """A text that decisions cite, in the order of a citation block: law, decree, circular, decision."""

    number: str
    title: str
    issued_on: date | None
    in_force_from: date | None
    in_force_to: date | None

    def expired(self, on: date) -> bool:
        return self.in_force_to is not None and on > self.in_force_to

    @property
    def ended_on(self) -> date | None:
        """The first day on which it no longer holds."""
        return None if self.in_force_to is None else self.in_force_to + timedelta(days=1)


@dataclass(frozen=True)
class Parameter:
    """One rule. The same key may stand several times with dates of validity that do not overlap; both ends count."""

    key: str
    value: Value
    citation: str
    confidence: Confidence
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    def in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def overlaps(self, other: "Parameter") -> bool:
        return (self.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
            self.valid_to or date.max
        )


@dataclass(frozen=True)
class RuleSet:
    """The rules a campaign is held under. A closed round is never counted again under other rules.

    A `slot` is a place kept for rules that are reported but not verified: it says nothing, and no campaign names it.
    """

    code: str
    title: str
    valid_from: date | None
    valid_to: date | None
    texts: tuple[LegalText, ...]
    parameters: tuple[Parameter, ...]
    note: str = ""
    slot: bool = False

    def with_own(self, own: Iterable[Parameter]) -> "RuleSet":
        """These rules with what a campaign sets itself, where the law leaves it to the ministry."""
        own = tuple(own)
        kept = tuple(one for one in self.parameters if one.key not in {mine.key for mine in own})
        return replace(self, parameters=kept + own) if own else self

    def fixing(self, key: str) -> Parameter | None:
        """The rule of law that leaves no choice under this name, if there is one."""
        return next((one for one in self.parameters if one.key == key and one.confidence.fixed), None)

    def expired_texts(self, on: date) -> list[LegalText]:
        return [text for text in self.texts if text.expired(on)]

    def outlived(self, on: date) -> bool:
        """The set as a whole is no longer that of the day."""
        return self.valid_to is not None and on > self.valid_to

    def parameter(self, key: str, on: date | None = None) -> Parameter:
        """The parameter in force on a day. Without a day, the key must stand only once."""
        found = [one for one in self.parameters if one.key == key and (on is None or one.in_force(on))]
        if len(found) != 1:
            raise UnknownParameter(f"{self.code}: {len(found)} values for {key} on {on or 'any day'}")
        return found[0]

    def in_force(self, key: str, on: date) -> Parameter | None:
        """The parameter in force on a day, None when the set does not say it."""
        return next((one for one in self.parameters if one.key == key and one.in_force(on)), None)

    def value(self, key: str, on: date | None = None) -> Value:
        return self.parameter(key, on).value

    def whole(self, key: str, on: date | None = None) -> int:
        value = self.value(key, on)
        if type(value) is not int:
            raise UnknownParameter(f"{self.code}: {key} is not a whole number")
        return value

    def flag(self, key: str, on: date | None = None) -> bool:
        value = self.value(key, on)
        if not isinstance(value, bool):
            raise UnknownParameter(f"{self.code}: {key} is not true or false")
        return value

    def text(self, key: str, on: date | None = None) -> str:
        value = self.value(key, on)
        if not isinstance(value, str):
            raise UnknownParameter(f"{self.code}: {key} is not a text")
        return value

    def share(self, key: str, on: date | None = None) -> Share:
        share = share_from(self.value(key, on))
        if share is None:
            raise UnknownParameter(f"{self.code}: {key} is not a share")
        return share

    def rule(self, body: str, form: str, on: date | None = None) -> Rule:
        """How a round of `body` (cluster, council) decides on a form of commendation; one rule may serve all forms."""
        threshold = self._threshold_key(body, form)
        if threshold is None:
            raise UnknownParameter(f"{self.code}: no threshold of the {body} for {form}")
        return Rule(self.share(f"{body}.quorum", on), self.share(threshold, on), Base(self.text(f"{body}.base", on)))

    def threshold_parameter(self, body: str, form: str, on: date | None = None) -> Parameter | None:
        """What says which share of yes a form needs before a body; None when nothing does."""
        key = self._threshold_key(body, form)
        return None if key is None else self.parameter(key, on)

    def has_rule(self, body: str, form: str) -> bool:
        return self._threshold_key(body, form) is not None

    def _threshold_key(self, body: str, form: str) -> str | None:
        keys = {one.key for one in self.parameters}
        return next((key for key in (f"{body}.threshold.{form}", f"{body}.threshold") if key in keys), None)


def share_from(written: object) -> Share | None:
    """“2/3” is two thirds and more; “> 1/2” is more than half. None when the text is not a share."""
    found = SHARE.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        return None
    try:
        return Share(int(found["numerator"]), int(found["denominator"]), strict=found["strict"] is not None)
    except ValueError:
        return None
