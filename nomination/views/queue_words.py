"""What an address says of the queue of vetting: the parts of it that can be asked for, and the filters it carries."""

from flask import request

from nomination.forms.text import clean_line
from nomination.queries.vetting import NOBODY, PARTS, Asked, place_from
from workflow.words import N_

PART_LABELS = {
    "": N_("All being vetted"),
    "unreceived": N_("Not yet received"),
    "mine": N_("Mine"),
    "assessing": N_("Received"),
    "decidable": N_("Every criterion decided"),
    "proposed": N_("Proposed to the head"),
    "overdue": N_("Overdue"),
    "standing": N_("The clock stands"),
    "held": N_("On hold"),
}


def asked_of_queue() -> Asked:
    """What cannot be a filter is none."""
    given = request.args
    part, officer = given.get("part", ""), given.get("officer", "")
    known = officer == NOBODY or (officer.isascii() and officer.isdigit() and len(officer) < 10)
    return Asked(
        part=part if part in PARTS else "",
        campaign=clean_line(given.get("campaign"))[:40],
        officer=officer if known else "",
        search=clean_line(given.get("q"))[:200],
        after=place_from(given.get("after", "")),
        before=place_from(given.get("before", "")),
    )
