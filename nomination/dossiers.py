"""Rows to frozen facts. Any number of nominations cost the same few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from nomination import clock
from nomination.campaigns import campaign_from_content
from nomination.extensions import db
from nomination.facts import (
    answer_facts,
    assessment_facts,
    decision_facts,
    round_facts,
    submission_facts,
    supplement_facts,
)
from nomination.material import material_hash, part_hashes
from nomination.models import (
    Campaign,
    CampaignVersion,
    Cluster,
    CriterionAnswer,
    CriterionVerdict,
    Decision,
    DecisionLine,
    Evidence,
    HoldRecord,
    Nomination,
    RegisterEntry,
    Round,
    RoundQuestion,
    RoundVoter,
    Submission,
    SupplementRequest,
    Unit,
    UnitPlan,
)
from workflow import campaign as rules
from workflow.dossier import Dossier, Hold, NomineeKind, Places
from workflow.vocabulary import State

SUBMITTING = (State.DRAFT.value, State.UNIT_APPROVAL.value)
LIVE_DECISION = ("drafting", "frozen", "signed", "issued", "published")


@dataclass(frozen=True)
class Loaded:
    """A nomination with the rows that pages show and the facts that the rules look at."""

    row: Nomination
    dossier: Dossier
    campaign: rules.Campaign
    rules_hash: str
    unit: Unit
    cluster: Cluster | None
    submission: Submission | None
    supplement: SupplementRequest | None
    hold: HoldRecord | None
    round: Round | None
    question: RoundQuestion | None
    decision: Decision | None
    plan: UnitPlan | None
    verdicts: dict[str, CriterionVerdict]
    evidence: dict[str, list[Evidence]]

    @property
    def award(self) -> rules.Award:
        return self.campaign.award(self.row.award)


@lru_cache(maxsize=64)
def _campaign(content_hash: str) -> rules.Campaign:
    query = select(CampaignVersion.content).where(CampaignVersion.content_hash == content_hash).limit(1)
    return campaign_from_content(db.session.scalars(query).one())


def campaign_of(version: CampaignVersion) -> rules.Campaign:
    """The frozen campaign of a launched version; parsed once a process, for its content never changes."""
    return _campaign(version.content_hash)


def load(condition: ColumnElement[bool], *, seen_digest: str | None = None) -> Loaded | None:
    """The one nomination that meets `condition`, or None."""
    found = load_all(condition, seen_digest=seen_digest)
    if len(found) > 1:
        raise ValueError("more than one nomination meets the condition")
    return found[0] if found else None


def load_all(condition: ColumnElement[bool], *, seen_digest: str | None = None) -> list[Loaded]:
    """Every nomination that meets `condition`, oldest first, in at most six queries whatever their number."""
    rows = db.session.execute(_main_query().where(condition).order_by(Nomination.id)).all()
    if not rows:
        return []
    nominations = [row.Nomination for row in rows]
    answers, verdicts = _answers([nomination.id for nomination in nominations])
    evidence = _evidence([nomination.id for nomination in nominations])
    matches = _matches([nomination for nomination in nominations if nomination.state in SUBMITTING])
    places = _places_taken(nominations, {row.content_hash for row in rows})
    return [
        _assemble(row, answers[row.Nomination.id], verdicts[row.Nomination.id], evidence[row.Nomination.id],
                  matches[row.Nomination.id], places, seen_digest)
        for row in rows
    ]  # fmt: skip


def _main_query() -> Any:
    """Everything of which a nomination has at most one, in one query."""
    latest_round = (
        select(func.max(RoundQuestion.round_id))
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(RoundQuestion.nomination_id == Nomination.id, Round.status != "cancelled")
        .correlate(Nomination)
        .scalar_subquery()
    )
    latest_decision = (
        select(func.max(DecisionLine.decision_id))
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .where(DecisionLine.nomination_id == Nomination.id, Decision.status.in_(LIVE_DECISION))
        .correlate(Nomination)
        .scalar_subquery()
    )
    voters = select(func.count()).where(RoundVoter.round_id == Round.id).correlate(Round).scalar_subquery()
    voted = (
        select(func.count()).where(RoundVoter.round_id == Round.id, RoundVoter.voted).correlate(Round).scalar_subquery()
    )
    return (
        select(
            Nomination, CampaignVersion.content_hash, Campaign.year, Unit, Cluster, Submission, UnitPlan,
            SupplementRequest, HoldRecord, RoundQuestion, Round, DecisionLine, Decision,
            voters.label("voters"), voted.label("voted"),
        )
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Cluster, Cluster.id == Nomination.cluster_id)
        .outerjoin(Submission, Submission.id == Nomination.submission_id)
        .outerjoin(
            UnitPlan, and_(UnitPlan.unit_id == Nomination.unit_id, UnitPlan.campaign_id == Nomination.campaign_id)
        )
        .outerjoin(
            SupplementRequest,
            and_(SupplementRequest.nomination_id == Nomination.id, SupplementRequest.answered_at.is_(None)),
        )
        .outerjoin(HoldRecord, and_(HoldRecord.nomination_id == Nomination.id, HoldRecord.lifted_at.is_(None)))
        .outerjoin(
            RoundQuestion,
            and_(RoundQuestion.nomination_id == Nomination.id, RoundQuestion.round_id == latest_round),
        )
        .outerjoin(Round, Round.id == RoundQuestion.round_id)
        .outerjoin(
            DecisionLine,
            and_(DecisionLine.nomination_id == Nomination.id, DecisionLine.decision_id == latest_decision),
        )
        .outerjoin(Decision, Decision.id == DecisionLine.decision_id)
    )  # fmt: skip


def _answers(ids: list[int]) -> tuple[dict[int, dict[str, CriterionAnswer]], dict[int, dict[str, CriterionVerdict]]]:
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


def _evidence(ids: list[int]) -> dict[int, dict[str, list[Evidence]]]:
    found: dict[int, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    query = (
        select(Evidence)
        .where(Evidence.nomination_id.in_(ids), Evidence.removed_at.is_(None))
        .order_by(Evidence.nomination_id, Evidence.id)
    )
    for evidence in db.session.scalars(query):
        found[evidence.nomination_id][evidence.criterion].append(evidence)
    return found


def _matches(nominations: list[Nomination]) -> dict[int, list[str]]:
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


def _places_taken(nominations: list[Nomination], hashes: Iterable[str]) -> dict[tuple[int, int, str], int]:
    """How many places each unit has used, by campaign and award; asked only when a campaign allots places."""
    if not any(award.unit_places is not None for key in hashes for award in _campaign(key).awards):
        return {}
    units = {nomination.unit_id for nomination in nominations}
    campaigns = {nomination.campaign_id for nomination in nominations}
    query = (
        select(Nomination.campaign_id, Nomination.unit_id, Nomination.award, func.count())
        .where(
            Nomination.unit_id.in_(units), Nomination.campaign_id.in_(campaigns), Nomination.pledged_hash.is_not(None)
        )
        .where(Nomination.state.not_in([*SUBMITTING, State.WITHDRAWN.value]))
        .group_by(Nomination.campaign_id, Nomination.unit_id, Nomination.award)
    )
    return {(campaign_id, unit_id, award): n for campaign_id, unit_id, award, n in db.session.execute(query)}


def _assemble(
    row: Any,
    answers: dict[str, CriterionAnswer],
    verdicts: dict[str, CriterionVerdict],
    evidence: dict[str, list[Evidence]],
    matches: list[str],
    places: dict[tuple[int, int, str], int],
    seen_digest: str | None,
) -> Loaded:
    nomination, campaign = row.Nomination, _campaign(row.content_hash)
    award = campaign.award(nomination.award)
    taken = places.get((nomination.campaign_id, nomination.unit_id, nomination.award), 0)
    parts = part_hashes(nomination, answers, evidence)
    dossier = Dossier(
        code=nomination.code,
        state=State(nomination.state),
        kind=NomineeKind(nomination.kind),
        unit_id=nomination.unit_id,
        cluster_id=nomination.cluster_id,
        year=row.year,
        now=clock.now(),
        author_id=nomination.author_id,
        cluster_votes=award.cluster_vote and nomination.cluster_id is not None,
        council_required=award.council_required,
        windows=campaign.windows,
        criteria=campaign.criteria,
        answers={code: answer_facts(answer) for code, answer in answers.items()},
        evidence={code: len(files) for code, files in evidence.items()},
        records=frozenset({"unit_plan"}) if row.UnitPlan else frozenset(),
        submission=submission_facts(row.Submission),
        unit_places=Places(award.unit_places, taken),
        unanswered_matches=tuple(matches),
        round=round_facts(row),
        received=nomination.received_at is not None,
        assessments={code: assessment_facts(verdict) for code, verdict in verdicts.items()},
        holds=(Hold(row.HoldRecord.id, row.HoldRecord.set_by_id, row.HoldRecord.paper),) if row.HoldRecord else (),
        supplement=supplement_facts(row.SupplementRequest, parts),
        material_hash=material_hash(nomination, answers),
        pledged_hash=nomination.pledged_hash,
        decision=decision_facts(row.Decision, row.DecisionLine, seen_digest),
        withdrawal_consented=nomination.withdrawal_consent_by_id is not None,
    )
    return Loaded(
        row=nomination, dossier=dossier, campaign=campaign, rules_hash=row.content_hash, unit=row.Unit,
        cluster=row.Cluster, submission=row.Submission, supplement=row.SupplementRequest, hold=row.HoldRecord,
        round=row.Round, question=row.RoundQuestion, decision=row.Decision, plan=row.UnitPlan,
        verdicts=verdicts, evidence={code: list(files) for code, files in evidence.items()},
    )  # fmt: skip
