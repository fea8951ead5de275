"""What stands in one part of a nomination, and how typed text becomes it. Every problem is told at its field.

A part is plain content: a mapping of texts, numbers and lists. Its seal tells whether it is still what a page showed.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nomination.classes import CLASSES
from nomination.dossiers import Loaded
from nomination.services.audit import canonical
from nomination.services.wording import NEEDED, TOO_LONG, Told, line_problem, name_problem, one_line
from workflow.criteria import Declaration, Judged, Record, Veto
from workflow.dossier import Answer, Criterion
from workflow.drafting import MATCH_NOTE, NOMINEE
from workflow.measure import Measure
from workflow.vocabulary import State
from workflow.words import N_

Content = dict[str, Any]
Cell = tuple[str, str]

COLUMNS = ("due", "on_time", "overdue")
LARGEST = 1_000_000
TEXT_MAX = 20_000
LINE_MAX = 200
SUMMARY_MAX = 2_000
NOTE_MAX = 1_000
TITLES = ("Ông", "Bà")
WHOLE = re.compile(r"[0-9]{1,12}")
NOMINEE_FIELDS = (
    "award", "nominee_title", "nominee_name", "nominee_post", "nominee_place", "class_code", "summary", "citation",
)  # fmt: skip

NOT_WHOLE = N_("“%(typed)s” is not a whole number. Enter how many tasks, without percent or decimals.")
BELOW_ZERO = N_("“%(typed)s” is below 0. Enter 0 when there was none.")
TOO_LARGE = N_("“%(typed)s” is too large; at most %(limit)s.")
CHOOSE = N_("Choose one of the listed answers.")


@dataclass(frozen=True)
class TypedPart:
    """One part as it came from a page: texts by field, cells of figures by month and column, statements ticked.

    `seal` is that of the content which the page showed, and `over` that of newer content to be replaced knowingly.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[Cell, str] = field(default_factory=dict)
    ticked: frozenset[str] | None = None
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
    return {"narrative": answer.narrative, "figures": figures, "affirmed": sorted(answer.affirmed)}


def read_part(loaded: Loaded, part: str, typed: TypedPart) -> Read:
    """The part as it would be stored."""
    if part == NOMINEE:
        return _read_nominee(loaded, typed)
    if part == MATCH_NOTE:
        return _read_note(loaded, typed)
    return _read_answer(loaded.campaign.criterion(part), content_of(loaded, part), typed)


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


def _read_answer(criterion: Criterion, stored: Content, typed: TypedPart) -> Read:
    match criterion.kind:
        case Judged() | Record():
            narrative = typed.texts.get("narrative", stored["narrative"])
            problem = _too_long(narrative, TEXT_MAX)
            return Read(stored, {"narrative": problem}) if problem else Read(stored | {"narrative": narrative}, {})
        case Measure() as measure:
            return _read_figures(measure, stored, typed)
        case Declaration(statements=statements) | Veto(statements=statements):
            ticked = set(stored["affirmed"]) if typed.ticked is None else typed.ticked
            return Read(stored | {"affirmed": sorted(one.key for one in statements if one.key in ticked)}, {})
    return Read(stored, {})


def _read_figures(measure: Measure, stored: Content, typed: TypedPart) -> Read:
    """Cell by cell: a good one is kept even when its neighbour is not; a bad one leaves what was stored."""
    known = {(line["month"], column): line[column] for line in stored["figures"] for column in COLUMNS}
    problems: dict[str, Told] = {}
    figures = []
    for month in measure.months():
        line: Content = {"month": month}
        for column in COLUMNS:
            cell = (month, column)
            text = typed.cells.get(cell)
            problem = None if text is None else cell_problem(text)
            if problem:
                problems[f"{month}-{column}"] = problem
            line[column] = known.get(cell) if text is None or problem else (int(text) if text.strip() else None)
        if any(line[column] is not None for column in COLUMNS):
            figures.append(line)
    return Read(stored | {"figures": figures}, problems)


def cell_problem(typed: str) -> Told | None:
    """A cell holds a whole number from 0 up, or nothing yet."""
    text = typed.strip()
    if not text:
        return None
    if re.fullmatch(r"[-\u2212][0-9]+", text):
        return BELOW_ZERO, {"typed": text}
    if not WHOLE.fullmatch(text):
        return NOT_WHOLE, {"typed": text[:40]}
    return (TOO_LARGE, {"typed": text, "limit": LARGEST}) if int(text) > LARGEST else None


def _too_long(text: str, limit: int) -> Told | None:
    return (TOO_LONG, {"limit": limit, "length": len(text)}) if len(text) > limit else None
