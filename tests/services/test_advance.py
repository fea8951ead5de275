"""One step of a nomination: state, transition and audit entry in one go, or nothing at all."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from nomination.models import Audit, HoldRecord, Nomination, SupplementRequest, Transition
from nomination.services.advance import advance
from nomination.services.consents import consent_to_withdrawal
from nomination.services.transaction import Missing, Stale
from tests.world import World, build, draft, facts
from tests.world_steps import (
    act,
    assessed,
    at_signoff,
    awarded,
    cleared,
    counted_round,
    endorsed,
    frozen_decision,
    submitted,
)
from workflow.dossier import NomineeKind
from workflow.machine import Given, NotYours, Refused, WrongState
from workflow.vocabulary import Trigger


@pytest.fixture
def world(session: Session) -> World:
    return build()


def steps(session: Session, nomination: Nomination) -> list[Transition]:
    query = select(Transition).where(Transition.nomination_id == nomination.id).order_by(Transition.n)
    return list(session.scalars(query))


def written(session: Session) -> tuple[int, int]:
    """How many audit entries and transitions there are."""
    entries, moves = select(func.count()).select_from(Audit), select(func.count()).select_from(Transition)
    return session.scalar(entries) or 0, session.scalar(moves) or 0


@pytest.mark.parametrize("kind", list(NomineeKind))
def test_the_whole_way_from_draft_to_award(world: World, session: Session, kind: NomineeKind) -> None:
    nomination = awarded(world, draft(world, kind=kind))
    moves = steps(session, nomination)
    council = ["approve"] if world.award(kind).council_required else []
    assert [move.trigger for move in moves] == ["submit", "endorse", "receive", "clear", *council, "sign"]
    assert [move.n for move in moves] == list(range(1, len(moves) + 1))
    assert (nomination.state, nomination.steps) == ("awarded", len(moves))
    assert all(before.to_state == after.from_state for before, after in pairwise(moves))


def test_a_step_writes_its_transition_and_one_audit_entry(world: World, session: Session) -> None:
    nomination = submitted(world, draft(world))
    (move,), head = steps(session, nomination), world.people["alpha_head"]
    entry = session.get_one(Audit, move.audit_id)
    assert (move.trigger, move.from_state, move.to_state) == ("submit", "draft", "cluster_review")
    assert (move.actor_id, move.rules_hash, move.reason) == (head.id, world.version.content_hash, "Theo quy định.")
    assert {code: found["met"] for code, found in move.findings.items()} == {
        criterion.code: True for criterion in world.rules.criteria
    }
    assert (entry.action, entry.actor_id, entry.subject_id) == ("nomination:submit", head.id, nomination.code)
    assert (entry.facts["from"], entry.facts["to"], entry.facts["n"]) == ("draft", "cluster_review", 1)
    assert nomination.pledged_hash == entry.facts["material"] == facts(nomination).dossier.material_hash


def test_a_refused_step_writes_nothing(world: World, session: Session) -> None:
    nomination = draft(world, complete=False)
    before, version = written(session), nomination.version
    with pytest.raises(Refused) as refused:
        act(world, "alpha_officer", Trigger.PROPOSE, nomination)
    assert len(refused.value.reasons) > 5
    assert (written(session), nomination.state, nomination.version) == (before, "draft", version)


def test_the_second_of_two_people_is_told(world: World, session: Session) -> None:
    nomination = draft(world)
    seen, only = nomination.version, Nomination.id == nomination.id
    advance(world.actor("alpha_officer"), Trigger.PROPOSE, only, version=seen)
    before = written(session)
    with pytest.raises(Stale):
        advance(world.actor("alpha_head"), Trigger.REFER_BACK, only, version=seen, given=Given(reason="Sửa lại."))
    assert written(session) == before


def test_what_one_may_not_see_is_missing_and_what_is_not_his_is_refused(world: World) -> None:
    nomination = draft(world)
    with pytest.raises(Missing):
        advance(world.actor("beta_head"), Trigger.WITHDRAW, Nomination.id == 0)
    with pytest.raises(NotYours):
        act(world, "beta_head", Trigger.WITHDRAW, nomination)
    with pytest.raises(WrongState):
        act(world, "minister", Trigger.SIGN, nomination)


def test_the_database_itself_refuses_a_state_without_its_transition(world: World, session: Session) -> None:
    nomination = draft(world)
    with pytest.raises(DatabaseError, match="a state changes only with its transition"):
        session.execute(text("UPDATE nomination SET state = 'withdrawn' WHERE id = :id"), {"id": nomination.id})
    session.rollback()


def test_a_delegate_acts_for_another(world: World, session: Session) -> None:
    nomination, principal = draft(world), world.people["alpha_head"]
    delegate = world.actor("beta_officer")
    given = frozenset(replace(grant, acts_for=principal.id) for grant in world.actor("alpha_head").grants)
    acting = replace(delegate, grants=given)
    advance(acting, Trigger.WITHDRAW, Nomination.id == nomination.id, given=Given(reason="Đơn vị rút hồ sơ."))
    (move,) = steps(session, nomination)
    assert (move.actor_id, move.on_behalf_id) == (world.people["beta_officer"].id, principal.id)


def test_sent_back_to_the_unit_it_is_a_free_draft_again(world: World) -> None:
    nomination = submitted(world, draft(world))
    act(world, "eta_head", Trigger.REFER_BACK, nomination)
    assert (nomination.state, nomination.submission_id, nomination.pledged_hash) == ("draft", None, None)


def test_a_vote_that_is_lost_declines(world: World) -> None:
    nomination = submitted(world, draft(world))
    counted_round(world, nomination, yes=6, no=1)
    with pytest.raises(Refused):
        act(world, "beta_officer", Trigger.ENDORSE, nomination)
    act(world, "beta_officer", Trigger.DECLINE, nomination)
    assert nomination.state == "declined"


def test_a_supplement_reopens_only_what_was_changed(world: World, session: Session) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    code = world.rules.criteria[1].code
    parts = {code: "Bổ sung số liệu."}
    act(
        world,
        "department_head",
        Trigger.RETURN_FOR_SUPPLEMENT,
        nomination,
        parts=parts,
        due_on=date(2031, 7, 1),
    )
    request = session.scalars(select(SupplementRequest)).one()
    assert (nomination.state, request.parts, request.answered_at) == ("supplement", parts, None)
    answer = next(one for one in nomination.answers if one.criterion == code)
    answer.narrative += " Bổ sung."
    session.commit()
    act(world, "alpha_head", Trigger.RESUBMIT, nomination)
    assert (nomination.state, request.answered_at is None) == ("cluster_review", False)
    assert code not in facts(nomination).dossier.assessments
    assert len(facts(nomination).dossier.assessments) == len(nomination.answers) - 1


def test_a_hold_stops_what_lies_ahead_until_another_lifts_it(world: World, session: Session) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    act(world, "department_head", Trigger.HOLD, nomination, paper="Số 5/BC")
    with pytest.raises(Refused) as refused:
        act(world, "department_head", Trigger.CLEAR, nomination)
    assert [reason.code for reason in refused.value.reasons] == ["hold"]
    with pytest.raises(Refused):
        act(world, "department_head", Trigger.LIFT, nomination)
    act(world, "auditor", Trigger.LIFT, nomination)
    hold = session.scalars(select(HoldRecord)).one()
    assert (hold.paper, hold.lifted_by_id) == ("Số 5/BC", world.people["auditor"].id)
    act(world, "department_head", Trigger.CLEAR, nomination)
    assert nomination.state != "department_vetting"


def test_after_the_vote_the_unit_withdraws_with_the_departments_consent(world: World, session: Session) -> None:
    nomination = endorsed(world, draft(world))
    only = Nomination.id == nomination.id
    with pytest.raises(Refused):
        act(world, "alpha_head", Trigger.WITHDRAW, nomination)
    with pytest.raises(NotYours):
        consent_to_withdrawal(world.actor("officer"), only)
    consent_to_withdrawal(world.actor("department_head"), only, version=nomination.version)
    entry = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert (entry.action, entry.subject_id) == ("nomination:consent", nomination.code)
    with pytest.raises(Refused):
        consent_to_withdrawal(world.actor("department_head"), only)
    act(world, "alpha_head", Trigger.WITHDRAW, nomination)
    assert nomination.state == "withdrawn"


def test_what_leaves_the_minister_leaves_the_decision(world: World) -> None:
    first = at_signoff(world, draft(world))
    second = at_signoff(world, draft(world, "beta", "Lê Văn Nam"))
    decision = frozen_decision(world, first, second)
    act(world, "minister", Trigger.REFER_BACK, first)
    assert (first.state, decision.status, decision.digest) == ("department_vetting", "drafting", None)
    assert [line.nomination_id for line in decision.lines] == [second.id]


def test_an_award_is_signed_only_as_it_was_seen(world: World) -> None:
    nomination = at_signoff(world, draft(world))
    decision = frozen_decision(world, nomination)
    with pytest.raises(Refused):
        act(world, "minister", Trigger.SIGN, nomination, seen="e" * 64)
    act(world, "minister", Trigger.SIGN, nomination, seen=decision.digest)
    assert (nomination.state, nomination.awarded_decision_id) == ("awarded", decision.id)


def test_the_rules_are_pinned_at_receipt(world: World) -> None:
    nomination = endorsed(world, draft(world))
    assert nomination.ruleset is None
    act(world, "officer", Trigger.RECEIVE, nomination)
    assert (nomination.ruleset, nomination.officer_id) == (world.version.ruleset, world.people["officer"].id)
    with pytest.raises(Refused):
        act(world, "officer_2", Trigger.RECEIVE, nomination)


def test_cleared_to_the_council_or_to_the_minister(world: World) -> None:
    found = {kind: cleared(world, draft(world, name=f"Lê {kind}", kind=kind)).state for kind in NomineeKind}
    expected = {True: "council_review", False: "minister_signoff"}
    assert found == {kind: expected[world.award(kind).council_required] for kind in NomineeKind}
