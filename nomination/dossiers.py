"""Rows to frozen facts. Any number of nominations cost the same few queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, select

from nomination import clock
from nomination.campaigns import campaign_from_content
from nomination.conduct_rows import Against, against
from nomination.dossier_rows import BODIES, SUBMITTING, answers_of, evidence_of, main_query, matches_of, places_of
from nomination.extensions import db
from nomination.facts import (
    answer_facts,
    assessment_facts,
    decision_facts,
    round_facts,
    submission_facts,
    supplement_facts,
)
from nomination.match_rows import MatchRow, weighed_matches
from nomination.material import material_hash, nominee_seal, part_hashes
from nomination.models import (
    CampaignVersion,
    Cluster,
    CriterionAnswer,
    CriterionVerdict,
    Decision,
    Evidence,
    HoldRecord,
    Nomination,
    Proposal,
    Round,
    RoundQuestion,
    Submission,
    SupplementRequest,
    Unit,
    UnitPlan,
)
from nomination.rulesets import ruleset
from workflow import campaign as rules
from workflow.circumstances import Hold, Opinion, Places
from workflow.dossier import Dossier, NomineeKind
from workflow.quota import UNIT
from workflow.vocabulary import State


@dataclass(frozen=True)
class Loaded:
    """A nomination: rows that pages show, facts that the rules look at, and in `parts` a hash of each part."""

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
    proposal: Proposal | None = None
    matches: tuple[MatchRow, ...] = ()
    against: Against = field(default_factory=Against)
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def award(self) -> rules.Award:
        return self.campaign.award(self.row.award)


@lru_cache(maxsize=64)
def campaign_by_hash(content_hash: str) -> rules.Campaign:
    """The frozen campaign of a launched version; parsed once a process, for its content never changes."""
    query = select(CampaignVersion.content).where(CampaignVersion.content_hash == content_hash).limit(1)
    return campaign_from_content(db.session.scalars(query).one())


def campaign_of(version: CampaignVersion) -> rules.Campaign:
    return campaign_by_hash(version.content_hash)


def load(condition: ColumnElement[bool], *, seen_digest: str | None = None) -> Loaded | None:
    """The one nomination that meets `condition`, or None."""
    found = load_all(condition, seen_digest=seen_digest)
    if len(found) > 1:
        raise ValueError("more than one nomination meets the condition")
    return found[0] if found else None


def load_all(condition: ColumnElement[bool], *, seen_digest: str | None = None) -> list[Loaded]:
    """Every nomination that meets `condition`, oldest first, in at most seven queries whatever their number."""
    rows = db.session.execute(main_query().where(condition).order_by(Nomination.id)).all()
    if not rows:
        return []
    nominations = [row.Nomination for row in rows]
    ids = [nomination.id for nomination in nominations]
    (answers, verdicts), evidence = answers_of(ids), evidence_of(ids)
    submitting = [row for row in rows if row.Nomination.state in SUBMITTING]
    matches = matches_of([row.Nomination for row in submitting])
    allotted = any(campaign_by_hash(row.content_hash).limits(UNIT) for row in submitting)
    weighed = weighed_matches(nominations)
    used, given = places_of(nominations) if allotted else ({}, {})
    entries = against([(row.Nomination, campaign_by_hash(row.content_hash)) for row in rows], clock.today())
    return [
        _assemble(
            row,
            _Own(
                answers[n.id], verdicts[n.id], evidence[n.id], matches[n.id], weighed[n.id], entries[n.id],
                _places(row, used.get((n.campaign_id, n.unit_id), {}), given.get((n.campaign_id, n.unit_id), {})),
            ),
            seen_digest,
        )
        for row, n in zip(rows, nominations, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Own:
    """What belongs to one nomination beside its main row."""

    answers: dict[str, CriterionAnswer]
    verdicts: dict[str, CriterionVerdict]
    evidence: dict[str, list[Evidence]]
    unanswered: list[str]
    weighed: list[MatchRow]
    against: Against
    places: tuple[Places, ...]


def _places(row: Any, used: Mapping[str, int], given: Mapping[str, int]) -> tuple[Places, ...]:
    """What limits the unit for this award, with what it was given on top; asked only before the submission."""
    if row.Nomination.state not in SUBMITTING:
        return ()
    quotas = campaign_by_hash(row.content_hash).quotas_for(UNIT, row.Unit.code, row.Nomination.award)
    return tuple(
        Places(quota.with_extra(given).places, quota.counted(used), shared=quota.award is None) for quota in quotas
    )


def _records(row: Any) -> frozenset[str]:
    """What the unit has entered outside its nominations, by the codes that a campaign asks for."""
    entered = {"unit_plan": row.UnitPlan, "midterm_report": row.report_id}
    return frozenset(code for code, one in entered.items() if one is not None)


def _assemble(row: Any, own: _Own, seen_digest: str | None) -> Loaded:
    parts = part_hashes(row.Nomination, own.answers, own.evidence)
    return Loaded(
        row=row.Nomination, dossier=_dossier(row, own, parts, seen_digest), campaign=campaign_by_hash(row.content_hash),
        rules_hash=row.content_hash, unit=row.Unit, cluster=row.Cluster, submission=row.Submission,
        supplement=row.SupplementRequest, hold=row.HoldRecord, round=row.Round, question=row.RoundQuestion,
        decision=row.Decision, plan=row.UnitPlan, verdicts=own.verdicts, evidence=dict(own.evidence),
        proposal=row.Proposal, matches=tuple(own.weighed), against=own.against, parts=parts,
    )  # fmt: skip


def _shown_to_the_public(row: Any, campaign: rules.Campaign) -> dict[str, Any]:
    """Until when, whether it has to be, and where feedback still has to be weighed."""
    return {
        "consultation_closes": clock.end_of(row.shown_until) if row.shown_until else None,
        "consultation_required": _consultation_required(row.Nomination, campaign),
        "feedback_open": row.feedback_open,
    }


def _consultation_required(nomination: Nomination, campaign: rules.Campaign) -> bool:
    """By the rule set pinned at receipt, with what the campaign sets itself; asked only while it can matter."""
    if nomination.state != State.DEPARTMENT_VETTING or nomination.ruleset is None:
        return False
    found = ruleset(nomination.ruleset).with_own(campaign.parameters).in_force("consultation.required", clock.today())
    return found is not None and found.value is True


def _dossier(row: Any, own: _Own, parts: Mapping[str, str], seen_digest: str | None) -> Dossier:
    nomination, campaign = row.Nomination, campaign_by_hash(row.content_hash)
    award = campaign.award(nomination.award)
    return Dossier(
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
        answers={code: answer_facts(answer, nominee_seal(nomination)) for code, answer in own.answers.items()},
        evidence={code: len(files) for code, files in own.evidence.items()},
        records=_records(row),
        open_records=own.against.facts,
        submission=submission_facts(row.Submission),
        unit_places=own.places,
        unanswered_matches=tuple(own.unanswered),
        matches=tuple(one.match for one in own.weighed),
        round=round_facts(row),
        received=nomination.received_at is not None,
        officer_id=nomination.officer_id,
        proposed_by=row.Proposal.proposed_by_id if row.Proposal else None,
        returned_by=row.returned_by,
        **_shown_to_the_public(row, campaign),
        opinions=tuple(Opinion(body, None) for body in (row.awaited_bodies or "").split(BODIES) if body),
        assessments={code: assessment_facts(verdict) for code, verdict in own.verdicts.items()},
        holds=(Hold(row.HoldRecord.id, row.HoldRecord.set_by_id, row.HoldRecord.paper),) if row.HoldRecord else (),
        supplement=supplement_facts(row.SupplementRequest, parts),
        material_hash=material_hash(nomination, own.answers),
        pledged_hash=nomination.pledged_hash,
        decision=decision_facts(row.Decision, row.DecisionLine, seen_digest),
        withdrawal_consented=nomination.withdrawal_consent_by_id is not None,
    )
