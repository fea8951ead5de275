"""Reading before the vote: the list, one nomination after another with notes and discussion, two side by side."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles, signed_in
from nomination.allowances import each_minute
from nomination.dossiers import Loaded, campaign_of
from nomination.forms.text import clean_text
from nomination.hypermedia import answer, go, spoken, told_problems, told_reasons, wants_partial
from nomination.pages import shown_files
from nomination.queries.reading import own_notes, pair_of, reading_of, to_read
from nomination.services.reading import NOTE_MAX, WORDS_MAX, contribute, delete_note, write_note
from nomination.services.transaction import Invalid, Missing
from workflow.council import Post
from workflow.dossier import Reason, Verdict
from workflow.machine import Refused
from workflow.vocabulary import Role

blueprint = Blueprint("reading", __name__)
READERS = (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY)


@blueprint.context_processor
def words() -> dict[str, object]:
    return {
        "speak": _speak, "files_of": _files_of, "campaign_of": campaign_of,
        "posts": {post.value: gettext(post.label) for post in Post},
        "verdicts": verdict_words(),
    }  # fmt: skip


def verdict_words() -> dict[str, str]:
    return {verdict.value: gettext(verdict.label) for verdict in Verdict}


def _speak(reasons: Iterable[Reason]) -> list[dict[str, str | None]]:
    """Without a place to mend: who reads here mends nothing."""
    return [spoken(reason) for reason in reasons]


def _files_of(loaded: Loaded, criterion: str) -> list[dict[str, Any]]:
    return shown_files(loaded.row.code, loaded.evidence.get(criterion, []))


@blueprint.get("/reading")
@roles(*READERS)
def index() -> Response:
    place = request.args.get("after", "")
    after = int(place) if place.isascii() and place.isdigit() and len(place) < 10 else None
    rows, older = to_read(current_user.actor, after)
    notes = () if wants_partial() else own_notes(current_user.actor)
    return answer("reading/index.html", "reading/_results.html", rows=rows, older=older, notes=notes)


@blueprint.get("/nominations/<code>/reading")
@signed_in
def show(code: str) -> Response:
    return _page(code)


@blueprint.post("/nominations/<code>/reading/note")
@signed_in
@each_minute(120)
def note(code: str) -> BaseResponse:
    """Saved while it is written: the answer says so and never touches what is being typed."""
    typed = clean_text(request.form.get("note"))
    try:
        write_note(current_user.actor, code, typed)
    except Invalid as error:
        return _note_refused(code, typed, told_problems(error.problems))
    if wants_partial():
        return make_response(render_template("reading/_noted.html", problems=[]))
    flash(gettext("Your note is saved."), "success")
    return go(url_for("reading.show", code=code, _anchor="note"))


def _note_refused(code: str, typed: str, problems: list[str]) -> Response:
    if wants_partial():
        return make_response(render_template("reading/_noted.html", problems=problems), 422)
    return _page(code, note=typed, note_problems=problems, status=422)


@blueprint.post("/nominations/<code>/reading/note/delete")
@signed_in
def forget(code: str) -> BaseResponse:
    delete_note(current_user.actor, code)
    flash(gettext("Your note is deleted."), "success")
    return go(url_for("reading.index", _anchor="notes"))


@blueprint.post("/nominations/<code>/reading/contributions")
@signed_in
@each_minute(30)
def speak(code: str) -> BaseResponse:
    typed = clean_text(request.form.get("words"))
    try:
        contribute(current_user.actor, code, typed)
    except Invalid as error:
        problems = told_problems(error.problems)
        return _page(code, words=typed, problems=problems, status=422)
    except Refused as error:
        return _page(code, words=typed, problems=told_reasons(error.reasons), status=422)
    return go(url_for("reading.show", code=code, _anchor="discussion"))


def _page(code: str, *, status: int = 200, **typed: Any) -> Response:
    shown = reading_of(current_user.actor, code)
    context = {"note": shown.place.note, "note_problems": [], "words": "", "problems": []} | typed
    limits = {"note_max": NOTE_MAX, "words_max": WORDS_MAX}
    return make_response(render_template("reading/show.html", shown=shown, **context, **limits), status)


@blueprint.get("/reading/compare")
@roles(*READERS)
def compare() -> Response:
    first, second = (request.args.get(name, "")[:60] for name in ("first", "second"))
    if not first or not second:
        raise Missing
    pair = pair_of(current_user.actor, first, second)
    return make_response(render_template("reading/compare.html", pair=pair))
