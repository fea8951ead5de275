"""Reads a rule set, or what a campaign sets itself, from plain content; every problem is noted at its field."""

import re

from workflow.ballot import Base
from workflow.fields import Fields
from workflow.ranking import TIEBREAKS
from workflow.ruleset import Confidence, LegalText, Parameter, RuleSet, Value, share_from
from workflow.words import N_

WORDS = {
    "absent_policy": ("written_opinion", "none"),
    "no_meeting_policy": ("written_opinions_with_leave", "none"),
    "results_shown_to_units": ("after_count", "after_decision"),
}
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def read_ruleset(fields: Fields) -> RuleSet:
    """The rule set from plain content; problems are noted on `fields`."""
    slot = fields.flag("slot", default=False)
    ruleset = RuleSet(
        code=fields.code("code"),
        title=fields.text("title"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
        texts=() if _left_empty(fields, "texts", slot) else fields.parts("texts", _read_text, distinct=("number",)),
        parameters=() if _left_empty(fields, "parameters", slot) else fields.parts("parameters", read_parameter),
        note=fields.text("note", ""),
        slot=slot,
    )
    _check_overlaps(fields, ruleset)
    if slot and ruleset.parameters:
        fields.note("slot", N_("expected false: a rule set that says something is no empty place"))
    if not slot:
        _check_complete(fields, ruleset)
    return ruleset


def _left_empty(fields: Fields, key: str, slot: bool) -> bool:
    return slot and fields.plain(key) in (None, [])


def _read_text(fields: Fields) -> LegalText:
    return LegalText(
        number=fields.text("number"),
        title=fields.text("title"),
        issued_on=fields.day("issued_on"),
        in_force_from=fields.day("in_force_from"),
        in_force_to=fields.day("in_force_to"),
    )


def read_own_parameter(fields: Fields) -> Parameter:
    """What a campaign sets itself: key, value and the paper that it rests on."""
    key = _read_key(fields)
    value = _read_value(fields, key)
    if key in REQUIRED and type(value) is not REQUIRED[key]:
        fields.note("value", N_("the parameter %(name)s has a value of the wrong type"), name=key)
    return Parameter(key, value, fields.text("citation"), Confidence.MINISTRY, note=fields.text("note", ""))


def _read_key(fields: Fields) -> str:
    key = fields.text("key")
    if key and not KEY.fullmatch(key):
        fields.note("key", N_("expected a name such as “council.quorum”"))
    return key


def read_parameter(fields: Fields) -> Parameter:
    key = _read_key(fields)
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
    if parts[-1] == "tiebreak" and value is not None and not tiebreaks_of(value):
        fields.note("value", N_("expected some of: %(choices)s"), choices=", ".join(TIEBREAKS))
    if value is not None and parts[-1] in WORDS and value not in WORDS[parts[-1]]:
        fields.note("value", N_("expected one of: %(choices)s"), choices=", ".join(WORDS[parts[-1]]))
    return value


def tiebreaks_of(value: Value) -> tuple[str, ...]:
    """“score, chair”: what decides between equals on the last place, in this order. Empty when it cannot be read."""
    names = tuple(name.strip() for name in value.split(",")) if isinstance(value, str) else ()
    return names if set(names) <= set(TIEBREAKS) and len(set(names)) == len(names) else ()


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
