"""One line of a decision with the nomination behind it, to be read beside the list: what it rests on, in short."""

from dataclasses import dataclass

from sqlalchemy import select

from nomination.dossiers import load
from nomination.extensions import db
from nomination.models import Decision, DecisionLine, Nomination
from nomination.queries.decision_page import LineView, votes_on
from nomination.queries.decisions import visible_decisions
from nomination.queries.visible import evidence_visible_to, visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor


@dataclass(frozen=True)
class Beside:
    """Another line that the reader may open."""

    code: str
    ordinal: int
    name: str


@dataclass(frozen=True)
class LinePage:
    """`total`: the lines of the decision that the reader may open; `files`: he may fetch the evidence too."""

    decision: Decision
    view: LineView
    total: int
    before: Beside | None
    after: Beside | None
    files: bool


def line_page(actor: Actor, code: str, nomination: str) -> LinePage:
    """Raises `Missing` for a decision or a nomination that the reader may not see, and for one that is not in it."""
    query = (
        select(Decision, DecisionLine, Nomination.code, evidence_visible_to(actor).label("files"))
        .join(DecisionLine, DecisionLine.decision_id == Decision.id)
        .join(Nomination, Nomination.id == DecisionLine.nomination_id)
        .where(Decision.code == code, visible_decisions(actor), visible_to(actor))
        .order_by(DecisionLine.ordinal)
    )
    rows = db.session.execute(query).all()
    place = next((n for n, row in enumerate(rows) if row.code == nomination), None)
    loaded = load(Nomination.id == rows[place].DecisionLine.nomination_id) if place is not None else None
    if place is None or loaded is None:
        raise Missing
    decision, line, _, files = rows[place]
    listed = [Beside(row.code, row.DecisionLine.ordinal, row.DecisionLine.name) for row in rows]
    view = LineView(line, loaded, votes_on([loaded.row.id])[loaded.row.id], [], readable=True)
    before, after = listed[place - 1] if place else None, listed[place + 1] if place + 1 < len(listed) else None
    return LinePage(decision, view, len(listed), before, after, bool(files))
