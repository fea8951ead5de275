"""What the department keeps beside a nomination: proposals, opinions asked, and its own notes. For nobody outside."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import (
    Consultation,
    ConsultationLine,
    Nomination,
    Opinion,
    OpinionLetter,
    Person,
    Proposal,
    VettingNote,
)
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.opinions import Answer

MOST = 100


@dataclass(frozen=True)
class Asked:
    """An opinion that was asked about this nomination, with its letter."""

    letter: OpinionLetter
    opinion: Opinion
    by: str

    @property
    def answer(self) -> Answer | None:
        return Answer(self.opinion.answer) if self.opinion.answer else None


@dataclass(frozen=True)
class VettingFile:
    """The newest notes and proposals first; opinions in the order in which they were asked."""

    nomination: Nomination
    proposals: list[Any]
    opinions: list[Asked]
    consultations: list[Consultation]
    notes: list[Any]


def vetting_file(actor: Actor, code: str) -> VettingFile:
    """Five queries, whatever is in it. Raises `Missing`."""
    nomination = db.session.scalars(select(Nomination).where(and_(Nomination.code == code, visible_to(actor)))).first()
    if nomination is None:
        raise Missing
    key = nomination.id
    return VettingFile(nomination, _proposals(key), opinions_about(key), _consultations(key), _notes(key))


def _consultations(nomination_id: int) -> list[Consultation]:
    query = (
        select(Consultation)
        .join(ConsultationLine, ConsultationLine.consultation_id == Consultation.id)
        .where(ConsultationLine.nomination_id == nomination_id)
        .order_by(Consultation.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def _proposals(nomination_id: int) -> list[Any]:
    query = select(Proposal, Person.full_name).join(Person, Person.id == Proposal.proposed_by_id)
    mine = query.where(Proposal.nomination_id == nomination_id)
    return list(db.session.execute(mine.order_by(Proposal.id.desc()).limit(MOST)))


def opinions_about(nomination_id: int) -> list[Asked]:
    recorder = aliased(Person)
    query = (
        select(OpinionLetter, Opinion, recorder.full_name)
        .join(Opinion, Opinion.letter_id == OpinionLetter.id)
        .outerjoin(recorder, recorder.id == Opinion.recorded_by_id)
        .where(Opinion.nomination_id == nomination_id)
        .order_by(OpinionLetter.id)
        .limit(MOST)
    )
    return [Asked(letter, opinion, name or "") for letter, opinion, name in db.session.execute(query)]


def _notes(nomination_id: int) -> list[Any]:
    query = select(VettingNote, Person.full_name).join(Person, Person.id == VettingNote.author_id)
    mine = query.where(VettingNote.nomination_id == nomination_id)
    return list(db.session.execute(mine.order_by(VettingNote.id.desc()).limit(MOST)))
