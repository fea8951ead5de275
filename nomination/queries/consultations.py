"""Public consultations: the list of them, one with its nominations and all feedback, and what the public reads."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, defer

from nomination import clock
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
from nomination.models.consultation import waits_for_weight
from nomination.queries.pages import Page, page_of
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.vocabulary import State

MOST = 50
LEFT = (State.WITHDRAWN.value, State.DECLINED.value)
"""Nobody is asked any more about what is not nominated any more."""


@dataclass(frozen=True)
class Shown:
    """One nomination of the list, as the public reads it."""

    nomination: Nomination
    unit: str
    award: str


@dataclass(frozen=True)
class Written:
    """What somebody wrote: about one nominee, or (blank) the whole list; and who weighed it."""

    row: Feedback
    about: str
    weighed_by: str


@dataclass(frozen=True)
class ConsultationPage:
    row: Consultation
    campaign: str
    opened_by: str
    lines: list[Shown]
    feedback: list[Written]
    ended_by: str = ""

    @property
    def unweighed(self) -> int:
        """Valid feedback that still has to be weighed."""
        return sum(one.row.valid and one.row.weight is None for one in self.feedback)


@dataclass(frozen=True)
class PublicList:
    """A list as everybody may read it while it is shown: who is nominated by whom for what, and where to write."""

    row: Consultation
    campaign: str
    lines: list[Shown]


def consultations(*, after: int | None, before: int | None) -> Page[Any]:
    """The newest first, each with how many nominations and how much feedback. For those whom the routes let in."""
    counted = {
        "number": select(func.count()).where(ConsultationLine.consultation_id == Consultation.id),
        "said": select(func.count()).where(Feedback.consultation_id == Consultation.id),
        "unweighed": select(func.count()).where(Feedback.consultation_id == Consultation.id, waits_for_weight()),
    }
    figures = [query.correlate(Consultation).scalar_subquery().label(name) for name, query in counted.items()]
    query = select(Consultation, Campaign.title, *figures)
    joined = query.join(Campaign, Campaign.id == Consultation.campaign_id)
    return page_of(joined, Consultation.id, after=after, before=before)


def consultation_page(actor: Actor, consultation_id: int) -> ConsultationPage:
    """Raises `Missing`."""
    ender = aliased(Person)
    found = db.session.execute(
        select(Consultation, Campaign.title, Person.full_name, ender.full_name.label("ended_by"))
        .join(Campaign, Campaign.id == Consultation.campaign_id)
        .join(Person, Person.id == Consultation.opened_by_id)
        .outerjoin(ender, ender.id == Consultation.ended_by_id)
        .where(Consultation.id == consultation_id)
    ).one_or_none()
    if found is None:
        raise Missing
    lines = _lines(consultation_id, visible_to(actor))
    return ConsultationPage(
        found.Consultation, found.title, found.full_name, lines, _feedback(consultation_id), found.ended_by or ""
    )


def shown_lists() -> list[Any]:
    """The lists that are shown today, the first to end first: the list, its campaign, how many nominations."""
    number = select(func.count()).where(ConsultationLine.consultation_id == Consultation.id).correlate(Consultation)
    query = select(Consultation, Campaign.title, number.scalar_subquery().label("number"))
    query = query.join(Campaign, Campaign.id == Consultation.campaign_id).where(_shown_today())
    return list(db.session.execute(query.order_by(Consultation.closes_on, Consultation.id).limit(MOST)))


def shown_list(consultation_id: int) -> PublicList:
    """For everybody, from the first to the last day. Raises `Missing` before, after, and when there is none, alike."""
    found = db.session.execute(
        select(Consultation, Campaign.title)
        .join(Campaign, Campaign.id == Consultation.campaign_id)
        .where(Consultation.id == consultation_id, _shown_today())
    ).one_or_none()
    if found is None:
        raise Missing
    return PublicList(found.Consultation, found.title, _lines(consultation_id, Nomination.state.not_in(LEFT)))


def _shown_today() -> ColumnElement[bool]:
    today = clock.today()
    return and_(Consultation.opens_on <= today, Consultation.closes_on >= today, Consultation.ended_at.is_(None))


def _lines(consultation_id: int, readable: ColumnElement[bool]) -> list[Shown]:
    query = (
        select(Nomination, Unit.name, CampaignVersion)
        .join(ConsultationLine, ConsultationLine.nomination_id == Nomination.id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .options(defer(CampaignVersion.content))
        .where(ConsultationLine.consultation_id == consultation_id, readable)
        .order_by(Unit.name, Nomination.id)
    )
    return [
        Shown(nomination, unit, campaign_of(version).award(nomination.award).name)
        for nomination, unit, version in db.session.execute(query)
    ]


def _feedback(consultation_id: int) -> list[Written]:
    query = (
        select(Feedback, Nomination.nominee_name, Person.full_name)
        .outerjoin(Nomination, Nomination.id == Feedback.nomination_id)
        .outerjoin(Person, Person.id == Feedback.weighed_by_id)
        .where(Feedback.consultation_id == consultation_id)
        .order_by(Feedback.id)
    )
    return [Written(feedback, name or "", by or "") for feedback, name, by in db.session.execute(query)]
