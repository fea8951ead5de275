"""Which nominations wait for the reader: a condition for each kind of work, the first few rows, a bounded count."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, or_, select, union_all

from nomination.dossier_rows import feedback_waiting
from nomination.extensions import db
from nomination.models import (
    Campaign,
    CriterionVerdict,
    Decision,
    DecisionLine,
    Feedback,
    HoldRecord,
    Nomination,
    Proposal,
    Round,
    RoundQuestion,
    SupplementRequest,
    Unit,
)
from nomination.models.nomination import NO_CLOCK
from nomination.queries.visible import visible_to
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor, NomineeKind, Verdict
from workflow.process import HELD_AT
from workflow.vocabulary import Role, Stage, State
from workflow.words import N_

SHOWN = 5
COUNTED_TO = 100
UNDER_WAY = ("preparing", "keyed", "open", "closed")
LIVE_DECISION = ("drafting", "frozen", "signed", "issued", "published")
DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})
LIFTING = frozenset({Role.DEPARTMENT_HEAD, Role.AUDITOR})


@dataclass(frozen=True)
class Work:
    """One kind of work: which nominations, where it is done, and the stage whose window limits it.

    The place of an endpoint is the nomination's own, or that of its campaign when `of_campaign`.
    """

    key: str
    title: str
    condition: ColumnElement[bool]
    endpoint: str
    stage: Stage
    of_campaign: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


def works(actor: Actor, versions: Mapping[int, Rules]) -> list[Work]:
    """Every kind of work that the actor's roles bring, in the order of the process."""
    return [*_unit(actor), *_cluster(actor), *_department(actor, versions), *_holds(actor), *_council(actor)]


def _unit(actor: Actor) -> Iterator[Work]:
    drafting = {grant.unit_id for grant in actor.grants_of(Role.UNIT_OFFICER)}
    heading = {grant.unit_id for grant in actor.grants_of(Role.UNIT_HEAD)}
    if drafting:
        condition = _at(State.DRAFT, Nomination.unit_id.in_(drafting))
        yield Work("drafts", N_("Drafts to finish"), condition, "nominations.edit", Stage.SUBMISSION)
    if heading:
        condition = _at(State.UNIT_APPROVAL, Nomination.unit_id.in_(heading))
        title = N_("Awaiting your confirmation and submission")
        yield Work("approvals", title, condition, "nominations.show", Stage.SUBMISSION)
    if drafting or heading:
        condition = _at(State.SUPPLEMENT, Nomination.unit_id.in_(drafting | heading))
        place = "nominations.show" if heading else "nominations.edit"
        yield Work("supplements", N_("Returned for completion"), condition, place, Stage.VETTING)


def _cluster(actor: Actor) -> Iterator[Work]:
    led = actor.grants_of(Role.CLUSTER_LEADER)
    if not led:
        return
    scopes = [and_(Nomination.cluster_id == grant.cluster_id, Campaign.year == grant.year) for grant in led]
    clusters = Nomination.cluster_id.in_({grant.cluster_id for grant in led})
    condition = _at(State.CLUSTER_REVIEW, clusters, or_(*scopes), ~in_round("cluster"))
    title = N_("Nominations that are not in a round yet")
    yield Work("unvoted", title, condition, "rounds.new", Stage.CLUSTER, of_campaign=True, values={"body": "cluster"})


def _department(actor: Actor, versions: Mapping[int, Rules]) -> Iterator[Work]:
    me, settled = actor.person_id, all_settled(versions)
    received = _at(State.DEPARTMENT_VETTING, Nomination.received_at.is_not(None))
    if actor.grants_of(Role.DEPARTMENT_OFFICER):
        waiting = _at(State.DEPARTMENT_VETTING, Nomination.received_at.is_(None))
        yield Work("unreceived", N_("To receive"), waiting, "nominations.show", Stage.VETTING)
        mine = and_(received, _in_hands_of(me), ~settled)
        yield Work("assessing", N_("To assess"), mine, "vetting.show", Stage.VETTING)
        judged = and_(received, _in_hands_of(me), settled, ~_proposed(), ~_held())
        yield Work("judged", N_("Judged, to be proposed to the head"), judged, "vetting.show", Stage.VETTING)
        heard = _at(State.DEPARTMENT_VETTING, _in_hands_of(me), feedback_waiting(Feedback.id).exists())
        yield Work("heard", N_("Feedback of the public to weigh"), heard, "vetting.file", Stage.VETTING)
        cleared = _at(State.MINISTER_SIGNOFF, ~_in_decision())
        title = N_("Cleared, and in no decision yet")
        yield Work("undecided", title, cleared, "decisions.new", Stage.SIGNATURE, of_campaign=True)
    if actor.grants_of(Role.DEPARTMENT_HEAD):
        proposed = and_(received, _proposed(Proposal.proposed_by_id != me), ~_held())
        yield Work("proposed", N_("Proposals to decide"), proposed, "vetting.show", Stage.VETTING)
        waived = and_(received, _waiver_open(me))
        yield Work("waivers", N_("Waivers to approve"), waived, "vetting.show", Stage.VETTING)
    if actor.roles() & DEPARTMENT:
        title = N_("Returned to units for completion")
        yield Work("returned", title, _at(State.SUPPLEMENT), "supplements.show", Stage.VETTING)


def _holds(actor: Actor) -> Iterator[Work]:
    """A hold waits for somebody other than whoever set it."""
    if actor.roles() & LIFTING:
        held = Nomination.id.in_(_holds_of(not_by=actor.person_id))
        yield Work("holds", N_("Holds that you may lift"), and_(held, _holdable()), "nominations.show", Stage.VETTING)
    if actor.roles() & DEPARTMENT:
        lifting = bool(actor.roles() & LIFTING)
        held = Nomination.id.in_(_holds_of(by=actor.person_id) if lifting else _holds_of())
        yield Work(
            "held", N_("On hold, to be lifted by another"), and_(held, _holdable()), "nominations.show", Stage.VETTING
        )


def _council(actor: Actor) -> Iterator[Work]:
    if actor.grants_of(Role.COUNCIL_SECRETARY):
        condition = _at(State.COUNCIL_REVIEW, ~in_round("council"))
        title = N_("Before the council, and in no round yet")
        values = {"body": "council"}
        yield Work("uncouncilled", title, condition, "rounds.new", Stage.COUNCIL, of_campaign=True, values=values)


def _at(state: State, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Beyond the unit a nomination is always pledged; the index of those that are wants to hear it."""
    pledged = [] if state in (State.DRAFT, State.UNIT_APPROVAL) else [Nomination.pledged_hash.is_not(None)]
    return and_(Nomination.state == state.value, *pledged, *more)


def in_round(body: str) -> ColumnElement[bool]:
    """In a round that is under way, or counted on the content as it now stands."""
    speaks = or_(
        Round.status.in_(UNDER_WAY),
        and_(Round.status == "counted", RoundQuestion.material_hash == Nomination.pledged_hash),
    )
    return (
        select(RoundQuestion.round_id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(RoundQuestion.nomination_id == Nomination.id, Round.body == body, speaks)
        .correlate(Nomination)
        .exists()
    )


def _in_decision() -> ColumnElement[bool]:
    return (
        select(DecisionLine.decision_id)
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .where(DecisionLine.nomination_id == Nomination.id, Decision.status.in_(LIVE_DECISION))
        .correlate(Nomination)
        .exists()
    )


def _held() -> ColumnElement[bool]:
    query = select(HoldRecord.id).where(HoldRecord.nomination_id == Nomination.id, HoldRecord.lifted_at.is_(None))
    return query.correlate(Nomination).exists()


def _holds_of(*, not_by: int | None = None, by: int | None = None) -> Select[int]:
    query = select(HoldRecord.nomination_id).where(HoldRecord.lifted_at.is_(None))
    query = query if not_by is None else query.where(HoldRecord.set_by_id != not_by)
    return query if by is None else query.where(HoldRecord.set_by_id == by)


def _holdable() -> ColumnElement[bool]:
    """Where a hold still stops something: until the award is published."""
    return Nomination.state.in_([state.value for state, _ in HELD_AT])


def _in_hands_of(me: int) -> ColumnElement[bool]:
    """His, or nobody's."""
    return or_(Nomination.officer_id == me, Nomination.officer_id.is_(None))


def _proposed(*by: ColumnElement[bool]) -> ColumnElement[bool]:
    """A step stands proposed to the head of the department."""
    query = select(Proposal.id).where(Proposal.nomination_id == Nomination.id, Proposal.closed_at.is_(None), *by)
    return query.correlate(Nomination).exists()


def _of(campaigns: set[int]) -> ColumnElement[bool]:
    """Written as a sum, so that no index of campaigns is taken: the one by state gives the oldest without sorting."""
    return (Nomination.campaign_id + 0).in_(campaigns)


def _waiver_open(me: int) -> ColumnElement[bool]:
    """A waiver that waits for a second person."""
    return (
        select(CriterionVerdict.criterion)
        .where(
            CriterionVerdict.nomination_id == Nomination.id,
            CriterionVerdict.verdict == Verdict.WAIVED.value,
            CriterionVerdict.waiver_approver_id.is_(None),
            CriterionVerdict.assessor_id != me,
        )
        .correlate(Nomination)
        .exists()
    )


def all_settled(versions: Mapping[int, Rules]) -> ColumnElement[bool]:
    """Every criterion that applies has a verdict that lets it pass. How many apply is data of the version."""
    passing = or_(
        CriterionVerdict.verdict == Verdict.MET.value,
        and_(CriterionVerdict.verdict == Verdict.WAIVED.value, CriterionVerdict.waiver_approver_id.is_not(None)),
    )
    found = (
        select(func.count())
        .where(CriterionVerdict.nomination_id == Nomination.id, passing)
        .correlate(Nomination)
        .scalar_subquery()
    )
    cases = [
        and_(Nomination.campaign_version_id == version, Nomination.kind == kind.value, found >= _applying(rules, kind))
        for version, rules in versions.items()
        for kind in NomineeKind
    ]
    return or_(literal(False), *cases)


def _applying(rules: Rules, kind: NomineeKind) -> int:
    return sum(kind in criterion.applies_to for criterion in rules.criteria)


def first_rows(actor: Actor, asked: Iterable[Work], campaigns: set[int]) -> list[Row[Any]]:
    """The oldest few of every kind, in one query: key, the nomination, its unit, and the due date if any."""
    parts = [select(_rows(actor, work, campaigns).subquery()) for work in asked]
    return list(db.session.execute(union_all(*parts).order_by("key", "id")).all()) if parts else []


def _rows(actor: Actor, work: Work, campaigns: set[int]) -> Select[*tuple[Any, ...]]:
    open_request = and_(SupplementRequest.nomination_id == Nomination.id, SupplementRequest.answered_at.is_(None))
    return (
        select(
            literal(work.key).label("key"), Nomination.id.label("id"), Nomination.code, Nomination.nominee_name,
            Unit.short_name, Nomination.campaign_version_id, SupplementRequest.due_on, _vetted_by().label("vetted_by"),
        )
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .outerjoin(SupplementRequest, open_request)
        .where(_of(campaigns), work.condition, visible_to(actor))
        .order_by(Nomination.id)
        .limit(SHOWN)
    )  # fmt: skip


def _vetted_by() -> ColumnElement[date | None]:
    """The last day of a vetting whose clock runs."""
    running = and_(Nomination.state == State.DEPARTMENT_VETTING.value, Nomination.vetting_due_on != NO_CLOCK)
    return case((running, Nomination.vetting_due_on), else_=None)


def counts(actor: Actor, asked: Iterable[Work], campaigns: set[int]) -> dict[str, int]:
    """How many there are of each kind, counted no further than people care, in one query."""
    columns = []
    for work in asked:
        bounded = (
            select(Nomination.id)
            .join(Campaign, Campaign.id == Nomination.campaign_id)
            .where(_of(campaigns), work.condition, visible_to(actor))
            .limit(COUNTED_TO)
            .subquery()
        )
        columns.append(select(func.count()).select_from(bounded).scalar_subquery().label(work.key))
    return dict(db.session.execute(select(*columns)).one()._mapping) if columns else {}
