"""After publication: money paid once, things handed over and confirmed, and what a revocation asks back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import func, select

from nomination import clock
from nomination.models import Audit, BonusLine, BonusPayment, Handover, Recovery, RegisterEntry
from nomination.queries.bonuses import payment_list
from nomination.queries.handovers import Asked, handovers
from nomination.queries.invariants import broken
from nomination.queries.recoveries import recoveries
from nomination.services.bonuses import record_payment
from nomination.services.handovers import Handing, confirm_receipt, record_handover, undo_handover
from nomination.services.recoveries import record_recovery
from nomination.services.transaction import Invalid, Missing
from tests.world import World, build
from tests.world_aftermath import awards, entry, revoke
from workflow.machine import NotYours, Refused


@pytest.fixture
def world(session: Session) -> World:
    return build()


def today() -> date:
    return clock.today()


def last(session: Session) -> Audit:
    return session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()


def count(session: Session, *models: type) -> list[int]:
    return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def problem(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {name: told[0][0] % told[0][1] for name, told in error.value.problems.items()}


def handing() -> Handing:
    return Handing(today(), "Hội trường Bộ", "Trần Thị Alpha, Vụ trưởng", ("certificate", "frame"))


def test_each_award_is_paid_once_by_the_rules_of_its_day(world: World, session: Session) -> None:
    made, (first, second) = awards(world, "Nguyễn Thị Hoa", "Lê Văn Nam")
    officer = world.actor("officer")
    worth = {line.entry.code: line.worth for line in payment_list(officer, made.code).lines}
    amount = worth[first].amount if worth[first] else 0
    assert amount > 0 and amount % 10_000 == 0
    paid = record_payment(officer, made.code, [first], paid_on=today(), paper=" Lệnh chi 5 ")
    assert (paid.paper, [line.amount for line in paid.lines]) == ("Lệnh chi 5", [amount])
    told = last(session)
    assert (told.action, told.subject_id, told.facts["lines"]) == ("bonus:pay", made.code, {first: amount})
    with pytest.raises(Invalid) as again:
        record_payment(officer, made.code, [first, second], paid_on=today(), paper="Lệnh chi 6")
    assert problem(again) == {"awards": "Already paid: Nguyễn Thị Hoa."}
    found = payment_list(officer, made.code)
    assert (found.total, found.paid, count(session, BonusPayment, BonusLine)) == (2 * amount, amount, [1, 1])


def test_a_payment_that_cannot_be_is_told_whole_and_writes_nothing(world: World, session: Session) -> None:
    made, (code,) = awards(world, "Nguyễn Thị Hoa")
    _, (other,) = awards(world, "Lê Văn Nam")
    officer = world.actor("officer")
    with pytest.raises(Invalid) as refused:
        record_payment(officer, made.code, [], paid_on=today() + timedelta(days=1), paper=" ")
    assert problem(refused) == {
        "awards": "Tick at least one award.", "paid_on": "The day lies in the future.", "paper": "This is needed.",
    }  # fmt: skip
    with pytest.raises(Invalid) as early:
        record_payment(officer, made.code, [code], paid_on=date(2000, 1, 1), paper="Số 1")
    assert list(problem(early)) == ["paid_on"]
    with pytest.raises(Missing):
        record_payment(officer, made.code, [code, other], paid_on=today(), paper="Số 1")
    for name in ("alpha_head", "auditor", "minister", "administrator"):
        with pytest.raises(NotYours):
            record_payment(world.actor(name), made.code, [code], paid_on=today(), paper="Số 1")
    assert count(session, BonusPayment, BonusLine) == [0, 0]
    with pytest.raises(Missing):
        payment_list(world.actor("alpha_head"), made.code)


def test_a_payment_for_another_decision_is_noticed(world: World, session: Session) -> None:
    made, (code,) = awards(world, "Nguyễn Thị Hoa")
    other, _ = awards(world, "Lê Văn Nam")
    paid = record_payment(world.actor("officer"), made.code, [code], paid_on=today(), paper="Số 1")
    assert broken() == []
    paid.decision_id = other.id
    session.commit()
    assert broken() == [f"paid, handed over and taken back are awards of the register: {code}"]


def test_two_awards_of_one_year_are_pointed_out(world: World) -> None:
    made, (code,) = awards(world, "Nguyễn Thị Hoa")
    _, (other,) = awards(world, "Lê Văn Nam", unit="beta")
    assert [line.others for line in payment_list(world.actor("officer"), made.code).lines] == [()]
    entry(other).name_key = entry(code).name_key
    assert [line.others for line in payment_list(world.actor("officer"), made.code).lines] == [(other,)]


def test_handed_over_then_confirmed_by_the_unit_itself(world: World, session: Session) -> None:
    _, (hoa, nam) = awards(world, "Nguyễn Thị Hoa", "Lê Văn Nam")
    _, (lan,) = awards(world, "Lê Thị Lan", unit="beta")
    officer, head = world.actor("officer"), world.actor("alpha_head")
    assert record_handover(officer, [hoa], handing()) == 1
    row = session.get_one(Handover, entry(hoa).id)
    assert (row.place, row.objects, row.confirmed_at) == ("Hội trường Bộ", ["certificate", "frame"], None)
    assert (last(session).action, last(session).facts["awards"]) == ("handover:record", [hoa])
    assert [one.code for one, _ in handovers(head, Asked(part="handed")).rows] == [hoa]
    assert [one.code for one, _ in handovers(head, Asked()).rows] == [nam]
    assert {one.code for one, _ in handovers(officer, Asked()).rows} == {nam, lan}
    with pytest.raises(Missing):
        confirm_receipt(world.actor("beta_head"), [hoa])
    assert confirm_receipt(head, [hoa]) == 1
    assert row.confirmed_by_id == head.person_id
    with pytest.raises(Refused):
        undo_handover(officer, hoa)
    assert record_handover(officer, [], handing(), whole=Asked(unit="beta")) == 1
    undo_handover(officer, lan)
    assert [one.code for one, _ in handovers(world.actor("beta_head"), Asked()).rows] == [lan]


def test_a_handing_over_that_cannot_be_writes_nothing(world: World, session: Session) -> None:
    _, (hoa,) = awards(world, "Nguyễn Thị Hoa")
    officer = world.actor("officer")
    with pytest.raises(Invalid) as refused:
        record_handover(officer, [], Handing(None, "", " ", ("crown",)))
    assert problem(refused) == {
        "awards": "Tick at least one award.", "handed_on": "This is needed.", "place": "This is needed.",
        "received_by": "This is needed.", "objects": "Tick what was handed over.",
    }  # fmt: skip
    with pytest.raises(Missing):
        record_handover(officer, ["khong-co"], handing())
    for name in ("alpha_head", "auditor"):
        with pytest.raises(NotYours):
            record_handover(world.actor(name), [hoa], handing())
    record_handover(officer, [hoa], handing())
    with pytest.raises(Invalid) as again:
        record_handover(officer, [hoa], replace(handing(), place="Nơi khác"))
    assert problem(again) == {"awards": "Already handed over: Nguyễn Thị Hoa."}
    assert count(session, Handover) == [1]


def test_a_revoked_award_is_asked_back(world: World, session: Session) -> None:
    made, (hoa, nam) = awards(world, "Nguyễn Thị Hoa", "Lê Văn Nam")
    officer = world.actor("officer")
    record_payment(officer, made.code, [hoa], paid_on=today(), paper="Lệnh chi 5")
    record_handover(officer, [hoa], handing())
    revoke(world, hoa)
    revoke_other = entry(nam)
    (due,) = recoveries(officer).rows
    assert (due.entry.code, due.paid is not None, due.handover is not None, due.money) == (hoa, True, True, None)
    record_recovery(officer, hoa, "money", recovered_on=today(), paper="Phiếu thu 7")
    assert (last(session).action, last(session).facts["what"]) == ("recovery:record", "money")
    with pytest.raises(Invalid) as again:
        record_recovery(officer, hoa, "money", recovered_on=today(), paper="Phiếu thu 8")
    assert problem(again) == {"paper": "This was recorded before."}
    for code, what in ((revoke_other.code, "money"), (hoa, "medal")):
        with pytest.raises(Missing):
            record_recovery(officer, code, what, recovered_on=today(), paper="Phiếu thu 9")
    with pytest.raises(NotYours):
        record_recovery(world.actor("auditor"), hoa, "objects", recovered_on=today(), paper="Biên bản 1")
    assert count(session, Recovery) == [1]
    assert recoveries(world.actor("alpha_head")).rows == []
    with pytest.raises(Invalid) as paid:
        record_payment(officer, made.code, [hoa], paid_on=today(), paper="Lệnh chi 9")
    assert list(problem(paid)) == ["awards"]
    assert session.scalars(select(RegisterEntry.code).where(RegisterEntry.revoked_at.is_not(None))).all() == [hoa]
    assert broken() == []
