"""What a voter sends: his marks, by the number of the line. Nothing here repeats in words what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from nomination.box.codes import Mistyped, new_receipt, normalised, shown
from nomination.services.transaction import Invalid
from workflow.ballot import Choice
from workflow.words import N_

FIELD = "slip-"
MARKS = {"1": Choice.YES, "2": Choice.NO, "3": Choice.ABSTAIN}
"""How a choice is written in a form: one character each, so that no length betrays it."""

LONGEST = 64
TWICE = N_("A line of the ballot carries more than one choice. Nothing was stored.")
UNKNOWN = N_("A line of the ballot carries a choice that does not exist. Nothing was stored.")


@dataclass(frozen=True)
class Marked:
    """`rest`: the voter agrees with every line that he has not marked. `change`: the line he wants to mark anew."""

    choices: dict[int, Choice]
    receipt: str
    definition: str
    rest: bool = False
    change: int | None = None


def read_ballot(fields: Mapping[str, list[str]]) -> Marked:
    """Raises `Invalid`, in words that do not repeat what was sent."""
    return Marked(
        read_choices(fields), _one(fields, "receipt"), _one(fields, "definition"), rest=bool(_one(fields, "rest")),
        change=_number(_one(fields, "change")),
    )  # fmt: skip


def read_choices(fields: Mapping[str, list[str]]) -> dict[int, Choice]:
    choices: dict[int, Choice] = {}
    for name, given in fields.items():
        if not name.startswith(FIELD):
            continue
        number = _number(name.removeprefix(FIELD))
        if len(given) != 1 or number in choices:
            raise Invalid.one("choices", TWICE)
        if given[0] not in MARKS or number is None:
            raise Invalid.one("choices", UNKNOWN)
        choices[number] = MARKS[given[0]]
    return choices


def receipt_for(given: str) -> str:
    """The code of this voter if he has one already, so that what he has copied stays true; else a new one."""
    try:
        return shown(normalised(given))
    except Mistyped:
        return new_receipt()


def _one(fields: Mapping[str, list[str]], name: str) -> str:
    return (fields.get(name) or [""])[0][:LONGEST]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
