"""What the council reads before its vote: the summary of the vetting, one after another, and its own discussion."""

from datetime import timedelta

import pytest
from flask import Flask

from nomination import clock
from nomination.extensions import db
from nomination.models import Contribution, Nomination
from nomination.queries.council_agenda import agenda_of
from nomination.queries.reading import reading_of
from nomination.services import consultations, opinions
from nomination.services.notes import note
from nomination.services.past_awards import Line, Paper, import_decision
from nomination.services.proposals import Proposed, propose
from nomination.services.reading import contribute, write_note
from nomination.services.transaction import Missing
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_council import composed
from tests.world_steps import act, assessed, endorsed
from workflow.dossier import NomineeKind
from workflow.machine import Refused
from workflow.vocabulary import State, Trigger

INSIDE = "Gọi điện cho đơn vị trước."


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def vetted(world: World, name: str = "Phòng Tổng hợp", unit: str = "alpha") -> Nomination:
    """With an opinion, a list shown to the public, a proposal and a note of the department; then before the council."""
    award = world.award(NomineeKind.COLLECTIVE, council=True).code
    made = assessed(world, endorsed(world, draft(world, unit, name, kind=NomineeKind.COLLECTIVE, award=award)))
    officer, today = world.actor("officer"), clock.today()
    letter = opinions.ask(officer, [made.code], opinions.Letter("Thanh tra Bộ", "Có đơn thư không?", today, today))
    opinions.record_answer(
        officer, letter.id, [made.code], opinions.Answered("agree", "Không có đơn thư.", "Công văn số 9", today)
    )
    showing = consultations.Showing("Cổng thông tin điện tử", today - timedelta(days=50), 1, "Vụ Thi đua")
    heard(world, consultations.open_consultation(officer, [made.code], showing).id)
    propose(officer, Nomination.id == made.id, Proposed("clear", "Đủ điều kiện trình Hội đồng."))
    note(officer, Nomination.id == made.id, INSIDE)
    act(world, "department_head", Trigger.CLEAR, made, reason="Hồ sơ đầy đủ, thành tích rõ.")
    assert made.state == State.COUNCIL_REVIEW
    return made


def heard(world: World, consultation_id: int) -> None:
    """Two people wrote with their names, and one without; what one of them said was taken up."""
    officer, today = world.actor("officer"), clock.today()
    for text, name, weight in (
        ("Ủng hộ.", "Bà Lý", "taken_up"),
        ("Chưa rõ.", "Ông Tô", "not_taken_up"),
        ("Không.", "", ""),
    ):
        said = consultations.Said(text, today, name=name, contact="0123" if name else "")
        feedback = consultations.record_feedback(officer, consultation_id, said)
        if weight:
            weighing = consultations.Weighing(weight, "Đã xem xét.")
            consultations.weigh_feedback(officer, consultation_id, feedback.id, weighing)


def where(nomination: Nomination) -> str:
    return f"/nominations/{nomination.code}/reading"


def test_a_member_reads_what_the_department_found_and_not_its_notes(client: CheckingClient, world: World) -> None:
    past = Paper("1/QĐ-THU", clock.today() - timedelta(days=400), "Bộ thử nghiệm", "Về việc khen thưởng", "Bộ trưởng A")
    line = Line(2, NomineeKind.COLLECTIVE, "Phòng Tổng hợp", "", "Bằng khen", 2018, "")
    import_decision(world.actor("officer"), past, [line])
    nomination = vetted(world)
    for name in ("council_2", "council_1", "secretary"):
        sign_in(client, world, name)
        page = client.get(where(nomination)).text
        for told in (
            "Tóm tắt kết quả thẩm định", "Đã đối chiếu hồ sơ.", "Thanh tra Bộ", "Không có đơn thư.",
            "Cổng thông tin điện tử", "2 ý kiến nhận được, 1 ý kiến được tiếp thu.",
            "Đủ điều kiện trình Hội đồng.", "Lê Minh An", "Hồ sơ đầy đủ, thành tích rõ.",
            "Phạm Thu Cúc", "1/QĐ-THU", "Không có nội dung nào cản trở việc khen thưởng.",
        ):  # fmt: skip
            assert told in page, told
        assert INSIDE not in page and "7/7" not in page
        assert "Đạt tỷ lệ quy định" in page
    assert nomination.nominee_name in client.get("/reading").text
    for name in ("alpha_head", "beta_head", "officer", "minister", "auditor", "administrator"):
        sign_in(client, world, name)
        client.get(where(nomination), status=404)
    for name, offered in (("council_2", True), ("secretary", True), ("officer", False), ("alpha_head", False)):
        sign_in(client, world, name)
        page = client.get(f"/nominations/{nomination.code}").text
        assert (f'href="{where(nomination)}"' in page) is offered
    assert "Đã đối chiếu hồ sơ." not in page


def test_a_cluster_reads_no_vetting(client: CheckingClient, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    sign_in(client, world, "beta_head")
    assert "Tóm tắt kết quả thẩm định" not in client.get(where(nomination)).text
    with pytest.raises(Missing):
        reading_of(world.actor("council_2"), nomination.code)


def test_from_the_round_to_the_summaries_and_the_first_to_read(client: CheckingClient, world: World) -> None:
    first, second = vetted(world), vetted(world, "Phòng Kế hoạch", "delta")
    voting = rounds.prepared(world, first, second, body="council")
    sign_in(client, world, "council_2")
    page = client.get(f"/rounds/{voting.code}").text
    assert f'href="{where(first)}"' in page and f'href="/rounds/{voting.code}/summary"' in page
    summary = client.get(f"/rounds/{voting.code}/summary").text
    assert summary.index("1. <a") < summary.index("Phòng Tổng hợp") < summary.index("Phòng Kế hoạch")
    assert summary.count("Đủ điều kiện trình Hội đồng.") == 2 and INSIDE not in summary
    assert f'<a rel="next" href="{where(second)}">' in client.get(where(first)).text
    client.get(f"/reading/compare?first={first.code}&second={second.code}")
    for name, status in (("eta_head", 403), ("minister", 403), ("clerk", 403), ("administrator", 403)):
        sign_in(client, world, name)
        client.get(f"/rounds/{voting.code}/summary", status=status)
    rounds.opening(voting)
    rounds.all_vote(voting)
    rounds.counted(voting)
    told = agenda_of(world.actor("council_2"), voting.code)
    assert [(line.n, line.loaded.row.code) for line in told.lines] == [(1, first.code), (2, second.code)]
    assert [line.n for line in agenda_of(world.actor("auditor"), voting.code, after=1).lines] == [2]


def test_the_council_discusses_until_its_box_opens(client: CheckingClient, world: World) -> None:
    composed(world)
    nomination = vetted(world)
    voting = rounds.prepared(world, nomination, body="council")
    contribute(world.actor("council_3"), nomination.code, "Đề nghị làm rõ tháng 7.")
    write_note(world.actor("council_3"), nomination.code, "Hỏi thêm.")
    one = db.session.query(Contribution).one()
    assert (one.body, one.unit_id, one.post) == ("council", None, "standing_vice_chairman")
    sign_in(client, world, "council_2")
    client.post(f"{where(nomination)}/contributions", data={"words": "Nhất trí."})
    sign_in(client, world, "secretary")
    page = client.get(where(nomination)).text
    assert "Đỗ Hữu 3, Phó Chủ tịch Thường trực Hội đồng" in page and "Đề nghị làm rõ tháng 7." in page
    assert 'name="words"' not in page and "Hỏi thêm." not in page
    for name in ("secretary", "alpha_head", "department_head", "beta_head"):
        with pytest.raises(Missing):
            contribute(world.actor(name), nomination.code, "x")
    rounds.opening(voting)
    with pytest.raises(Refused):
        contribute(world.actor("council_2"), nomination.code, "Muộn rồi.")
    assert len(reading_of(world.actor("council_2"), nomination.code).contributions) == 2


def test_what_the_cluster_said_stays_in_the_cluster(world: World) -> None:
    nomination = vetted(world)
    db.session.add(
        Contribution(
            nomination_id=nomination.id, person_id=world.people["beta_head"].id, unit_id=world.units["beta"].id,
            text="Trong Cụm.", material_hash="0" * 64, written_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()
    assert reading_of(world.actor("council_2"), nomination.code).contributions == ()


@pytest.mark.parametrize("units", [("alpha",), ("alpha", "delta", "epsilon")])
def test_what_the_pages_cost(client: CheckingClient, world: World, sql: object, units: tuple[str, ...]) -> None:
    made = [vetted(world, f"Phòng {unit}", unit) for unit in units]
    voting = rounds.prepared(world, *made, body="council")
    sign_in(client, world, "council_2")
    found = []
    for path in (where(made[0]), "/reading", f"/rounds/{voting.code}/summary"):
        client.get(path)
        with counting(sql) as statements:
            client.get(path)
        found.append(len(statements))
    assert found == [12, 6, 12]
