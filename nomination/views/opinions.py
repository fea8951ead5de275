"""Opinions asked of other bodies: the letters, a new one, one with its answers, and the papers that came."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.kept import unsealed
from nomination.forms.opinions import AnswerForm, LetterForm, tell
from nomination.forms.text import whole_version
from nomination.hypermedia import answer, go, told_reasons
from nomination.queries.opinions import askable, bodies, letter_page, letters, paper_of
from nomination.services.opinions import ask, record_answer
from nomination.services.transaction import Invalid
from nomination.views.downloads import as_attachment
from workflow.machine import NotYours, Refused
from workflow.opinions import ASKING, CLOSING
from workflow.vocabulary import Role

blueprint = Blueprint("opinions", __name__)
READING = (*ASKING, Role.AUDITOR)
ONE = "/opinions/<int(max=2147483647):letter_id>"


@blueprint.get("/opinions")
@roles(*READING)
def index() -> Response:
    part = "out" if request.args.get("part") == "out" else ""
    bounds = {name: whole_version(request.args.get(name)) for name in ("after", "before")}
    return answer("opinions/index.html", "opinions/_results.html", part=part, page=letters(part=part, **bounds))


@blueprint.get("/opinions/new")
@roles(*ASKING)
def new() -> Response:
    codes = request.args.getlist("codes")[:100]
    return _new_page(LetterForm.blank(), codes, codes)


@blueprint.post("/opinions/new")
@roles(*ASKING)
def send() -> BaseResponse:
    form, codes = LetterForm(), request.form.getlist("codes")[:100]
    offered = request.form.getlist("offered")[:100]
    if not form.validate():
        return _new_page(form, codes, offered, 422)
    try:
        letter = ask(current_user.actor, codes, form.letter())
    except Invalid as error:
        return _new_page(form, codes, offered, 422, form.tell(error))
    except Refused as error:
        return _new_page(form, codes, offered, 422, told_reasons(error.reasons))
    flash(gettext("The opinion is asked. The clock of the vetting stands until it is in."), "success")
    return go(url_for("opinions.show", letter_id=letter.id))


def _new_page(
    form: LetterForm, codes: Sequence[str], offered: Sequence[str], status: int = 200, told: Sequence[str] = ()
) -> Response:
    listed = askable(current_user.actor, list(offered))
    page = render_template(
        "opinions/new.html", form=form, listed=listed, chosen=codes, offered=offered, told=told, bodies=bodies()
    )
    return make_response(page, status)


@blueprint.get(ONE)
@roles(*READING)
def show(letter_id: int) -> Response:
    return _page(letter_id, AnswerForm.offering(closes=_closes(), sent=False))


@blueprint.post(f"{ONE}/answers")
@roles(*ASKING)
def reply(letter_id: int) -> BaseResponse:
    form, codes = AnswerForm.offering(closes=_closes()), request.form.getlist("codes")[:100]
    readable = form.validate()
    file = form.paper_kept(current_user.actor.person_id)
    if not readable or form.file.errors:
        return _page(letter_id, form, codes, 422)
    try:
        record_answer(current_user.actor, letter_id, codes, form.said(file))
    except Invalid as error:
        return _page(letter_id, form, codes, 422, tell(form, error))
    except Refused as error:
        told = told_reasons(error.reasons)
        return _page(letter_id, form, codes, 403 if isinstance(error, NotYours) else 422, told)
    flash(gettext("The answer is recorded."), "success")
    return go(url_for("opinions.show", letter_id=letter_id))


@blueprint.get(f"{ONE}/papers/<code>")
@roles(*READING)
def download(letter_id: int, code: str) -> Response:
    opinion = paper_of(current_user.actor, letter_id, code)
    return as_attachment(str(opinion.paper_sha256), opinion.paper_name)


def _closes() -> bool:
    return bool(current_user.actor.roles() & set(CLOSING))


def _page(
    letter_id: int, form: AnswerForm, codes: Sequence[str] | None = None, status: int = 200, told: Sequence[str] = ()
) -> Response:
    page = letter_page(current_user.actor, letter_id)
    waiting = [line.nomination.code for line in page.lines if line.open and line.answer is None]
    context = {
        "page": page, "form": form, "told": told, "chosen": waiting if codes is None else codes,
        "paper": unsealed(form.kept.data, current_user.actor.person_id),
        "records": bool(current_user.actor.roles() & set(ASKING)),
    }  # fmt: skip
    return make_response(render_template("opinions/show.html", **context), status)
