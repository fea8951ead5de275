"""The few queries that load any number of nominations with all that belongs to them."""

from collections import Counter, defaultdict
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import joinedload

from nomination.extensions import db
from nomination.models import (
    Campaign,
    CampaignVersion,
    Cluster,
    Consultation,
    ConsultationLine,
    CriterionAnswer,
    CriterionVerdict,
    Decision,
    DecisionLine,
    Evidence,
    ExtraPlaces,
    Feedback,
    HoldRecord,
    MidtermReport,
    Nomination,
    Opinion,
    OpinionLetter,
    Proposal,
    RegisterEntry,
    Round,
    RoundQuestion,
    RoundVoter,
    Submission,
    SupplementRequest,
    Unit,
    UnitPlan,
)
from nomination.models.consultation import waits_for_weight
from workflow.vocabulary import State

SUBMITTING = (State.DRAFT.value, State.UNIT_APPROVAL.value)
LIVE_DECISION = ("drafting", "frozen", "signed", "issued", "published")


@lru_cache(maxsize=1)
def main_query() -> Any:
    """Everything of which a nomination has at most one, in one query; put together once a process."""
    voters = select(func.count()).where(RoundVoter.round_id == Round.id).correlate(Round)
    query = (
        select(
            Nomination, CampaignVersion.content_hash, Campaign.year, Unit, Cluster, Submission, UnitPlan,
            MidtermReport.id.label("report_id"), SupplementRequest, HoldRecord, RoundQuestion, Round, DecisionLine,
            Decision, Proposal, *_asked_meanwhile(),
            voters.scalar_subquery().label("voters"),
            voters.where(RoundVoter.voted).scalar_subquery().label("voted"),
        )
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Cluster, Cluster.id == Nomination.cluster_id)
        .outerjoin(Submission, Submission.id == Nomination.submission_id)
    )  # fmt: skip
    return _with_decision(_with_round(_with_open_matters(query)))


BODIES = "\n"
"""Between the names of bodies whose opinion is out; a name is one line."""


def _asked_meanwhile() -> list[Any]:
    """Of what was asked during the vetting as much as the rules look at: whose opinion is out, until when the list is
    shown to the public, where feedback waits to be weighed, and who asked for what the unit has completed."""
    out = (
        select(func.aggregate_strings(OpinionLetter.body, BODIES))
        .join(Opinion, Opinion.letter_id == OpinionLetter.id)
        .where(Opinion.nomination_id == Nomination.id, Opinion.answer.is_(None))
    )
    shown = (
        select(func.max(Consultation.closes_on))
        .join(ConsultationLine, ConsultationLine.consultation_id == Consultation.id)
        .where(ConsultationLine.nomination_id == Nomination.id, Consultation.ended_at.is_(None))
    )
    unweighed = feedback_waiting(func.min(Feedback.consultation_id))
    answered = (SupplementRequest.nomination_id == Nomination.id, SupplementRequest.answered_at.is_not(None))
    completed = select(SupplementRequest.asked_by_id).where(*answered).order_by(SupplementRequest.id.desc()).limit(1)
    named = {"awaited_bodies": out, "shown_until": shown, "feedback_open": unweighed, "returned_by": completed}
    return [query.correlate(Nomination).scalar_subquery().label(name) for name, query in named.items()]


def feedback_waiting(what: Any) -> Select[Any]:
    """Of what people wrote about a nomination, or about a list that it is on, what nobody has weighed yet."""
    return (
        select(what)
        .join(ConsultationLine, ConsultationLine.consultation_id == Feedback.consultation_id)
        .where(ConsultationLine.nomination_id == Nomination.id, waits_for_weight())
        .where(or_(Feedback.nomination_id.is_(None), Feedback.nomination_id == Nomination.id))
        .correlate(Nomination)
    )


def _with_open_matters(query: Any) -> Any:
    """The unit's plan and report, what it is asked to complete, the hold, and what is proposed to the head."""
    plan, report = (
        and_(record.unit_id == Nomination.unit_id, record.campaign_id == Nomination.campaign_id)
        for record in (UnitPlan, MidtermReport)
    )
    asked = and_(SupplementRequest.nomination_id == Nomination.id, SupplementRequest.answered_at.is_(None))
    held = and_(HoldRecord.nomination_id == Nomination.id, HoldRecord.lifted_at.is_(None))
    query = query.outerjoin(UnitPlan, plan).outerjoin(MidtermReport, report)
    proposed = and_(Proposal.nomination_id == Nomination.id, Proposal.closed_at.is_(None))
    return query.outerjoin(SupplementRequest, asked).outerjoin(HoldRecord, held).outerjoin(Proposal, proposed)


def _with_round(query: Any) -> Any:
    """The newest round that was not cancelled."""
    latest = (
        select(func.max(RoundQuestion.round_id))
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(RoundQuestion.nomination_id == Nomination.id, Round.status != "cancelled")
        .correlate(Nomination)
        .scalar_subquery()
    )
    asked = and_(RoundQuestion.nomination_id == Nomination.id, RoundQuestion.round_id == latest)
    return query.outerjoin(RoundQuestion, asked).outerjoin(Round, Round.id == RoundQuestion.round_id)


def _with_decision(query: Any) -> Any:
    """The newest decision that is still alive."""
    latest = (
        select(func.max(DecisionLine.decision_id))
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .where(DecisionLine.nomination_id == Nomination.id, Decision.status.in_(LIVE_DECISION))
        .correlate(Nomination)
        .scalar_subquery()
    )
    line = and_(DecisionLine.nomination_id == Nomination.id, DecisionLine.decision_id == latest)
    return query.outerjoin(DecisionLine, line).outerjoin(Decision, Decision.id == DecisionLine.decision_id)


def answers_of(ids: list[int]) -> tuple[dict[int, dict[str, CriterionAnswer]], dict[int, dict[str, CriterionVerdict]]]:
    answers: dict[int, dict[str, CriterionAnswer]] = defaultdict(dict)
    verdicts: dict[int, dict[str, CriterionVerdict]] = defaultdict(dict)
    query = (
        select(CriterionAnswer, CriterionVerdict)
        .outerjoin(
            CriterionVerdict,
            and_(
                CriterionVerdict.nomination_id == CriterionAnswer.nomination_id,
                CriterionVerdict.criterion == CriterionAnswer.criterion,
            ),
        )
        .where(CriterionAnswer.nomination_id.in_(ids))
    )
    for answer, verdict in db.session.execute(query):
        answers[answer.nomination_id][answer.criterion] = answer
        if verdict is not None:
            verdicts[answer.nomination_id][answer.criterion] = verdict
    return answers, verdicts


def evidence_of(ids: list[int]) -> dict[int, dict[str, list[Evidence]]]:
    found: dict[int, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    query = (
        select(Evidence)
        .options(joinedload(Evidence.file, innerjoin=True))
        .where(Evidence.nomination_id.in_(ids), Evidence.removed_at.is_(None))
        .order_by(Evidence.nomination_id, Evidence.id)
    )
    for evidence in db.session.scalars(query):
        found[evidence.nomination_id][evidence.criterion].append(evidence)
    return found


def matches_of(nominations: list[Nomination]) -> dict[int, list[str]]:
    """Others of the same name that the unit may know of: its own open ones, and the public register of the campaign."""
    found: dict[int, list[str]] = defaultdict(list)
    asked = [nomination for nomination in nominations if not nomination.match_note.strip()]
    if not asked:
        return found
    folds = {nomination.nominee_fold for nomination in asked}
    campaigns = {nomination.campaign_id for nomination in asked}
    own = select(Nomination.code, Nomination.campaign_id, Nomination.nominee_fold, Nomination.unit_id).where(
        Nomination.campaign_id.in_(campaigns), Nomination.nominee_fold.in_(folds),
        Nomination.unit_id.in_({nomination.unit_id for nomination in asked}),
        Nomination.state.not_in([State.WITHDRAWN.value, State.DECLINED.value]),
    )  # fmt: skip
    public = select(RegisterEntry.code, RegisterEntry.campaign_id, RegisterEntry.name_fold, 0).where(
        RegisterEntry.campaign_id.in_(campaigns), RegisterEntry.name_fold.in_(folds), RegisterEntry.revoked_at.is_(None)
    )
    for code, campaign_id, folded, unit_id in db.session.execute(own.union_all(public)):
        for nomination in asked:
            same = (nomination.campaign_id, nomination.nominee_fold) == (campaign_id, folded)
            if same and code != nomination.code and unit_id in (0, nomination.unit_id):
                found[nomination.id].append(code)
    return found


ByAward = dict[tuple[int, int], Counter[str]]
"""Figures by award, for each campaign and unit."""


def places_of(nominations: list[Nomination]) -> tuple[ByAward, ByAward]:
    """How many places each unit has used, and how many it was given on top: by campaign and unit, then by award."""
    units = {nomination.unit_id for nomination in nominations}
    campaigns = {nomination.campaign_id for nomination in nominations}
    used = (
        select(literal("used"), Nomination.campaign_id, Nomination.unit_id, Nomination.award, func.count())
        .where(Nomination.unit_id.in_(units), Nomination.campaign_id.in_(campaigns), takes_place())
        .group_by(Nomination.campaign_id, Nomination.unit_id, Nomination.award)
    )
    given = select(
        literal("given"), ExtraPlaces.campaign_id, ExtraPlaces.unit_id, ExtraPlaces.award, ExtraPlaces.places
    ).where(ExtraPlaces.campaign_id.in_(campaigns), ExtraPlaces.unit_id.in_(units))
    found: dict[str, ByAward] = {"used": defaultdict(Counter), "given": defaultdict(Counter)}
    for which, campaign_id, unit_id, award, number in db.session.execute(used.union_all(given)):
        found[which][campaign_id, unit_id][award] += number
    return found["used"], found["given"]


def takes_place() -> ColumnElement[bool]:
    """Submitted and not withdrawn: what was put forward has used its place, whatever became of it."""
    return and_(Nomination.pledged_hash.is_not(None), Nomination.state.not_in([*SUBMITTING, State.WITHDRAWN.value]))
