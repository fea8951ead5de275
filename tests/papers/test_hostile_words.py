"""Every paper in both forms, each text of it a thing that somebody might type to do harm: printed as it was typed."""

import dataclasses
import itertools
import types
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from nomination.models import DecisionLine
from nomination.papers.counting_minutes import Vote, counting_minutes
from nomination.papers.decision import DecisionPaper, Group
from nomination.papers.decision_official import decision_official
from nomination.papers.department_letter import DepartmentLetter, department_letter
from nomination.papers.kinds import Form
from nomination.papers.letter import Letter, letter
from nomination.papers.making import made
from nomination.papers.notice import Notice, notice
from nomination.papers.official import Official
from nomination.papers.payment_list import PaymentSheet, payment_list
from nomination.papers.report import Report, report
from nomination.papers.review_minutes import review_minutes
from nomination.papers.unit_minutes import UnitMinutes, unit_minutes
from tests.support.papers import HOSTILE, docx_words, pdf_words, solid

DAY, MOMENT = date(2021, 2, 5), datetime(2021, 2, 5, 3, 0, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "method": "electronic", "base": "eligible", "annexes": (), "months": (HOSTILE,), "initiatives": (HOSTILE[:4],),
}  # fmt: skip
"""Fields that hold a word of ours, other parts of a paper, or rows of a table whose columns are fixed."""


def filled(kind: Any, name: str, words: Iterator[str]) -> Any:
    """A value of this type; wherever a person may have typed, the next of the harmful words."""
    if name in PLAIN:
        return PLAIN[name]
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return filled(inside[0], name, words)
    if origin is tuple:
        each = inside[:1] * len(HOSTILE) if inside[-1] is ... else inside
        return tuple(filled(one, "", words) for one in each)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        named = {one.name: filled(hints[one.name], one.name, words) for one in dataclasses.fields(kind) if one.init}
        return kind(**named)  # type: ignore[misc]
    return {str: next(words), int: 3, bool: True, date: DAY, datetime: MOMENT}[kind]


def of(kind: type, build: Callable[[Any], Official]) -> Official:
    return build(filled(kind, "", itertools.cycle(HOSTILE)))


def a_decision() -> Official:
    lines = [
        DecisionLine(ordinal=n, name=name, unit_name=name, award=name, award_name=name, citation=name)
        for n, name in enumerate(HOSTILE, start=1)
    ]
    words = iter(HOSTILE * 9)
    paper = DecisionPaper(
        next(words), next(words), next(words), next(words), next(words), list(HOSTILE), list(HOSTILE), next(words),
        [Group(next(words), lines)], list(HOSTILE), [next(words)], next(words), MOMENT,
    )  # fmt: skip
    return decision_official(paper, dict(enumerate(HOSTILE, start=1)), HOSTILE[0])


PAPERS: dict[str, Callable[[], Official]] = {
    "letter": lambda: of(Letter, letter),
    "unit_minutes": lambda: of(UnitMinutes, unit_minutes),
    "notice": lambda: of(Notice, notice),
    "report": lambda: of(Report, report),
    "review_minutes": lambda: of(Vote, review_minutes),
    "counting_minutes": lambda: of(Vote, counting_minutes),
    "department_letter": lambda: of(DepartmentLetter, department_letter),
    "decision": a_decision,
    "payment_list": lambda: of(PaymentSheet, payment_list),
}
"""Certificates and what is printed on a blank have frames of their own; see test_certificate."""


@pytest.mark.parametrize("paper", PAPERS)
def test_names_with_quotes_signs_and_expressions_stand_as_they_were_typed(paper: str) -> None:
    content = PAPERS[paper]()
    wanted = {text for text in told(dataclasses.asdict(content)) if any(one in text for one in HOSTILE)}
    assert {one for one in HOSTILE if any(one in text for text in wanted)} == set(HOSTILE)
    for form, read in ((Form.PDF, pdf_words), (Form.DOCX, docx_words)):
        printed = solid(read(made(content, form))).casefold()
        assert [
            text for text in wanted if not all(solid(line).casefold() in printed for line in text.split("\n"))
        ] == []


def told(part: Any) -> Iterator[str]:
    """Every text of a paper but the name of its file, which stands in no line, and the digest at its foot."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            if key not in ("title", "foot") or "head" not in part:
                yield from told(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from told(one)
