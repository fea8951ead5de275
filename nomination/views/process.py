"""The process for everybody to read: the table in words and the diagram, both drawn from the rules."""

from flask import Blueprint, render_template

from nomination.access import public
from workflow.process import OWNERS, STAGE_OF, TRANSITIONS, Row, rows_from
from workflow.vocabulary import Ask, State, Trigger
from workflow.words import N_

blueprint = Blueprint("process", __name__)

ASKED = {
    Ask.REASON: N_("a reason"),
    Ask.CITATION: N_("the rule it rests on"),
    Ask.PAPER: N_("the paper it rests on"),
    Ask.DUE: N_("a due date"),
    Ask.ITEMS: N_("the parts to complete, with a reason for each"),
    Ask.CONFIRMATION: N_("confirmation by full name"),
}

WHEN = {
    (Trigger.SUBMIT, State.CLUSTER_REVIEW): N_("when the award goes to the vote of the block or cluster"),
    (Trigger.SUBMIT, State.DEPARTMENT_VETTING): N_("when the award needs no vote of the block or cluster"),
    (Trigger.RESUBMIT, State.DEPARTMENT_VETTING): N_("when what was voted on is unchanged"),
    (Trigger.RESUBMIT, State.CLUSTER_REVIEW): N_("when what was voted on has changed"),
    (Trigger.CLEAR, State.COUNCIL_REVIEW): N_("when the award needs the council"),
    (Trigger.CLEAR, State.MINISTER_SIGNOFF): N_("when the award needs no council"),
}
"""The conditions that pick between two lines of one step, in words. A test holds them against the table."""


@blueprint.get("/process")
@public
def show() -> str:
    return render_template(
        "process/show.html", places=[_place(state) for state in State], asked=ASKED, asks=tuple(Ask), when=WHEN
    )


def _place(state: State) -> dict[str, object]:
    return {
        "state": state,
        "stage": STAGE_OF.get(state),
        "owners": OWNERS.get(state, ()),
        "rows": rows_from(state),
        "reached_from": _reached_from(state),
    }


def _reached_from(state: State) -> list[State]:
    """The states that lead here, each once, in the order of the table."""
    return list(dict.fromkeys(row.source for row in TRANSITIONS if _leads_to(row, state)))


def _leads_to(row: Row, state: State) -> bool:
    return row.target is state and row.source is not state
