"""Decisions on the screen: who sees what, refusals with their reasons and what was typed, one story to the register."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.decisions import grouped
from nomination.extensions import db
from nomination.models import CriterionVerdict, Decision, Nomination, RegisterEntry
from nomination.services import decisions as acts
from nomination.services import freezing
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in
from tests.world_decisions import (
    NUMBER,
    TITLE,
    decision,
    frozen,
    issue,
    issued,
    pdf_of,
    prepared,
    published,
    revocation,
    sign,
    signed,
    waiting,
)
from tests.world_steps import act
from workflow.decision import Act
from workflow.machine import Given
from workflow.vocabulary import State, Trigger


@pytest.fixture
def world(session: Session) -> World:
    return build()


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def page_of(made: Decision, part: str = "") -> str:
    return f"/decisions/{made.code}{part}"


def signing(made: Decision, world: World, **changes: object) -> dict[str, object]:
    """What the minister's form sends."""
    name = world.people["minister"].full_name
    return {"confirmation": name, "digest": made.digest, "version": made.version} | changes


def test_the_whole_story_without_javascript(client: CheckingClient, world: World) -> None:
    one, two = waiting(world, "alpha", "Lê Thị An"), waiting(world, "beta", "Phòng Tổng hợp", collective=True)
    sign_in(client, world, "officer")
    listed = client.get(f"/campaigns/{world.campaign.code}/decisions/new")
    assert listed.text.count("checked>") == 2
    answered = client.post(
        f"/campaigns/{world.campaign.code}/decisions/new", data={"title": TITLE, "nominations": [one.code, two.code]}
    )
    made = db.session.query(Decision).one()
    assert answered.location == page_of(made)
    assert f'value="{TITLE}"' in text_of(client.get(page_of(made)))
    version = {"version": made.version}
    client.post(page_of(made, "/lines"), data=version | {"title": TITLE, f"citation-{one.code}": "Một câu mới."})
    sign_in(client, world, "department_head")
    client.post(page_of(made, "/freeze"), data={"version": made.version, "signer": world.people["minister"].id})
    sign_in(client, world, "minister")
    seen = text_of(client.get(page_of(made)))
    assert grouped(made.digest) in seen
    assert "Một câu mới." in seen
    client.post(page_of(made, "/sign"), data=signing(made, world))
    sign_in(client, world, "clerk")
    numbered = {"number": NUMBER, "dated": f"{clock.today():%Y-%m-%d}", "version": made.version}
    refused = text_of(client.post(page_of(made, "/issue"), data=numbered, status=422))
    assert "Hãy đính kèm bản quét" in refused and f'value="{NUMBER}"' in refused
    client.post(page_of(made, "/issue"), data=numbered | {"scan": [(BytesIO(pdf_of(made)), "Bản ký.pdf")]})
    sign_in(client, world, "department_head")
    name = world.people["department_head"].full_name
    client.post(page_of(made, "/publish"), data={"confirmation": name, "version": made.version})
    client.sign_out()
    register = text_of(client.get("/register"))
    assert all(said in register for said in ("Lê Thị An", "Phòng Tổng hợp", NUMBER))
    assert (one.state, two.state) == (State.AWARDED, State.AWARDED)


def test_others_do_not_reach_decisions(client: CheckingClient, world: World) -> None:
    made = frozen(world, waiting(world))
    new = f"/campaigns/{world.campaign.code}/decisions/new"
    for name in ("alpha_head", "alpha_officer", "council_1", "secretary", "administrator"):
        sign_in(client, world, name)
        for path in ("/decisions", page_of(made), page_of(made, "/paper"), new):
            client.get(path, status=403)
        for part in ALLOWED:
            client.post(page_of(made, f"/{part}"), status=403)


ALLOWED = {
    "lines": {"officer"}, "freeze": {"department_head"}, "thaw": {"department_head"}, "sign": {"minister"},
    "record": {"clerk"}, "confirm": {"officer", "department_head"},
    "return": {"minister"}, "issue": {"clerk"}, "publish": {"department_head"},
    "cancel": {"officer", "department_head"},
}  # fmt: skip


@pytest.mark.parametrize("name", ["officer", "department_head", "minister", "clerk", "auditor"])
def test_each_act_belongs_to_its_role(client: CheckingClient, world: World, name: str) -> None:
    """Nothing of it changes anything: what is allowed is asked for something that is missing, or comes too early."""
    made = frozen(world, waiting(world))
    before = made.version
    sign_in(client, world, name)
    for part, roles in ALLOWED.items():
        asked = ("sign", "return", "thaw", "record", "confirm")
        allowed = 422 if part in asked else 409
        client.post(page_of(made, f"/{part}"), status=allowed if name in roles else 403)
        assert (decision(made.code).version, made.status) == (before, "frozen"), part


def test_the_registry_sees_a_decision_once_it_is_frozen(client: CheckingClient, world: World) -> None:
    made = frozen(world, waiting(world))
    draft_only = prepared(world, waiting(world, "beta", "Lê Văn Dũng"))
    sign_in(client, world, "clerk")
    client.get(page_of(draft_only), status=404)
    assert "Nhập bản đã ký tay" in text_of(client.get(page_of(made)))
    sign(world, made)
    assert made.title in text_of(client.get("/decisions"))
    assert "Cấp số, ngày và ban hành" in text_of(client.get(page_of(made)))


def test_an_unknown_decision_is_not_there(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "officer")
    client.get("/decisions/QD-khong-co-01", status=404)
    client.get("/decisions/QD-khong-co-01/paper", status=404)
    client.post("/decisions/QD-khong-co-01/lines", status=404)
    client.get("/campaigns/khong-co/decisions/new", status=404)
    client.get("/register/khong-co-0001/revocation", status=404)


def test_the_minister_sees_everything_on_one_screen(client: CheckingClient, world: World) -> None:
    one, two = waiting(world, "alpha", "Lê Thị An"), waiting(world, "beta", "Phòng Tổng hợp", collective=True)
    made = frozen(world, one, two)
    sign_in(client, world, "minister")
    seen = text_of(client.get(page_of(made)))
    assert all(said in seen for said in (TITLE, "Lê Thị An", "Phòng Tổng hợp", "Vụ Alpha", "Vụ Beta", one.citation))
    assert seen.count("Khối/Cụm bỏ phiếu: đạt") == 2
    assert seen.count("Hội đồng bỏ phiếu: đạt") == 1
    assert seen.count("In đúng như đề nghị.") == 2
    assert grouped(made.digest) in seen
    assert f'name="digest" value="{made.digest}"' in seen
    assert "Ở đây chưa cài khóa ký số" in seen
    assert f"{page_of(made)}/files/frozen_pdf/pages/1" in seen


def test_a_changed_citation_is_shown_beside_the_proposed_one(client: CheckingClient, world: World) -> None:
    one = waiting(world)
    made = prepared(world, one)
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(citations={one.code: "Câu do Vụ sửa."}))
    freezing.freeze(world.actor("department_head"), made.code)
    sign_in(client, world, "minister")
    seen = text_of(client.get(page_of(made)))
    assert "Câu do Vụ sửa." in seen
    assert f"Thành tích do đơn vị đề nghị ghi: {one.citation}" in seen


def test_refusals_are_told_before_the_minister_clicks(client: CheckingClient, world: World) -> None:
    one, two = waiting(world, "alpha", "Lê Thị An"), waiting(world, "beta", "Lê Văn Bình")
    made = frozen(world, one, two)
    act(world, "officer", Trigger.HOLD, one, paper="Đơn số 5", reason="Có đơn tố cáo.")
    sign_in(client, world, "minister")
    seen = text_of(client.get(page_of(made)))
    assert "Lê Thị An: đề nghị đang tạm dừng, chờ xác minh." in seen
    assert "Có đơn tố cáo" not in seen
    assert 'action="/decisions/' + made.code + '/sign"' not in seen
    refused = text_of(client.post(page_of(made, "/sign"), data=signing(made, world), status=422))
    assert "Lê Thị An: đề nghị đang tạm dừng, chờ xác minh." in refused
    assert (one.state, two.state, made.status) == (State.MINISTER_SIGNOFF, State.MINISTER_SIGNOFF, "frozen")


def test_a_double_click_answers_the_signed_page_twice(client: CheckingClient, world: World) -> None:
    made = frozen(world, waiting(world))
    sign_in(client, world, "minister")
    sent = signing(made, world)
    first, second = (client.post(page_of(made, "/sign"), data=sent) for _ in range(2))
    assert first.location == second.location == page_of(made)
    assert "Đã ký" in text_of(client.get(page_of(made)))


def test_a_wrong_digest_or_name_is_refused_in_words(client: CheckingClient, world: World) -> None:
    made = frozen(world, waiting(world))
    sign_in(client, world, "minister")
    refused = text_of(client.post(page_of(made, "/sign"), data=signing(made, world, digest="0" * 64), status=422))
    assert "Quyết định đã thay đổi" in refused
    refused = client.post(page_of(made, "/sign"), data=signing(made, world, confirmation="Vũ Thế"), status=422)
    assert 'value="Vũ Thế"' in text_of(refused)
    assert made.status == "frozen"


def test_a_decision_changed_meanwhile_is_answered_with_the_newer_page(client: CheckingClient, world: World) -> None:
    made = frozen(world, waiting(world))
    sent = signing(made, world)
    freezing.reopen(world.actor("department_head"), made.code, Act.THAW, Given(reason="Sửa."))
    sign_in(client, world, "minister")
    assert "Đang soạn thảo" in text_of(client.post(page_of(made, "/sign"), data=sent, status=409))


def test_one_is_sent_back_with_a_reason(client: CheckingClient, world: World) -> None:
    one, two = waiting(world, "alpha", "Lê Thị An"), waiting(world, "beta", "Lê Văn Bình")
    made = frozen(world, one, two)
    sign_in(client, world, "minister")
    sent = {"nomination": one.code, "version": made.version}
    refused = client.post(page_of(made, "/return"), data=sent | {"reason": " "}, status=422)
    assert "Hãy nêu lý do." in text_of(refused)
    client.post(page_of(made, "/return"), data=sent | {"reason": "Cần làm rõ thành tích."})
    assert (one.state, two.state, made.status) == (State.DEPARTMENT_VETTING, State.MINISTER_SIGNOFF, "drafting")
    sign_in(client, world, "officer")
    assert "Cần làm rõ thành tích." in text_of(client.get(page_of(made)))


def test_two_officers_at_one_list_lose_no_text(client: CheckingClient, world: World) -> None:
    one = waiting(world)
    made = prepared(world, one)
    old = made.version
    acts.arrange(world.actor("officer_2"), made.code, acts.Arranging(citations={one.code: "Câu của người kia."}))
    sign_in(client, world, "officer")
    sent = {"version": old, "title": "Trích yếu của tôi", f"citation-{one.code}": "Câu của tôi."}
    answered = text_of(client.post(page_of(made, "/lines"), data=sent, status=409))
    assert "Câu của tôi." in answered
    assert 'value="Trích yếu của tôi"' in answered
    assert decision(made.code).lines[0].citation == "Câu của người kia."


def test_what_was_typed_too_late_is_shown_for_keeping(client: CheckingClient, world: World) -> None:
    one = waiting(world)
    made = prepared(world, one)
    sent = {"version": made.version, "title": TITLE, f"citation-{one.code}": "Câu viết muộn."}
    freezing.freeze(world.actor("department_head"), made.code)
    sign_in(client, world, "officer")
    answered = text_of(client.post(page_of(made, "/lines"), data=sent, status=409))
    assert "Câu viết muộn." in answered
    assert "Lưu danh sách" not in answered


def test_the_list_is_arranged_in_place_with_htmx(client: CheckingClient, world: World) -> None:
    one, two = waiting(world, "alpha", "Lê Thị An"), waiting(world, "alpha", "Lê Văn Bình")
    made = prepared(world, one, two)
    sign_in(client, world, "officer")
    sent = {"version": made.version, "title": TITLE, "act": f"down:{one.code}", f"citation-{two.code}": "Câu mới."}
    partial = client.post(page_of(made, "/lines"), data=sent, hx=True)
    assert re.match(r'\s*<div id="decisions-whole"', partial.text)
    assert partial.text.index(f"line-{two.code}") < partial.text.index(f"line-{one.code}")
    assert "Câu mới." in text_of(partial)


@pytest.mark.parametrize(
    ("number", "days", "said"),
    [
        ("", 0, "Nhập số do văn thư cấp."),
        ("15", 0, "Nhập số kèm ký hiệu"),
        (NUMBER, 1, "Ngày này chưa đến."),
        (NUMBER, -1, "Ngày này trước ngày ký"),
    ],
)
def test_a_wrong_number_or_day_is_said_at_its_field(
    client: CheckingClient, world: World, number: str, days: int, said: str
) -> None:
    made = signed(world, waiting(world))
    sign_in(client, world, "clerk")
    day = f"{clock.today() + timedelta(days=days):%Y-%m-%d}"
    answered = text_of(client.post(page_of(made, "/issue"), data={"number": number, "dated": day}, status=422))
    assert said in answered
    assert f'value="{number}"' in answered
    answered = client.post(page_of(made, "/issue"), data={"number": NUMBER, "dated": "31/02/2021"}, status=422)
    assert (made.status, made.number) == ("signed", "")


def test_the_paper_is_vietnamese_and_blank_until_numbered(client: CheckingClient, world: World) -> None:
    one, two = waiting(world, "alpha", "Lê Thị An"), waiting(world, "beta", "Phòng Tổng hợp", collective=True)
    made = signed(world, one, two)
    sign_in(client, world, "clerk")
    paper = text_of(client.get(page_of(made, "/paper")))
    assert re.search(r"Số:\s+/QĐ-BTNMT", paper)
    assert re.search(r"ngày\s+tháng\s+năm", paper)
    assert "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ" in paper
    assert "Tặng 01 Bằng khen của Bộ trưởng cho tập thể và 01 Bằng khen của Bộ trưởng cho cá nhân" in paper
    assert paper.index("Điều 1.") < paper.index("Điều 2.") < paper.index("Điều 3.")
    assert "Vũ Thế Em" in paper
    issue(world.actor("clerk"), made.code, number=NUMBER, dated=clock.today())
    assert f"Số: {NUMBER}" in text_of(client.get(page_of(made, "/paper")))


def test_a_revocation_starts_from_the_register(client: CheckingClient, world: World) -> None:
    one = waiting(world)
    published(world, one)
    sign_in(client, world, "officer")
    where = f"/register/{one.code}/revocation"
    assert client.post(where).location == where
    assert "Nguyễn Thị Hoa" in text_of(client.get(where))
    sent = {"title": "Về việc hủy bỏ", "reason": "Kê khai sai.", "paper": ""}
    refused = text_of(client.post(where, data=sent, status=422))
    assert "Kê khai sai." in refused
    made = decision(client.post(where, data=sent | {"paper": "Kết luận số 3/KL"}).location.rsplit("/")[-1])
    assert (made.kind, made.reason) == ("revocation", "Kết luận số 3/KL: Kê khai sai.")
    assert "Hủy bỏ Bằng khen của Bộ trưởng cho cá nhân đã tặng Nguyễn Thị Hoa" in text_of(
        client.get(page_of(made, "/paper"))
    )
    client.post(where, data=sent | {"paper": "Kết luận số 3/KL"}, status=422)


def test_a_revoked_entry_is_marked_and_readable(client: CheckingClient, world: World) -> None:
    one = waiting(world)
    published(world, one)
    made = revocation(world, one)
    freezing.freeze(world.actor("department_head"), made.code)
    sign_in(client, world, "minister")
    client.post(page_of(made, "/sign"), data=signing(made, world))
    issue(world.actor("clerk"), made.code, number="16/QĐ-THU", dated=clock.today())
    sign_in(client, world, "department_head")
    name = world.people["department_head"].full_name
    client.post(page_of(made, "/publish"), data={"confirmation": name})
    client.sign_out()
    assert "Nguyễn Thị Hoa" in text_of(client.get(f"/register/{one.code}"))
    assert db.session.query(RegisterEntry).one().revoked_at is not None


def test_filters_stand_in_the_address(client: CheckingClient, world: World) -> None:
    issued(world, waiting(world, "alpha", "Lê Thị An"))
    other = prepared(world, waiting(world, "beta", "Lê Văn Bình"))
    sign_in(client, world, "auditor")
    partial = client.get("/decisions?status=drafting", hx=True)
    assert re.findall(r'href="(/decisions/QD[^"]*)"', partial.text) == [page_of(other)]
    assert len(re.findall(r'href="(/decisions/QD[^"]*)"', client.get("/decisions?status=khong-co").text)) == 2
    assert "Không tìm thấy" in text_of(client.get("/decisions?kind=revocation"))
    client.get("/decisions?after=-1&before=99999999999999999999&campaign=x")
    client.get("/decisions?campaign=%00")


def test_pages_follow_one_another_by_key(client: CheckingClient, world: World) -> None:
    one = waiting(world)
    for _ in range(27):
        acts.cancel(world.actor("officer"), prepared(world, one).code, Given(reason="Thử."))
    sign_in(client, world, "officer")
    first = client.get("/decisions")
    links = re.findall(r'href="(/decisions/QD[^"]*)"', first.text)
    assert len(links) == 25
    older = html.unescape(re.findall(r'href="(/decisions\?after=\d+)"', first.text)[0])
    second = client.get(older)
    assert len(re.findall(r'href="(/decisions/QD[^"]*)"', second.text)) == 2
    newer = re.findall(r'href="(/decisions\?before=\d+)"', second.text)[0]
    assert re.findall(r'href="(/decisions/QD[^"]*)"', client.get(newer).text) == links


@pytest.mark.parametrize("lines", [1, 3])
def test_pages_cost_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, lines: int) -> None:
    nominations = [waiting(world, "alpha", f"Lê Thị {name}") for name in ("An", "Bình", "Chi")[:lines]]
    spare: list[Nomination] = [waiting(world, "beta", "Lê Văn Dũng")]
    draft_only = prepared(world, *spare)
    made = frozen(world, *nominations)
    expected = {
        ("minister", "/decisions"): 5, ("minister", page_of(made)): 12, ("minister", page_of(made, "/paper")): 12,
        ("officer", page_of(draft_only)): 12, ("officer", f"/campaigns/{world.campaign.code}/decisions/new"): 6,
        ("department_head", page_of(draft_only)): 12,
    }  # fmt: skip
    for (name, path), number in expected.items():
        sign_in(client, world, name)
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (name, path, len(sent)) == (name, path, number)


def test_what_was_waived_or_fell_since_the_vetting_stands_at_its_line(client: CheckingClient, world: World) -> None:
    nomination = waiting(world)
    made = frozen(world, nomination)
    sign_in(client, world, "minister")
    page = text_of(client.get(page_of(made)))
    assert "<strong>Miễn:</strong>" not in page and "nay không còn đạt:" not in page
    waiver = db.session.get_one(CriterionVerdict, (nomination.id, "c5"))
    waiver.verdict, waiver.waiver_reason, waiver.waiver_ground = "waived", "Đơn vị mới lập", "Công văn 5"
    nomination.answers[1].narrative = ""
    db.session.commit()
    page = text_of(client.get(page_of(made)))
    five, two = (world.rules.criterion(code).title for code in ("c5", "c2"))
    assert f"<strong>Miễn:</strong> 5. {five}</p>" in page
    assert f"<strong>Phần mềm kiểm tra nay không còn đạt:</strong> 2. {two}</p>" in page
    assert "Nội dung đã thay đổi so với khi đơn vị trình." in page
