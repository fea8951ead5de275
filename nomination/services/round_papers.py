"""Papers put before the voters of a round, and taken away again. With the opening they stand as they are."""

from sqlalchemy import and_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Round, RoundPaper
from nomination.queries.round_papers import papers_of
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.services import audit
from nomination.services.evidence import Kept, row_of
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, Missing, locked, writing
from workflow.dossier import Actor
from workflow.words import N_

PAPERS_MAX = 20
TOO_MANY = N_("At most %(limit)s papers with one round.")
KNOWN = N_("The same file is attached here already; it was not added again.")


def add_paper(actor: Actor, code: str, kept: Kept) -> None:
    """Raises `Missing`, `NotYours`, `WrongState`, and `Invalid` at `file`."""
    with writing():
        found = _held(actor, code)
        there = papers_of(found.vote.id)
        if kept.sha256 in {paper.sha256 for paper in there}:
            raise Invalid.one("file", KNOWN)
        if len(there) >= PAPERS_MAX:
            raise Invalid.one("file", TOO_MANY, limit=PAPERS_MAX)
        paper = RoundPaper(
            round_id=found.vote.id, sha256=row_of(kept).sha256, name=kept.name, added_by_id=actor.person_id,
            added_at=clock.now(),
        )  # fmt: skip
        db.session.add(paper)
        _record(actor, found, "round:paper", paper)


def remove_paper(actor: Actor, code: str, paper_id: int) -> None:
    """The row and the bytes stay; the paper is no longer before the voters."""
    with writing():
        found = _held(actor, code)
        paper = next((one for one in papers_of(found.vote.id) if one.id == paper_id), None)
        if paper is None:
            raise Missing
        paper.removed_at = clock.now()
        _record(actor, found, "round:paper_away", paper)


def may_add_papers(actor: Actor, code: str) -> None:
    """Refuse early, so that nobody fills the store who may not attach anything here."""
    found = gather(and_(Round.code == code, visible_rounds(actor)))
    demand("papers", standing(found, actor))


def _held(actor: Actor, code: str) -> Found:
    vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
    found = gather(Round.id == vote.id)
    demand("papers", standing(found, actor))
    return found


def _record(actor: Actor, found: Found, action: str, paper: RoundPaper) -> None:
    facts = {"sha256": paper.sha256, "name": paper.name}
    audit.record(actor, action, subject=("round", found.vote.code), facts=facts, on_behalf=found.led_for(actor))
