"""What stands in one part of a nomination, and how typed text becomes it. Every problem is told at its field.

A part is plain content: a mapping of texts, numbers and lists. Its seal tells whether it is still what a page showed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nomination.classes import CLASSES
from nomination.dossiers import Loaded
from nomination.services.audit import canonical
from nomination.services.initiatives import read_initiatives, stored_as
from nomination.services.wording import NEEDED, TOO_LONG, Told, line_problem, name_problem, one_line
from workflow.criteria import Declaration, Judged, Record, Veto
from workflow.dossier import Answer, Criterion
from workflow.drafting import MATCH_NOTE, NOMINEE
from workflow.figures import COLUMNS, Figure, read_figure
from workflow.initiatives import Asked
from workflow.measure import NOT_BEGUN, Measure
from workflow.months import read_out
from workflow.vocabulary import State
from workflow.words import N_

Content = dict[str, Any]
Cell = tuple[str, str]

TEXT_MAX = 20_000
LINE_MAX = 200
SUMMARY_MAX = 2_000
NOTE_MAX = 1_000
TITLES = ("Ông", "Bà")
NOMINEE_FIELDS = (
    "award", "nominee_title", "nominee_name", "nominee_post", "nominee_place", "class_code", "summary", "citation",
)  # fmt: skip

CHOOSE = N_("Choose one of the listed answers.")


@dataclass(frozen=True)
class TypedPart:
    """One part as it came from a page: texts by field, cells by month, statements ticked, initiatives by row.

    `seal` is that of the content which the page showed, and `over` that of newer content to be replaced knowingly.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[Cell, str] = field(default_factory=dict)
    ticked: frozenset[str] | None = None
    initiatives: Mapping[int, Mapping[str, str]] | None = None
    seal: str | None = None
    over: str | None = None


@dataclass(frozen=True)
class Read:
    """What was typed, with what cannot be accepted left as it is stored and told in `problems`."""

    content: Content
    problems: dict[str, Told]


def seal_of(content: Content) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()[:32]


def content_of(loaded: Loaded, part: str) -> Content:
    """What is stored of one part."""
    if part == NOMINEE:
        return {name: getattr(loaded.row, name) for name in NOMINEE_FIELDS}
    if part == MATCH_NOTE:
        return {MATCH_NOTE: loaded.row.match_note}
    answer = loaded.dossier.answers.get(part, Answer())
    figures = [{"month": f.month, **{column: getattr(f, column) for column in COLUMNS}} for f in answer.figures]
    return {
        "narrative": answer.narrative, "figures": figures, "affirmed": sorted(answer.affirmed),
        "initiatives": [stored_as(one) for one in answer.initiatives],
    }  # fmt: skip


def read_part(loaded: Loaded, part: str, typed: TypedPart) -> Read:
    """The part as it would be stored."""
    if part == NOMINEE:
        return _read_nominee(loaded, typed)
    if part == MATCH_NOTE:
        return _read_note(loaded, typed)
    return _read_answer(loaded.campaign.criterion(part), content_of(loaded, part), typed, loaded.dossier.now)


def nominee_problems(loaded: Loaded, texts: Mapping[str, str]) -> dict[str, Told]:
    """What stands against the lines about the nominee, field by field."""
    kind = loaded.dossier.kind
    found = {
        "nominee_name": name_problem(texts["nominee_name"], kind),
        "nominee_title": None if texts["nominee_title"] in ("", *TITLES) else (CHOOSE, {}),
        "nominee_post": line_problem(texts["nominee_post"], LINE_MAX),
        "nominee_place": line_problem(texts["nominee_place"], LINE_MAX),
        "class_code": None if texts["class_code"] in CLASSES[kind] else (NEEDED, {}),
        "summary": _too_long(texts["summary"], SUMMARY_MAX),
        "citation": line_problem(texts["citation"], loaded.award.citation_max),
        "award": None if texts["award"] in {a.code for a in loaded.campaign.awards_for(kind)} else (CHOOSE, {}),
    }
    return {name: problem for name, problem in found.items() if problem is not None}


def _read_nominee(loaded: Loaded, typed: TypedPart) -> Read:
    """The award may be chosen anew only while nobody has seen the nomination but the unit."""
    stored = content_of(loaded, NOMINEE)
    fixed = {"award"} if loaded.dossier.state is State.SUPPLEMENT else set()
    given = {name: text for name, text in typed.texts.items() if name in stored and name not in fixed}
    wanted = stored | {name: text if name == "summary" else one_line(text) for name, text in given.items()}
    problems = {name: told for name, told in nominee_problems(loaded, wanted).items() if name in given}
    return Read(wanted | {name: stored[name] for name in problems}, problems)


def _read_note(loaded: Loaded, typed: TypedPart) -> Read:
    stored = content_of(loaded, MATCH_NOTE)
    note = typed.texts.get(MATCH_NOTE, stored[MATCH_NOTE])
    problem = _too_long(note, NOTE_MAX)
    return Read(stored, {MATCH_NOTE: problem}) if problem else Read({MATCH_NOTE: note}, {})


def _read_answer(criterion: Criterion, stored: Content, typed: TypedPart, now: datetime) -> Read:
    match criterion.kind:
        case Judged(initiatives=asked) if asked is not Asked.NONE and typed.initiatives is not None:
            account = _read_account(stored, typed)
            told, problems = read_initiatives(typed.initiatives, stored["initiatives"], now)
            return Read(account.content | {"initiatives": told}, account.problems | problems)
        case Judged() | Record():
            return _read_account(stored, typed)
        case Measure() as measure:
            return _read_figures(measure, stored, typed, now)
        case Declaration(statements=statements) | Veto(statements=statements):
            ticked = set(stored["affirmed"]) if typed.ticked is None else typed.ticked
            return Read(stored | {"affirmed": sorted(one.key for one in statements if one.key in ticked)}, {})
    return Read(stored, {})


def _read_account(stored: Content, typed: TypedPart) -> Read:
    narrative = typed.texts.get("narrative", stored["narrative"])
    problem = _too_long(narrative, TEXT_MAX)
    return Read(stored, {"narrative": problem}) if problem else Read(stored | {"narrative": narrative}, {})


def _read_figures(measure: Measure, stored: Content, typed: TypedPart, now: datetime) -> Read:
    """Cell by cell: a good one is kept even when its neighbour is not; a bad one leaves what was stored."""
    known = {(line["month"], column): line[column] for line in stored["figures"] for column in COLUMNS}
    read = {cell: _read_cell(measure, cell, text, now) for cell, text in typed.cells.items()}
    problems = {f"{month}-{column}": _told(figure) for (month, column), figure in read.items() if figure.problem}
    wanted = known | {cell: figure.number for cell, figure in read.items() if not figure.problem}
    lines = [
        {"month": month, **{column: wanted.get((month, column)) for column in COLUMNS}} for month in measure.months()
    ]
    figures = [line for line in lines if any(line[column] is not None for column in COLUMNS)]
    return Read(stored | {"figures": figures}, problems)


def _read_cell(measure: Measure, cell: Cell, text: str, now: datetime) -> Figure:
    figure = read_figure(text)
    if figure.number is None or measure.accepts(cell[0], now):
        return figure
    return Figure(problem=(NOT_BEGUN, {"month": read_out(cell[0])}))


def _told(figure: Figure) -> Told:
    message, params = figure.problem or ("", {})
    return message, dict(params)


def _too_long(text: str, limit: int) -> Told | None:
    return (TOO_LONG, {"limit": limit, "length": len(text)}) if len(text) > limit else None
