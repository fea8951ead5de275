"""Before the box opens: the check list, the trial ballot, the opening. On the blueprint of the rounds."""

from flask import Response, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.allowances import each_minute
from nomination.forms.ballot import MARKS, read_choices
from nomination.hypermedia import answer, go, spoken, told_problems
from nomination.queries.ceremony import Ceremony, ceremony_of
from nomination.services import opening
from nomination.services.rehearsal import rehearse
from nomination.services.transaction import Invalid
from nomination.views.rounds import LEADERS, blueprint
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role


@blueprint.get("/rounds/<code>/ceremony")
@roles(*LEADERS, Role.TELLER)
def ceremony(code: str) -> BaseResponse:
    """Whoever comes too late finds the round itself."""
    try:
        return _ceremony(code)
    except WrongState:
        return go(url_for("rounds.show", code=code))


@blueprint.post("/rounds/<code>/open", endpoint="open")
@roles(*LEADERS)
def open_(code: str) -> BaseResponse:
    try:
        opening.open_round(current_user.actor, code)
    except (WrongState, NotYours):
        raise
    except Refused as error:
        return _ceremony(code, [str(spoken(reason)["text"]) for reason in error.reasons], 422)
    return go(url_for("rounds.show", code=code))


def _ceremony(code: str, problems: list[str] | None = None, status: int = 200) -> Response:
    shown = ceremony_of(current_user.actor, code)
    page, partial = "rounds/ceremony.html", "rounds/_ceremony.html"
    return answer(page, partial, status=status, shown=shown, problems=problems or [])


@blueprint.get("/rounds/<code>/rehearsal")
@roles(*LEADERS, Role.TELLER)
def rehearsal(code: str) -> BaseResponse:
    try:
        return _specimen(code)
    except WrongState:
        return go(url_for("rounds.show", code=code))


@blueprint.post("/rounds/<code>/rehearsal")
@roles(*LEADERS, Role.TELLER)
@each_minute(20)
def rehearsed(code: str) -> BaseResponse:
    """The totals of the trial stand in this answer only: they say nothing of any vote."""
    try:
        marked = read_choices(request.form.to_dict(flat=False))
        trial = rehearse(current_user.actor, code, marked)
    except Invalid as error:
        return _specimen(code, told_problems(error.problems), 422)
    except (WrongState, NotYours):
        raise
    except Refused as error:
        return _specimen(code, [str(spoken(reason)["text"]) for reason in error.reasons], 422)
    shown = ceremony_of(current_user.actor, code)
    return Response(render_template("rounds/trial.html", shown=shown, trial=trial, marked=marked))


def _specimen(code: str, problems: list[str] | None = None, status: int = 200) -> Response:
    shown: Ceremony = ceremony_of(current_user.actor, code)
    return answer(
        "rounds/rehearsal.html", "rounds/_rehearsal.html", status=status, shown=shown, problems=problems or [],
        choices=MARKS,
    )  # fmt: skip
