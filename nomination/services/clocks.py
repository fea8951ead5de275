"""The place of nominations in the queue of vetting: the day their term ends, written when anything moves it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, update

from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Nomination
from nomination.models.nomination import NO_CLOCK
from nomination.queries.clocks import clocks_of
from workflow.vocabulary import State

IN_VETTING = Nomination.state == State.DEPARTMENT_VETTING.value


def keep_places(where: ColumnElement[bool]) -> None:
    """Work out the places anew in the caller's transaction. A place is no content: no page grows old by it."""
    loaded = load_all(IN_VETTING & Nomination.received_at.is_not(None) & where)
    for one, due in due_days(loaded):
        if one.row.vetting_due_on != due:
            db.session.execute(update(Nomination).where(Nomination.id == one.row.id).values(vetting_due_on=due))


def due_days(loaded: Iterable[Loaded]) -> list[tuple[Loaded, object]]:
    """Each received nomination with its place."""
    rows = list(loaded)
    clocks = clocks_of(rows)
    return [(one, clocks[one.row.id].due or NO_CLOCK) for one in rows if one.row.id in clocks]
