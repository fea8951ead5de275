"""The department's own part of a nomination: loaded into the page of the vetting, or read as a page of its own."""

from flask import Response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.text import clean_text
from nomination.hypermedia import answer, go, sentence, wants_partial
from nomination.queries.vetting_file import vetting_file
from nomination.services.notes import note
from nomination.services.transaction import Invalid
from nomination.views.proposal_words import OUTCOMES
from nomination.views.vetting import DEPARTMENT, blueprint, visible


@blueprint.get("/nominations/<code>/vetting/file")
@roles(*DEPARTMENT)
def file(code: str) -> Response:
    return answer("vetting/file.html", "vetting/_aside.html", **_context(code))


@blueprint.post("/nominations/<code>/notes")
@roles(*DEPARTMENT)
def write_note(code: str) -> BaseResponse:
    typed = clean_text(request.form.get("text"))
    try:
        note(current_user.actor, visible(code), typed)
    except Invalid as error:
        problem = " ".join(sentence(*told) for listed in error.problems.values() for told in listed)
        template = "vetting/_aside.html" if wants_partial() else "vetting/file.html"
        return Response(render_template(template, **_context(code) | {"note": typed, "problem": problem}), 422)
    if wants_partial():
        return answer("vetting/file.html", "vetting/_aside.html", **_context(code))
    return go(url_for("vetting.file", code=code, _anchor="notes"))


def _context(code: str) -> dict[str, object]:
    outcomes = {outcome: gettext(label) for outcome, label in OUTCOMES.items()}
    return {"file": vetting_file(current_user.actor, code), "note": "", "problem": "", "outcomes": outcomes}
