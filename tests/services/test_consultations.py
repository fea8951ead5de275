"""Public consultation: shown for working days, nothing concluded meanwhile, and every feedback kept."""

from datetime import date, datetime

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import Audit, Consultation, Feedback, Nomination
from nomination.queries.consultations import shown_list, shown_lists
from nomination.queries.vetting_invariants import (
    VETTING_INVARIANTS,
    feedback_is_about_its_list,
    lists_ended_are_on_record,
)
from nomination.services.consultations import (
    Said,
    Showing,
    Weighing,
    end_consultation,
    open_consultation,
    record_feedback,
    weigh_feedback,
)
from nomination.services.transaction import Invalid, Missing, Stale
from tests.world import World, build, draft, facts
from tests.world_steps import act, assessed, endorsed, proposed
from workflow.machine import NotYours, Refused, options
from workflow.vocabulary import State, Trigger

FRIDAY = date(2020, 12, 4)
PORTAL = "Cổng thông tin điện tử của Bộ"
WHERE = "thidua@bo.example"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2020, 12, day, hour, minute, tzinfo=VIETNAM)


def shown(world: World, nomination: Nomination, days: int = 5) -> Consultation:
    with clock.at(at(4)):
        return open_consultation(world.actor("officer"), [nomination.code], Showing(PORTAL, FRIDAY, days, WHERE))


def vetted(world: World) -> Nomination:
    return assessed(world, endorsed(world, draft(world)))


def test_nothing_is_concluded_before_the_term_has_ended(world: World) -> None:
    nomination = vetted(world)
    row = shown(world, nomination)
    assert (row.closes_on, db.session.query(Audit).filter_by(action="consultation:open").count()) == (
        date(2020, 12, 11), 1,
    )  # fmt: skip
    with clock.at(at(11, 23, 59)), pytest.raises(Refused) as caught:
        act(world, "department_head", Trigger.CLEAR, nomination)
    assert [reason.code for reason in caught.value.reasons] == ["consultation"]
    with clock.at(at(12, 0, 0)):
        act(world, "department_head", Trigger.CLEAR, nomination)
    assert nomination.state != State.DEPARTMENT_VETTING


def test_feedback_without_name_and_contact_is_kept_and_not_valid(world: World) -> None:
    nomination = vetted(world)
    row, today = shown(world, nomination), clock.today()
    for name, contact, valid in (("Trần Văn Dân", "0900000000", True), ("Trần Văn Dân", " ", False), ("", "", False)):
        said = Said("Không xứng đáng.", today, nomination.code, name, contact)
        assert record_feedback(world.actor("officer"), row.id, said).valid is valid
    about_all = record_feedback(world.actor("officer"), row.id, Said("Danh sách quá dài.", today))
    assert (about_all.nomination_id, db.session.query(Feedback).count()) == (None, 4)
    told = db.session.query(Audit).filter_by(action="consultation:feedback").order_by(Audit.id)
    assert [entry.facts["valid"] for entry in told] == [True, False, False, False]


@pytest.mark.parametrize(
    ("showing", "fields"),
    [
        (Showing(" ", None, None), ["opens_on", "place", "working_days", "write_to"]),
        (Showing(PORTAL, FRIDAY, 0, WHERE), ["working_days"]),
        (Showing(PORTAL, date(2020, 1, 1), 61, WHERE), ["opens_on", "working_days"]),
    ],
)
def test_a_list_that_cannot_be_is_refused_whole(world: World, showing: Showing, fields: list[str]) -> None:
    nomination = vetted(world)
    with clock.at(at(4)), pytest.raises(Invalid) as caught:
        open_consultation(world.actor("officer"), [nomination.code], showing)
    assert sorted(caught.value.problems) == fields
    assert db.session.query(Consultation).count() == 0


def test_who_may_not(world: World) -> None:
    nomination = vetted(world)
    for name in ("alpha_head", "auditor", "minister"):
        with pytest.raises(Missing):
            open_consultation(world.actor(name), [nomination.code], Showing(PORTAL, FRIDAY, 5, WHERE))
    row = shown(world, nomination)
    with pytest.raises(Missing):
        record_feedback(world.actor("alpha_head"), row.id, Said("Ý kiến.", FRIDAY))
    with pytest.raises(Missing):
        record_feedback(world.actor("officer"), row.id, Said("Ý kiến.", FRIDAY, "khong-co"))
    with pytest.raises(Invalid):
        record_feedback(world.actor("officer"), row.id, Said(" ", None))


def said(
    world: World, row: Consultation, text: str = "Chưa xứng đáng.", about: str = "", name: str = "Trần Văn Dân"
) -> int:
    contact = "0900000000" if name else ""
    with clock.at(at(7)):
        return record_feedback(world.actor("officer"), row.id, Said(text, FRIDAY, about, name, contact)).id


def against(nomination: Nomination, world: World) -> list[tuple[str, str | None]]:
    """What stands against clearing it, after the term of the list."""
    proposed(world, nomination)
    with clock.at(at(14)):
        dossier = facts(nomination).dossier
    found = next(one for one in options(dossier, world.actor("department_head")) if one.trigger is Trigger.CLEAR)
    return [(reason.code, reason.mend) for reason in found.reasons]


def test_feedback_is_weighed_before_anything_it_is_about_is_cleared(world: World) -> None:
    first, second = vetted(world), assessed(world, endorsed(world, draft(world, name="Lê Thị Hai")))
    with clock.at(at(4)):
        showing = Showing(PORTAL, FRIDAY, 5, WHERE)
        row = open_consultation(world.actor("officer"), [first.code, second.code], showing)
    one = said(world, row, about=first.code)
    nameless = said(world, row, "Không biết tên.", name="")
    waits = ("feedback", f"feedback:{row.id}")
    assert (against(first, world), against(second, world)) == ([waits], [])
    everywhere = said(world, row, "Danh sách quá dài.")
    assert (against(first, world), against(second, world)) == ([waits], [waits])
    with clock.at(at(14)), pytest.raises(Refused):
        act(world, "department_head", Trigger.CLEAR, second)
    officer = world.actor("officer")
    weigh_feedback(officer, row.id, one, Weighing("taken_up", "Đã hỏi lại đơn vị; đơn vị giải trình rõ."))
    assert (against(first, world), against(second, world)) == ([waits], [waits])
    weigh_feedback(officer, row.id, everywhere, Weighing("not_taken_up", "Số lượng trong chỉ tiêu."))
    assert (against(first, world), against(second, world)) == ([], [])
    kept = db.session.get_one(Feedback, one)
    assert (kept.weight, kept.weighed_by_id) == ("taken_up", officer.person_id)
    assert db.session.get_one(Feedback, nameless).weight is None
    with clock.at(at(14)):
        act(world, "department_head", Trigger.CLEAR, first)
        assert [name for name, check in VETTING_INVARIANTS.items() if list(check())] == []


def test_a_weighing_is_replaced_with_both_on_record_and_never_over_a_newer_one(world: World) -> None:
    row = shown(world, vetted(world))
    one, officer = said(world, row), world.actor("officer")
    weigh_feedback(officer, row.id, one, Weighing("taken_up", "Đúng.", ""))
    before = db.session.query(Audit).count()
    with pytest.raises(Stale):
        weigh_feedback(officer, row.id, one, Weighing("not_taken_up", "Sai.", ""))
    for weighing, fields in ((Weighing("perhaps", " "), ["note", "weight"]), (Weighing("taken_up", ""), ["note"])):
        with pytest.raises(Invalid) as caught:
            weigh_feedback(officer, row.id, one, weighing)
        assert sorted(caught.value.problems) == fields
    with pytest.raises(NotYours):
        weigh_feedback(world.actor("department_head"), row.id, one, Weighing("taken_up", "Đúng."))
    for name, key in (("alpha_head", one), ("officer", one + 1)):
        with pytest.raises(Missing):
            weigh_feedback(world.actor(name), row.id, key, Weighing("taken_up", "Đúng."))
    assert db.session.query(Audit).count() == before
    weigh_feedback(world.actor("officer_2"), row.id, one, Weighing("not_taken_up", "Đã xác minh, không đúng."))
    told = db.session.query(Audit).filter_by(action="consultation:weigh").order_by(Audit.id)
    assert [(entry.facts["before"], entry.facts["weight"], entry.facts["note"]) for entry in told] == [
        (None, "taken_up", "Đúng."), ("taken_up", "not_taken_up", "Đã xác minh, không đúng."),
    ]  # fmt: skip


def test_a_list_ended_early_counts_as_not_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    nomination = vetted(world)
    row, head = shown(world, nomination), world.actor("department_head")
    one = said(world, row)
    with clock.at(at(8)):
        with pytest.raises(NotYours):
            end_consultation(world.actor("officer"), row.id, "Nhầm danh sách.")
        with pytest.raises(Missing):
            end_consultation(world.actor("alpha_head"), row.id, "Nhầm danh sách.")
        with pytest.raises(Invalid):
            end_consultation(head, row.id, " ")
        assert db.session.query(Audit).filter_by(action="consultation:end").count() == 0
        assert [listed.Consultation.id for listed in shown_lists()] == [row.id]
        end_consultation(head, row.id, "Nhầm danh sách.")
        assert shown_lists() == []
        with pytest.raises(Missing):
            shown_list(row.id)
        with pytest.raises(Refused) as caught:
            end_consultation(head, row.id, "Lần nữa.")
        assert [reason.code for reason in caught.value.reasons] == ["ended"]
    entry = db.session.query(Audit).filter_by(action="consultation:end").one()
    assert (entry.actor_id, entry.facts) == (head.person_id, {"reason": "Nhầm danh sách."})
    assert against(nomination, world) == [("feedback", f"feedback:{row.id}")]
    weigh_feedback(world.actor("officer"), row.id, one, Weighing("taken_up", "Đúng."))
    assert against(nomination, world) == []
    monkeypatch.setattr("nomination.dossiers._consultation_required", lambda *_: True)
    assert against(nomination, world) == [("consultation", "consultation")]
    assert [name for name, check in VETTING_INVARIANTS.items() if list(check())] == []


def test_the_public_reads_it_from_the_first_to_the_last_day(world: World) -> None:
    nomination = vetted(world)
    row = shown(world, nomination)
    seen = []
    for moment in (at(3, 23, 59), at(4, 0, 0), at(11, 23, 59), at(12, 0, 0)):
        with clock.at(moment):
            seen.append(len(shown_lists()))
    assert seen == [0, 1, 1, 0]
    with clock.at(at(5)):
        assert [one.nomination.code for one in shown_list(row.id).lines] == [nomination.code]
        nomination.withdrawal_consent_by_id = world.people["department_head"].id
        db.session.commit()
        act(world, "alpha_head", Trigger.WITHDRAW, nomination)
        assert shown_list(row.id).lines == []


def test_what_no_act_could_have_left_is_found(world: World) -> None:
    nomination, other = vetted(world), draft(world, name="Lê Thị Khác")
    row = shown(world, nomination)
    one = db.session.get_one(Feedback, said(world, row, about=nomination.code))
    one.nomination_id = other.id
    row.ended_at, row.ended_by_id, row.end_reason = clock.now(), world.people["officer"].id, "Không ai ghi."
    db.session.flush()
    assert list(feedback_is_about_its_list()) == [f"feedback {one.id}"]
    assert list(lists_ended_are_on_record()) == [f"consultation {row.id}"]
