"""Awards decided before, for the department: found by name, one page at a time, each with the paper it stands in."""

from dataclasses import dataclass

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import PastAward, PastDecision
from nomination.names import match_key
from nomination.queries.pages import Page, page_of


@dataclass(frozen=True)
class Asked:
    """`words`: the whole name, in any spelling; blank shows everything, the newest first."""

    words: str = ""
    after: int | None = None
    before: int | None = None


def past_awards(asked: Asked) -> Page[tuple[PastAward, PastDecision]]:
    query = select(PastAward, PastDecision).join(PastDecision, PastDecision.id == PastAward.decision_id)
    if asked.words.strip():
        query = query.where(PastAward.name_key == match_key(asked.words))
    return page_of(query, PastAward.id, after=asked.after, before=asked.before)


def past_decision(decision_id: int) -> tuple[PastDecision, list[PastAward]] | None:
    """One decision with all its lines in their order."""
    row = db.session.get(PastDecision, decision_id)
    if row is None:
        return None
    query = select(PastAward).where(PastAward.decision_id == decision_id).order_by(PastAward.ordinal)
    return row, list(db.session.scalars(query))
