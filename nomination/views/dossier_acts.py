"""The dossier: one nomination with its criteria, the steps that its reader may take, and the taking of them."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import ColumnElement, and_
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles, signed_in
from nomination.forms.acts import AdvanceForm
from nomination.hypermedia import answer, go, sentence, spoken, wants_partial
from nomination.models import Nomination
from nomination.queries.dossier_page import DossierPage, dossier_page
from nomination.queries.dossier_ways import ELSEWHERE
from nomination.queries.round_neighbours import Neighbours, neighbours
from nomination.queries.visible import visible_to
from nomination.services.advance import advance
from nomination.services.consents import consent_to_withdrawal
from nomination.services.transaction import STALE, Missing, Stale
from nomination.views.nominations import blueprint
from nomination.views.stage_words import columns_of, rows_of
from workflow.diagram import diagram
from workflow.discussion import reads_before_vote
from workflow.dossier import Reason
from workflow.kind import Sentence
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role, Trigger
from workflow.words import N_

blueprint.add_app_template_global(diagram, "process_drawing")

UNKNOWN_STEP = N_("There is no such step.")
IN_A_DECISION = N_("This step is taken for the whole decision, on the decision's own page.")


@dataclass(frozen=True)
class Attempt:
    """A step that was refused: what was typed, and why not."""

    trigger: str
    form: AdvanceForm
    reasons: list[Reason]
    status: int


@blueprint.get("/nominations/<code>")
@signed_in
def show(code: str) -> Response:
    """Who comes from a round (`?round=`) finds its other nominations beside this one."""
    page = dossier_page(current_user.actor, code)
    asked = "" if wants_partial() else request.args.get("round", "")[:60]
    beside = neighbours(current_user.actor, asked, code) if asked else None
    return answer("nominations/show.html", "nominations/_body.html", **_context(page, beside=beside))


@blueprint.post("/nominations/<code>/advance", endpoint="advance")
@signed_in
def take(code: str) -> BaseResponse:
    """Take one step. A refusal shows the page again with everything typed and every reason beside the button."""
    form = AdvanceForm.sent(request.form)
    typed_well = form.validate()
    try:
        if not typed_well:
            raise Refused(_mistyped(form))
        _advance(code, form)
    except Stale:
        return _refused(code, form, [Reason("stale", STALE)], 409)
    except Refused as refused:
        return _refused(code, form, refused.reasons, _status(refused))
    return _done(code, gettext("Done: %(act)s", act=gettext(Trigger(form.trigger.data).label)))


@blueprint.post("/nominations/<code>/consent")
@roles(Role.DEPARTMENT_HEAD)
def consent(code: str) -> BaseResponse:
    form = AdvanceForm.sent(request.form)
    try:
        consent_to_withdrawal(current_user.actor, _visible(code), version=request.form.get("version", type=int))
    except Stale:
        return _refused(code, form, [Reason("stale", STALE)], 409)
    except Refused as refused:
        return _refused(code, form, refused.reasons, _status(refused))
    return _done(code, gettext("The consent to the withdrawal is recorded."))


def _visible(code: str) -> ColumnElement[bool]:
    return and_(Nomination.code == code, visible_to(current_user.actor))


def _advance(code: str, form: AdvanceForm) -> None:
    if form.trigger.data not in set(Trigger):
        dossier_page(current_user.actor, code)
        raise WrongState([Reason("step", UNKNOWN_STEP)])
    trigger = Trigger(form.trigger.data)
    if trigger in ELSEWHERE:
        dossier_page(current_user.actor, code)
        raise Refused([Reason("decision", IN_A_DECISION, {}, "decision")])
    advance(current_user.actor, trigger, _visible(code), version=form.version.data, given=form.given(), in_person=True)


def _mistyped(form: AdvanceForm) -> list[Reason]:
    """What could not be read at all, such as a day that is none."""
    message = N_("%(field)s: %(problem)s")
    return [
        Reason("typed", message, {"field": str(form[name].label.text), "problem": str(problem)})
        for name, problems in form.errors.items()
        if name in form._fields
        for problem in problems
    ]


def _status(refused: Refused) -> int:
    if isinstance(refused, WrongState):
        return 409
    return 403 if isinstance(refused, NotYours) else 422


def _refused(code: str, form: AdvanceForm, reasons: list[Reason], status: int) -> Response:
    page = dossier_page(current_user.actor, code)
    attempt = Attempt(form.trigger.data, form, page.reachable(reasons), status)
    context = _context(page, attempt=attempt)
    return answer("nominations/show.html", "nominations/_body.html", status=status, **context)


def _done(code: str, told: str) -> BaseResponse:
    """Back to the page, or to the list when the step took the nomination out of the reader's sight."""
    try:
        page = dossier_page(current_user.actor, code)
    except Missing:
        flash(told, "success")
        return go(url_for("nominations.index"))
    if wants_partial():
        return make_response(render_template("nominations/_body.html", **_context(page, told=told)))
    flash(told, "success")
    return go(url_for("nominations.show", code=code))


def _context(
    page: DossierPage, *, attempt: Attempt | None = None, told: str | None = None, beside: Neighbours | None = None
) -> dict[str, Any]:
    code = page.row.code

    def speak(reasons: list[Reason]) -> list[dict[str, str | None]]:
        return [spoken(reason, code) for reason in reasons]

    def say(sentences: list[Sentence]) -> list[str]:
        return [sentence(message, params) for message, params in sentences]

    def form_for(trigger: Trigger) -> AdvanceForm:
        tried = attempt is not None and attempt.trigger == trigger
        return (attempt.form if tried and attempt else AdvanceForm.empty()).named(trigger)

    return {
        "dossier": page, "attempt": attempt, "told": told, "speak": speak, "say": say, "form_for": form_for,
        "columns_of": columns_of, "rows_of": rows_of, "beside": beside,
        "reads": reads_before_vote(page.loaded.dossier, current_user.actor),
    }  # fmt: skip
