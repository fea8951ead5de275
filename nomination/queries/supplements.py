"""Every request to complete a nomination: what was asked, by whom, until when, and what it said before and after."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from nomination.clock import VIETNAM
from nomination.dossiers import Loaded
from nomination.extensions import db
from nomination.models import Person, SupplementRequest
from nomination.queries.dossier_page import INSIDE
from nomination.queries.nominations import found
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.guards import acting_roles
from workflow.vocabulary import UNIT_ROLES

READING = INSIDE | UNIT_ROLES
MOST = 50


@dataclass(frozen=True)
class Asked:
    """One request. `late`: days beyond the due date, counted to the answer, or to today while there is none."""

    row: SupplementRequest
    by: str
    answered_on: date | None
    late: int


def supplements(actor: Actor, code: str, today: date) -> tuple[Loaded, list[Asked]]:
    """The requests, the newest first. Raises `Missing`: they are for the unit and for the department."""
    loaded = found(actor, code)
    if not acting_roles(loaded.dossier, actor) & READING:
        raise Missing
    query = (
        select(SupplementRequest, Person.full_name)
        .join(Person, Person.id == SupplementRequest.asked_by_id)
        .where(SupplementRequest.nomination_id == loaded.row.id)
        .order_by(SupplementRequest.id.desc())
        .limit(MOST)
    )
    return loaded, [_asked(row, name, today) for row, name in db.session.execute(query)]


def _asked(row: SupplementRequest, name: str, today: date) -> Asked:
    answered = row.answered_at.astimezone(VIETNAM).date() if row.answered_at else None
    return Asked(row, name, answered, max(0, ((answered or today) - row.due_on).days))
