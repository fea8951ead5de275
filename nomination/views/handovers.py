"""Handing over: the list of awards by how far they are, the record of the department, the confirmation of the unit."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.handovers import HandoverForm
from nomination.forms.told import tell
from nomination.hypermedia import answer, go, sentence, told_problems
from nomination.queries.handovers import (
    CONFIRMING,
    HANDED,
    OPEN,
    PARTS,
    READING,
    RECORDING,
    Asked,
    decision_choices,
    handovers,
    unit_choices,
)
from nomination.services.handovers import confirm_receipt, record_handover, undo_handover
from nomination.services.transaction import Invalid
from nomination.views.aftermath import after_decision_links
from workflow.handover import OBJECTS
from workflow.machine import Refused

blueprint = Blueprint("handovers", __name__)
blueprint.add_app_template_global(after_decision_links)
LARGEST_KEY = 2**63 - 1


@blueprint.get("/handovers")
@roles(*READING)
def index() -> Response:
    return answer("handovers/index.html", "handovers/_results.html", **_context(_asked(request.args)))


@blueprint.post("/handovers")
@roles(*RECORDING)
def record() -> BaseResponse:
    """Of what is ticked, or of all that is open under the filter that the page was read with."""
    asked = _asked(request.form)
    form = _form(asked)
    form.validate()
    whole = asked if form.extent.data == "all" and (asked.unit or asked.decision) else None
    try:
        number = record_handover(current_user.actor, request.form.getlist("awards"), form.handing(), whole=whole)
    except Invalid as error:
        return _page(asked, 422, form=form, problems=tell(form, error), ticked=request.form.getlist("awards"))
    flash(ngettext("The handing over of %(num)s award is recorded.",
                   "The handing over of %(num)s awards is recorded.", number), "success")  # fmt: skip
    return go(_address(asked))


@blueprint.post("/handovers/confirm")
@roles(*CONFIRMING)
def confirm() -> BaseResponse:
    asked = _asked(request.form)
    try:
        number = confirm_receipt(current_user.actor, request.form.getlist("awards"))
    except Invalid as error:
        return _page(asked, 422, problems=told_problems(error.problems))
    flash(ngettext("The receipt of %(num)s award is confirmed.",
                   "The receipt of %(num)s awards is confirmed.", number), "success")  # fmt: skip
    return go(_address(asked))


@blueprint.post("/handovers/<code>/undo")
@roles(*RECORDING)
def undo(code: str) -> BaseResponse:
    asked = Asked(part=HANDED)
    try:
        undo_handover(current_user.actor, code)
    except Refused as error:
        return _page(asked, 422, problems=[sentence(one.message, one.params) for one in error.reasons])
    flash(gettext("The record is taken back; the award is in the list of what is not handed over."), "success")
    return go(_address(asked))


def _asked(given: Any) -> Asked:
    """As the address or the form gives it; what makes no sense is no filter."""
    part = given.get("part", OPEN)
    return Asked(
        part=part if part in PARTS else OPEN, decision=given.get("decision", "")[:40], unit=given.get("unit", "")[:40],
        after=_place(given, "after"), before=_place(given, "before"),
    )  # fmt: skip


def _place(given: Any, name: str) -> int | None:
    found = given.get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST_KEY else None


def _form(asked: Asked, **given: object) -> HandoverForm:
    narrow = asked.unit or asked.decision
    return HandoverForm.offering(all_open=gettext("All that are open under this filter") if narrow else "", **given)


def _page(asked: Asked, status: int, **given: Any) -> Response:
    page = render_template("handovers/index.html", **_context(asked), **{"problems": [], "ticked": []} | given)
    return make_response(page, status)


def _context(asked: Asked) -> dict[str, Any]:
    actor = current_user.actor
    listed, held = handovers(actor, asked), actor.roles()
    return {
        "asked": asked, "listed": listed, "decisions": decision_choices, "units": lambda: unit_choices(actor),
        "parts": [(code, gettext(label)) for code, label in PARTS.items()],
        "objects": {code: gettext(label) for code, label in OBJECTS.items()},
        "may_record": bool(held & set(RECORDING)), "may_confirm": bool(held & set(CONFIRMING)),
        "own": actor.units(), "blank_form": lambda: _form(asked, formdata=None),
        "older": _address(asked, after=listed.older) if listed.older else None,
        "newer": _address(asked, before=listed.newer) if listed.newer else None,
    }  # fmt: skip


def _address(asked: Asked, **place: int | None) -> str:
    filters = {"part": asked.part, "decision": asked.decision, "unit": asked.unit}
    return url_for("handovers.index", **{key: value for key, value in filters.items() if value}, **place)  # type: ignore[arg-type]
