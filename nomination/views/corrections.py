"""Starting a correction of one published award. Shares the decisions' blueprint."""

from flask import flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from nomination.access import roles
from nomination.forms.decisions import CorrectionForm
from nomination.hypermedia import go, sentence
from nomination.papers.decision import subject_of_correction
from nomination.queries.register import Entry, citation_limit
from nomination.queries.register import entry as register_entry
from nomination.services.corrections import FIELDS, Corrected, propose_correction
from nomination.services.transaction import Invalid, Missing
from nomination.views.decision_words import put
from nomination.views.decisions import blueprint
from workflow.machine import Refused
from workflow.vocabulary import Role


@blueprint.route("/register/<code>/correction", methods=["GET", "POST"])
@roles(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
def correction(code: str) -> Response:
    """What is wrong in one line and how it should read; then a decision like any other."""
    found = register_entry(code)
    if found is None or found.row.nomination_id is None:
        raise Missing
    form, problems = CorrectionForm(), []
    if request.method == "GET":
        form.title.data = subject_of_correction(found.row.name)
        for field in FIELDS:
            form[field].data = getattr(found.row, field)
        return _page(form, found, problems, 200)
    given = {key: form[key].data or "" for key in ("title", "reason", "paper")}
    try:
        made = propose_correction(current_user.actor, code, Corrected(*(form[f].data or "" for f in FIELDS)), **given)
    except Invalid as refusal:
        problems = put(form, refusal)
    except Refused as refusal:
        problems = [sentence(one.message, one.params) for one in refusal.reasons]
    else:
        flash(gettext("The correction decision is drafted. Another person freezes it."), "success")
        return go(url_for("decisions.show", code=made))
    return _page(form, register_entry(code) or found, problems, 422)


def _page(form: CorrectionForm, found: Entry, problems: list[str], status: int) -> Response:
    shown = {"form": form, "found": found, "problems": problems, "citation_max": citation_limit(found.row)}
    return make_response(render_template("decisions/correction.html", **shown), status)
