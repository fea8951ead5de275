"""Decisions of the past, taken over from their papers in one step: checked row by row, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from nomination import clock
from nomination.classes import CLASS_WORDS, CLASSES
from nomination.extensions import db
from nomination.models import PastAward, PastDecision, Unit
from nomination.names import fold, match_key
from nomination.services import audit
from nomination.services.evidence import Kept, row_of
from nomination.services.transaction import Invalid, writing
from nomination.services.wording import NEEDED, Told, line_problem, name_problem
from workflow.commendation import METHODS
from workflow.dossier import Actor, NomineeKind, Reason
from workflow.machine import NotYours
from workflow.vocabulary import Role
from workflow.words import N_, Word

LINE_MAX = 300
ROWS_MAX = 2000
MAY = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
KINDS = {
    "": NomineeKind.INDIVIDUAL, "ca nhan": NomineeKind.INDIVIDUAL, "individual": NomineeKind.INDIVIDUAL,
    "tap the": NomineeKind.COLLECTIVE, "collective": NomineeKind.COLLECTIVE,
}  # fmt: skip
HEADINGS = {
    "loai": "kind", "doi tuong": "kind", "ho ten": "name", "ho va ten": "name", "ten": "name",
    "ca nhan tap the": "name", "ho ten ten tap the": "name", "don vi": "unit", "don vi cong tac": "unit",
    "hinh thuc khen thuong": "award", "hinh thuc": "award", "danh hieu": "award", "nam": "year",
    "nam thanh tich": "year", "thanh tich": "achievement", "noi dung khen thuong": "achievement",
    "noi dung": "achievement", "nhom doi tuong": "class", "doi tuong thong ke": "class",
}  # fmt: skip
"""Headings as papers write them, folded; columns that none of them names are left out."""


@dataclass(frozen=True)
class Paper:
    """The decision as its paper names it."""

    number: str
    dated: date | None
    issuer: str
    title: str
    signer: str = ""
    method: str = ""


@dataclass(frozen=True)
class Line:
    """One award of the paper. `row` is where it stands in the sheet, from 1."""

    row: int
    kind: NomineeKind
    name: str
    unit: str
    award: str
    year: int | None
    achievement: str
    class_code: str = ""


@dataclass(frozen=True)
class Sheet:
    """What was read of a sheet: good lines, and every problem with its row and column."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Told, ...] = field(default=())


def read_sheet(rows: Sequence[Sequence[str]]) -> Sheet:
    """Lines under the first row whose headings name at least the nominee and the award."""
    head = next((n for n, row in enumerate(rows) if {"name", "award"} <= set(_columns(row).values())), None)
    if head is None:
        return Sheet(
            problems=((N_("No row of headings was found: there must be columns for the name and the award."), {}),)
        )
    columns = _columns(rows[head])
    lines, problems = [], []
    for n, row in enumerate(rows[head + 1 :], head + 2):
        cells = {name: row[at].strip() for at, name in columns.items() if at < len(row)}
        if any(cells.values()):
            line, told = _line(n, cells)
            problems += told
            lines += [line] if line else []
    if len(lines) > ROWS_MAX:
        problems.append(
            (
                N_("One decision holds at most %(most)s lines; this sheet has %(found)s."),
                {"most": ROWS_MAX, "found": len(lines)},
            )
        )
    if not lines and not problems:
        problems.append((N_("There is no line below the headings."), {}))
    return Sheet(tuple(lines), tuple(problems))


def _columns(row: Sequence[str]) -> dict[int, str]:
    """Which column holds what; the first of two alike counts."""
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        name = HEADINGS.get(fold(cell))
        if name and name not in found.values():
            found[at] = name
    return found


def _line(n: int, cells: dict[str, str]) -> tuple[Line | None, list[Told]]:
    kind = KINDS.get(fold(cells.get("kind", "")))
    year = cells.get("year", "")
    told: list[Told] = []
    if kind is None:
        told.append(
            (
                N_("Row %(row)s: “%(typed)s” is neither an individual nor a collective."),
                {"row": n, "typed": cells["kind"]},
            )
        )
    if year and not (year.isascii() and year.isdigit() and 1945 <= int(year) <= 9999):
        told.append((N_("Row %(row)s: “%(typed)s” is not a year."), {"row": n, "typed": year[:40]}))
    for column, label in (("name", N_("Name")), ("award", N_("Award"))):
        if not cells.get(column):
            told.append((N_("Row %(row)s: the column “%(column)s” is blank."), {"row": n, "column": Word(label)}))
    problem = name_problem(cells["name"], kind) if cells.get("name") and kind else None
    if problem:
        told.append(
            (
                N_("Row %(row)s: the name “%(name)s” holds something that does not belong in a name."),
                {"row": n, "name": cells["name"][:80]},
            )
        )
    code = _class_code(cells.get("class", ""), kind)
    if code is None:
        told.append(
            (
                N_("Row %(row)s: “%(typed)s” is no class of the yearly statistics for this kind of nominee."),
                {"row": n, "typed": cells["class"][:80]},
            )
        )
    if told or kind is None or code is None:
        return None, told
    return Line(
        n, kind, cells["name"], cells.get("unit", ""), cells["award"][:LINE_MAX], int(year) if year else None,
        cells.get("achievement", ""), code,
    ), []  # fmt: skip


def _class_code(typed: str, kind: NomineeKind | None) -> str | None:
    """The class by its code or by its words as the sheet to fill in has them. Blank is not known; None is no class."""
    if not typed or kind is None:
        return ""
    words = {fold(said): code for code, said in CLASS_WORDS[kind].items()}
    return typed if typed in CLASSES[kind] else words.get(fold(typed))


def import_decision(actor: Actor, paper: Paper, lines: Sequence[Line], *, source: Kept | None = None) -> PastDecision:
    """Take the decision over with all its lines. Raises `NotYours`, or `Invalid` with every problem of the paper."""
    if not actor.roles() & set(MAY):
        words = tuple(Word(role.label) for role in MAY)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})])
    problems = paper_problems(paper, lines)
    if problems:
        raise Invalid(problems)
    with writing():
        if db.session.scalars(select(PastDecision.id).filter_by(number=paper.number, dated=paper.dated)).first():
            raise Invalid.one("number", N_("This decision was taken over before."))
        row = PastDecision(
            number=paper.number, dated=paper.dated, issuer=paper.issuer, title=paper.title, signer=paper.signer,
            method=paper.method,
            imported_by_id=actor.person_id, imported_at=clock.now(), sha256=row_of(source).sha256 if source else None,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        units = {fold(name): key for key, name in db.session.execute(select(Unit.id, Unit.name))}
        db.session.add_all(_award(row, n, line, units) for n, line in enumerate(lines, start=1))
        facts = {"number": paper.number, "dated": paper.dated, "lines": len(lines), "sheet": row.sha256}
        audit.record(actor, "past_decision:import", subject=("past_decision", row.id), facts=facts)
        return row


def paper_problems(paper: Paper, lines: Sequence[Line]) -> dict[str, list[Told]]:
    checks: list[tuple[str, Told | None]] = [
        ("number", line_problem(paper.number, 80, needed=True)),
        ("dated", (NEEDED, {}) if paper.dated is None else None),
        ("dated", (N_("The day of the decision lies in the future."), {}) if _future(paper.dated) else None),
        ("issuer", line_problem(paper.issuer, LINE_MAX, needed=True)),
        ("title", line_problem(paper.title, LINE_MAX, needed=True)),
        ("signer", line_problem(paper.signer, LINE_MAX, needed=True)),
        ("method", (N_("Choose one of the list."), {}) if paper.method not in ("", *METHODS) else None),
        ("sheet", None if lines else (N_("There is no line to take over."), {})),
    ]
    found: dict[str, list[Told]] = {}
    for name, told in checks:
        if told is not None:
            found.setdefault(name, []).append(told)
    return found


def _future(day: date | None) -> bool:
    return day is not None and day > clock.today()


def _award(decision: PastDecision, ordinal: int, line: Line, units: dict[str, int]) -> PastAward:
    return PastAward(
        decision_id=decision.id, ordinal=ordinal, kind=line.kind.value, name=line.name, name_key=match_key(line.name),
        unit_name=line.unit, unit_id=units.get(fold(line.unit)), award_name=line.award, year=line.year,
        achievement=line.achievement, class_code=line.class_code,
    )  # fmt: skip
