"""A member's private note on a nomination, and what members say to one another about it before the vote."""

import hashlib

from sqlalchemy import and_, delete, false, or_, select

from nomination import clock
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.models import Contribution, Nomination, ReadingNote
from nomination.queries.council import seat_of
from nomination.queries.reading import body_of, stands_aside_by_rule
from nomination.queries.rounds import CLUSTER, COUNCIL
from nomination.queries.visible import before_body_of
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, locked, writing
from workflow.discussion import against_speaking, speaks_as
from workflow.dossier import Actor, Grant
from workflow.machine import Refused
from workflow.words import N_

NOTE_MAX = 5000
WORDS_MAX = 2000
TOO_LONG = N_("At most %(limit)s characters; this text has %(length)s.")


def write_note(actor: Actor, code: str, text: str) -> None:
    """Anew each time; an empty text takes the note away. What it says never stands in the record."""
    said = text.strip()
    if len(said) > NOTE_MAX:
        raise Invalid.one("note", TOO_LONG, limit=NOTE_MAX, length=len(said))
    with writing():
        nomination = locked(select(Nomination).where(Nomination.code == code, or_(false(), *before_body_of(actor))))
        note = db.session.get(ReadingNote, (actor.person_id, nomination.id))
        if (note.text if note else "") == said:
            return
        if not said:
            return _forget(actor, nomination)
        note = note or ReadingNote(person_id=actor.person_id, nomination_id=nomination.id)
        note.text, note.written_at = said, clock.now()
        db.session.add(note)
        audit.record(actor, "note:write", subject=("note", code), facts={})


def delete_note(actor: Actor, code: str) -> None:
    """One's own note, wherever its nomination is by now."""
    with writing():
        nomination = db.session.scalars(
            select(Nomination)
            .join(ReadingNote, ReadingNote.nomination_id == Nomination.id)
            .where(Nomination.code == code, ReadingNote.person_id == actor.person_id)
        ).one_or_none()
        if nomination is None:
            raise Missing
        _forget(actor, nomination)


def _forget(actor: Actor, nomination: Nomination) -> None:
    mine = and_(ReadingNote.person_id == actor.person_id, ReadingNote.nomination_id == nomination.id)
    db.session.execute(delete(ReadingNote).where(mine))
    audit.record(actor, "note:delete", subject=("note", nomination.code), facts={})


def contribute(actor: Actor, code: str, text: str) -> None:
    """Signed by name and unit, and there to stay. The record keeps the hash of the words, not the words."""
    said = text.strip()
    with writing():
        nomination = locked(select(Nomination).where(Nomination.code == code, or_(false(), *before_body_of(actor))))
        loaded = load(Nomination.id == nomination.id)
        grant = speaks_as(loaded.dossier, actor) if loaded else None
        if loaded is None or grant is None:
            raise Missing
        _refuse(loaded, actor, said)
        one = Contribution(
            nomination_id=nomination.id, person_id=actor.person_id, text=said, written_at=clock.now(),
            material_hash=loaded.dossier.material_hash, **_signed(loaded, grant, actor),
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        facts = {"nomination": code, "text": hashlib.sha256(said.encode()).hexdigest()}
        audit.record(actor, "discussion:add", subject=("contribution", one.id), facts=facts, on_behalf=grant.acts_for)


def _signed(loaded: Loaded, grant: Grant, actor: Actor) -> dict[str, object]:
    """As whom he speaks: for his unit in the cluster, from his seat in the council."""
    if body_of(loaded) == CLUSTER:
        return {"body": CLUSTER, "unit_id": grant.unit_id}
    return {"body": COUNCIL, "post": seat_of(actor.person_id).value}


def _refuse(loaded: Loaded, actor: Actor, said: str) -> None:
    reasons = against_speaking(loaded.dossier, actor, recusal=stands_aside_by_rule(loaded))
    if reasons:
        raise Refused(reasons)
    if not said:
        raise Invalid.one("words", N_("Write something first."))
    if len(said) > WORDS_MAX:
        raise Invalid.one("words", TOO_LONG, limit=WORDS_MAX, length=len(said))
