"""What the page of a campaign offers to those who answer it, and to those who look after them."""

from flask import url_for
from flask_babel import gettext

from nomination.models import Unit
from nomination.queries.campaigns import InForce, units_with_plan
from workflow.dossier import Actor
from workflow.vocabulary import UNIT_ROLES, Role

Link = tuple[str, str, str]
"""Words, address, and what to know before following it."""

OVERSEEING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR)


def plan_links(found: InForce, units: list[Unit]) -> list[Link]:
    """For each unit of the reader: its plan to read, or to record when there is none, and its mid-term report."""
    done = units_with_plan(found.row.id, {unit.id for unit in units})
    plans = [_plan_link(found.row.code, unit, unit.id in done) for unit in units]
    return plans + [
        (gettext("Mid-term report"), url_for("reports.edit", campaign=found.row.code, unit=unit.code), unit.name)
        for unit in units
    ]


def _plan_link(code: str, unit: Unit, recorded: bool) -> Link:
    if recorded:
        return gettext("The unit's own response"), url_for("plans.show", campaign=code, unit=unit.code), unit.name
    return gettext("Record the unit's own response"), url_for("plans.edit", campaign=code, unit=unit.code), unit.name


def response_links(actor: Actor, found: InForce) -> list[Link]:
    return _overview_links(actor, found) + _question_links(actor, found.row.code)


def _overview_links(actor: Actor, found: InForce) -> list[Link]:
    """Who has answered and who has not: for the department, and for who leads a block or cluster that year."""
    leads = any(grant.year == found.row.year for grant in actor.grants_of(Role.CLUSTER_LEADER))
    if not leads and not actor.roles() & set(OVERSEEING):
        return []
    hint = gettext("Who has recorded a plan and a mid-term report, and who has not")
    return [(gettext("Responses of the units"), url_for("responses.index", campaign=found.row.code), hint)]


def _question_links(actor: Actor, code: str) -> list[Link]:
    """To ask, for who speaks for a unit; to read, for who has anything to read."""
    asks, links = bool(actor.roles() & UNIT_ROLES), []
    if asks:
        links.append((gettext("Ask the department"), url_for("questions.new", campaign=code), ""))
    if asks or actor.roles() & set(OVERSEEING):
        links.append((gettext("Questions and answers"), url_for("questions.index", campaign=code), ""))
    return links
