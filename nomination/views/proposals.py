"""Proposals to the head of the department: made on the page of the vetting, decided there or several at once."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.acts import AdvanceForm
from nomination.hypermedia import go, sentence, spoken
from nomination.queries.proposals import waiting_proposals
from nomination.services import proposals as service
from nomination.services.proposals import Proposed, SomeRefused
from nomination.services.transaction import STALE, Invalid, Stale
from nomination.views.proposal_words import day_of, part_title
from nomination.views.vetting import DEPARTMENT, page_again, page_now, visible, within
from workflow.dossier import Reason
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role

blueprint = Blueprint("proposals", __name__)
FIELDS = {"words": "reason", "citation": "citation", "due_on": "due_on", "trigger": "trigger"}


@blueprint.post("/nominations/<code>/proposal")
@roles(Role.DEPARTMENT_OFFICER)
def propose(code: str) -> BaseResponse:
    """Make a proposal. What cannot be accepted comes back in the form, whole."""
    form = AdvanceForm.sent(request.form)
    if not form.validate():
        return page_again(code, 422, form=form)
    proposed = Proposed(
        form.trigger.data, form.reason.data, form.citation.data, form.due_on.data, dict(form.parts)
    )  # fmt: skip
    try:
        service.propose(current_user.actor, visible(code), proposed, version=form.version.data)
    except Invalid as error:
        return page_again(code, 422, form=form, part_error=_at_fields(form, error))
    except Stale:
        return page_again(code, 409, form=form, refused=[Reason("stale", STALE)])
    except Refused as error:
        status = 409 if isinstance(error, WrongState) else 403 if isinstance(error, NotYours) else 422
        return page_again(code, status, form=form, refused=error.reasons)
    return page_now(code, url_for("vetting.show", code=code, _anchor="proposal", **within()))


def _at_fields(form: AdvanceForm, error: Invalid) -> str:
    """Each problem at its field; what is wrong with the parts stands above them."""
    told = {name: [sentence(*one) for one in listed] for name, listed in error.problems.items()}
    for name, listed in told.items():
        if name in FIELDS:
            form[FIELDS[name]].errors = listed
    return " ".join(told.get("parts", []))


@blueprint.get("/vetting/proposals")
@roles(*DEPARTMENT)
def index() -> Response:
    return _page()


@blueprint.post("/vetting/proposals")
@roles(Role.DEPARTMENT_HEAD)
def follow() -> BaseResponse:
    """Decide as proposed, one or several: all of them or none."""
    chosen = request.form.getlist("chosen", type=int)
    try:
        number = service.follow(current_user.actor, chosen)
    except Invalid as error:
        return _page(422, [sentence(*told) for listed in error.problems.values() for told in listed], chosen)
    except SomeRefused as error:
        told = [f"{code}: {spoken(one)['text']}" for code, reasons in error.against.items() for one in reasons]
        return _page(422, told, chosen)
    flash(
        ngettext("%(num)s nomination is decided as proposed.", "%(num)s nominations are decided as proposed.", number),
        "success",
    )
    return go(url_for("proposals.index"))


def _page(status: int = 200, told: Sequence[str] = (), chosen: Sequence[int] = ()) -> Response:
    desk = waiting_proposals(current_user.actor)
    context = {
        "desk": desk, "told": told, "chosen": chosen, "part_title": part_title, "day_of": day_of,
        "decides": Role.DEPARTMENT_HEAD in current_user.actor.roles(),
        "against": {
            one.row.id: [spoken(reason, one.loaded.row.code) for reason in one.against]
            for listed in desk.groups.values()
            for one in listed
        },
    }  # fmt: skip
    return make_response(render_template("proposals/index.html", **context), status)
