"""Officer proposes, head decides: what is kept, who may, several at once, and that a refused act writes nothing."""

from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, Nomination, Proposal, SupplementRequest, VettingNote
from nomination.queries.proposals import waiting_proposals
from nomination.queries.vetting_invariants import proposals_are_open_only_in_vetting
from nomination.services.advance import advance
from nomination.services.notes import note
from nomination.services.proposals import Proposed, SomeRefused, follow, propose
from nomination.services.transaction import Invalid, Missing, Stale
from tests.world import World, appoint, build, draft, facts
from tests.world_steps import act, assessed, endorsed
from workflow.machine import Given, NotYours, Refused
from workflow.proposing import PROPOSED
from workflow.vocabulary import Role, State, Trigger

CLEAR = Proposed("clear", "Đủ điều kiện.")
DECLINE = Proposed("decline", "Không thuộc đối tượng.", "Điều 10 Quy chế")


@pytest.fixture
def world(session: Session) -> World:
    return build()


def vetted(world: World, name: str = "Nguyễn Thị Hoa") -> Nomination:
    return assessed(world, endorsed(world, draft(world, name=name)))


def proposed(world: World, nomination: Nomination, said: Proposed = CLEAR, by: str = "officer") -> Proposal:
    return propose(world.actor(by), Nomination.id == nomination.id, said)


def a_return(**changes: object) -> Proposed:
    due = clock.today() + timedelta(days=9)
    return Proposed("return_for_supplement", "Thiếu minh chứng.", due_on=due, parts={"c2": "Nêu rõ hơn."})


def test_a_proposal_is_kept_and_the_head_follows_it(world: World) -> None:
    nomination = vetted(world)
    before, version = db.session.query(Audit).count(), nomination.version
    row = proposed(world, nomination, a_return())
    assert (db.session.query(Audit).count(), nomination.version) == (before + 1, version + 1)
    assert facts(nomination).dossier.proposed_by == world.people["officer"].id
    assert follow(world.actor("department_head"), [row.id]) == 1
    db.session.expire_all()
    assert (nomination.state, row.outcome) == (State.SUPPLEMENT, "followed")
    request = db.session.query(SupplementRequest).one()
    assert (request.parts, request.due_on, request.asked_by_id) == (
        {"c2": "Nêu rõ hơn."}, clock.today() + timedelta(days=9), world.people["department_head"].id,
    )  # fmt: skip


def test_a_newer_proposal_takes_the_place_and_another_decision_is_told(world: World) -> None:
    nomination = vetted(world)
    first, second = proposed(world, nomination), proposed(world, nomination, DECLINE)
    assert (first.outcome, second.outcome) == ("replaced", None)
    act(world, "department_head", Trigger.CLEAR, nomination)
    db.session.expire_all()
    assert second.outcome == "decided_otherwise"
    assert facts(nomination).proposal is None


def test_nothing_is_decided_that_no_officer_proposed(world: World) -> None:
    """Whatever he decides then may be something else than what was proposed."""
    nomination, here = vetted(world), Nomination.id
    head, before = world.actor("department_head"), db.session.query(Audit).count()
    given = Given(reason="Vì.", citation="Điều 10", due_on=clock.today(), parts={"c2": "Nêu rõ."})
    for trigger in PROPOSED:
        with pytest.raises(Refused) as caught:
            advance(head, trigger, here == nomination.id, given=given)
        assert [(one.code, one.mend) for one in caught.value.reasons] == [("proposal", "proposal")]
    assert (nomination.state, db.session.query(Audit).count()) == (State.DEPARTMENT_VETTING, before)
    proposed(world, nomination)
    advance(head, Trigger.DECLINE, here == nomination.id, given=given)
    assert nomination.state == State.DECLINED


def test_a_proposal_left_open_elsewhere_is_found(world: World) -> None:
    nomination = vetted(world)
    row = proposed(world, nomination)
    follow(world.actor("department_head"), [row.id])
    assert list(proposals_are_open_only_in_vetting()) == []
    row.outcome = row.closed_at = None
    db.session.flush()
    assert list(proposals_are_open_only_in_vetting()) == [nomination.code]


def test_who_proposed_does_not_decide(world: World) -> None:
    nomination = vetted(world)
    row = proposed(world, nomination, DECLINE, by="officer_2")
    appoint(world, "officer_2", "", Role.DEPARTMENT_HEAD)
    db.session.commit()
    with pytest.raises(SomeRefused) as caught:
        follow(world.actor("officer_2"), [row.id])
    assert {code: [one.code for one in reasons] for code, reasons in caught.value.against.items()} == {
        nomination.code: ["separation"]
    }
    for trigger in (Trigger.DECLINE, Trigger.CLEAR, Trigger.RETURN_FOR_SUPPLEMENT):
        given = {"citation": "Điều 10", "parts": {"c2": "Nêu rõ."}, "due_on": clock.today()}
        with pytest.raises(Refused):
            act(world, "officer_2", trigger, nomination, **given)


def test_several_at_once_or_none(world: World) -> None:
    first, second, held = (vetted(world, f"Nguyễn Thị {n}") for n in ("Một", "Hai", "Ba"))
    rows = [proposed(world, one).id for one in (first, second, held)]
    act(world, "officer", Trigger.HOLD, held, paper="Đơn số 5")
    desk = waiting_proposals(world.actor("department_head"))
    assert [(one.row.id, [reason.code for reason in one.against]) for one in desk.groups[Trigger.CLEAR]] == [
        (rows[0], []), (rows[1], []), (rows[2], ["hold"]),
    ]  # fmt: skip
    before = db.session.query(Audit).count()
    with pytest.raises(SomeRefused) as caught:
        follow(world.actor("department_head"), rows)
    assert list(caught.value.against) == [held.code]
    db.session.expire_all()
    assert {one.state for one in (first, second, held)} == {State.DEPARTMENT_VETTING}
    assert (db.session.query(Audit).count(), db.session.query(Proposal).filter_by(outcome=None).count()) == (before, 3)
    assert follow(world.actor("department_head"), rows[:2]) == 2
    db.session.expire_all()
    assert State.DEPARTMENT_VETTING not in {first.state, second.state}
    with pytest.raises(SomeRefused):
        follow(world.actor("department_head"), rows[:1])


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Proposed("sign", "Ký."), ["trigger"]),
        (Proposed("clear", " "), ["words"]),
        (Proposed("decline", "Không đạt."), ["citation"]),
        (Proposed("return_for_supplement", "Thiếu."), ["due_on", "parts"]),
        (Proposed("return_for_supplement", "Thiếu.", due_on=date(2019, 1, 1), parts={"khong-co": "x"}),
         ["due_on", "parts"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_written(world: World, said: Proposed, fields: list[str]) -> None:
    nomination = vetted(world)
    before = db.session.query(Audit).count()
    with pytest.raises(Invalid) as caught:
        proposed(world, nomination, said)
    assert sorted(caught.value.problems) == fields
    assert (db.session.query(Audit).count(), db.session.query(Proposal).count()) == (before, 0)


def test_who_may_not_and_when_not(world: World) -> None:
    nomination = vetted(world)
    for name in ("department_head", "alpha_head", "auditor"):
        with pytest.raises(NotYours):
            proposed(world, nomination, CLEAR, by=name)
    with pytest.raises(Stale):
        propose(world.actor("officer"), Nomination.id == nomination.id, CLEAR, version=nomination.version - 1)
    with pytest.raises(Refused):
        proposed(world, endorsed(world, draft(world, name="Lê Thị Mới")))
    with pytest.raises(Missing):
        follow(world.actor("department_head"), [99])
    with pytest.raises(Invalid):
        follow(world.actor("department_head"), [])


def test_a_note_is_kept_and_the_record_does_not_say_what_it_says(world: World) -> None:
    nomination = vetted(world)
    row = note(world.actor("officer"), Nomination.id == nomination.id, "Cần gọi lại đơn vị.")
    entry = db.session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None and (entry.action, entry.facts) == ("nomination:note", {"note": row.id})
    for name in ("alpha_head", "auditor", "minister"):
        with pytest.raises(NotYours):
            note(world.actor(name), Nomination.id == nomination.id, "Ghi chú.")
    with pytest.raises(Invalid):
        note(world.actor("officer"), Nomination.id == nomination.id, " ")
    assert db.session.query(VettingNote).count() == 1
