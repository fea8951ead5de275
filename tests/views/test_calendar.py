"""The table of days off as its page: entered, shown by year with its ground, taken out."""

import html

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.extensions import db
from nomination.models import CalendarDay
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in


@pytest.fixture
def world(session: Session) -> World:
    return build()


def test_days_are_entered_shown_and_taken_out(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "officer")
    assert "Chưa nhập ngày nào" in html.unescape(client.get("/calendar").text)
    sent = {"kind": "off", "first": "31/12/2020", "last": "03/01/2021", "ground": "Thông báo số 1 của Bộ"}
    assert client.post("/calendar", data=sent).location == "/calendar"
    page = html.unescape(client.get("/calendar").text)
    assert "Đã nhập 2 ngày. Mọi thời hạn đã được tính lại." in page
    assert "Thứ Năm, 31/12/2020" in page and "Thứ Sáu, 01/01/2021" in page and "Thông báo số 1 của Bộ" in page
    client.post("/calendar/remove", data={"day": "2021-01-01"})
    assert [row.day.isoformat() for row in db.session.query(CalendarDay)] == ["2020-12-31"]
    client.post("/calendar/remove", data={"day": "2021-01-01"}, status=404)
    client.post("/calendar/remove", data={"day": "hôm nay"}, status=404)


def test_what_was_typed_stays_with_the_problem_at_its_field(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "department_head")
    sent = {"kind": "worked", "first": "08/01/2021", "ground": "Thông báo số 2"}
    page = html.unescape(client.post("/calendar", data=sent, status=422).text)
    assert "chỉ làm bù vào thứ Bảy hoặc Chủ nhật" in page and 'value="08/01/2021"' in page
    for wrong in ({"kind": "off", "first": "32/01/2021", "ground": "x"}, {"kind": "other", "first": "08/01/2021"}, {}):
        client.post("/calendar", data=wrong, status=422)
    assert db.session.query(CalendarDay).count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    sign_in(client, world, "officer")
    for n in range(number):
        client.post("/calendar", data={"kind": "off", "first": f"{n + 4:02}/01/2021", "ground": "Thông báo"})
    client.get("/calendar")
    with counting(sql) as sent:
        client.get("/calendar")
    assert len(sent) == 4
