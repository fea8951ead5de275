"""What one version of a campaign changes against another, in the words of its pages."""

from dataclasses import dataclass

from flask_babel import gettext

from nomination.forms.content_paths import Content
from nomination.views.content_names import named, readable
from nomination.views.word_changes import Piece, changed_words
from workflow.campaign_difference import Change, ChangeKind, differences
from workflow.words import N_

KINDS = {
    "added": (N_("Added"), "success"), "removed": (N_("Taken out"), "error"),
    "changed": (N_("Changed"), "progress"), "moved": (N_("Moved"), "neutral"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One change: where, of what kind, and both wordings. `pieces`: the text word by word, where both are texts."""

    name: str
    label: str
    tone: str
    before: str
    after: str
    pieces: list[Piece]


def changes(before: Content, after: Content) -> list[Shown]:
    return [_shown(one, before, after) for one in differences(before, after)]


def _shown(change: Change, before: Content, after: Content) -> Shown:
    label, tone = KINDS[str(change.kind)]
    content = before if change.kind is ChangeKind.REMOVED else after
    old, new = (_text(content, change, value) for value in (change.before, change.after))
    wordings = isinstance(change.before, str | list) and isinstance(change.after, str | list)
    pieces = changed_words(old, new) if wordings and change.kind is ChangeKind.CHANGED else []
    return Shown(str(named(content, change.path)), gettext(label), tone, old, new, pieces)


def _text(content: Content, change: Change, value: object) -> str:
    if change.kind is ChangeKind.MOVED and isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return "" if value is None else readable(content, change.path, value)
