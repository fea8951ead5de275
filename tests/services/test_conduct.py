"""Entries of the registers: recorded and closed by two people, and what they stop at each stage until settled."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, update

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, ConductClearance, ConductEntry, Nomination, Transition, Unit, UnitSuccession
from nomination.services import freezing, wording
from nomination.services.conduct import Recording, clear_of, close_entry, record_entry, take_clearance_back
from nomination.services.counting import carry_out, count_box
from nomination.services.signatures import LinesRefused
from nomination.services.transaction import Invalid, Missing, Stale
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests.support.query_counter import counting
from tests.world import World, build, draft, facts
from tests.world_steps import act, assessed, at_signoff, endorsed, letter, submitted
from workflow.decision import Act
from workflow.dossier import NomineeKind
from workflow.machine import NotYours, Refused
from workflow.vocabulary import Trigger

NEUTRAL = "Criterion %(number)s: an entry in the department's registers must be cleared first."


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def said(world: World, unit: str = "alpha", **changes: Any) -> Recording:
    first = Recording(
        "discipline", world.units[unit].id, "Đang xem xét xử lý kỷ luật.", "Số 12/QĐ-ALPHA", date(2020, 3, 1)
    )
    return replace(first, **changes)


def recorded(world: World, unit: str = "alpha", by: str = "officer", **changes: Any) -> ConductEntry:
    return record_entry(world.actor(by), said(world, unit, **changes))


def blocked(nomination: Nomination) -> list[int | None]:
    db.session.expire_all()
    return [record.entry_id for record in facts(nomination).dossier.open_records]


def refused(world: World, name: str, trigger: Trigger, nomination: Nomination) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(world, name, trigger, nomination)
    return [reason.message for reason in refusal.value.reasons]


def test_an_entry_is_recorded_with_one_audit_entry(world: World, session: Session) -> None:
    entry = recorded(world, kind="individual", subject_name="  Nguyễn  Thị Quý ")
    assert (entry.subject_name, entry.subject_key) == ("Nguyễn Thị Quý", "nguien thi qui")
    assert (entry.recorded_by_id, entry.closed_at) == (world.people["officer"].id, None)
    told = session.query(Audit).one()
    assert (told.action, told.subject_kind, told.subject_id) == ("conduct:record", "conduct", str(entry.id))
    assert (told.facts["paper"], told.facts["counts_from"]) == ("Số 12/QĐ-ALPHA", "2020-03-01")


def test_everything_wrong_is_told_at_once_and_nothing_written(world: World, session: Session) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        recorded(world, register="gossip", unit_id=9999, summary=" ", paper="", counts_from=None, kind="animal")
    assert refusal.value.problems == {
        "register": [("Choose a register.", {})],
        "unit": [("Choose a unit from the list.", {})],
        "kind": [("Choose whom the entry concerns.", {})],
        "summary": [("This is needed.", {})],
        "paper": [("This is needed.", {})],
        "counts_from": [("This is needed.", {})],
    }
    problems = [
        ({"counts_from": tomorrow}, "counts_from", "The day from which it counts cannot lie in the future."),
        ({"counts_to": date(2020, 2, 29)}, "counts_to", "The last day lies before the day from which it counts."),
        ({"subject_name": "Lê Văn A"}, "kind", "Say whether the name is that of a person or of a collective."),
        ({"subject_name": "Phòng 2", "kind": "individual"}, "subject_name", wording.NOT_IN_NAME),
    ]  # fmt: skip
    for changes, where, message in problems:
        with pytest.raises(Invalid) as refusal:
            recorded(world, **changes)
        assert [(key, told[0][0]) for key, told in refusal.value.problems.items()] == [(where, message)]
    assert (session.query(ConductEntry).count(), session.query(Audit).count()) == (0, 0)


@pytest.mark.parametrize("name", ["alpha_head", "eta_head", "auditor", "minister", "secretary", "administrator"])
def test_only_the_department_records(world: World, session: Session, name: str) -> None:
    with pytest.raises(NotYours):
        recorded(world, by=name)
    assert session.query(ConductEntry).count() == 0


def test_another_person_closes_it_with_a_reason(world: World, session: Session) -> None:
    entry, own = recorded(world), recorded(world, by="department_head")
    head = world.actor("department_head")
    with pytest.raises(NotYours):
        close_entry(world.actor("officer_2"), entry.id, "Đã xong.")
    with pytest.raises(Refused):
        close_entry(head, own.id, "Đã xong.")
    with pytest.raises(Invalid):
        close_entry(head, entry.id, "  ")
    with pytest.raises(Stale):
        close_entry(head, entry.id, "Đã xong.", version=entry.version + 1)
    with pytest.raises(Missing):
        close_entry(head, 9999, "Đã xong.")
    assert entry.closed_at is None
    close_entry(head, entry.id, " Ghi nhầm. ", version=entry.version)
    assert (entry.close_reason, entry.closed_by_id) == ("Ghi nhầm.", head.person_id)
    last = session.query(Audit).order_by(Audit.id.desc()).first()
    assert last is not None and (last.action, last.facts) == ("conduct:close", {"reason": "Ghi nhầm."})
    with pytest.raises(Refused):
        close_entry(head, entry.id, "Lần nữa.")


def test_whom_it_reaches(world: World, session: Session) -> None:
    """By unit, the units above and before it, by name and kind, by its days, and by the criterion's own register."""
    hoa = draft(world, name="Nguyễn Thị Hoa")
    room = draft(world, name="Phòng Tổng hợp", kind=NomineeKind.COLLECTIVE)
    other = draft(world, "beta", "Nguyễn Thị Hoa")
    session.execute(update(Unit).where(Unit.code.in_(["alpha", "beta"])).values(parent_id=world.units["ministry"].id))
    day = clock.today()
    session.add(
        UnitSuccession(
            predecessor_id=world.units["gamma"].id, successor_id=world.units["beta"].id, kind="merge", took_effect=day
        )
    )
    session.add(
        UnitSuccession(
            predecessor_id=world.units["delta"].id, successor_id=world.units["beta"].id, kind="merge",
            took_effect=day + timedelta(days=1),
        )
    )  # fmt: skip
    session.execute(update(Unit).where(Unit.code == "gamma").values(parent_id=world.units["zeta"].id))
    session.commit()
    expected: list[tuple[dict[str, Any], list[Nomination]]] = [
        ({}, [hoa, room]),
        ({"kind": "collective"}, [room]),
        ({"kind": "individual", "subject_name": "NGUYEN THI HOA"}, [hoa]),
        ({"counts_to": day}, [hoa, room]),
        ({"counts_to": day - timedelta(days=1)}, []),
        ({"register": "incident"}, [hoa, room]),
        ({"unit": "ministry"}, []),
        ({"unit": "ministry", "with_below": True}, [hoa, room, other]),
        ({"unit": "gamma"}, [other]),
        ({"unit": "delta"}, []),
        ({"unit": "zeta", "with_below": True}, []),
    ]
    for changes, reached in expected:
        entry = recorded(world, **changes)
        found = [one for one in (hoa, room, other) if blocked(one) == [entry.id]]
        assert found == reached, changes
        close_entry(world.actor("department_head"), entry.id, "Xong.")
    assert [blocked(one) for one in (hoa, room, other)] == [[], [], []]


def test_what_has_ended_is_left_alone(world: World) -> None:
    nomination = draft(world)
    act(world, "alpha_head", Trigger.WITHDRAW, nomination)
    recorded(world)
    assert blocked(nomination) == []


def test_any_number_costs_one_query(world: World, sql: Engine) -> None:
    from nomination.conduct_rows import against

    named = [(draft(world, unit), world.rules) for unit in ("alpha", "beta", "gamma")]
    for _ in range(3):
        recorded(world)
    for number in (1, 3):
        ids = [nomination.id for nomination, _ in named[:number]]
        with counting(sql) as sent:
            found = against(named[:number], clock.today())
        assert len(sent) == 1
        assert [len(found[key].speaking) for key in ids] == [3, 0, 0][:number]


def test_it_stops_the_submission(world: World, session: Session) -> None:
    nomination = draft(world)
    letter(world, nomination)
    recorded(world)
    assert refused(world, "alpha_head", Trigger.SUBMIT, nomination) == [NEUTRAL]
    assert (nomination.state, session.query(Transition).count()) == ("draft", 0)


def test_a_counted_round_carries_out_the_others(world: World, session: Session) -> None:
    stopped, free = submitted(world, draft(world)), submitted(world, draft(world, "delta", "Lê Thị Lan"))
    voting = rounds.opened(world, stopped, free)
    rounds.all_vote(voting)
    entry = recorded(world, kind="individual", subject_name="Nguyễn Thị Hoa")
    teller = world.actor("beta_officer")
    with clock.at(voting.row.closes_at):
        left = count_box(teller, voting.code, voting.codes)
    assert [(one.line.nomination.code, [reason.message for reason in one.reasons]) for one in left] == [
        (stopped.code, [NEUTRAL])
    ]
    assert (stopped.state, free.state) == ("cluster_review", "department_vetting")
    kept = [str(step.findings) for step in session.query(Transition)]
    assert not [text for text in kept if "12/QĐ-ALPHA" in text]
    close_entry(world.actor("department_head"), entry.id, "Không có vi phạm.")
    assert carry_out(teller, voting.code) == []
    assert stopped.state == "department_vetting"


def test_it_stops_the_vetting_until_cleared(world: World, session: Session) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    entry = recorded(world, register="incident")
    assert refused(world, "department_head", Trigger.CLEAR, nomination) == [NEUTRAL]
    with pytest.raises(Refused) as refusal:
        clear_of(world.actor("officer_2"), entry.id, nomination.code, "Người khác.")
    assert [reason.code for reason in refusal.value.reasons] == ["charge"]
    for name in ("auditor", "alpha_head"):
        with pytest.raises(NotYours):
            clear_of(world.actor(name), entry.id, nomination.code, "Người khác.")
    with pytest.raises(Invalid):
        clear_of(world.actor("officer"), entry.id, nomination.code, " ")
    assert session.query(ConductClearance).count() == 0
    clear_of(world.actor("officer"), entry.id, nomination.code, "Sự cố thuộc đơn vị khác.")
    last = session.query(Audit).order_by(Audit.id.desc()).first()
    assert last is not None
    assert (last.action, last.subject_id) == ("nomination:clear_of_entry", nomination.code)
    assert last.facts == {"entry": entry.id, "register": "incident", "reason": "Sự cố thuộc đơn vị khác."}
    assert blocked(nomination) == []
    take_clearance_back(world.actor("department_head"), entry.id, nomination.code)
    last = session.query(Audit).order_by(Audit.id.desc()).first()
    assert last is not None
    assert (last.action, last.facts["found_by"]) == ("nomination:take_clearance_back", world.people["officer"].id)
    assert blocked(nomination) == [entry.id]
    with pytest.raises(Missing):
        take_clearance_back(world.actor("department_head"), entry.id, nomination.code)
    clear_of(world.actor("department_head"), entry.id, nomination.code, "Sự cố thuộc đơn vị khác.")
    act(world, "department_head", Trigger.CLEAR, nomination)
    assert nomination.state in ("minister_signoff", "council_review")


def test_a_clearance_is_for_one_nomination(world: World) -> None:
    first, second = draft(world), draft(world, name="Lê Thị Lan")
    entry = recorded(world)
    clear_of(world.actor("officer"), entry.id, first.code, "Không liên quan.")
    assert (blocked(first), blocked(second)) == ([], [entry.id])
    untouched = draft(world, "beta")
    for code in (untouched.code, "khong-co-0001", first.code):
        with pytest.raises(Invalid) as refusal:
            clear_of(world.actor("officer"), entry.id, code, "Không liên quan.")
        assert refusal.value.problems == {
            "code": [("This entry does not speak against a nomination with this code.", {})]
        }


def test_a_frozen_decision_is_refused_whole(world: World, session: Session) -> None:
    stopped, free = at_signoff(world, draft(world)), at_signoff(world, draft(world, "beta", "Lê Thị Lan"))
    made = decisions.frozen(world, stopped, free)
    entry = recorded(world)
    with pytest.raises(LinesRefused) as refusal:
        decisions.sign(world, made)
    assert {code: [reason.message for reason in told] for code, told in refusal.value.against.items()} == {
        stopped.code: [NEUTRAL]
    }
    session.refresh(made)
    assert (made.status, stopped.state, free.state) == ("frozen", "minister_signoff", "minister_signoff")
    minister, given = world.actor("minister"), decisions.by(world, "minister")
    freezing.reopen(minister, made.code, Act.RETURN, given)
    with pytest.raises(Refused) as refused_freezing:
        freezing.freeze(world.actor("department_head"), made.code)
    assert [(reason.message, reason.params) for reason in refused_freezing.value.reasons] == [
        ("%(name)s: a criterion is no longer met. Open the nomination to see why.", {"name": "Nguyễn Thị Hoa"})
    ]
    clear_of(world.actor("officer"), entry.id, stopped.code, "Người khác.")
    freezing.freeze(world.actor("department_head"), made.code)
    take_clearance_back(world.actor("officer"), entry.id, stopped.code)
    freezing.send_back_one(minister, made.code, stopped.code, given)
    freezing.freeze(world.actor("department_head"), made.code)
    decisions.sign(world, made)
    assert (free.state, stopped.state, blocked(stopped)) == ("awarded", "department_vetting", [entry.id])
