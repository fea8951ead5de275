"""Difficulties and questions about a campaign: asked by a unit, answered once by the department, shared if it says."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.questions import AnswerForm, QuestionForm
from nomination.hypermedia import answer, go, sentence
from nomination.models import Unit
from nomination.queries.campaigns import InForce, launched, own_units
from nomination.queries.questions import parts_for, question, questions
from nomination.services import questions as service
from nomination.services.transaction import Invalid, Stale
from nomination.views.plans import UNIT, own_place
from workflow.vocabulary import Role

blueprint = Blueprint("questions", __name__)
ANSWERING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
READERS = (*UNIT, *ANSWERING, Role.AUDITOR)
ONE = "/campaigns/<campaign>/questions/<int(max=2147483647):question_id>"


@blueprint.get("/campaigns/<campaign>/questions")
@roles(*READERS)
def index(campaign: str) -> Response:
    found, parts = launched(campaign), parts_for(current_user.actor)
    asked = request.args.get("part", "")
    part = asked if asked in parts else next(iter(parts))
    bounds = {"after": request.args.get("after", type=int), "before": request.args.get("before", type=int)}
    page = questions(current_user.actor, found.row, part, **bounds)
    return answer(
        "questions/index.html", "questions/_results.html", found=found, parts=parts, part=part, page=page,
        may_ask=bool(current_user.actor.roles() & set(UNIT)),
    )  # fmt: skip


@blueprint.route("/campaigns/<campaign>/questions/new", methods=["GET", "POST"])
@roles(*UNIT)
def new(campaign: str) -> BaseResponse:
    found, unit = own_place(campaign)
    form = QuestionForm()
    if not form.validate_on_submit():
        return _new(form, found, unit, status=200 if request.method == "GET" else 422)
    try:
        made = service.ask(
            current_user.actor, found.row.code, unit.id, subject=form.subject.data or "", body=form.body.data or ""
        )
    except Invalid as refusal:
        _at_fields(form, refusal)
        return _new(form, found, unit, status=422)
    flash(gettext("The question was sent to the department."), "success")
    return go(url_for("questions.show", campaign=found.row.code, question_id=made.id))


def _new(form: QuestionForm, found: InForce, unit: Unit, *, status: int) -> Response:
    units = own_units(current_user.actor)
    return make_response(render_template("questions/new.html", form=form, found=found, unit=unit, units=units), status)


@blueprint.get(ONE)
@roles(*READERS)
def show(campaign: str, question_id: int) -> Response:
    return _page(campaign, question_id, AnswerForm())


@blueprint.post(f"{ONE}/answer")
@roles(*ANSWERING)
def reply(campaign: str, question_id: int) -> BaseResponse:
    """Whoever was slower finds the first answer, and his own text kept beside it."""
    form = AnswerForm()
    if not form.validate():
        return _page(campaign, question_id, form, status=422)
    given = {"text": form.answer.data or "", "shared": bool(form.shared.data)}
    try:
        service.answer(current_user.actor, campaign, question_id, **given)
    except Invalid as refusal:
        _at_fields(form, refusal)
        return _page(campaign, question_id, form, status=422)
    except Stale:
        return _page(campaign, question_id, form, status=409)
    flash(gettext("The answer was recorded."), "success")
    return go(url_for("questions.show", campaign=campaign, question_id=question_id))


@blueprint.post(f"{ONE}/share")
@roles(*ANSWERING)
def share(campaign: str, question_id: int) -> BaseResponse:
    service.share(current_user.actor, campaign, question_id)
    flash(gettext("All units of the campaign can read the question and the answer now."), "success")
    return go(url_for("questions.show", campaign=campaign, question_id=question_id))


def _page(campaign: str, question_id: int, form: AnswerForm, *, status: int = 200) -> Response:
    found = launched(campaign)
    asked = question(current_user.actor, found, question_id)
    page = render_template(
        "questions/show.html", found=found, asked=asked, form=form, too_late=status == 409,
        answers=bool(current_user.actor.roles() & set(ANSWERING)),
    )  # fmt: skip
    return make_response(page, status)


def _at_fields(form: FlaskForm, refusal: Invalid) -> None:
    for name, told in refusal.problems.items():
        form[name].errors = [sentence(*one) for one in told]
