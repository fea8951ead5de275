"""Figures that come from a spreadsheet: what was pasted or sent, as typed cells, and what is said of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext

from nomination.filetypes import Unacceptable
from nomination.hypermedia import sentence
from nomination.services.contents import TypedPart
from nomination.sheets import Rows
from workflow.measure import Measure
from workflow.sheet import SheetProblem, SheetRead, read_sheet

SHOWN_MAX = 12


@dataclass(frozen=True)
class Reading:
    """What a page says about a table that was read: how much, and what not. `pasted` stays where it was pasted."""

    cells: int = 0
    months: int = 0
    told: tuple[str, ...] = ()
    more: int = 0
    pasted: str = ""


def reading_of(read: SheetRead, *, from_file: bool, pasted: str = "") -> Reading:
    wrong = {one.cell for one in read.problems if one.cell}
    good = [cell for cell in read.cells if cell not in wrong]
    told = [_told(one, from_file) for one in read.problems]
    return Reading(
        cells=len(good), months=len({month for month, _ in good}), told=tuple(told[:SHOWN_MAX]),
        more=max(0, len(told) - SHOWN_MAX), pasted=pasted if told else "",
    )  # fmt: skip


def read_into(
    part: TypedPart, measure: Measure, rows: Callable[[], Rows], *, from_file: bool, pasted: str = ""
) -> tuple[TypedPart, Reading]:
    """The part with the cells of the table over those typed before; or as it was, with the sentence why."""
    try:
        read = read_sheet(rows(), measure)
    except Unacceptable as refused:
        return part, Reading(told=(sentence(refused.message, refused.params),), pasted=pasted)
    cells: Mapping[tuple[str, str], str] = {**part.cells, **read.cells}
    return replace(part, cells=cells), reading_of(read, from_file=from_file, pasted=pasted)


def _told(problem: SheetProblem, from_file: bool) -> str:
    """The sentence with the place before it: B7 in a sheet, row and column in what was pasted."""
    what = sentence(problem.message, problem.params)
    if not problem.row:
        return what
    if not problem.column:
        return gettext("Row %(row)s: %(what)s", row=problem.row, what=what)
    if from_file:
        return gettext("Cell %(cell)s: %(what)s", cell=f"{_letters(problem.column)}{problem.row}", what=what)
    return gettext("Row %(row)s, column %(column)s: %(what)s", row=problem.row, column=problem.column, what=what)


def _letters(column: int) -> str:
    """1 is A, 27 is AA, as a spreadsheet counts."""
    return (_letters((column - 1) // 26) if column > 26 else "") + chr(ord("A") + (column - 1) % 26)
