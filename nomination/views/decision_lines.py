"""One line of a decision with what it rests on: beside the list, or as a page of its own. Shares the blueprint."""

from flask import Response
from flask_login import current_user

from nomination.access import roles
from nomination.hypermedia import answer
from nomination.queries.decision_line import line_page
from nomination.views.decisions import READERS, blueprint
from workflow.decision import Kind


@blueprint.get("/decisions/<code>/lines/<nomination>")
@roles(*READERS)
def line(code: str, nomination: str) -> Response:
    shown = line_page(current_user.actor, code, nomination)
    return answer("decisions/line.html", "decisions/_line.html", shown=shown, kind=Kind(shown.decision.kind))
