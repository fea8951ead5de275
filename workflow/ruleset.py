"""A rule set: legal parameters, each with the article it comes from, how sure that is, and its dates of validity."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.ballot import Base, Rule, Share
from workflow.fields import Fields
from workflow.words import N_

Value = bool | int | str | None
SHARE = re.compile(r"(?P<strict>>\s*)?(?P<numerator>[1-9][0-9]{0,5})/(?P<denominator>[1-9][0-9]{0,5})")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


class Confidence(StrEnum):
    """How sure the value is. What comes from memory, or is our own choice, is never shown as a rule of law."""

    HIGH = "high"
    GOOD = "good"
    MEDIUM = "medium"
    LOW = "low"
    MEMORY = "memory"
    OURS = "ours"

    @property
    def label(self) -> str:
        return CONFIDENCE_LABELS[self]

    @property
    def verified(self) -> bool:
        return self not in (Confidence.MEMORY, Confidence.OURS)


CONFIDENCE_LABELS = {
    Confidence.HIGH: N_("High confidence"),
    Confidence.GOOD: N_("Good confidence"),
    Confidence.MEDIUM: N_("Medium confidence"),
    Confidence.LOW: N_("Low confidence"),
    Confidence.MEMORY: N_("Unverified: check against the text"),
    Confidence.OURS: N_("Chosen for this product, not a rule of law"),
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
    """The rules a campaign is held under. A closed round is never counted again under other rules."""

    code: str
    title: str
    valid_from: date | None
    valid_to: date | None
    texts: tuple[LegalText, ...]
    parameters: tuple[Parameter, ...]

    def parameter(self, key: str, on: date | None = None) -> Parameter:
        """The parameter in force on a day. Without a day, the key must stand only once."""
        found = [one for one in self.parameters if one.key == key and (on is None or one.in_force(on))]
        if len(found) != 1:
            raise UnknownParameter(f"{self.code}: {len(found)} values for {key} on {on or 'any day'}")
        return found[0]

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


def read_ruleset(fields: Fields) -> RuleSet:
    """The rule set from plain content; problems are noted on `fields`."""
    ruleset = RuleSet(
        code=fields.code("code"),
        title=fields.text("title"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
        texts=fields.parts("texts", _read_text, distinct=("number",)),
        parameters=fields.parts("parameters", _read_parameter),
    )
    _check_overlaps(fields, ruleset)
    _check_complete(fields, ruleset)
    return ruleset


def _read_text(fields: Fields) -> LegalText:
    return LegalText(
        number=fields.text("number"),
        title=fields.text("title"),
        issued_on=fields.day("issued_on"),
        in_force_from=fields.day("in_force_from"),
        in_force_to=fields.day("in_force_to"),
    )


def _read_parameter(fields: Fields) -> Parameter:
    key = fields.text("key")
    if key and not KEY.fullmatch(key):
        fields.note("key", N_("expected a name such as “council.quorum”"))
    parameter = Parameter(
        key=key,
        value=_read_value(fields, key),
        citation=fields.text("citation"),
        confidence=Confidence(fields.one_of("confidence", list(Confidence))),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
        note=fields.text("note", ""),
    )
    if parameter.valid_from and parameter.valid_to and parameter.valid_to < parameter.valid_from:
        fields.note("valid_to", N_("expected a day not before valid_from"))
    return parameter


def _read_value(fields: Fields, key: str) -> Value:
    value = fields.plain("value")
    if value is not None and not isinstance(value, bool | int | str):
        fields.note("value", N_("expected a text, a whole number, true, false or nothing"))
        return None
    parts = key.split(".")
    if ({"quorum", "threshold"} & set(parts)) and share_from(value) is None:
        fields.note("value", N_("expected a share such as “2/3”, or “> 1/2” for more than half"))
    if parts[-1] == "base" and value not in list(Base):
        fields.note("value", N_("expected one of: %(choices)s"), choices=", ".join(Base))
    return value


def _check_overlaps(fields: Fields, ruleset: RuleSet) -> None:
    for n, one in enumerate(ruleset.parameters):
        if any(one.key == other.key and one.overlaps(other) for other in ruleset.parameters[:n]):
            fields.note(f"parameters[{n}].key", N_("“%(value)s” has two values for the same day"), value=one.key)


REQUIRED = {
    "cluster.quorum": str, "cluster.threshold": str, "cluster.base": str, "cluster.recusal": str,
    "cluster.tellers": int, "cluster.teller_quorum": int,
    "council.quorum": str, "council.base": str, "council.recusal": str, "council.chair_must_agree": bool,
    "council.tellers": int, "council.teller_quorum": int,
    "ballot.min_voters": int, "vetting.working_days": int,
}  # fmt: skip
"""What the process cannot run without, and the type of each."""


def _check_complete(fields: Fields, ruleset: RuleSet) -> None:
    values = {one.key: one.value for one in ruleset.parameters}
    for key, kind in REQUIRED.items():
        if key not in values:
            fields.note("parameters", N_("missing; the process needs the parameter %(name)s"), name=key)
        elif type(values[key]) is not kind:
            message = N_("the parameter %(name)s has a value of the wrong type")
            fields.note("parameters", message, name=key)
