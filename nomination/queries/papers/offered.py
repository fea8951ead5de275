"""Every paper by what it is about, and those that were made and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select

from nomination.extensions import db
from nomination.models import Paper, Person, StoredFile
from nomination.papers.kinds import Form, PaperKind, Subject
from nomination.papers.making import fingerprint
from nomination.queries.papers import Offer, Offers
from nomination.queries.papers.award import of_award
from nomination.queries.papers.decision import of_decision
from nomination.queries.papers.nomination import of_nomination
from nomination.queries.papers.round import of_round
from nomination.queries.papers.submission import of_submission
from nomination.services.transaction import Missing
from workflow.dossier import Actor

OFFERED: dict[Subject, Callable[[Actor, str], Offers]] = {
    Subject.SUBMISSION: of_submission,
    Subject.NOMINATION: of_nomination,
    Subject.ROUND: of_round,
    Subject.DECISION: of_decision,
    Subject.AWARD: of_award,
}
MOST = 200


@dataclass(frozen=True)
class Kept:
    """A paper that was made. `number`: its key in addresses."""

    number: int
    kind: PaperKind
    form: Form
    name: str
    made_at: datetime
    made_by: str
    size: int


def offers(actor: Actor, subject: str, code: str) -> Offers:
    """Raises `Missing` for what the actor may not read, or what has no papers."""
    try:
        return OFFERED[Subject(subject)](actor, code)
    except (ValueError, KeyError) as error:
        raise Missing from error


def offer(actor: Actor, subject: str, code: str, kind: str) -> Offer:
    found = next((one for one in offers(actor, subject, code) if one.kind == kind), None)
    if found is None:
        raise Missing
    return found


def kept(subject: str, code: str, found: Offers) -> list[Kept]:
    """Those of the kinds offered that were made, newest first. The caller has asked whether they may be read."""
    query = (
        select(Paper, Person.full_name, StoredFile.size)
        .join(Person, Person.id == Paper.made_by_id)
        .join(StoredFile, StoredFile.sha256 == Paper.sha256)
        .where(Paper.subject_kind == subject, Paper.subject_code == code, or_(false(), *map(_given_out, found)))
        .order_by(Paper.id.desc())
        .limit(MOST)
    )
    return [
        Kept(row.id, PaperKind(row.kind), Form(row.form), row.name, row.made_at, name, size)
        for row, name, size in db.session.execute(query)
    ]


def kept_paper(actor: Actor, number: int) -> Paper:
    """Raises `Missing` when the actor may not have this paper of its subject now."""
    found = db.session.get(Paper, number)
    if found is None:
        raise Missing
    one = offer(actor, found.subject_kind, found.subject_code, found.kind)
    if one.superseded and found.content_hash != fingerprint(one.content()):
        raise Missing
    return found


def _given_out(one: Offer) -> ColumnElement[bool]:
    of_kind = Paper.kind == one.kind
    return and_(of_kind, Paper.content_hash == fingerprint(one.content())) if one.superseded else of_kind
