"""A table of monthly figures, pasted or from a sheet, becomes cells and problems. Rows of texts in, nothing stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workflow.figures import COLUMN_LABELS, COLUMNS, read_figure
from workflow.measure import Measure
from workflow.months import folded, has_year, months_meant, read_out
from workflow.words import N_, Word

Cell = tuple[str, str]
Line = tuple[int, Sequence[str]]
"""The number of a row, counted from 1, and its texts."""

ROWS_MAX, COLUMNS_MAX, TEXT_MAX = 400, 40, 200
HEAD_WITHIN = 20
MONTH = "month"
PASSED_OVER = ""
TOTALS = ("tong", "cong", "ca nam", "luy ke", "total")
LABELS = (
    (("ty le", "ti le", "%", "rate", "ghi chu", "note"), PASSED_OVER),
    (("qua han", "overdue"), "overdue"),
    (("dung han", "on time"), "on_time"),
    (("den han", "so nhiem vu", "due"), "due"),
    (("thang", "month"), MONTH),
)
NUMBERING = ("stt", "tt", "so tt", "no", "no.", "#")

NOTHING = N_("There is nothing to read here. Copy the rows of the table, or fill in the sheet, and try again.")
TOO_LONG = N_("Only the first %(limit)s rows were looked at.")
TOO_WIDE = N_(
    "There are %(found)s columns. Give the month, tasks due, done on time and overdue; or put a row of headings above."
)
TOO_NARROW = N_(
    "There are only %(found)s columns. Give tasks due, done on time and overdue, and before them the month if you wish."
)
NO_COLUMN = N_("The column “%(column)s” is missing.")
COLUMN_TWICE = N_("The column “%(column)s” stands here twice.")
UNKNOWN_COLUMN = N_("The column “%(heading)s” is not known, so it was not read.")
NO_HEADING = N_("There are figures under no heading, so they were not read.")
NO_MONTH = N_("The month of this row is missing.")
NOT_A_MONTH = N_("“%(typed)s” is no month. Write it like %(example)s.")
WHICH_YEAR = N_("“%(typed)s” may be %(months)s. Write it with its year.")
OUTSIDE = N_("%(month)s lies outside the period from %(first)s to %(last)s.")
TOO_MANY_ROWS = N_("There are more rows than months: the period has %(months)s, from %(first)s to %(last)s.")
TWICE = N_("%(month)s stands in rows %(rows)s; none of them was taken.")


@dataclass(frozen=True)
class SheetProblem:
    """What is wrong, and where: row and column counted from 1, 0 when it is the whole. `cell`: that of the figures."""

    row: int
    column: int
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    cell: Cell | None = None


@dataclass(frozen=True)
class SheetRead:
    """Texts by month and column, the bad ones too, and every problem. A blank cell is not among them."""

    cells: Mapping[Cell, str]
    problems: tuple[SheetProblem, ...]


@dataclass(frozen=True)
class Layout:
    """Which column holds what; where the rows of figures begin."""

    columns: Mapping[int, str]
    body: Sequence[Line]


def read_sheet(rows: Sequence[Sequence[str]], measure: Measure) -> SheetRead:
    """The figures of a table, with or without headings, with or without the month in front, in any order of rows."""
    lines = [(n, _cut(row)) for n, row in enumerate(rows[:ROWS_MAX], 1)]
    lines = [(n, row) for n, row in lines if any(row)]
    problems = [SheetProblem(ROWS_MAX, 0, TOO_LONG, {"limit": ROWS_MAX})] if len(rows) > ROWS_MAX else []
    layout, against = _laid_out(lines)
    problems += against
    if layout is None:
        return SheetRead({}, tuple(problems))
    months, against = _months(layout, measure)
    problems += against
    cells: dict[Cell, str] = {}
    for n, row in layout.body:
        if n not in months:
            continue
        for place, name in layout.columns.items():
            if name in COLUMNS and row[place : place + 1] and row[place]:
                cell = (months[n], name)
                cells[cell] = row[place]
                problem = read_figure(row[place]).problem
                problems += [SheetProblem(n, place + 1, *problem, cell)] if problem else []
    if not cells and not problems:
        problems.append(SheetProblem(0, 0, NOTHING))
    return SheetRead(cells, tuple(sorted(problems, key=lambda one: (one.row, one.column))))


def _cut(row: Sequence[str]) -> list[str]:
    """The texts of a row without blanks behind the last one."""
    texts = [" ".join(text.split())[:TEXT_MAX] for text in row[:COLUMNS_MAX]]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _laid_out(lines: Sequence[Line]) -> tuple[Layout | None, list[SheetProblem]]:
    if not lines:
        return None, [SheetProblem(0, 0, NOTHING)]
    for place, (n, row) in enumerate(lines[:HEAD_WITHIN]):
        named = {column: _named(text) for column, text in enumerate(row)}
        if len(set(named.values()) & {*COLUMNS, MONTH}) > 1:
            return _headed(n, row, named, lines[place + 1 :])
    return _unheaded(lines)


def _named(heading: str) -> str | None:
    """Which column a heading means; `PASSED_OVER` for one that is known and not needed."""
    text = folded(heading)
    if text in NUMBERING:
        return PASSED_OVER
    return next((name for words, name in LABELS if any(word in text for word in words)), None)


def _headed(
    n: int, row: Sequence[str], named: Mapping[int, str | None], body: Sequence[Line]
) -> tuple[Layout, list[SheetProblem]]:
    known = {column: name for column, name in named.items() if name}
    counted = Counter(known.values())
    missing = [name for name in COLUMNS if not counted[name]]
    problems = [SheetProblem(n, 0, NO_COLUMN, {"column": Word(COLUMN_LABELS[name])}) for name in missing]
    problems += [
        SheetProblem(n, column + 1, COLUMN_TWICE, {"column": row[column]})
        for column, name in known.items() if counted[name] > 1
    ]  # fmt: skip
    problems += [
        SheetProblem(n, column + 1, UNKNOWN_COLUMN, {"heading": row[column]})
        for column, name in named.items() if name is None and row[column]
    ]  # fmt: skip
    bare = {column for _, cells in body for column, text in enumerate(cells) if text and not row[column : column + 1]}
    problems += [SheetProblem(n, column + 1, NO_HEADING) for column in sorted(bare)]
    return Layout({column: name for column, name in known.items() if counted[name] == 1}, body), problems


def _unheaded(lines: Sequence[Line]) -> tuple[Layout | None, list[SheetProblem]]:
    """Without headings the order is fixed, and the month may stand in front."""
    width, first = max(len(row) for _, row in lines), lines[0][0]
    numbered = len(lines) > 2 and [row[0] for _, row in lines] == [str(n + 1) for n in range(len(lines))]
    with_month = width > len(COLUMNS) or numbered or all(has_year(row[0]) or _is_called(row[0]) for _, row in lines)
    names = (MONTH, *COLUMNS) if with_month else COLUMNS
    if width != len(names):
        message = TOO_WIDE if width > len(names) else TOO_NARROW
        return None, [SheetProblem(first, 0, message, {"found": width})]
    return Layout(dict(enumerate(names)), lines), []


def _is_called(text: str) -> bool:
    """A month by its word, such as Tháng 1 or T1."""
    return folded(text).startswith("t") and text[-1:].isdigit()


def _months(layout: Layout, measure: Measure) -> tuple[dict[int, str], list[SheetProblem]]:
    """The month of each row that has one, by the number of the row."""
    place = next((column for column, name in layout.columns.items() if name == MONTH), None)
    if place is None:
        return _in_order(layout, measure)
    found: dict[int, str] = {}
    problems: list[SheetProblem] = []
    for n, row in layout.body:
        written = row[place] if place < len(row) else ""
        filled = any(
            row[column : column + 1] and row[column] for column, name in layout.columns.items() if name != MONTH
        )
        if not filled or folded(written).startswith(TOTALS):
            continue
        month, problem = _month(written, measure)
        if month:
            found[n] = month
        if problem:
            problems.append(SheetProblem(n, place + 1, *problem))
    return _once(found, problems)


def _once(found: dict[int, str], problems: list[SheetProblem]) -> tuple[dict[int, str], list[SheetProblem]]:
    """A month in two rows is not chosen from."""
    rows = {month: [n for n, one in found.items() if one == month] for month in found.values()}
    for month, several in rows.items():
        if len(several) > 1:
            listed = ", ".join(str(n) for n in several)
            problems.append(SheetProblem(several[1], 0, TWICE, {"month": read_out(month), "rows": listed}))
    return {n: month for n, month in found.items() if len(rows[month]) == 1}, problems


def _in_order(layout: Layout, measure: Measure) -> tuple[dict[int, str], list[SheetProblem]]:
    """Rows without a month are those of the period, from its beginning."""
    months, numbers = measure.months(), [n for n, _ in layout.body]
    found = dict(zip(numbers, months, strict=False))
    if len(numbers) <= len(months):
        return found, []
    params = {"months": len(months), "first": read_out(measure.first), "last": read_out(measure.last)}
    return found, [SheetProblem(numbers[len(months)], 0, TOO_MANY_ROWS, params)]


def _month(written: str, measure: Measure) -> tuple[str | None, tuple[str, dict[str, object]] | None]:
    span, example = measure.months(), read_out(measure.first)
    if not written:
        return None, (NO_MONTH, {})
    meant = months_meant(written, span)
    if len(meant) > 1:
        return None, (WHICH_YEAR, {"typed": written, "months": ", ".join(map(read_out, meant))})
    if not meant:
        return None, (NOT_A_MONTH, {"typed": written, "example": example})
    if meant[0] in span:
        return meant[0], None
    return None, (OUTSIDE, {"month": read_out(meant[0]), "first": example, "last": read_out(measure.last)})
