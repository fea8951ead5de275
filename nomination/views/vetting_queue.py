"""The department's queue: shown by whoever has it, shared by its address, and given from hand to hand."""

from collections.abc import Sequence

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.hypermedia import go, sentence, spoken, wants_partial
from nomination.queries.campaigns import campaigns_in_force
from nomination.queries.officers import loads
from nomination.queries.vetting import NOBODY, progress, queue
from nomination.services.assigning import assign as give
from nomination.services.transaction import Invalid
from nomination.views.queue_words import PART_LABELS, asked_of_queue
from nomination.views.vetting import DEPARTMENT, blueprint
from workflow.machine import NotYours, Refused
from workflow.vocabulary import Role


@blueprint.get("/vetting")
@roles(*DEPARTMENT)
def index() -> Response:
    return _page()


@blueprint.post("/vetting/assign")
@roles(*DEPARTMENT)
def assign() -> BaseResponse:
    """Give the chosen nominations to an officer, or take them; back to the same part of the queue."""
    codes, officer = request.form.getlist("codes"), request.form.get("officer", type=int)
    try:
        changed = give(current_user.actor, codes, officer)
    except Invalid as error:
        told = [sentence(*one) for listed in error.problems.values() for one in listed]
        return _page(422, codes, told)
    except Refused as error:
        told = [str(spoken(reason)["text"]) for reason in error.reasons]
        return _page(403 if isinstance(error, NotYours) else 422, codes, told)
    flash(
        ngettext("%(num)s nomination changed hands.", "%(num)s nominations changed hands.", changed)
        if changed
        else gettext("Nothing changed: they were in those hands already."),
        "success",
    )
    return go(url_for("vetting.index", **asked_of_queue().values))


def _page(status: int = 200, chosen: Sequence[str] = (), refusal: Sequence[str] = ()) -> Response:
    asked, actor = asked_of_queue(), current_user.actor
    officers = loads(actor)
    found = queue(actor, asked)
    context = {
        "asked": asked, "queue": found, "progress": progress, "officers": officers, "chosen": chosen,
        "parts": [(key, gettext(label)) for key, label in PART_LABELS.items()],
        "officer_choices": [(load.officer_id or NOBODY, load.name or gettext("Nobody has it")) for load in officers],
        "names": {load.officer_id: load.name for load in officers},
        "gives": Role.DEPARTMENT_HEAD in actor.roles(),
        "taking": actor.person_id,
        "may_receive": Role.DEPARTMENT_OFFICER in actor.roles(),
        "refusal": refusal,
        "campaigns": _campaigns,
    }  # fmt: skip
    template = "vetting/_results.html" if wants_partial() else "vetting/index.html"
    return Response(render_template(template, **context), status)


def _campaigns() -> list[tuple[str, str]]:
    """What the filter offers; only the whole page asks."""
    return [(one.row.code, one.row.title) for one in campaigns_in_force().rows]
