"""The department's queue: deadlines first, narrowed and shared by its address, walked in its order, given on."""

import re
from datetime import datetime

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import CriterionVerdict, Nomination
from tests.support.client import CheckingClient
from tests.views.test_vetting import in_vetting, listed, text_of, where
from tests.world import World, build, draft, sign_in
from tests.world_steps import act, assessed, endorsed
from workflow.vocabulary import Trigger


@pytest.fixture
def world(session: Session) -> World:
    return build()


def test_the_queue_is_narrowed_by_the_address(client: CheckingClient, world: World) -> None:
    fresh = in_vetting(world, "alpha", "Lê Thị Tươi", received=False)
    mine = in_vetting(world, "beta", "Đỗ Văn Đức")
    ready = assessed(world, in_vetting(world, "gamma", "Phạm Thị Xong", received=False))
    held = in_vetting(world, "delta", "Bùi Văn Giữ")
    act(world, "officer", Trigger.HOLD, held, paper="Đơn số 5")
    sign_in(client, world, "officer")
    everything = [one.code for one in (mine, ready, fresh, held)]  # without a running clock last
    expected = {
        "": everything, "part=unreceived": [fresh.code], "part=mine": [mine.code, ready.code, held.code],
        "part=decidable": [ready.code],
        "part=held": [held.code], "q=do van duc": [mine.code], "q=Đức": [mine.code], "campaign=khong-co": [],
        "campaign=%00": everything,
        "part=khong-co": everything, f"after=99991231-{fresh.id}": [held.code],
        "after=99999999-9999999999999999": everything, "after=-3": everything, "part=overdue": [],
        "part=standing": [held.code], "part=proposed": [], "officer=none": [fresh.code], "officer=x": everything,
        f"officer={world.people['officer'].id}": [mine.code, ready.code, held.code],
    }  # fmt: skip
    for query, codes in expected.items():
        assert (query, listed(client.get(f"/vetting?{query}", hx=True))) == (query, codes)


def test_the_officer_receives_from_the_queue(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world, received=False)
    sign_in(client, world, "officer")
    assert f'action="/nominations/{nomination.code}/advance"' in client.get("/vetting").text
    client.post(f"/nominations/{nomination.code}/advance", data={"trigger": "receive", "version": nomination.version})
    assert nomination.received_by_id == world.people["officer"].id


def test_the_queue_names_what_holds_a_nomination_up(client: CheckingClient, world: World) -> None:
    nomination = assessed(world, in_vetting(world, received=False))
    second, third, fourth = (db.session.get_one(CriterionVerdict, (nomination.id, f"c{n}")) for n in (2, 3, 4))
    second.verdict = "not_met"
    third.verdict, third.waiver_reason, third.waiver_ground = "waived", "Đơn vị mới lập", "Công văn 5"
    nomination.answers[3].narrative = ""
    db.session.commit()
    sign_in(client, world, "department_head")
    page = text_of(client.get("/vetting", hx=True))
    assert "<span>6/7<small>không đạt: 2</small><small>chờ duyệt miễn: 3</small>" in page
    assert "<small>phần mềm kiểm tra chưa đạt: 4</small></span>" in page and fourth.verdict == "met"


def received_on(world: World, name: str, day: int) -> Nomination:
    nomination = endorsed(world, draft(world, name=name))
    with clock.at(datetime(2020, 12, day, 9, 0, tzinfo=VIETNAM)):
        act(world, "officer", Trigger.RECEIVE, nomination)
    return nomination


def test_deadlines_come_first_and_the_days_are_told(client: CheckingClient, world: World) -> None:
    later, sooner = received_on(world, "Lê Thị Sau", 8), received_on(world, "Lê Thị Trước", 3)
    sign_in(client, world, "officer")
    answered = client.get("/vetting", hx=True)
    page = text_of(answered)
    assert listed(answered) == [sooner.code, later.code]
    assert "Số 2/2020" in page and "hết ngày 07/01/2021" in page
    assert re.search(r"Quá hạn [0-9.]+ ngày làm việc", page)
    with clock.at(datetime(2020, 12, 4, 9, 0, tzinfo=VIETNAM)):
        act(world, "officer", Trigger.HOLD, sooner, paper="Đơn số 5")
    answered = client.get("/vetting", hx=True)
    assert listed(answered) == [later.code, sooner.code]
    assert re.search(r"Tạm dừng tính thời hạn</span> <span>Còn 24 ngày làm việc", text_of(answered))


def test_previous_and_next_follow_the_queue_that_one_came_from(client: CheckingClient, world: World) -> None:
    first, second, third = (received_on(world, f"Lê Thị {n}", day) for n, day in (("Một", 3), ("Hai", 4), ("Ba", 7)))
    received_on(world, "Trần Văn Khác", 4)
    sign_in(client, world, "officer")
    page = text_of(client.get(f"{where(second)}?queue=1&q=le+thi"))
    ways = re.findall(r'<a rel="(\w+)" href="([^"]+)">([^<]+)</a>', page)
    assert ways == [
        ("prev", f"{where(first)}?queue=1&q=le+thi", "Hồ sơ trước: Lê Thị Một"),
        ("next", f"{where(third)}?queue=1&q=le+thi", "Hồ sơ tiếp theo: Lê Thị Ba"),
    ]  # fmt: skip
    assert "Quay lại danh sách" in page and 'rel="next"' not in client.get(where(second)).text


def test_the_head_gives_and_the_officer_takes(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world, received=False)
    sign_in(client, world, "officer")
    assert "Nhận phụ trách các đề nghị đã chọn" in text_of(client.get("/vetting"))
    sent = {"codes": nomination.code, "officer": str(world.people["officer_2"].id)}
    page = text_of(client.post("/vetting/assign", data=sent, status=403))
    assert "Chỉ lãnh đạo cơ quan thường trực được giao đề nghị cho người khác." in page
    sign_in(client, world, "department_head")
    assert client.post("/vetting/assign?part=unreceived", data=sent).location == "/vetting?part=unreceived"
    db.session.expire_all()
    assert nomination.officer_id == world.people["officer_2"].id
    assert "Chọn ít nhất một đề nghị." in text_of(client.post("/vetting/assign", data={}, status=422))
    page = text_of(client.post("/vetting/assign", data={"codes": nomination.code, "officer": "x"}, status=422))
    assert "Chọn một chuyên viên." in page and f'value="{nomination.code}" form="assign" checked' in page


def test_pages_lead_on_and_back(client: CheckingClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomination.queries.vetting.PAGE", 2)
    codes = [received_on(world, f"Lê Thị {n}", day).code for n, day in enumerate((3, 3, 4, 4, 7))]
    sign_in(client, world, "officer")

    def follow(page: object, label: str) -> object | None:
        found = re.search(rf'href="(/vetting\?[^"]*(?:after|before)=[^"]*)"[^>]*>{label}<', text_of(page))
        return client.get(found[1], hx=True) if found else None

    first = client.get("/vetting?part=assessing", hx=True)
    second = follow(first, "Trang sau")
    last = follow(second, "Trang sau")
    assert [listed(page) for page in (first, second, last)] == [codes[:2], codes[2:4], codes[4:]]
    assert (follow(first, "Trang trước"), follow(last, "Trang sau")) == (None, None)
    back = follow(last, "Trang trước")
    again = follow(back, "Trang trước")
    assert (listed(back), listed(again), follow(again, "Trang trước")) == (codes[2:4], codes[:2], None)
    assert listed(follow(again, "Trang sau")) == codes[2:4]
