"""Questions on the desk: for the department those without an answer, for a unit its own that were answered lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Question, Unit
from nomination.queries.desk_nominations import COUNTED_TO
from nomination.services.questions import ANSWERING
from workflow.dossier import Actor
from workflow.words import N_

LATELY = timedelta(days=14)
UNANSWERED = N_("Questions of units to answer")
ANSWERED = N_("Answers of the department in the last 14 days")


@dataclass(frozen=True)
class QuestionsWaiting:
    """Questions of one kind, each with the campaign and the unit, as far as a desk counts. `title` is a message."""

    key: str
    title: str
    rows: list[Any]


def waiting_questions(actor: Actor) -> Iterator[QuestionsWaiting]:
    """One query for each kind that the actor's roles bring."""
    if actor.roles() & ANSWERING:
        yield QuestionsWaiting("questions", UNANSWERED, _rows(Question.answered_at.is_(None)))
    units = actor.units()
    if units:
        lately = Question.answered_at >= clock.now() - LATELY
        yield QuestionsWaiting("answers", ANSWERED, _rows(lately, Question.unit_id.in_(units)))


def _rows(*conditions: ColumnElement[bool]) -> list[Any]:
    """The oldest first, in the campaigns that are in force."""
    in_force = select(CampaignVersion.campaign_id).where(CampaignVersion.status == "in_force")
    query = (
        select(Question.id, Question.subject, Campaign.code, Campaign.title, Unit.short_name)
        .join(Campaign, Campaign.id == Question.campaign_id)
        .join(Unit, Unit.id == Question.unit_id)
        .where(Question.campaign_id.in_(in_force), *conditions)
        .order_by(Question.id)
        .limit(COUNTED_TO)
    )
    return list(db.session.execute(query))
