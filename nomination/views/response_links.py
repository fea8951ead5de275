"""What the page of a campaign offers to those who answer it, and to those who look after them."""

from flask import url_for
from flask_babel import gettext

from nomination.models import Unit
from nomination.queries.campaigns import InForce, units_with_plan

Link = tuple[str, str, str]
"""Words, address, and what to know before following it."""


def plan_links(found: InForce, units: list[Unit]) -> list[Link]:
    """For each unit of the reader: its plan to read, or to record when there is none."""
    done = units_with_plan(found.row.id, {unit.id for unit in units})
    return [_plan_link(found.row.code, unit, unit.id in done) for unit in units]


def _plan_link(code: str, unit: Unit, recorded: bool) -> Link:
    if recorded:
        return gettext("The unit's own response"), url_for("plans.show", campaign=code, unit=unit.code), unit.name
    return gettext("Record the unit's own response"), url_for("plans.edit", campaign=code, unit=unit.code), unit.name
