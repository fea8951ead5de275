"""Public consultation: lists that are shown, a new one, one with all that people wrote, and what the public reads."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination import clock
from nomination.access import public, roles
from nomination.forms.consultations import EndForm, FeedbackForm, ShowingForm, WeighForm
from nomination.forms.opinions import tell
from nomination.forms.text import whole_version
from nomination.hypermedia import answer, go, sentence, told_reasons
from nomination.queries.consultations import (
    ConsultationPage,
    consultation_page,
    consultations,
    shown_list,
    shown_lists,
)
from nomination.queries.opinions import askable
from nomination.services.consultations import (
    Weighing,
    end_consultation,
    note_reading,
    open_consultation,
    record_feedback,
    seen_of,
    weigh_feedback,
)
from nomination.services.transaction import STALE, Invalid, Missing, Stale
from nomination.views.opinions import READING
from workflow.consulting import ENDING, WEIGHING, Standing, Weight, ending, weighing
from workflow.machine import NotYours, Refused
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
        return _new_page(form, codes, offered, 422, told_reasons(error.reasons))
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
    """With feedback the page names people and how to reach them: the reading is on record before it goes out."""
    found = consultation_page(current_user.actor, consultation_id)
    page = _page(consultation_id, found=found)
    if found.feedback:
        note_reading(current_user.actor, consultation_id)
    return page


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


@blueprint.post(f"{ONE}/end")
@roles(*ENDING)
def end(consultation_id: int) -> BaseResponse:
    """Take the list down before its term is over, with the reason."""
    form = EndForm()
    try:
        end_consultation(current_user.actor, consultation_id, form.reason.data or "")
    except Invalid as error:
        tell(form, error)
        return _page(consultation_id, status=422, end_form=form)
    except Refused as error:
        told = told_reasons(error.reasons)
        return _page(consultation_id, status=403 if isinstance(error, NotYours) else 409, end_form=form, told=told)
    flash(gettext("The list is shown no longer."), "success")
    return go(url_for("consultations.show", consultation_id=consultation_id))


@blueprint.post(f"{ONE}/feedback/<int(max=2147483647):feedback_id>")
@roles(*WEIGHING)
def weigh(consultation_id: int, feedback_id: int) -> BaseResponse:
    """Say whether a feedback is taken up; what cannot be accepted comes back in its form, whole."""
    page = consultation_page(current_user.actor, consultation_id)
    row = next((one.row for one in page.feedback if one.row.id == feedback_id), None)
    if row is None:
        raise Missing
    form = WeighForm.of(row, sent=True)
    said = Weighing(form.weight.data or "", form.note.data or "", request.form.get("seen", "")[:40])
    try:
        weigh_feedback(current_user.actor, consultation_id, feedback_id, said)
    except Invalid as error:
        tell(form, error)
        return _page(consultation_id, status=422, weighed=(feedback_id, form))
    except Stale:
        return _page(consultation_id, status=409, weighed=(feedback_id, form), told=[sentence(STALE)])
    flash(gettext("The finding is on record."), "success")
    return go(url_for("consultations.show", consultation_id=consultation_id, _anchor="feedback"))


def _page(
    consultation_id: int, *, sent: bool = False, status: int = 200, form: FeedbackForm | None = None,
    end_form: EndForm | None = None, weighed: tuple[int, WeighForm] | None = None, told: Sequence[str] = (),
    found: ConsultationPage | None = None,
) -> Response:  # fmt: skip
    actor = current_user.actor
    page = found or consultation_page(actor, consultation_id)
    stands = page.row.standing(clock.today())
    forms = {one.row.id: WeighForm.of(one.row) for one in page.feedback} if not weighing(actor) else {}
    context = {
        "page": page, "form": form or FeedbackForm.offering(page, sent=sent), "stands": stands, "told": told,
        "writes": bool(actor.roles() & set(ASKING)), "end_form": end_form or EndForm(formdata=None),
        "ends": not ending(stands, actor), "weigh_forms": forms | dict([weighed] if weighed else []),
        "weights": {str(weight): gettext(weight.label) for weight in Weight}, "seen_of": seen_of,
        "public": url_for("consultations.public_list", consultation_id=consultation_id)
        if stands is Standing.SHOWN else None,
    }  # fmt: skip
    return make_response(render_template("consultations/show.html", **context), status)


@blueprint.get("/public-lists")
@public
def public_lists() -> str:
    """What is shown to everybody today."""
    return render_template("consultations/public_lists.html", lists=shown_lists())


@blueprint.get("/public-lists/<int(max=2147483647):consultation_id>")
@public
def public_list(consultation_id: int) -> str:
    return render_template("consultations/public_list.html", page=shown_list(consultation_id))
