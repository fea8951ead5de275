"""What ends otherwise than planned: a longer window, a tie that is settled, the destruction of slips and keys."""

from flask import Response, make_response, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.ways import ExtensionForm
from nomination.hypermedia import go, sentence
from nomination.queries.round_pages import page_of
from nomination.queries.round_standing import awaiting_chair
from nomination.services import destroying, extensions, ties
from nomination.services.transaction import Invalid
from nomination.views.rounds import LEADERS, act, blueprint
from workflow.vocabulary import Role


@blueprint.get("/rounds/<code>/extension")
@roles(*LEADERS)
def extension(code: str) -> Response:
    return _extension(code, ExtensionForm())


@blueprint.post("/rounds/<code>/extension")
@roles(*LEADERS)
def extend(code: str) -> BaseResponse:
    form = ExtensionForm()
    form.validate()
    unread = list(form.until.errors)
    try:
        extensions.ask_extension(current_user.actor, code, until=form.moment(), reason=form.reason.data or "")
    except Invalid as error:
        for name, told in error.problems.items():
            form[name].errors = [sentence(*one) for one in told]
        if unread:
            form.until.errors = unread
        return _extension(code, form, status=422)
    return go(url_for("rounds.show", code=code))


@blueprint.post("/rounds/<code>/extension/answer")
@roles(*LEADERS)
def answer_extension(code: str) -> BaseResponse:
    consents, words = request.form.get("answer") == "yes", request.form.get("words", "")[:1000]
    try:
        extensions.answer_extension(current_user.actor, code, consents=consents, words=words)
    except Invalid as error:
        told = [sentence(*one) for listed in error.problems.values() for one in listed]
        return _extension(code, ExtensionForm(formdata=None), told=told, words=words, status=422)
    return go(url_for("rounds.show", code=code))


def _extension(
    code: str, form: ExtensionForm, *, told: list[str] | None = None, words: str = "", status: int = 200
) -> Response:
    page = page_of(current_user.actor, code)
    context = {"shown": page, "form": form, "told": told or [], "words": words}
    return make_response(render_template("rounds/extension.html", problems=told or [], **context), status)


@blueprint.get("/rounds/<code>/tie")
@roles(*LEADERS)
def tie(code: str) -> Response:
    return _tie(code)


@blueprint.post("/rounds/<code>/tie")
@roles(*LEADERS)
def settle(code: str) -> BaseResponse:
    chosen, reason = request.form.getlist("chosen"), request.form.get("reason", "")[:2000]
    try:
        return act(code, lambda actor: ties.settle_tie(actor, code, chosen=chosen, reason=reason), leave_invalid=True)
    except Invalid as error:
        problems = {where: [sentence(*one) for one in listed] for where, listed in error.problems.items()}
        return _tie(code, problems, status=422)


def _tie(code: str, problems: dict[str, list[str]] | None = None, status: int = 200) -> Response:
    page = page_of(current_user.actor, code)
    ranked = awaiting_chair(page.found) if "settle" in page.options else []
    context = {"shown": page, "ties": ranked, "problems": problems or {}, "said": request.form}
    return make_response(render_template("rounds/tie.html", **context), status)


@blueprint.post("/rounds/<code>/end")
@roles(*LEADERS, Role.TELLER)
def end(code: str) -> BaseResponse:
    return act(code, lambda actor: destroying.ask_destruction(actor, code))


@blueprint.post("/rounds/<code>/destroy")
@roles(Role.DEPARTMENT_HEAD, Role.COUNCIL_SECRETARY)
def destroy(code: str) -> BaseResponse:
    return act(code, lambda actor: destroying.destroy(actor, code))
