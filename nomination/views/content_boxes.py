"""A page of the campaign editor as it is drawn: every input with its text, its choices and what stands against it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext

from nomination.campaigns import canonical
from nomination.forms.campaign_sections import Parts, is_below
from nomination.forms.content_fields import Field, Rows, Typed, fields_of, shown
from nomination.forms.content_paths import Content, below, element_id, rows_at, value_at
from nomination.forms.text import clean_text
from nomination.views.content_words import said
from workflow.fields import Problem

GIVEN = ("number", "code", "parameters.statements")
"""What a new entry has before anybody wrote in it."""


@dataclass(frozen=True)
class Box:
    """One input."""

    path: str
    field: Field
    texts: list[str]
    errors: list[str]
    options: list[tuple[str, str, bool]]

    @property
    def id(self) -> str:
        return element_id(self.path)

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True)
class Line:
    """One entry of a list on the page."""

    title: str
    place: int
    boxes: list[Box]


@dataclass(frozen=True)
class Listing:
    """A list of entries on the page, with what stands against the list as a whole."""

    path: str
    rows: Rows
    lines: list[Line]
    errors: list[str]

    @property
    def id(self) -> str:
        return element_id(self.path)


@dataclass(frozen=True)
class Drawn:
    """The whole page: what to draw in order, what stands against it, and the seal of what is stored."""

    parts: list[Box | Listing]
    summary: list[tuple[str, str]]
    seal: str
    newer: list[tuple[str, str]] = field(default_factory=list)


def seal_of(content: Content, base: str, parts: Parts) -> str:
    """The seal of what a page showed: another one means that somebody changed just this meanwhile."""
    values = {path: value_at(content, path) for path, _ in fields_of(content, base, parts)}
    return hashlib.sha256(canonical(values)).hexdigest()[:32]


def drawn(content: Content, base: str, parts: Parts, problems: Sequence[Problem], typed: Typed | None = None) -> Drawn:
    """`typed`: what somebody typed on an older page. It stays in the inputs, and what is newer stands beside."""
    fields = dict(fields_of(content, base, parts))
    lists = {below(base, part.name): part for part in parts if isinstance(part, Rows)}
    told = _told(content, base, [*fields, *lists], [] if _untouched(content, fields) else problems)
    boxes = {path: _box(content, path, one, told[path], typed) for path, one in fields.items()}
    labels = {path: one.label for path, one in (fields | lists).items()}
    summary = [("", error) for error in told[""]] + [
        (f"#{element_id(path)}", f"{gettext(labels[path])}: {error}") for path in labels for error in told[path]
    ]
    ordered: list[Box | Listing] = [
        boxes[below(base, part.name)] if isinstance(part, Field) else _listing(content, base, part, boxes, told)
        for part in parts
    ]
    newer = [] if typed is None else _newer(content, fields, typed)
    return Drawn(ordered, summary, seal_of(content, base, parts), newer)


def _told(content: Content, base: str, places: list[str], problems: Sequence[Problem]) -> dict[str, list[str]]:
    """What is said at each input or list: the nearest around the path of the problem; under "" what has no place."""
    told: dict[str, list[str]] = {place: [] for place in ("", *places)}
    for problem in problems:
        place = max((one for one in places if is_below(problem.path, one)), key=len, default="")
        if not place and is_below(problem.path, below(base, "parameters")):
            place = below(base, "kind")
        told[place].append(said(problem, place, content))
    return {place: list(dict.fromkeys(sentences)) for place, sentences in told.items()}


def _untouched(content: Content, fields: Mapping[str, Field]) -> bool:
    """A page on which nobody has written yet is not scolded."""
    own = [path for path, one in fields.items() if not one.fixed and one.name not in GIVEN]
    return bool(own) and all(value_at(content, path) is None for path in own)


def _box(content: Content, path: str, one: Field, errors: list[str], typed: Typed | None) -> Box:
    texts = _texts(content, path, one, typed)
    return Box(path, one, texts, errors, _options(one, texts))


def _listing(
    content: Content, base: str, rows: Rows, boxes: Mapping[str, Box], told: Mapping[str, list[str]]
) -> Listing:
    path = below(base, rows.name)
    lines = [
        Line(gettext(rows.one, number=n + 1), n, [boxes[below(f"{path}[{n}]", one.name)] for one in rows.fields])
        for n in range(len(rows_at(content, path)))
    ]
    return Listing(path, rows, lines, told[path])


def _texts(content: Content, path: str, one: Field, typed: Typed | None) -> list[str]:
    if typed is not None and path in typed and not one.fixed:
        return [text for text in typed[path] if text or len(typed[path]) == 1]
    return shown(one, value_at(content, path))


def _options(one: Field, texts: Sequence[str]) -> list[tuple[str, str, bool]]:
    """The choices, with what is stored and is none of them."""
    known = [(value, gettext(label), value in texts) for value, label in one.choices]
    others = [(text, text, True) for text in texts if text and text not in dict(one.choices)]
    return known + others if one.choices else []


def _newer(content: Content, fields: Mapping[str, Field], typed: Typed) -> list[tuple[str, str]]:
    """What is stored now and differs from what was typed, to stand beside it."""
    changed = []
    for path, one in fields.items():
        stored = shown(one, value_at(content, path))
        if path in typed and not one.fixed and _bare(typed[path]) != _bare(stored):
            changed.append((gettext(one.label), "\n".join(_read(one, stored))))
    return changed


def _bare(texts: Sequence[str]) -> list[str]:
    return [text for text in map(clean_text, texts) if text]


def _read(one: Field, texts: Sequence[str]) -> list[str]:
    labels = {value: gettext(label) for value, label in one.choices}
    return [labels.get(text, text) for text in texts]


def rows_of(content: Content, path: str) -> list[dict[str, object]]:
    """The entries of a list, each as named fields, whatever stands there."""
    return [one if isinstance(one, dict) else {} for one in rows_at(content, path)]
