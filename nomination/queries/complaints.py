"""The log of complaints for its readers: the list by how far each is, and one of them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import aliased

from nomination.models import Complaint, Person
from nomination.queries.pages import Page, page_of
from nomination.services.transaction import Missing
from workflow.complaint import Due, next_due
from workflow.dossier import Actor
from workflow.vocabulary import Role

RECORDING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
READING = (*RECORDING, Role.AUDITOR)


@dataclass(frozen=True)
class Told:
    """One paper with what is due next, and who entered and ended it."""

    row: Complaint
    recorded_by: str
    ended_by: str | None

    @property
    def due(self) -> Due | None:
        row = self.row
        return next_due(
            kind=row.kind, received_on=row.received_on, accepted_on=row.accepted_on, complex_case=row.complex_case,
            ended=row.ended_on is not None,
        )  # fmt: skip


def readable_by(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.roles() & set(READING) else false()


def complaints(
    actor: Actor, *, ended: bool = False, after: int | None = None, before: int | None = None, one: int | None = None
) -> Page[Told]:
    """Those still open, or those that have ended; the latest first. `one`: that one alone, however far it is."""
    recorder, ender = aliased(Person), aliased(Person)
    query = (
        select(Complaint, recorder.full_name, ender.full_name)
        .join(recorder, recorder.id == Complaint.recorded_by_id)
        .outerjoin(ender, ender.id == Complaint.ended_by_id)
        .where(readable_by(actor))
    )
    is_ended = Complaint.ended_on.is_not(None)
    query = query.where(Complaint.id == one if one is not None else is_ended if ended else ~is_ended)
    page = page_of(query, Complaint.id, after=after, before=before)
    return Page([Told(*found) for found in page.rows], page.older, page.newer)


def complaint(actor: Actor, complaint_id: int) -> Told:
    """Raises `Missing`."""
    found = complaints(actor, one=complaint_id).rows
    if not found:
        raise Missing
    told: Told = found[0]
    return told
