"""What people call a place in a campaign's content: “Criterion 3. On time: share of tasks”, never a path."""

import re
from dataclasses import dataclass

from flask_babel import gettext

from nomination.forms.campaign_sections import Section, entry_parts, is_below, place_of
from nomination.forms.content_fields import Field, Rows, shown
from nomination.forms.content_paths import Content, below, value_at
from workflow.words import N_

NUMBERED = {"criteria": N_("Criterion %(number)s"), "awards": N_("Award %(number)s")}


@dataclass(frozen=True)
class Named:
    """A place in words, from the section inwards, and the input that stands there, if there is one."""

    words: tuple[str, ...]
    field: Field | None = None

    def __str__(self) -> str:
        return ": ".join(dict.fromkeys(self.words))


def entry_name(content: Content, section: Section, entry: int) -> str:
    """“Criterion 3. On time” or the name of the award."""
    title = value_at(content, f"{section.listed}[{entry}].{'title' if section.name == 'criteria' else 'name'}")
    number = gettext(NUMBERED[section.name], number=entry + 1)
    if not isinstance(title, str) or not title:
        return number
    return f"{number}. {title}" if section.name == "criteria" else title


def named(content: Content, path: str) -> Named:
    section, entry = place_of(path)
    if entry is None:
        parts, rest, outer = section.parts, path, gettext(section.title)
    else:
        parts, outer = entry_parts(section, content, entry), entry_name(content, section, entry)
        rest = path[len(f"{section.listed}[{entry}]") :].lstrip(".")
    part = next((one for one in parts if is_below(rest, one.name)), None)
    if part is None:
        return Named((outer,))
    if isinstance(part, Field):
        return Named((outer, gettext(part.label)), part)
    return _in_rows(part, rest[len(part.name) :], outer)


def _in_rows(rows: Rows, rest: str, outer: str) -> Named:
    place = re.match(r"\[([0-9]+)\]\.?(.*)", rest)
    if place is None:
        return Named((outer, gettext(rows.label)))
    field = next((one for one in rows.fields if is_below(place[2], one.name)), None)
    number = gettext(rows.one, number=int(place[1]) + 1)
    return Named((outer, number, gettext(field.label)), field) if field else Named((outer, number))


def readable(content: Content, path: str, value: object) -> str:
    """A value as a form shows it, choices in words; a group line by line."""
    if isinstance(value, dict):
        lines = [(named(content, below(path, str(key))), below(path, str(key)), one) for key, one in value.items()]
        return "\n".join(_line(content, name, inner, one) for name, inner, one in lines if one not in (None, [], ""))
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "\n".join(readable(content, f"{path}[{n}]", one) for n, one in enumerate(value))
    field = named(content, path).field or Field("", "")
    labels = {choice: gettext(label) for choice, label in field.choices}
    return ", ".join(labels.get(text, text) for text in shown(field, value))


def _line(content: Content, name: Named, path: str, value: object) -> str:
    told = readable(content, path, value)
    return told if isinstance(value, dict) or name.field is None else f"{name.words[-1]}: {told}"
