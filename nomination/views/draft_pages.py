"""What the page of a draft shows: each part as it is stored or typed, what stands against it, the task list."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from textwrap import shorten
from typing import Any

from flask import url_for
from flask_babel import format_decimal, gettext

from nomination.classes import CLASSES
from nomination.dossiers import Loaded
from nomination.filetypes import LARGEST
from nomination.forms.initiatives import InitiativeRow, initiative_rows, one_line_of
from nomination.forms.nominations import cell_name
from nomination.hypermedia import mend_url, sentence, words
from nomination.queries.evidence import Attached, attached
from nomination.services.contents import TITLES, Content, TypedPart, content_of, nominee_problems, seal_of
from nomination.services.drafts import Saved
from nomination.services.initiatives import FIELDS
from nomination.services.wording import Told
from workflow.criteria import Declaration, Judged, Record, Veto, explain
from workflow.dossier import Criterion, Finding, NomineeKind
from workflow.drafting import MATCH_NOTE, NOMINEE, open_parts, part_word, parts
from workflow.figures import COLUMN_LABELS, COLUMNS
from workflow.initiatives import Asked, Scope
from workflow.measure import Measure
from workflow.months import read_out
from workflow.vocabulary import State
from workflow.words import N_

SECTIONS = ((Judged, "judged"), (Measure, "measure"), ((Declaration, Veto), "statements"), (Record, "record"))


@dataclass(frozen=True)
class Line:
    """One month of figures: a text for each cell as it stands in the page, and what is said beside it."""

    month: str
    cells: tuple[tuple[str, str, bool], ...]
    said: tuple[str, ...]
    rate: str | None
    idle: bool


@dataclass(frozen=True)
class Part:
    """One section of the page."""

    name: str
    title: str
    seal: str | None
    writable: bool
    asked: str
    content: Content
    problems: Mapping[str, str]
    newer: list[tuple[str, str]]
    over: str
    conflict: bool
    files: list[Attached]
    criterion: Criterion | None = None
    finding: Finding | None = None
    lines: list[Line] = field(default_factory=list)
    shown: frozenset[str] = frozenset()
    initiatives: list[InitiativeRow] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Which inputs the section has."""
        if self.criterion is None:
            return self.name
        return next(name for kind, name in SECTIONS if isinstance(self.criterion.kind, kind))

    @property
    def named(self) -> list[str]:
        """The fields of the section that stand alone, each with a place of its own for what is wrong with it."""
        if self.kind in ("judged", "record"):
            return ["narrative"]
        if self.kind == "statements":
            return ["affirmed"]
        return [] if self.criterion else [name for name in self.content if name in self.shown]

    @property
    def is_shown(self) -> bool:
        return self.writable or self.name != MATCH_NOTE

    @property
    def names_none(self) -> bool:
        """No initiative is named where none has to be: the inputs wait to be asked for."""
        required = self.criterion is not None and getattr(self.criterion.kind, "initiatives", None) is Asked.REQUIRED
        return not required and all(row.blank for row in self.initiatives)

    @property
    def in_rows(self) -> list[str]:
        """The fields of its initiatives, row by row, as `named` has those that stand alone."""
        return [row.field(name) for row in self.initiatives for name in FIELDS]

    @property
    def record(self) -> str:
        """The code of the record that a criterion asks for, which says where it is entered."""
        return self.criterion.kind.record if self.criterion and isinstance(self.criterion.kind, Record) else ""

    @property
    def anchor(self) -> str:
        return f"criterion-{self.name}" if self.criterion else self.name

    @property
    def asks(self) -> list[str]:
        """What to attach stands beside the files, so it is not said twice."""
        asked = explain(replace(self.criterion, evidence_note="")) if self.criterion else []
        return [sentence(*told) for told in asked]

    @property
    def why(self) -> list[str]:
        """What the machine finds against it now."""
        return [sentence(reason.message, reason.params) for reason in self.finding.reasons] if self.finding else []


def page_of_draft(
    loaded: Loaded,
    typed: Mapping[str, TypedPart] | None = None,
    saved: Saved | None = None,
    *,
    affirms: bool = False,
) -> dict[str, Any]:
    """The context of the whole page and of the answer to a save. `affirms`: the reader is the head of the unit."""
    files = attached(loaded)
    sections = [_part(loaded, part, (typed or {}).get(part), saved, files) for part in parts(loaded.dossier)]
    shown = [part for part in sections if part.is_shown]
    return {
        "loaded": loaded,
        "parts": shown,
        "tasks": [_task(loaded, part) for part in sections],
        "columns": [(column, gettext(COLUMN_LABELS[column])) for column in COLUMNS],
        "titles": [("", gettext("Choose")), *((title, title) for title in TITLES)],
        "classes": [(code, gettext(label)) for code, label in CLASSES[loaded.dossier.kind].items()],
        "awards": [(award.code, award.name) for award in loaded.campaign.awards_for(loaded.dossier.kind)],
        "cell_name": cell_name,
        "scopes": list(Scope),
        "place_of": lambda record: mend_url(f"record:{record}", loaded.row.code),
        "elsewhere": {},
        "largest": LARGEST,
        "saved": saved,
        "affirms": affirms,
    }


def _part(
    loaded: Loaded, name: str, typed: TypedPart | None, saved: Saved | None, files: Mapping[str, list[Attached]]
) -> Part:
    outcome = saved.parts.get(name) if saved else None
    stored = content_of(loaded, name)
    told: Mapping[str, Told] = outcome.problems if outcome else {}
    criterion = next((one for one in loaded.dossier.applicable() if one.code == name), None)
    newer = outcome.newer if outcome else None
    return Part(
        name=name, title=str(words(part_word(loaded.dossier, name))),
        seal=outcome.seal if outcome else typed.seal if typed else seal_of(stored),
        writable=name in open_parts(loaded.dossier),
        asked=str(loaded.supplement.parts.get(name, "")) if loaded.supplement else "",
        content=_shown(stored, typed), problems={key: sentence(*one) for key, one in told.items()},
        newer=readable(loaded, newer) if newer is not None else [], over=seal_of(newer) if newer is not None else "",
        conflict=bool(outcome and outcome.conflict), files=files.get(name, []), criterion=criterion,
        finding=criterion.finding(loaded.dossier) if criterion else None,
        lines=_lines(criterion, stored, typed, told) if criterion else [], shown=_shown_fields(loaded),
        initiatives=_initiatives(loaded, criterion, stored, typed),
    )  # fmt: skip


def _initiatives(
    loaded: Loaded, criterion: Criterion | None, stored: Content, typed: TypedPart | None
) -> list[InitiativeRow]:
    """A row for each, where the criterion takes any; a blank one only for somebody who may write in it."""
    if criterion is None or not isinstance(criterion.kind, Judged) or criterion.kind.initiatives is Asked.NONE:
        return []
    rows = initiative_rows(stored["initiatives"], typed.initiatives if typed else None)
    return rows if criterion.code in open_parts(loaded.dossier) else [row for row in rows if not row.blank]


def _shown_fields(loaded: Loaded) -> frozenset[str]:
    """The fields that have an input: no form of address for a collective, no choice where there is one award."""
    hidden = set() if loaded.dossier.kind is NomineeKind.INDIVIDUAL else {"nominee_title", "nominee_post"}
    if loaded.dossier.state is State.SUPPLEMENT or len(loaded.campaign.awards_for(loaded.dossier.kind)) < 2:
        hidden |= {"award"}
    return frozenset({*LABELS} - hidden)


def _shown(stored: Content, typed: TypedPart | None) -> Content:
    """What the inputs hold: the typed text where there is one, so that nothing typed is lost."""
    if typed is None:
        return stored
    ticked = {} if typed.ticked is None else {"affirmed": sorted(typed.ticked)}
    return stored | dict(typed.texts) | ticked


def _lines(criterion: Criterion, stored: Content, typed: TypedPart | None, told: Mapping[str, Told]) -> list[Line]:
    if not isinstance(criterion.kind, Measure):
        return []
    known = {line["month"]: line for line in stored["figures"]}
    cells = typed.cells if typed else {}
    return [month_line(month, known.get(month, {}), cells, told) for month in criterion.kind.months()]


def month_line(
    month: str, known: Mapping[str, Any], typed: Mapping[tuple[str, str], str], told: Mapping[str, Told]
) -> Line:
    """One month: the typed text of each cell where there is one, else what is known."""
    texts = {column: "" if known.get(column) is None else str(known[column]) for column in COLUMNS}
    wrong = {column: told[f"{month}-{column}"] for column in COLUMNS if f"{month}-{column}" in told}
    cells = tuple((column, typed.get((month, column), texts[column]), column in wrong) for column in COLUMNS)
    said = tuple(f"{gettext(COLUMN_LABELS[column])}: {sentence(*problem)}" for column, problem in wrong.items())
    if not wrong and None not in (known.get("due"), known.get("on_time")) and known["on_time"] > known["due"]:
        said = (gettext("More tasks are on time than were due."),)
    return Line(month, cells, said, _rate(known.get("due"), known.get("on_time")), known.get("due") == 0)


def _rate(due: int | None, on_time: int | None) -> str | None:
    """Cut to two decimals, never rounded up to a figure that was not reached."""
    if not due or on_time is None or on_time > due:
        return None
    return str(format_decimal(Decimal(on_time * 10_000 // due) / 100))


def readable(loaded: Loaded, content: Content) -> list[tuple[str, str]]:
    """Somebody else's newer text, line by line, to stand beside one's own."""
    lines: list[tuple[str, str]] = []
    for name, value in content.items():
        if name == "figures":
            lines += [(read_out(one["month"]), " / ".join(_cell(one[column]) for column in COLUMNS)) for one in value]
        elif name == "affirmed":
            lines += [(gettext("Affirmed"), ", ".join(_statements(loaded, value)))] if value else []
        elif name == "initiatives":
            lines += [(gettext("Initiative"), one_line_of(one)) for one in value]
        elif value:
            lines.append((gettext(LABELS.get(name, name)), str(value)))
    return lines or [("", gettext("Nothing is written here."))]


LABELS = {
    "narrative": N_("Account"), "match_note": N_("Similar nominations"), "award": N_("Award"),
    "nominee_title": N_("Form of address"), "nominee_name": N_("Name of the nominee"), "nominee_post": N_("Post"),
    "nominee_place": N_("Division within the unit"), "class_code": N_("Class for the yearly statistics"),
    "summary": N_("Summary of achievement"), "citation": N_("Line on the certificate"),
}  # fmt: skip


def _statements(loaded: Loaded, keys: list[str]) -> list[str]:
    kinds = [criterion.kind for criterion in loaded.campaign.criteria]
    listed = [one for kind in kinds if isinstance(kind, Declaration | Veto) for one in kind.statements]
    return [one.text.rstrip(".") for one in listed if one.key in keys]


def _cell(figure: int | None) -> str:
    return "–" if figure is None else str(figure)


def _task(loaded: Loaded, part: Part) -> dict[str, Any]:
    """One line of the task list: where it leads, whether it is done, and what is missing first."""
    against = part.why or _against(loaded, part)
    status, tone = (gettext("To complete"), "waiting") if against else (gettext("Complete"), "success")
    if part.name == MATCH_NOTE and not against and not loaded.row.match_note:
        status, tone = gettext("Nothing similar found"), "neutral"
    return {
        "title": part.title,
        "href": f"#{part.anchor}" if part.is_shown else None,
        "status": status,
        "tone": tone,
        "hint": shorten(against[0], 110, placeholder=" …") if against else None,
    }


def _against(loaded: Loaded, part: Part) -> list[str]:
    """What is missing in a part that is no criterion."""
    if part.name == MATCH_NOTE:
        message = N_("A similar nomination exists (%(match)s). Say whether it is for the same achievement.")
        return [sentence(message, {"match": match}) for match in loaded.dossier.unanswered_matches]
    if part.criterion is None:
        problems = nominee_problems(loaded, content_of(loaded, NOMINEE))
        return [f"{gettext(LABELS[name])}: {sentence(*told)}" for name, told in problems.items()]
    return []


def asked_parts(loaded: Loaded) -> list[dict[str, str]]:
    """What the department asked to complete, with its reason and the place on the page."""
    if loaded.supplement is None:
        return []
    named = {part: reason for part, reason in loaded.supplement.parts.items() if part in parts(loaded.dossier)}
    anchors = {part: part if part in (NOMINEE, MATCH_NOTE) else f"criterion-{part}" for part in named}
    edit = url_for("nominations.edit", code=loaded.row.code)
    return [
        {"text": f"{words(part_word(loaded.dossier, part))}: {reason}", "href": f"{edit}#{anchors[part]}"}
        for part, reason in named.items()
    ]
