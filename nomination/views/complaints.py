"""The department's log of complaints: the list, a new entry, one entry with what is due and how it ended."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination import clock
from nomination.access import roles
from nomination.forms.complaints import AcceptForm, ComplaintForm, OutcomeForm
from nomination.forms.text import whole_version
from nomination.forms.told import tell
from nomination.hypermedia import answer, go, sentence
from nomination.queries.complaints import READING, RECORDING, complaint, complaints
from nomination.services.complaints import accept_complaint, end_complaint, note_reading, record_complaint
from nomination.services.transaction import STALE, Invalid, Stale
from workflow.complaint import KINDS
from workflow.machine import Refused

blueprint = Blueprint("complaints", __name__)
ONE = "/complaints/<int(max=2147483647):complaint_id>"


@blueprint.get("/complaints")
@roles(*READING)
def index() -> Response:
    ended = request.args.get("part") == "ended"
    place = {name: request.args.get(name, type=int) for name in ("after", "before")}
    listed = complaints(current_user.actor, ended=ended, **place)
    return answer("complaints/index.html", "complaints/_results.html", listed=listed, ended=ended, **_words())


@blueprint.route("/complaints/new", methods=["GET", "POST"])
@roles(*RECORDING)
def new() -> BaseResponse:
    form = ComplaintForm.offering()
    if request.method == "POST":
        form.validate()
        try:
            made = record_complaint(current_user.actor, form.received())
        except Invalid as error:
            tell(form, error)
        else:
            flash(gettext("The paper is entered in the log."), "success")
            return go(url_for("complaints.show", complaint_id=made.id))
    status = 422 if request.method == "POST" else 200
    return make_response(render_template("complaints/new.html", form=form), status)


@blueprint.get(ONE)
@roles(*READING)
def show(complaint_id: int) -> Response:
    """The reading is on record before the page goes out; without the record there is no page."""
    page = _page(complaint_id)
    note_reading(current_user.actor, complaint_id)
    return page


@blueprint.post(f"{ONE}/acceptance")
@roles(*RECORDING)
def accept(complaint_id: int) -> BaseResponse:
    form = AcceptForm()
    form.validate()
    given = {"accepted_on": form.accepted_on.data, "complex_case": bool(form.complex_case.data)}
    return _act(complaint_id, "accept_form", form, lambda version: accept_complaint(
        current_user.actor, complaint_id, version=version, **given))  # fmt: skip


@blueprint.post(f"{ONE}/outcome")
@roles(*RECORDING)
def end(complaint_id: int) -> BaseResponse:
    form = OutcomeForm()
    return _act(complaint_id, "outcome_form", form, lambda version: end_complaint(
        current_user.actor, complaint_id, form.outcome.data or "", version=version))  # fmt: skip


def _act(complaint_id: int, name: str, form: Any, act: Any) -> BaseResponse:
    try:
        act(whole_version(request.form.get("version")))
    except Invalid as error:
        tell(form, error)
        return _page(complaint_id, 422, **{name: form})
    except Stale:
        return _page(complaint_id, 409, problems=[gettext(STALE)], **{name: form})
    except Refused as error:
        problems = [sentence(one.message, one.params) for one in error.reasons]
        return _page(complaint_id, 422, problems=problems, **{name: form})
    flash(gettext("This is on record."), "success")
    return go(url_for("complaints.show", complaint_id=complaint_id))


def _page(complaint_id: int, status: int = 200, **given: Any) -> Response:
    context = {
        "told": complaint(current_user.actor, complaint_id),
        "accept_form": given.get("accept_form") or AcceptForm(formdata=None),
        "outcome_form": given.get("outcome_form") or OutcomeForm(formdata=None),
        "opened": next((name for name in given if name.endswith("form")), ""),
        "problems": given.get("problems", []),
    }
    return make_response(render_template("complaints/show.html", **context, **_words()), status)


def _words() -> dict[str, Any]:
    return {
        "kinds": {code: gettext(label) for code, label in KINDS.items()}, "day_now": clock.today(),
        "may_record": bool(current_user.actor.roles() & set(RECORDING)),
    }  # fmt: skip
