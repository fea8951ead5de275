"""What must hold of the vetting at any moment: places in the queue, open proposals, feedback of the public."""

from collections.abc import Callable, Iterator

from sqlalchemy import String, and_, cast, exists, select
from sqlalchemy.orm import defer

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import (
    Audit,
    CampaignVersion,
    Consultation,
    ConsultationLine,
    Feedback,
    Nomination,
    Proposal,
)
from nomination.models.nomination import NO_CLOCK
from nomination.queries.clocks import clocks_of
from workflow.vocabulary import State

VETTING = State.DEPARTMENT_VETTING.value


def places_are_what_clocks_say() -> Iterator[str]:
    """What was received stands in the queue on the last day of its term; without one, behind everything."""
    query = (
        select(Nomination, CampaignVersion)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .options(defer(CampaignVersion.content))
        .where(Nomination.state == VETTING, Nomination.received_at.is_not(None))
        .order_by(Nomination.id)
    )
    asked = [(nomination, campaign_of(version)) for nomination, version in db.session.execute(query)]
    clocks = clocks_of(asked)
    yield from (one.code for one, _ in asked if one.vetting_due_on != (clocks[one.id].due or NO_CLOCK))


def proposals_are_open_only_in_vetting() -> Iterator[str]:
    """A decision answers what was proposed: nothing stands proposed for what lies elsewhere."""
    query = select(Nomination.code).join(Proposal, Proposal.nomination_id == Nomination.id)
    yield from db.session.scalars(query.where(Proposal.closed_at.is_(None), Nomination.state != VETTING))


def feedback_is_about_its_list() -> Iterator[str]:
    line = and_(
        ConsultationLine.consultation_id == Feedback.consultation_id,
        ConsultationLine.nomination_id == Feedback.nomination_id,
    )
    query = select(Feedback.id).where(Feedback.nomination_id.is_not(None), ~exists().where(line))
    yield from (f"feedback {feedback}" for feedback in db.session.scalars(query.order_by(Feedback.id)))


def lists_ended_are_on_record() -> Iterator[str]:
    told = and_(
        Audit.subject_kind == "consultation",
        Audit.subject_id == cast(Consultation.id, String),
        Audit.action == "consultation:end",
        Audit.actor_id == Consultation.ended_by_id,
    )
    query = select(Consultation.id).where(Consultation.ended_at.is_not(None), ~exists().where(told))
    yield from (f"consultation {one}" for one in db.session.scalars(query.order_by(Consultation.id)))


VETTING_INVARIANTS: dict[str, Callable[[], Iterator[str]]] = {
    "what was received stands in the queue where its clock says": places_are_what_clocks_say,
    "a proposal is open only while its nomination is being vetted": proposals_are_open_only_in_vetting,
    "feedback is about its list or a nomination on it": feedback_is_about_its_list,
    "a list that was ended is on record": lists_ended_are_on_record,
}
