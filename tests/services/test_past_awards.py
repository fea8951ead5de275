"""Decisions of the past: every row read and judged before anything is stored, then all of it or nothing."""

from datetime import date

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import func, select

from nomination.models import Audit, PastAward, PastDecision, RegisterEntry
from nomination.queries.invariants import broken
from nomination.services.past_awards import Line, Paper, import_decision, read_sheet
from nomination.services.past_publishing import publish_past, take_out_of_register
from nomination.services.transaction import Invalid
from tests.world import build
from workflow.dossier import NomineeKind
from workflow.machine import NotYours, Refused

HEAD = ["STT", "Loại", "Họ và tên", "Đơn vị", "Hình thức khen thưởng", "Năm"]
PAPER = Paper("12/QĐ-THU", date(2019, 12, 30), "Bộ thử nghiệm", "Về việc tặng Bằng khen", "Bộ trưởng A")


def told(rows: list[list[str]]) -> list[str]:
    return [message % params for message, params in read_sheet(rows).problems]


def test_rows_are_read_by_their_headings() -> None:
    rows = [
        ["Danh sách"], HEAD,
        ["1", "Cá nhân", "Lê Văn An", "Vụ Alpha", "Bằng khen", "2019"],
        ["2", "tập thể", "Phòng Tổng hợp", "", "Cờ thi đua", ""],
        ["", "", "", "", "", ""],
    ]  # fmt: skip
    assert read_sheet(rows).lines == (
        Line(3, NomineeKind.INDIVIDUAL, "Lê Văn An", "Vụ Alpha", "Bằng khen", 2019, ""),
        Line(4, NomineeKind.COLLECTIVE, "Phòng Tổng hợp", "", "Cờ thi đua", None, ""),
    )


def test_every_problem_names_its_row() -> None:
    rows = [
        HEAD, ["1", "hộ", "Lê Văn An", "", "Bằng khen", "2019"], ["2", "", "", "", "", "hai nghìn"],
        ["3", "", "Lê Văn 4", "", "Bằng khen", ""],
    ]  # fmt: skip
    assert told(rows) == [
        "Row 2: “hộ” is neither an individual nor a collective.",
        "Row 3: “hai nghìn” is not a year.",
        "Row 3: the column “Name” is blank.",
        "Row 3: the column “Award” is blank.",
        "Row 4: the name “Lê Văn 4” holds something that does not belong in a name.",
    ]
    assert told([["a", "b"]]) == ["No row of headings was found: there must be columns for the name and the award."]
    assert told([HEAD]) == ["There is no line below the headings."]
    many = [HEAD, *(["", "", "Lê Văn An", "", "Bằng khen", ""] for _ in range(2001))]
    assert told(many) == ["One decision holds at most 2000 lines; this sheet has 2001."]


def test_a_decision_is_taken_over_whole_and_once(session: Session) -> None:
    world = build()
    lines = read_sheet([HEAD, ["1", "", "Quý Văn An", "Vụ Alpha", "Bằng khen", "2019"]]).lines
    made = import_decision(world.actor("officer"), PAPER, lines)
    award = session.scalars(select(PastAward)).one()
    assert (award.name_key, award.unit_id, award.ordinal) == ("qui van an", world.units["alpha"].id, 1)
    entry = session.scalars(select(Audit).where(Audit.action == "past_decision:import")).one()
    assert (entry.subject_id, entry.facts["lines"]) == (str(made.id), 1)
    with pytest.raises(Invalid) as again:
        import_decision(world.actor("officer"), PAPER, lines)
    assert again.value.problems == {"number": [("This decision was taken over before.", {})]}
    assert session.scalar(select(func.count()).select_from(PastDecision)) == 1


def test_the_paper_must_be_whole_and_the_hand_the_departments(session: Session) -> None:
    world = build()
    with pytest.raises(Invalid) as invalid:
        import_decision(world.actor("officer"), Paper("", date(2999, 1, 1), "", ""), [])
    assert {name: one[0][0] for name, one in invalid.value.problems.items()} == {
        "number": "This is needed.", "dated": "The day of the decision lies in the future.",
        "issuer": "This is needed.", "title": "This is needed.", "signer": "This is needed.",
        "sheet": "There is no line to take over.",
    }  # fmt: skip
    with pytest.raises(NotYours):
        import_decision(world.actor("auditor"), PAPER, [])
    assert session.scalar(select(func.count()).select_from(PastDecision)) == 0


def test_the_class_of_the_statistics_is_read_by_its_words() -> None:
    head = [*HEAD, "Nhóm đối tượng"]
    rows = [head, ["1", "", "Lê Văn An", "", "Bằng khen", "", "người trực tiếp lao động"]]
    assert [line.class_code for line in read_sheet(rows).lines] == ["direct_worker"]
    assert told([head, ["1", "tập thể", "Phòng 1", "", "Bằng khen", "", "Doanh nhân"]]) == [
        "Row 2: “Doanh nhân” is no class of the yearly statistics for this kind of nominee."
    ]


def test_the_head_of_the_department_alone_publishes_it(session: Session) -> None:
    """Into the register whole, marked by its own kind of code, and out again; the list itself stays."""
    world = build()
    award = world.award(NomineeKind.INDIVIDUAL)
    rows = [HEAD, ["1", "", "Quý Văn An", "Vụ Alpha", award.name, ""], ["2", "tập thể", "Phòng 1", "", "Cờ", "2018"]]
    made = import_decision(world.actor("officer"), PAPER, read_sheet(rows).lines)
    head = world.actor("department_head")
    with pytest.raises(NotYours):
        publish_past(world.actor("officer"), made.id)
    with pytest.raises(Refused):
        take_out_of_register(head, made.id)
    assert session.scalar(select(func.count()).select_from(RegisterEntry)) == 0
    assert publish_past(head, made.id) == 2
    found = session.scalars(select(RegisterEntry).order_by(RegisterEntry.position)).all()
    assert [(one.name, one.unit_id, one.award, one.year, one.decision_number) for one in found] == [
        ("Quý Văn An", world.units["alpha"].id, award.code, 2019, "12/QĐ-THU"),
        ("Phòng 1", None, "", 2018, "12/QĐ-THU"),
    ]
    assert [one.code for one in found] == [f"cu-{one.past_award_id}" for one in found]
    with pytest.raises(Refused):
        publish_past(head, made.id)
    assert broken() == []
    take_out_of_register(head, made.id)
    assert (session.scalar(select(func.count()).select_from(RegisterEntry)), made.published_at) == (0, None)
    actions = session.scalars(select(Audit.action).order_by(Audit.id)).all()
    assert actions == ["past_decision:import", "past_decision:publish", "past_decision:take_out"]
