"""After a revocation: which money and which objects are to be taken back, and the record of what came back."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.handovers import RecoveryForm
from nomination.forms.told import tell
from nomination.hypermedia import answer, go
from nomination.queries.pages import Page
from nomination.queries.recoveries import READING, RECORDING, Due, recoveries
from nomination.services.recoveries import record_recovery
from nomination.services.transaction import Invalid, Missing
from workflow.handover import OBJECTS, TAKEN_BACK

blueprint = Blueprint("recoveries", __name__)


@blueprint.get("/recoveries")
@roles(*READING)
def index() -> Response:
    place = {name: request.args.get(name, type=int) for name in ("after", "before")}
    listed: Page[Due] = recoveries(current_user.actor, **place)
    objects = {code: gettext(label) for code, label in OBJECTS.items()}
    may_record = bool(current_user.actor.roles() & set(RECORDING))
    context = {"listed": listed, "objects": objects, "may_record": may_record}
    return answer("recoveries/index.html", "recoveries/_results.html", **context)


@blueprint.route("/recoveries/<code>/<what>", methods=["GET", "POST"])
@roles(*RECORDING)
def record(code: str, what: str) -> BaseResponse:
    found = recoveries(current_user.actor, code=code).rows
    if not found or what not in TAKEN_BACK:
        raise Missing
    form = RecoveryForm()
    if request.method == "GET":
        return _page(found[0], what, form, 200)
    form.validate()
    try:
        record_recovery(
            current_user.actor, code, what, recovered_on=form.recovered_on.data, paper=form.paper.data or ""
        )
    except Invalid as error:
        tell(form, error)
        return _page(found[0], what, form, 422)
    flash(gettext("It is on record that this came back."), "success")
    return go(url_for("recoveries.index"))


def _page(due: Due, what: str, form: RecoveryForm, status: int) -> Response:
    objects = ", ".join(gettext(OBJECTS[one]) for one in due.handover.objects) if due.handover else ""
    context = {"due": due, "what": what, "kind": gettext(TAKEN_BACK[what]), "objects": objects, "form": form}
    return make_response(render_template("recoveries/record.html", **context), status)
