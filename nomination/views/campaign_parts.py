"""The pages on which a draft of a campaign is written, one thing a page.

Saving never refuses: it stores what was typed and says what is still missing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.campaigns import canonical
from nomination.forms.campaign_entries import with_codes, with_entries, with_kind
from nomination.forms.campaign_sections import NAMED, SECTIONS, Parts, Section, entry_parts, place_of, with_choices
from nomination.forms.content_fields import Rows, Typed, with_typed
from nomination.forms.content_paths import Content, below, element_id, rows_at, value_at
from nomination.hypermedia import go, sentence
from nomination.queries.campaign_drafts import problems
from nomination.services.campaign_drafts import save_content
from nomination.services.transaction import Missing, Stale
from nomination.views.campaign_drafts import READERS, WRITERS, Draft, blueprint, found, trail
from nomination.views.content_boxes import Drawn, drawn, seal_of
from nomination.views.content_choices import choices_for, holders, legal_of
from nomination.views.content_names import entry_name
from workflow.campaign import read_campaign
from workflow.criteria import explain
from workflow.fields import Fields, Problem, read_closed

ACTS = ("add", "remove", "up", "down")
LIST, PAGE = "/campaign-drafts/<code>/parts/<name>", "/campaign-drafts/<code>/parts/<name>/<int(max=999):entry>"


@dataclass(frozen=True)
class Place:
    """One page: its section, the entry of it when it has one (from 0 up), and what stands there."""

    section: Section
    entry: int | None
    base: str
    parts: Parts

    def title(self, content: Content) -> str:
        return gettext(self.section.title) if self.entry is None else entry_name(content, self.section, self.entry)

    def address(self, code: str, anchor: str | None = None) -> str:
        if self.entry is None:
            return url_for("campaign_drafts.part", code=code, name=self.section.name, _anchor=anchor)
        return url_for(
            "campaign_drafts.entry", code=code, name=self.section.name, entry=self.entry + 1, _anchor=anchor
        )  # fmt: skip

    def own(self, all_problems: Sequence[Problem]) -> list[Problem]:
        return [one for one in all_problems if place_of(one.path) == (self.section, self.entry)]


def place_in(content: Content, name: str, entry: int | None = None) -> Place:
    """The page of that name; `entry` counts from 1. `Missing` when there is none."""
    section = NAMED.get(name)
    if section is None or (entry is not None) > bool(section.listed):
        raise Missing
    if entry is None:
        more = {"running.quotas.code": holders(content)} if name == "places" else {}
        return Place(section, None, "", with_choices(section.parts, choices_for(content) | more))
    if not 1 <= entry <= len(rows_at(content, section.listed)):
        raise Missing
    parts = with_choices(entry_parts(section, content, entry - 1), choices_for(content))
    return Place(section, entry - 1, f"{section.listed}[{entry - 1}]", parts)


@blueprint.get(LIST)
@roles(*READERS)
def part(code: str, name: str) -> Response:
    draft = found(code)
    place = place_in(draft.content, name)
    return _entries_page(draft, place) if place.section.listed else _page(draft, place)


@blueprint.get(PAGE)
@roles(*READERS)
def entry(code: str, name: str, entry: int) -> Response:
    draft = found(code)
    return _page(draft, place_in(draft.content, name, entry))


@blueprint.post(LIST)
@roles(*WRITERS)
def save_part(code: str, name: str) -> BaseResponse:
    draft = found(code)
    place = place_in(draft.content, name)
    return _arrange(draft, place) if place.section.listed else _save(draft, place)


@blueprint.post(PAGE)
@roles(*WRITERS)
def save_entry(code: str, name: str, entry: int) -> BaseResponse:
    draft = found(code)
    return _save(draft, place_in(draft.content, name, entry))


def _save(draft: Draft, place: Place) -> BaseResponse:
    typed = request.form.to_dict(flat=False)
    if request.form.get("seal") != seal_of(draft.content, place.base, place.parts):
        return _page(draft, place, typed)
    act, anchor = _act(draft.content, place)
    content = after_typing(draft.content, place, typed, act)
    try:
        _store(draft, content)
    except Stale:
        again = found(draft.code)
        return _page(again, place_in(again.content, place.section.name, place.entry and place.entry + 1), typed)
    flash(gettext("Saved."), "success")
    if request.form.get("act") == "next":
        return go(_following(draft.code, content, place)[1])
    return go(place.address(draft.code, anchor))


def _store(draft: Draft, content: Content) -> None:
    if content != draft.content:
        save_content(current_user.actor, draft.code, content, revision=draft.revision)


def _act(content: Content, place: Place) -> tuple[tuple[str, int, str] | None, str | None]:
    """What a button of a list on this page asks for, and where the reader is put afterwards."""
    act, _, rest = request.form.get("act", "").partition(":")
    number, _, path = rest.partition(":")
    lists = {below(place.base, one.name) for one in place.parts if isinstance(one, Rows)}
    if act not in ACTS or path not in lists or not (number.isascii() and number.isdigit() and len(number) < 6):
        return None, None
    at = len(rows_at(content, path)) if act == "add" else int(number) + {"up": -1, "down": 1}.get(act, 0)
    return (act, int(number), path), element_id(path) + ("" if act == "remove" else f"-{at}")


def after_typing(content: Content, place: Place, typed: Typed, act: tuple[str, int, str] | None) -> Content:
    """The content with what was typed, and with the codes that nobody had to think of."""
    kind = value_at(content, f"{place.base}.kind")
    content = with_typed(content, place.base, place.parts, typed)
    if place.section.name == "criteria" and place.entry is not None:
        content = with_kind(content, place.entry, kind)
    if act is not None:
        content = with_entries(content, act[2], act[0], act[1])
    return with_codes(content) if place.entry is not None or place.section.name == "review" else content


def _page(draft: Draft, place: Place, typed: Typed | None = None) -> Response:
    """With `typed`, somebody else was quicker: both texts are shown."""
    wrong = place.own(problems(draft.content))
    view = drawn(draft.content, place.base, place.parts, wrong, typed)
    title = place.title(draft.content)
    page = render_template(
        "campaign_drafts/part.html", draft=draft, section=place.section, title=title, drawn=view,
        newer_rows=_rows(view), next=_following(draft.code, draft.content, place)[0], writable=draft.writable,
        where=place.address(draft.code), trail=trail(draft, *_above(draft, place), (title, None)),
        legal=legal_of(draft.content) if place.section.name == "rules" else None,
        told=_told(draft.content, place, wrong),
    )  # fmt: skip
    return make_response(page, 200 if typed is None else 409)


def _told(content: Content, place: Place, wrong: Sequence[Problem]) -> list[str]:
    """What a criterion asks, in the words that the unit reads; nothing while something is wrong with it."""
    if place.section.name != "criteria" or place.entry is None or wrong:
        return []
    criterion = read_closed(Fields(content, "", []), read_campaign).criteria[place.entry]
    return [sentence(message, params) for message, params in explain(criterion)]


def _rows(view: Drawn) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in view.newer]


def _above(draft: Draft, place: Place) -> list[tuple[str, str | None]]:
    if place.entry is None:
        return []
    listing = url_for("campaign_drafts.part", code=draft.code, name=place.section.name)
    return [(gettext(place.section.title), listing)]


def _following(code: str, content: Content, place: Place) -> tuple[str, str]:
    """What comes after this page: the next entry of the list, else the next section, else the overview."""
    if place.entry is not None and place.entry + 1 < len(rows_at(content, place.section.listed)):
        after = place_in(content, place.section.name, place.entry + 2)
        return after.title(content), after.address(code)
    later = SECTIONS[SECTIONS.index(place.section) + 1 :]
    if not later:
        return gettext("Overview"), url_for("campaign_drafts.show", code=code)
    return gettext(later[0].title), url_for("campaign_drafts.part", code=code, name=later[0].name)


def list_seal(content: Content, section: Section) -> str:
    return hashlib.sha256(canonical({"rows": rows_at(content, section.listed)})).hexdigest()[:32]


def _entries_page(draft: Draft, place: Place, *, status: int = 200) -> Response:
    section, told = place.section, problems(draft.content)
    entries = [_entry(draft, section, n, told) for n in range(len(rows_at(draft.content, section.listed)))]
    page = render_template(
        "campaign_drafts/entries.html", draft=draft, section=section, title=gettext(section.title), entries=entries,
        loose=place.own(told), seal=list_seal(draft.content, section), changed=status == 409,
        where=place.address(draft.code),
        next=_following(draft.code, draft.content, place), trail=trail(draft, (gettext(section.title), None)),
    )  # fmt: skip
    return make_response(page, status)


def _entry(draft: Draft, section: Section, n: int, told: Sequence[Problem]) -> dict[str, Any]:
    place = place_in(draft.content, section.name, n + 1)
    return {
        "title": place.title(draft.content),
        "href": place.address(draft.code),
        "count": len(place.own(told)),
        "n": n,
    }


def _arrange(draft: Draft, place: Place) -> BaseResponse:
    """An entry of the list added, taken away or moved; never over a list that somebody else arranged meanwhile."""
    act, _, number = request.form.get("act", "").partition(":")
    if request.form.get("seal") != list_seal(draft.content, place.section):
        return _entries_page(draft, place, status=409)
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    if act in ACTS:
        content = with_entries(draft.content, place.section.listed, act, at)
        try:
            _store(draft, content)
        except Stale:
            return _entries_page(found(draft.code), place, status=409)
        if act == "add":
            return go(
                place_in(content, place.section.name, len(rows_at(content, place.section.listed))).address(draft.code)
            )
    return go(place.address(draft.code))
