"""Public consultations: the list of them, one with its nominations and all that people wrote."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import (
    Campaign,
    CampaignVersion,
    Consultation,
    ConsultationLine,
    Feedback,
    Nomination,
    Person,
    Unit,
)
from nomination.queries.pages import Page, page_of
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor


@dataclass(frozen=True)
class Shown:
    """One nomination of the list, as the public reads it."""

    nomination: Nomination
    unit: str
    award: str


@dataclass(frozen=True)
class ConsultationPage:
    row: Consultation
    campaign: str
    opened_by: str
    lines: list[Shown]
    feedback: list[tuple[Feedback, str]]


def consultations(*, after: int | None, before: int | None) -> Page[Any]:
    """The newest first, each with how many nominations and how many writings. For those whom the routes let in."""
    lines, said = (
        select(func.count()).where(table.consultation_id == Consultation.id).correlate(Consultation).scalar_subquery()
        for table in (ConsultationLine, Feedback)
    )
    query = select(Consultation, Campaign.title, lines.label("number"), said.label("said"))
    joined = query.join(Campaign, Campaign.id == Consultation.campaign_id)
    return page_of(joined, Consultation.id, after=after, before=before)


def consultation_page(actor: Actor, consultation_id: int) -> ConsultationPage:
    """Raises `Missing`."""
    found = db.session.execute(
        select(Consultation, Campaign.title, Person.full_name)
        .join(Campaign, Campaign.id == Consultation.campaign_id)
        .join(Person, Person.id == Consultation.opened_by_id)
        .where(Consultation.id == consultation_id)
    ).one_or_none()
    if found is None:
        raise Missing
    query = (
        select(Nomination, Unit.name, CampaignVersion)
        .join(ConsultationLine, ConsultationLine.nomination_id == Nomination.id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .where(ConsultationLine.consultation_id == consultation_id, visible_to(actor))
        .order_by(Unit.name, Nomination.id)
    )
    lines = [
        Shown(nomination, unit, campaign_of(version).award(nomination.award).name)
        for nomination, unit, version in db.session.execute(query)
    ]
    return ConsultationPage(found.Consultation, found.title, found.full_name, lines, _feedback(consultation_id))


def _feedback(consultation_id: int) -> list[tuple[Feedback, str]]:
    query = (
        select(Feedback, Nomination.nominee_name)
        .outerjoin(Nomination, Nomination.id == Feedback.nomination_id)
        .where(Feedback.consultation_id == consultation_id)
        .order_by(Feedback.id)
    )
    return [(feedback, name or "") for feedback, name in db.session.execute(query)]
