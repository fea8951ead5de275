"""A unit's own contents and criteria in answer to a campaign: what each refines, and what none speaks of yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from textwrap import shorten
from typing import Any

from workflow.campaign import Campaign
from workflow.words import N_

SHORT = 60
"""Letters of a paragraph that stand for the whole where there is no room."""


class LineKind(StrEnum):
    CONTENT = "content"
    CRITERION = "criterion"

    @property
    def label(self) -> str:
        return {"content": N_("Contents of the unit"), "criterion": N_("Criteria of the unit")}[self]


@dataclass(frozen=True)
class PlanLine:
    """One content or criterion of a unit's own. `ties`: the parts of the campaign that it refines, by their keys."""

    kind: LineKind
    text: str
    ties: frozenset[str] = frozenset()

    @property
    def blank(self) -> bool:
        return not self.text.strip() and not self.ties


@dataclass(frozen=True)
class Part:
    """A part of the campaign to which a line can be tied: its key, its number, its first words, its full text."""

    key: str
    number: str
    short: str
    text: str


def parts_of(campaign: Campaign, kind: LineKind) -> tuple[Part, ...]:
    """What a line may be tied to: a content to content areas and task groups, a criterion to criteria."""
    if kind is LineKind.CRITERION:
        return tuple(Part(one.code, str(one.number), one.title, one.text) for one in campaign.criteria)
    paragraphs = (*campaign.content_areas, *campaign.task_groups)
    return tuple(Part(one.number, one.number, _first_words(one.text), one.text) for one in paragraphs)


def _first_words(text: str) -> str:
    return shorten(text, SHORT, placeholder="…")


def uncovered(campaign: Campaign, kind: LineKind, lines: Iterable[PlanLine]) -> tuple[Part, ...]:
    """The parts of the campaign to which no line is tied. A hint for the unit, never a fault."""
    tied = {tie for line in lines if line.kind is kind for tie in line.ties}
    return tuple(part for part in parts_of(campaign, kind) if part.key not in tied)


def numbers(parts: Iterable[Part], ties: Iterable[str]) -> tuple[str, ...]:
    """The ties as people say them, in the order of the campaign; what it no longer has is said by its key."""
    known, asked = {part.key: part.number for part in parts}, set(ties)
    return (*(known[key] for key in known if key in asked), *sorted(asked - known.keys()))


def lines_from(stored: Iterable[Mapping[str, Any]]) -> tuple[PlanLine, ...]:
    """Lines as they are kept beside the plan."""
    return tuple(PlanLine(LineKind(one["kind"]), one["text"], frozenset(one["ties"])) for one in stored)


def stored_from(lines: Iterable[PlanLine]) -> list[dict[str, Any]]:
    return [{"kind": line.kind.value, "text": line.text, "ties": sorted(line.ties)} for line in lines]
