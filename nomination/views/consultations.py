"""Public consultation: lists that are shown, a new one, and one with all that people wrote about it."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.consultations import FeedbackForm, ShowingForm
from nomination.forms.opinions import tell
from nomination.forms.text import whole_version
from nomination.hypermedia import answer, go, spoken
from nomination.queries.consultations import consultation_page, consultations
from nomination.queries.opinions import askable
from nomination.services.consultations import open_consultation, record_feedback
from nomination.services.transaction import Invalid
from nomination.views.opinions import READING
from workflow.machine import Refused
from workflow.opinions import ASKING

blueprint = Blueprint("consultations", __name__)
ONE = "/consultations/<int(max=2147483647):consultation_id>"
USUAL = 10
"""Working days offered in the form; what the rules require is checked when it is sent."""


@blueprint.get("/consultations")
@roles(*READING)
def index() -> Response:
    bounds = {name: whole_version(request.args.get(name)) for name in ("after", "before")}
    return answer("consultations/index.html", "consultations/_results.html", page=consultations(**bounds))


@blueprint.get("/consultations/new")
@roles(*ASKING)
def new() -> Response:
    codes = request.args.getlist("codes")[:100]
    return _new_page(ShowingForm.blank(USUAL), codes, codes)


@blueprint.post("/consultations/new")
@roles(*ASKING)
def send() -> BaseResponse:
    form, codes = ShowingForm(), request.form.getlist("codes")[:100]
    offered = request.form.getlist("offered")[:100]
    if not form.validate():
        return _new_page(form, codes, offered, 422)
    try:
        row = open_consultation(current_user.actor, codes, form.showing())
    except Invalid as error:
        return _new_page(form, codes, offered, 422, tell(form, error))
    except Refused as error:
        return _new_page(form, codes, offered, 422, [str(spoken(one)["text"]) for one in error.reasons])
    flash(gettext("The list is on record. Nothing on it is concluded before its term ends."), "success")
    return go(url_for("consultations.show", consultation_id=row.id))


def _new_page(
    form: ShowingForm, codes: Sequence[str], offered: Sequence[str], status: int = 200, told: Sequence[str] = ()
) -> Response:
    listed = askable(current_user.actor, list(offered))
    page = render_template("consultations/new.html", form=form, listed=listed, chosen=codes, offered=offered, told=told)
    return make_response(page, status)


@blueprint.get(ONE)
@roles(*READING)
def show(consultation_id: int) -> Response:
    return _page(consultation_id, sent=False)


@blueprint.post(f"{ONE}/feedback")
@roles(*ASKING)
def write(consultation_id: int) -> BaseResponse:
    form = FeedbackForm.offering(consultation_page(current_user.actor, consultation_id), sent=True)
    if not form.validate():
        return _page(consultation_id, sent=True, status=422, form=form)
    try:
        feedback = record_feedback(current_user.actor, consultation_id, form.said())
    except Invalid as error:
        tell(form, error)
        return _page(consultation_id, sent=True, status=422, form=form)
    valid = gettext("The feedback is kept.")
    flash(valid if feedback.valid else gettext("The feedback is kept, marked as not valid."), "success")
    return go(url_for("consultations.show", consultation_id=consultation_id, _anchor="feedback"))


def _page(consultation_id: int, *, sent: bool, status: int = 200, form: FeedbackForm | None = None) -> Response:
    page = consultation_page(current_user.actor, consultation_id)
    form = form or FeedbackForm.offering(page, sent=sent)
    writes = bool(current_user.actor.roles() & set(ASKING))
    return make_response(render_template("consultations/show.html", page=page, form=form, writes=writes), status)
