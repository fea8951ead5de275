"""What was asked to be completed, and what the unit changed: field by field, the old text beside the new."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext
from flask_login import current_user

from nomination import clock
from nomination.access import signed_in
from nomination.dossiers import Loaded
from nomination.hypermedia import answer
from nomination.queries.supplements import Asked, supplements
from nomination.services.supplements import FILES
from nomination.views.draft_pages import readable
from nomination.views.proposal_words import part_title
from nomination.views.word_changes import Piece, changed_words

blueprint = Blueprint("supplements", __name__)


@dataclass(frozen=True)
class Change:
    """One field that reads otherwise now: the words that stayed, went and came."""

    label: str
    before: str
    after: str
    pieces: list[Piece]


@dataclass(frozen=True)
class PartChanges:
    """One part: why it was asked for (blank: it changed with another), and what changed as far as known."""

    title: str
    reason: str
    kept: bool
    changes: list[Change]


@blueprint.get("/nominations/<code>/supplements")
@signed_in
def show(code: str) -> Response:
    loaded, listed = supplements(current_user.actor, code, clock.today())
    told = [(asked, _parts(loaded, asked)) for asked in listed]
    return answer("supplements/show.html", "supplements/_requests.html", loaded=loaded, told=told)


def _parts(loaded: Loaded, asked: Asked) -> list[PartChanges]:
    before, after = asked.row.text_before or {}, asked.row.text_after
    named = [*asked.row.parts, *(part for part in after or {} if part not in asked.row.parts)]
    return [
        PartChanges(
            part_title(loaded, part), str(asked.row.parts.get(part, "")), after is not None and part in before,
            _changes(loaded, before.get(part), after.get(part)) if after else [],
        )
        for part in named
    ]  # fmt: skip


def _changes(loaded: Loaded, before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Change]:
    if before is None or after is None:
        return []
    old, new = _lines(loaded, before), _lines(loaded, after)
    return [
        Change(label, old.get(label, ""), new.get(label, ""), changed_words(old.get(label, ""), new.get(label, "")))
        for label in dict.fromkeys([*old, *new])
        if old.get(label, "") != new.get(label, "")
    ]


def _lines(loaded: Loaded, content: dict[str, Any]) -> dict[str, str]:
    """Each field as people read it; several lines of one name stand under each other."""
    found: dict[str, str] = {}
    for label, text in readable(loaded, {name: value for name, value in content.items() if name != FILES}):
        if label:
            found[label] = f"{found[label]}\n{text}" if label in found else text
    if content.get(FILES):
        found[gettext("Evidence")] = "\n".join(content[FILES])
    return found
