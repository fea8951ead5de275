"""The steps of the small world: nominations reach their states by the real acts.

Only the counted round and the frozen decision are written directly; each has its own tests.
"""

import hashlib
from datetime import date, timedelta
from typing import Any

from nomination import clock
from nomination.extensions import db
from nomination.models import (
    CriterionVerdict,
    Decision,
    DecisionLine,
    Nomination,
    Proposal,
    Round,
    RoundQuestion,
    Submission,
    Teller,
)
from nomination.services.advance import advance
from tests.world import LEADER, World, facts, stored
from workflow.machine import Given
from workflow.proposing import PROPOSED
from workflow.vocabulary import State, Trigger

EMPTY = hashlib.sha256(b"{}").hexdigest()
"""The hash of a definition that says nothing."""


def unit_of(world: World, nomination: Nomination) -> str:
    return next(code for code, unit in world.units.items() if unit.id == nomination.unit_id)


def letter(world: World, *nominations: Nomination) -> Submission:
    """A submission letter of the unit with its minutes, carrying the nominations, not yet sent."""
    unit = unit_of(world, nominations[0])
    submission = Submission(
        code=f"TT-{nominations[0].code}", campaign_id=world.campaign.id, unit_id=nominations[0].unit_id,
        met_on=date(world.campaign.year, 12, 1), chair="Trần Thị Chủ Trì", members=9, present=9, conclusion="Nhất trí.",
        minutes_sha256=stored(f"bien-ban-{unit}.pdf"), minutes_name="bien-ban.pdf",
        created_by_id=world.people[f"{unit}_head"].id, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(submission)
    db.session.flush()
    for nomination in nominations:
        nomination.submission_id = submission.id
    db.session.commit()
    return submission


def act(
    world: World, name: str, trigger: Trigger, nomination: Nomination, *, seen: str | None = None, **given: Any
) -> None:
    """One real step by `name`; the confirmation is his own name unless another is given. What only follows a proposal
    is proposed first."""
    actor = world.actor(name)
    if trigger in PROPOSED and nomination.state == State.DEPARTMENT_VETTING:
        proposed(world, nomination, trigger)
    full = {"reason": "Theo quy định.", "confirmation": actor.name} | given
    advance(actor, trigger, Nomination.id == nomination.id, given=Given(**full), seen_digest=seen)


def proposed(world: World, nomination: Nomination, trigger: Trigger = Trigger.CLEAR) -> Nomination:
    """An officer proposed the step, unless some step was proposed before. Written directly: what a proposal needs has
    its own tests."""
    if db.session.query(Proposal).filter_by(nomination_id=nomination.id, closed_at=None).first() is None:
        db.session.add(
            Proposal(
                nomination_id=nomination.id, trigger=trigger.value, words="Đề nghị kết luận.", given={},
                proposed_by_id=world.people["officer"].id, proposed_at=clock.now(),
            )
        )  # fmt: skip
        db.session.commit()
    return nomination


def submitted(world: World, nomination: Nomination) -> Nomination:
    letter(world, nomination)
    act(world, f"{unit_of(world, nomination)}_head", Trigger.SUBMIT, nomination)
    return nomination


def counted_round(
    world: World, *nominations: Nomination, body: str = "cluster", yes: int = 7, no: int = 0, eligible: int = 7,
    status: str = "counted", rule: dict[str, Any] | None = None,
) -> Round:  # fmt: skip
    """A round as the count leaves it, with `beta_officer` as its only teller. No nomination has moved by it yet."""
    moment = clock.now()
    of_cluster = body == "cluster"
    vote = Round(
        code=f"{body}-{nominations[0].code}-{nominations[0].steps}", campaign_id=world.campaign.id,
        campaign_version_id=world.version.id, body=body, cluster_id=world.cluster.id if of_cluster else None,
        title="Phiên bỏ phiếu", status=status,
        opens_at=moment - timedelta(days=2), closes_at=moment - timedelta(days=1),
        opened_at=moment - timedelta(days=2), closed_at=moment - timedelta(days=1), counted_at=moment,
        rule=rule or {"quorum": [2, 3, False], "threshold": [90, 100, False], "base": "eligible"},
        ruleset=world.version.ruleset, teller_quorum=1, definition={}, definition_hash=EMPTY,
        prepared_by_id=world.people[f"{LEADER}_head"].id,
    )  # fmt: skip
    vote.tellers = [Teller(person_id=world.people["beta_officer"].id, n=1, confirmed=True)]
    vote.questions = [_question(n, nomination, yes, no, eligible) for n, nomination in enumerate(nominations, start=1)]
    db.session.add(vote)
    db.session.commit()
    return vote


def _question(n: int, nomination: Nomination, yes: int, no: int, eligible: int) -> RoundQuestion:
    return RoundQuestion(
        nomination_id=nomination.id, n=n, material_hash=nomination.pledged_hash, eligible=eligible, yes=yes, no=no,
        abstain=0, invalid=0, outcome="carried" if yes * 10 >= eligible * 9 else "not_carried",
    )  # fmt: skip


def endorsed(world: World, nomination: Nomination) -> Nomination:
    counted_round(world, submitted(world, nomination))
    act(world, "beta_officer", Trigger.ENDORSE, nomination)
    return nomination


def assessed(world: World, nomination: Nomination, verdict: str = "met") -> Nomination:
    """Received, and every criterion decided by `officer`."""
    act(world, "officer", Trigger.RECEIVE, nomination)
    for answer in nomination.answers:
        db.session.add(
            CriterionVerdict(
                nomination_id=nomination.id, criterion=answer.criterion, verdict=verdict, note="Đã đối chiếu hồ sơ.",
                assessor_id=world.people["officer"].id, assessed_at=clock.now(),
            )
        )  # fmt: skip
    db.session.commit()
    return nomination


def cleared(world: World, nomination: Nomination) -> Nomination:
    """Through the vetting: before the council when the award needs one, else at the minister's desk."""
    act(world, "department_head", Trigger.CLEAR, assessed(world, endorsed(world, nomination)))
    return nomination


def at_signoff(world: World, nomination: Nomination) -> Nomination:
    cleared(world, nomination)
    if nomination.state == State.COUNCIL_REVIEW:
        counted_round(world, nomination, body="council", yes=5, eligible=5)
        act(world, "beta_officer", Trigger.APPROVE, nomination)
    return nomination


def frozen_decision(world: World, *nominations: Nomination, kind: str = "award") -> Decision:
    """A decision that awaits the minister, as the department froze it."""
    decision = Decision(
        code=f"QD-{kind}-{nominations[0].code}", campaign_id=world.campaign.id, kind=kind,
        title="Về việc tặng Bằng khen",
        status="frozen", digest="d" * 64, prepared_by_id=world.people["officer"].id, prepared_at=clock.now(),
        frozen_by_id=world.people["department_head"].id, frozen_at=clock.now(),
    )  # fmt: skip
    decision.lines = [_line(world, n, nomination) for n, nomination in enumerate(nominations, start=1)]
    db.session.add(decision)
    db.session.commit()
    return decision


def _line(world: World, n: int, nomination: Nomination) -> DecisionLine:
    loaded = facts(nomination)
    return DecisionLine(
        nomination_id=nomination.id, ordinal=n, name=nomination.nominee_name, unit_name=loaded.unit.name,
        award=nomination.award, award_name=loaded.award.name, citation=nomination.citation,
        material_hash=loaded.dossier.material_hash,
    )  # fmt: skip


def awarded(world: World, nomination: Nomination) -> Nomination:
    """Signed through a decision that stays frozen: the paper's own steps are tested with the decisions."""
    decision = frozen_decision(world, at_signoff(world, nomination))
    act(world, "minister", Trigger.SIGN, nomination, seen=decision.digest)
    return nomination
