"""Files beside criteria for reading: which there are, who may fetch them, and how a page names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nomination.dossiers import Loaded
from nomination.extensions import db
from nomination.models import Evidence, Nomination, Person
from nomination.queries.visible import evidence_visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor


@dataclass(frozen=True)
class Attached:
    """A file beside a criterion, as its unit sees it."""

    evidence: Evidence
    by: str


def attached(loaded: Loaded) -> dict[str, list[Attached]]:
    """The files of every criterion, with who put them there. One query."""
    files = [one for listed in loaded.evidence.values() for one in listed]
    query = select(Person.id, Person.full_name).where(Person.id.in_({one.added_by_id for one in files}))
    names = {person_id: name for person_id, name in db.session.execute(query)}
    return {
        criterion: [Attached(one, names[one.added_by_id]) for one in listed]
        for criterion, listed in loaded.evidence.items()
    }


def evidence_file(actor: Actor, code: str, evidence_id: int) -> Evidence:
    """One file that the reader may fetch and that was not taken away; `Missing` otherwise."""
    query = (
        select(Evidence)
        .join(Nomination, Nomination.id == Evidence.nomination_id)
        .options(joinedload(Evidence.file, innerjoin=True))
        .where(Nomination.code == code, evidence_visible_to(actor))
        .where(Evidence.id == evidence_id, Evidence.removed_at.is_(None))
    )
    evidence = db.session.scalars(query).one_or_none()
    if evidence is None:
        raise Missing
    return evidence


def readable_of(actor: Actor, ids: Iterable[int]) -> set[int]:
    """Of these nominations, those whose files the reader may fetch. One query."""
    query = select(Nomination.id).where(Nomination.id.in_(list(ids)), evidence_visible_to(actor))
    return set(db.session.scalars(query))
