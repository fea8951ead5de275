"""The pages of what comes after a decision, in one row of links: which of them the reader may open."""

from flask import request, url_for
from flask_babel import gettext
from flask_login import current_user

from workflow.vocabulary import Role
from workflow.words import N_

DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})
PAGES = (
    (N_("Handing over"), "handovers.index"),
    (N_("Bonus money"), "bonuses.index"),
    (N_("Taking back"), "recoveries.index"),
    (N_("Earlier awards"), "past_awards.index"),
    (N_("Histories"), "histories.index"),
    (N_("Statistics"), "statistics.index"),
    (N_("Complaints"), "complaints.index"),
)


def after_decision_links() -> list[tuple[str, str, bool]]:
    """Units see their own handing over alone; everything else is the department's and the auditor's."""
    pages = PAGES if current_user.actor.roles() & DEPARTMENT else PAGES[:1]
    at = request.blueprint or ""
    return [(gettext(label), url_for(endpoint), endpoint.partition(".")[0] == at) for label, endpoint in pages]
