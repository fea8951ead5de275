"""What must hold in every database, at any moment: named conditions, each answering the rows that break it."""

from collections.abc import Callable, Iterator

from sqlalchemy import String, and_, cast, exists, func, or_, select, true

from nomination.box.definition import kept_whole
from nomination.extensions import db
from nomination.models import (
    Audit,
    AuditHead,
    BonusLine,
    BonusPayment,
    CampaignVersion,
    ConductEntry,
    Decision,
    DecisionLine,
    Handover,
    Nomination,
    PastAward,
    PastDecision,
    Recovery,
    RegisterEntry,
    Round,
    RoundPaper,
    Submission,
    Transition,
)
from nomination.models import Paper as KeptPaper
from nomination.queries.council_invariants import COUNCIL_INVARIANTS
from nomination.queries.round_invariants import ROUND_INVARIANTS
from nomination.queries.vetting_invariants import VETTING_INVARIANTS
from nomination.services.audit import GENESIS, seal
from workflow.vocabulary import State

Check = Callable[[], Iterator[str]]


def chain_unbroken() -> Iterator[str]:
    """Every entry seals its own fields and the entry before, from the first to the head, without a gap."""
    previous, expected = GENESIS, 1
    for entry in db.session.scalars(select(Audit).order_by(Audit.id).execution_options(yield_per=500)):
        if (entry.id, entry.previous, entry.hash) != (expected, previous, seal(entry)):
            yield f"audit {entry.id}"
            return
        previous, expected = entry.hash, entry.id + 1
    head = db.session.execute(select(AuditHead)).scalar_one()
    if (head.last_id, head.last_hash) != (expected - 1, previous):
        yield "the head of the chain"


def state_is_last_transition() -> Iterator[str]:
    """A nomination stands where its last transition led; a draft may have none."""
    last = and_(Transition.nomination_id == Nomination.id, Transition.n == Nomination.steps)
    query = (
        select(Nomination.code)
        .outerjoin(Transition, last)
        .where(
            or_(
                and_(Transition.n.is_(None), or_(Nomination.steps != 0, Nomination.state != State.DRAFT)),
                Transition.to_state != Nomination.state,
            )
        )
    )
    yield from db.session.scalars(query)


def transitions_have_their_entry() -> Iterator[str]:
    """Every transition has one audit entry about its nomination and trigger, and the other way round."""
    told = and_(
        Audit.id == Transition.audit_id,
        Audit.subject_kind == "nomination",
        Audit.subject_id == Nomination.code,
        Audit.action == "nomination:" + Transition.trigger,
    )
    query = (
        select(Nomination.code, Transition.n)
        .join(Transition, Transition.nomination_id == Nomination.id)
        .where(~exists().where(told))
    )
    yield from (f"{code} step {n}" for code, n in db.session.execute(query))


def steps_count_up() -> Iterator[str]:
    counted = (
        select(Transition.nomination_id, func.count().label("n"))
        .group_by(Transition.nomination_id)
        .subquery()
    )  # fmt: skip
    query = (
        select(Nomination.code)
        .outerjoin(counted, counted.c.nomination_id == Nomination.id)
        .where(func.coalesce(counted.c.n, 0) != Nomination.steps)
    )
    yield from db.session.scalars(query)


def register_is_what_was_signed() -> Iterator[str]:
    """A published award reads as its line in the decision, or as that of the published decision that corrected it."""
    corrects = and_(
        DecisionLine.nomination_id == RegisterEntry.nomination_id,
        DecisionLine.name == RegisterEntry.name,
        Decision.id == DecisionLine.decision_id,
        Decision.kind == "correction",
        Decision.status == "published",
    )
    same = and_(
        DecisionLine.decision_id == RegisterEntry.decision_id,
        DecisionLine.nomination_id == RegisterEntry.nomination_id,
        DecisionLine.ordinal == RegisterEntry.ordinal,
        DecisionLine.name == RegisterEntry.name,
        DecisionLine.award == RegisterEntry.award,
        Decision.id == RegisterEntry.decision_id,
        Decision.number == RegisterEntry.decision_number,
        Decision.dated == RegisterEntry.decision_dated,
    )
    own = RegisterEntry.nomination_id.is_not(None)
    differing = own, ~exists().where(same), ~exists().where(corrects)
    yield from db.session.scalars(select(RegisterEntry.code).where(*differing))


def taken_over_reads_as_its_paper() -> Iterator[str]:
    """An award of the past in the register reads as its line, and its decision was published by somebody."""
    same = and_(
        PastAward.id == RegisterEntry.past_award_id,
        PastAward.name == RegisterEntry.name,
        PastAward.award_name == RegisterEntry.award_name,
        PastDecision.id == PastAward.decision_id,
        PastDecision.number == RegisterEntry.decision_number,
        PastDecision.dated == RegisterEntry.decision_dated,
        PastDecision.published_at.is_not(None),
    )
    past = RegisterEntry.past_award_id.is_not(None)
    yield from db.session.scalars(select(RegisterEntry.code).where(past, ~exists().where(same)))


def registers_of_conduct_are_on_record() -> Iterator[str]:
    """Every entry has the audit entry of its recording, and a closed one that of its closing, by the same people."""
    for action, person, told in (
        ("conduct:record", ConductEntry.recorded_by_id, true()),
        ("conduct:close", ConductEntry.closed_by_id, ConductEntry.closed_at.is_not(None)),
    ):
        same = and_(
            Audit.subject_kind == "conduct",
            Audit.subject_id == cast(ConductEntry.id, String),
            Audit.action == action,
            Audit.actor_id == person,
        )
        query = select(ConductEntry.id).where(told, ~exists().where(same)).order_by(ConductEntry.id)
        yield from (f"{action} {entry_id}" for entry_id in db.session.scalars(query))


def versions_match_their_hash() -> Iterator[str]:
    from nomination.campaigns import content_hash

    for version in db.session.scalars(select(CampaignVersion)):
        if content_hash(version.content) != version.content_hash:
            yield f"campaign version {version.id}"


def drafts_stand_alone() -> Iterator[str]:
    """Of each campaign one draft at most, and nothing is nominated under a draft."""
    drafting = select(CampaignVersion.campaign_id).where(CampaignVersion.status == "draft")
    several = drafting.group_by(CampaignVersion.campaign_id).having(func.count() > 1)
    yield from (f"campaign {campaign}" for campaign in db.session.scalars(several))
    under = select(Nomination.code).join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
    yield from db.session.scalars(under.where(CampaignVersion.status == "draft"))


def opened_rounds_are_what_was_frozen() -> Iterator[str]:
    """The definition of an opened round has its hash, and names the key, the agenda and the papers that people read."""
    papers: dict[int, list[dict[str, str]]] = {}
    asked = select(RoundPaper).where(RoundPaper.removed_at.is_(None)).order_by(RoundPaper.id)
    for paper in db.session.scalars(asked):
        papers.setdefault(paper.round_id, []).append({"name": paper.name, "sha256": paper.sha256})
    for vote in db.session.scalars(select(Round).where(Round.definition_hash.is_not(None))):
        definition = vote.definition or {}
        rules = definition.get("rules", {})
        told = (rules.get("agenda", vote.agenda), rules.get("papers", papers.get(vote.id, [])))
        whole = kept_whole(definition, stated=vote.definition_hash, public_key=vote.public_key)
        if not whole or told != (vote.agenda, papers.get(vote.id, [])):
            yield f"round {vote.code}"


def receipts_count_up() -> Iterator[str]:
    """What was received has its number; within a campaign and a year they run from one without a gap."""
    numbered = (Nomination.receipt_number.is_not(None), Nomination.receipt_year.is_not(None))
    received = Nomination.received_at.is_not(None)
    without = select(Nomination.code).where(or_(*(received != one for one in numbered)))
    yield from db.session.scalars(without)
    counted = (
        select(Nomination.campaign_id, Nomination.receipt_year, func.count(), func.max(Nomination.receipt_number))
        .where(*numbered)
        .group_by(Nomination.campaign_id, Nomination.receipt_year)
    )
    yield from (f"campaign {campaign}, {year}" for campaign, year, n, last in db.session.execute(counted) if n != last)


def papers_are_on_record() -> Iterator[str]:
    """A kept paper is about something that is there, and the record says who made it."""
    subjects = {
        "submission": Submission.code, "nomination": Nomination.code, "round": Round.code, "decision": Decision.code,
        "award": RegisterEntry.code,
    }  # fmt: skip
    told = and_(
        Audit.subject_kind == "paper",
        Audit.subject_id == KeptPaper.subject_kind + "/" + KeptPaper.subject_code,
        Audit.action == "paper:make",
        Audit.actor_id == KeptPaper.made_by_id,
    )
    for kind, code in subjects.items():
        there = exists().where(code == KeptPaper.subject_code)
        query = select(KeptPaper.id).where(KeptPaper.subject_kind == kind, ~and_(there, exists().where(told)))
        yield from (f"paper {paper}" for paper in db.session.scalars(query.order_by(KeptPaper.id)))


def aftermath_is_of_published_awards() -> Iterator[str]:
    """Money is paid for an award of the payment's own decision; only awards of decisions made here are handed over;
    only of revoked ones something is taken back, and of money only what was paid."""
    entry = RegisterEntry.id
    paid = (
        select(RegisterEntry.code)
        .join(BonusLine, BonusLine.entry_id == entry)
        .join(BonusPayment, BonusPayment.id == BonusLine.payment_id)
        .where(or_(RegisterEntry.decision_id.is_(None), RegisterEntry.decision_id != BonusPayment.decision_id))
    )
    handed = select(RegisterEntry.code).join(Handover, Handover.entry_id == entry)
    handed = handed.where(RegisterEntry.nomination_id.is_(None))
    back = select(RegisterEntry.code).join(Recovery, Recovery.entry_id == entry)
    unpaid = and_(Recovery.what == "money", ~exists().where(BonusLine.entry_id == entry))
    back = back.where(or_(RegisterEntry.revoked_at.is_(None), unpaid))
    for query in (paid, handed, back):
        yield from db.session.scalars(query)


INVARIANTS: dict[str, Check] = {
    "the audit chain is unbroken": chain_unbroken,
    "a nomination stands where its last transition led": state_is_last_transition,
    "what was received has its receipt number, counted without a gap": receipts_count_up,
    "every transition has its audit entry": transitions_have_their_entry,
    "the steps of a nomination count up without a gap": steps_count_up,
    "an opened round is what was frozen under its hash": opened_rounds_are_what_was_frozen,
    **ROUND_INVARIANTS,
    **COUNCIL_INVARIANTS,
    **VETTING_INVARIANTS,
    "the register says what was signed": register_is_what_was_signed,
    "the register says what earlier papers say": taken_over_reads_as_its_paper,
    "paid, handed over and taken back are awards of the register": aftermath_is_of_published_awards,
    "the registers of conduct are on record": registers_of_conduct_are_on_record,
    "a kept paper is about something, and the record says who made it": papers_are_on_record,
    "a campaign version has the hash of its content": versions_match_their_hash,
    "a draft of a campaign stands alone, and nothing is nominated under it": drafts_stand_alone,
}


def broken() -> list[str]:
    """Every invariant that does not hold, with the rows that break it."""
    return [f"{name}: {', '.join(rows)}" for name, check in INVARIANTS.items() if (rows := list(check()))]
