"""The history of a person or a collective: looked up by name, told record by record, and who is who."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.text import clean_line, clean_text
from nomination.hypermedia import answer, go, sentence
from nomination.queries.histories import READING, RECORDING, Record, history, records_named
from nomination.services.histories import DIFFERENT, SAME, find_namesake, note_look_up, note_reading
from nomination.services.transaction import Invalid
from workflow.words import N_

blueprint = Blueprint("histories", __name__)
VERDICTS = {SAME: N_("The same person or collective"), DIFFERENT: N_("Somebody else of the same name")}
NEAR = {"same": N_("Same unit"), "related": N_("A unit that preceded or followed it"), "other": N_("Another unit")}


@blueprint.get("/histories")
@roles(*READING)
def index() -> Response:
    words = clean_line(request.args.get("q"))[:200]
    found = records_named(current_user.actor, words)
    if found:
        note_look_up(current_user.actor, [one.ref for one in found])
    return answer("histories/index.html", "histories/_results.html", words=words, found=found, state_of=_state)


@blueprint.get("/histories/<record>")
@roles(*READING)
def show(record: str) -> Response:
    """The reading is on record before the page goes out; without the record there is no page."""
    page = _page(record, 200)
    note_reading(current_user.actor, record)
    return page


@blueprint.post("/histories/<record>/findings")
@roles(*RECORDING)
def find(record: str) -> BaseResponse:
    given = {
        "other": request.form.get("other", "")[:60], "verdict": request.form.get("verdict", "")[:20],
        "reason": clean_text(request.form.get("reason")),
    }  # fmt: skip
    try:
        find_namesake(current_user.actor, record, given["other"], given["verdict"], given["reason"])
    except Invalid as error:
        problems = {name: sentence(*told[0]) for name, told in error.problems.items()}
        return _page(record, 422, given, problems)
    flash(gettext("The finding is on record."), "success")
    return go(url_for("histories.show", record=record))


def _page(
    record: str, status: int, given: dict[str, str] | None = None, problems: dict[str, str] | None = None
) -> Response:
    page = render_template(
        "histories/show.html", page=history(current_user.actor, record), given=given or {}, problems=problems or {},
        verdicts=[(code, gettext(label)) for code, label in VERDICTS.items()],
        near={code: gettext(label) for code, label in NEAR.items()}, state_of=_state,
        may_record=bool(current_user.actor.roles() & set(RECORDING)),
    )  # fmt: skip
    return make_response(page, status)


def _state(record: Record) -> str:
    """How it ended, in words: an award of an earlier decision has no state of its own."""
    return gettext(record.state.label) if record.state else gettext("From an earlier decision")
