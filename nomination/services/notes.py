"""The department's own notes on a nomination: only ever added, never shown to anybody outside."""

from sqlalchemy import ColumnElement, select

from nomination import clock
from nomination.dossiers import load
from nomination.extensions import db
from nomination.models import Nomination, VettingNote
from nomination.services import audit
from nomination.services.plans import text_problems
from nomination.services.transaction import Invalid, Missing, locked, writing
from workflow.dossier import Actor
from workflow.guards import held_by
from workflow.machine import NotYours
from workflow.vocabulary import Role

NOTE_MAX = 2000


def note(actor: Actor, where: ColumnElement[bool], text: str) -> VettingNote:
    """Write a note. The record says that there is one, not what it says. Raises `Missing`, `NotYours` or `Invalid`."""
    with writing():
        nomination = locked(select(Nomination).where(where))
        loaded = load(Nomination.id == nomination.id)
        if loaded is None:
            raise Missing
        refused = held_by(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)(loaded.dossier, actor)
        if refused:
            raise NotYours(refused)
        problems = text_problems({"text": (text, NOTE_MAX)})
        if problems:
            raise Invalid(problems)
        row = VettingNote(nomination_id=nomination.id, text=text.strip(), author_id=actor.person_id, at=clock.now())
        db.session.add(row)
        db.session.flush()
        audit.record(actor, "nomination:note", subject=("nomination", nomination.code), facts={"note": row.id})
        return row
