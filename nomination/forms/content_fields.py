"""One value of a campaign's content as text in a form, and back.

What was not touched stays exactly as it is stored; what cannot be understood stays as it was typed, for the rules to
speak about.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomination.clock import VIETNAM
from nomination.forms.content_paths import Content, below, rows_at, value_at, with_value
from nomination.forms.days import MOMENTS
from nomination.forms.text import clean_line, clean_text

Typed = Mapping[str, Sequence[str]]
"""The texts of a form, by the path of each value."""

WHOLE = re.compile(r"[0-9]{1,9}")
PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?")
MONTH = re.compile(r"(0?[1-9]|1[0-2])\s*[/.-]\s*([1-9][0-9]{3})")
WRITTEN_MONTH = re.compile(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])")


def plain(value: object) -> str:
    """Any value as a text, also one that has no business there."""
    if value is None or isinstance(value, str):
        return value or ""
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _line(typed: str) -> object:
    return clean_line(typed) or None


def _text(typed: str) -> object:
    return clean_text(typed) or None


def _show_lines(value: object) -> str:
    return "\n".join(plain(one) for one in value) if isinstance(value, list) else plain(value)


def _lines(typed: str) -> object:
    return [line for line in map(clean_line, clean_text(typed).split("\n")) if line] or None


def _whole(typed: str) -> object:
    text = clean_line(typed)
    return int(text) if WHOLE.fullmatch(text) else text or None


def _show_percent(value: object) -> str:
    return value.replace(".", ",") if isinstance(value, str) and PERCENT.fullmatch(value) else plain(value)


def _percent(typed: str) -> object:
    """90 and “97.5” as campaign files write them. “120 %” is not one of them and stays as it is."""
    text = clean_line(typed)
    found = PERCENT.fullmatch(text)
    if not found or int(found[1]) > 100:
        return text or None
    return f"{int(found[1])}.{found[2]}" if found[2] else int(found[1])


def _show_month(value: object) -> str:
    found = WRITTEN_MONTH.fullmatch(value) if isinstance(value, str) else None
    return f"{found[2]}/{found[1]}" if found else plain(value)


def _month(typed: str) -> object:
    text = clean_line(typed)
    found = MONTH.fullmatch(text)
    return f"{found[2]}-{int(found[1]):02d}" if found else text or None


def _show_moment(value: object) -> str:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    return plain(value) if moment is None or moment.tzinfo is None else f"{moment.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"


def _moment(typed: str) -> object:
    """An hour and a day in Vietnam."""
    text = clean_line(typed)
    for shape in MOMENTS:
        try:
            return datetime.strptime(text, shape).replace(tzinfo=VIETNAM).isoformat(timespec="minutes")
        except ValueError:
            continue
    return text or None


FLAGS = {"yes": True, "no": False}


def _show_flag(value: object) -> str:
    return next((text for text, flag in FLAGS.items() if flag is value), plain(value))


def _flag(typed: str) -> object:
    return FLAGS.get(typed, clean_line(typed) or None)


WORDS = {"có": True, "yes": True, "không": False, "no": False}


def _show_value(value: object) -> str:
    return {True: "có", False: "không"}[value] if isinstance(value, bool) else plain(value)


def _value(typed: str) -> object:
    """A parameter of the rules: yes or no, a whole number, or a text such as 2/3."""
    text = clean_line(typed)
    return WORDS[text.casefold()] if text.casefold() in WORDS else _whole(text)


@dataclass(frozen=True)
class Shape:
    """How one kind of value is shown and read, and which input it has."""

    name: str
    show: Callable[[object], str]
    read: Callable[[str], object]


LINE, TEXT, LINES = Shape("line", plain, _line), Shape("text", plain, _text), Shape("lines", _show_lines, _lines)
WHOLE_NUMBER, PERCENTAGE = Shape("whole", plain, _whole), Shape("percent", _show_percent, _percent)
MONTH_OF, MOMENT = Shape("month", _show_month, _month), Shape("moment", _show_moment, _moment)
VALUE = Shape("line", _show_value, _value)
CHOICE, FLAG = Shape("choice", plain, _line), Shape("flag", _show_flag, _flag)
TICKS = Shape("ticks", plain, _line)
"""Several of a list. The whole list is one value; `shown` and `stored_as` know."""


@dataclass(frozen=True)
class Field:
    """One value: where it stands below the group that a page shows, and what people are told about it."""

    name: str
    label: str
    shape: Shape = LINE
    hint: str = ""
    optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    all_when_absent: bool = False
    rows: int = 4
    fixed: bool = False
    under: str = ""
    """A heading above it, when it is the first of several that belong together."""


@dataclass(frozen=True)
class Rows:
    """A list of groups on one page, such as the numbered paragraphs of a dispatch."""

    name: str
    label: str
    one: str
    add: str
    fields: tuple[Field, ...]


def shown(field: Field, value: object) -> list[str]:
    """What the input holds: one text, or the ticks that are set."""
    if field.shape is not TICKS:
        return [field.shape.show(value)]
    if value is None and field.all_when_absent:
        return [choice for choice, _ in field.choices]
    return [plain(one) for one in value] if isinstance(value, list) else [plain(value)] if value is not None else []


def stored_as(field: Field, typed: Sequence[str], value: object) -> object:
    """The value after typing."""
    if field.fixed:
        return value
    if field.shape is not TICKS:
        before, now = clean_text(shown(field, value)[0]), clean_text(typed[0] if typed else "")
        return value if before == now else field.shape.read(now)
    ticked, before = _ticks(typed), _ticks(shown(field, value))
    return value if set(ticked) == set(before) else ticked


def _ticks(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(one for one in map(clean_line, texts) if one))


def fields_of(content: Content, base: str, parts: Sequence[Field | Rows]) -> list[tuple[str, Field]]:
    """Every field of a page with its whole path, also those inside rows."""
    found = []
    for part in parts:
        if isinstance(part, Field):
            found.append((below(base, part.name), part))
            continue
        path = below(base, part.name)
        for n in range(len(rows_at(content, path))):
            found += [(below(f"{path}[{n}]", field.name), field) for field in part.fields]
    return found


def with_typed(content: Content, base: str, parts: Sequence[Field | Rows], typed: Typed) -> Content:
    """The content with what was typed on a page. A field that the form did not send stays as it is."""
    for path, field in fields_of(content, base, parts):
        if path in typed:
            value: Any = value_at(content, path)
            after = stored_as(field, typed[path], value)
            content = content if after is value else with_value(content, path, after)
    return content
