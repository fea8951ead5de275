"""The rows in which initiatives are told: as the page shows them, and as it sends them back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from nomination.services.initiatives import FIELDS, MOST, field_of
from workflow.initiatives import Scope

NAME = re.compile(rf"initiative-(?P<row>[0-9]{{1,2}})-(?P<field>{'|'.join(FIELDS)})-(?P<part>.+)")


@dataclass(frozen=True)
class InitiativeRow:
    """One row of the page: its place, and the text of each field."""

    n: int
    texts: Mapping[str, str]

    def field(self, name: str) -> str:
        """How the place of a field is called, for its input and for what is wrong with it."""
        return field_of(self.n, name)

    @property
    def blank(self) -> bool:
        return not any(text for name, text in self.texts.items() if name != "scope")


def typed_initiatives(form: MultiDict[str, str], part: str) -> dict[int, dict[str, str]] | None:
    """The initiatives of one criterion by row, or None when the page has no place for them."""
    rows: dict[int, dict[str, str]] = {}
    for name in form:
        found = NAME.fullmatch(name)
        if found and found["part"] == part:
            typed = form[name].replace("\r", "").replace("\n", " ")
            rows.setdefault(int(found["row"]), {})[found["field"]] = typed
    return rows or None


def initiative_rows(
    stored: Sequence[Mapping[str, Any]], typed: Mapping[int, Mapping[str, str]] | None
) -> list[InitiativeRow]:
    """What was typed, row by row; else what is stored, and one blank row to go on in."""
    if typed is not None:
        return [InitiativeRow(n, {name: texts.get(name, "") for name in FIELDS}) for n, texts in sorted(typed.items())]
    known = [InitiativeRow(n, dict(one, recognised_on=_shown(one["recognised_on"]))) for n, one in enumerate(stored)]
    return [*known, blank_row(len(known))] if len(known) < MOST else known


def one_line_of(stored: Mapping[str, Any]) -> str:
    """An initiative in one line: title, scope, paper, issuer, day."""
    scope = gettext(Scope(stored["scope"]).label)
    told = [stored["title"], scope, stored["paper"], stored["issuer"], _shown(stored["recognised_on"])]
    return "; ".join(one for one in told if one)


def blank_row(n: int) -> InitiativeRow:
    return InitiativeRow(n, {name: str(Scope.UNIT) if name == "scope" else "" for name in FIELDS})


def with_blank(typed: Mapping[int, Mapping[str, str]]) -> dict[int, Mapping[str, str]]:
    """The rows numbered anew, without those left blank, and one blank row at the end."""
    filled = [row for row in initiative_rows([], typed) if not row.blank]
    rows = [row.texts for row in filled] + ([blank_row(0).texts] if len(filled) < MOST else [])
    return dict(enumerate(rows))


def _shown(day: str | None) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else ""
