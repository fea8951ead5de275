"""The summaries of the vetting of a round of the council, to read on the screen or to print for the meeting."""

from flask import Response, make_response, render_template, request
from flask_login import current_user

from nomination.access import roles
from nomination.queries.council_agenda import READING, agenda_of
from nomination.queries.round_pages import OF_COUNCIL
from nomination.views.reading import verdict_words
from nomination.views.rounds import blueprint
from workflow.vocabulary import Role


@blueprint.get("/rounds/<code>/summary")
@roles(*(role for role in Role if role in READING))
def summary(code: str) -> Response:
    place = request.args.get("after", 0, type=int)
    agenda = agenda_of(current_user.actor, code, place if 0 < place < 10000 else 0)
    reads = bool(OF_COUNCIL & current_user.actor.roles())
    return make_response(render_template("rounds/summary.html", agenda=agenda, verdicts=verdict_words(), reads=reads))
