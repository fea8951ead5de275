"""What was found of one criterion at one moment, read back from what the step kept of it for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.dossier import Reason, Verdict
from workflow.keeping import restored
from workflow.kind import Sentence
from workflow.words import N_

NO_FIGURES = N_("The figures of that moment are in the audit entry only.")


@dataclass(frozen=True)
class Found:
    """A mark and its word; who found it, when and under which rules; the machine's own finding with its reasons.

    `nth`: which passage through the stage it belongs to. `machine` is None where the machine was not asked.
    """

    status: str
    label: str
    who: Sentence | None = None
    at: datetime | None = None
    note: str = ""
    nth: int = 1
    machine: bool | None = None
    why: tuple[Reason, ...] = ()
    figures: tuple[Sentence, ...] = ()
    rules: str = ""


def reasons_of(told: Mapping[str, Any]) -> tuple[Reason, ...]:
    """The reasons against, as they were. What was kept without its parameters is told once, without them."""
    found = restored(told).reasons
    whole = [one for one in found if one.params or "%(" not in one.message]
    return tuple(whole if len(whole) == len(found) else [*whole, Reason("figures", NO_FIGURES)])


def figures_of(told: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """The figures that the finding rested on, each kind in one sentence."""
    figures: Mapping[str, Any] = restored(told).figures
    found: list[Sentence] = []
    if "length" in figures:
        found.append((N_("Account: %(length)s characters."), {"length": figures["length"]}))
    if "statements" in figures:
        affirmed = [one for one in figures["statements"] if one["affirmed"]]
        params = {"affirmed": len(affirmed), "all": len(figures["statements"])}
        found.append((N_("Statements affirmed: %(affirmed)s of %(all)s."), params))
    if "months" in figures:
        found.append((N_("On time by month: %(months)s."), {"months": tuple(map(_month, figures["months"]))}))
    return tuple(found)


def _month(one: Mapping[str, Any]) -> str:
    name = f"{one['month'][5:]}/{one['month'][:4]}"
    if one.get("due") is None:
        return f"{name} –"
    return f"{name} {one['on_time']}/{one['due']}"


def waived(kept: Mapping[str, Any]) -> bool:
    """A person waived it, and another agreed."""
    person = kept.get("person") or {}
    return person.get("verdict") == Verdict.WAIVED and person.get("approver") is not None


def assessors(findings: Mapping[str, Any] | None) -> set[int]:
    """Everybody whose verdict is kept in these findings."""
    people = [kept.get("person") or {} for kept in (findings or {}).values()]
    return {person["assessor"] for person in people if person.get("assessor") is not None}
