"""A history: every record under one name, and who is who only as an officer said, with the reason."""

from datetime import date

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, select

from nomination.models import Audit, MatchFinding, NamesakeFinding, Unit, UnitSuccession
from nomination.queries.histories import history, records_named
from nomination.services.histories import find_namesake
from nomination.services.past_awards import Line, Paper, import_decision
from nomination.services.transaction import Invalid, Missing
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import SINCE, World, build, draft, sign_in
from tests.world_aftermath import awards, revoke
from tests.world_steps import submitted
from workflow.dossier import NomineeKind
from workflow.machine import NotYours

PAPER = Paper("1/QĐ-CU", date(2018, 5, 2), "Cơ quan cũ", "Về việc khen thưởng", "Bộ trưởng A")


@pytest.fixture
def world(session: Session) -> World:
    return build()


def past(world: World, name: str, unit: str, kind: NomineeKind = NomineeKind.INDIVIDUAL) -> str:
    line = Line(2, kind, name, unit, "Bằng khen", 2017, "")
    import_decision(world.actor("officer"), PAPER, [line])
    return records_named(world.actor("officer"), name)[-1].ref


def refs(records: list) -> list[str]:
    return [one.ref for one in records]


def test_nobody_is_merged_because_of_a_name(world: World, session: Session) -> None:
    _, (own,) = awards(world, "Nguyễn Thị Hoa")
    proposed = draft(world, "beta", "Nguyễn Thị Hoà")
    proposed.match_note = "Người khác trùng tên."
    other = submitted(world, proposed).code
    old = past(world, "Nguyen Thi Hoa", "Vụ Alpha")
    officer = world.actor("officer")
    assert set(refs(records_named(officer, "NGUYEN THI HOA"))) == {own, other, old}
    told = history(officer, own)
    assert (refs(told.same), set(refs(told.open)), told.different) == ([own], {other, old}, [])
    assert [told.near(one) for one in sorted(told.open, key=lambda one: one.ref == old)] == ["other", "same"]
    find_namesake(officer, own, old, "same", " Cùng ngày sinh. ")
    find_namesake(officer, own, other, "different", "Khác đơn vị, khác chức vụ.")
    told = history(officer, old)
    assert (set(refs(told.same)), told.open, refs(told.different)) == ({own, old}, [], [other])
    entry = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert (entry.action, entry.facts["reason"], entry.facts["before"]) == (
        "namesake:find", "Khác đơn vị, khác chức vụ.", None,
    )  # fmt: skip
    find_namesake(officer, other, own, "same", "Đã chuyển đơn vị.")
    assert set(refs(history(officer, own).same)) == {own, old, other}
    entry = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert entry.facts["before"]["reason"] == "Khác đơn vị, khác chức vụ."


def test_a_finding_needs_its_reason_and_a_record_of_the_name(world: World, session: Session) -> None:
    _, (own,) = awards(world, "Nguyễn Thị Hoa")
    old, stranger = past(world, "Nguyễn Thị Hoa", ""), submitted(world, draft(world, "beta", "Lê Văn Nam")).code
    officer = world.actor("officer")
    with pytest.raises(Invalid) as refused:
        find_namesake(officer, own, old, "perhaps", " ")
    assert set(refused.value.problems) == {"verdict", "reason"}
    for other in (stranger, own, "past:99999", "khong-co"):
        with pytest.raises(Missing):
            find_namesake(officer, own, other, "same", "Vì sao.")
    with pytest.raises(NotYours):
        find_namesake(world.actor("auditor"), own, old, "same", "Vì sao.")
    for name in ("alpha_head", "minister", "administrator"):
        with pytest.raises(Missing):
            history(world.actor(name), own)
    assert session.query(NamesakeFinding).count() == 0


def test_what_vetting_found_counts_here_too(world: World, session: Session) -> None:
    first = submitted(world, draft(world, name="Nguyễn Thị Hoa"))
    second = submitted(world, draft(world, "beta", "Nguyễn Thị Hoa"))
    by = world.people["officer"].id
    found = MatchFinding(nomination_id=first.id, other=second.code, verdict="another_nominee", reason="Khác người.",
                         person_id=by, at=first.state_since)  # fmt: skip
    session.add(found)
    session.commit()
    assert refs(history(world.actor("officer"), first.code).different) == [second.code]
    found.verdict = "another_achievement"
    session.commit()
    assert set(refs(history(world.actor("officer"), first.code).same)) == {first.code, second.code}


def test_a_unit_stands_under_the_names_it_had_before(world: World, session: Session) -> None:
    unit = world.units["alpha"]
    before = Unit(code="cu", name="Phòng Cũ", short_name="Phòng Cũ", kind="vu", head_block="", valid_from=SINCE)
    session.add(before)
    session.flush()
    session.add(
        UnitSuccession(predecessor_id=before.id, successor_id=unit.id, kind="rename", took_effect=date(2020, 1, 1))
    )
    session.commit()
    _, (own,) = awards(world, unit.name, collective=True)
    old = past(world, "Phòng Cũ", "Phòng Cũ", NomineeKind.COLLECTIVE)
    told = history(world.actor("officer"), own)
    assert refs(told.open) == [old] and told.near(told.open[0]) == "related"


def test_revocations_show_and_the_page_costs_the_same(
    client: CheckingClient, world: World, session: Session, sql: Engine
) -> None:
    _, (own,) = awards(world, "Nguyễn Thị Hoa")
    revoke(world, own)
    sign_in(client, world, "officer")
    costs = []
    for unit in ("beta", "gamma", "delta"):
        submitted(world, draft(world, unit, "Nguyễn Thị Hoa"))
        with counting(sql) as sent:
            text = client.get(f"/histories/{own}").text
        costs.append(len(sent))
    assert "99/QĐ-HB" in text and text.count("Nói rõ đây là ai") == 3
    assert costs == [12, 12, 12]
    read = session.scalars(select(Audit).where(Audit.action == "history:read")).all()
    assert [(entry.subject_id, entry.actor_id, entry.facts) for entry in read] == [
        (own, world.people["officer"].id, {})
    ] * 3
    assert "Nguyễn Thị Hoa" in client.get("/histories?q=nguyen+thi+hoa").text
    client.get("/histories?q=khong+ai+ca")
    looked_up = session.scalars(select(Audit).where(Audit.action == "history:look_up")).one()
    assert own in looked_up.facts["records"] and "Hoa" not in str(looked_up.facts)
    other = history(world.actor("officer"), own).open[0].ref
    bad = client.post(f"/histories/{own}/findings", data={"other": other, "reason": "Vì sao."}, status=422).text
    assert "Vì sao." in bad and "Cần nói rõ là cùng một người hay người khác." in bad
    client.post(f"/histories/{own}/findings", data={"other": other, "verdict": "same", "reason": "Vì sao."})
    assert client.get(f"/histories/{own}").text.count("Nói rõ đây là ai") == 2
