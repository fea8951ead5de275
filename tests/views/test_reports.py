"""The form and the page of a mid-term report: bad figures stand at their cells, and nothing typed is lost."""

import html
import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.models import MidtermReport
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.views.test_plans import words
from tests.world import World, build, sign_in

PAGE = "/campaigns/dac-biet-2020/report"
READ = "/campaigns/dac-biet-2020/reports/alpha"
TYPED = {
    "as_of": "30/06/2020", "results": "Đã làm xong một nửa.", "difficulties": "Thiếu người.", "version": "",
    "cell-c3-2020-01-due": "20", "cell-c3-2020-01-on_time": "17", "cell-c3-2020-01-overdue": "1",
    "cell-c3-2020-02-due": "10", "cell-c3-2020-02-on_time": "10", "cell-c3-2020-02-overdue": "0",
    "unit.initiatives": "4",
}  # fmt: skip


def enter(client: CheckingClient, name: str = "alpha_officer") -> World:
    world = build()
    sign_in(client, world, name)
    return world


def test_it_is_recorded_read_and_mended(client: CheckingClient, session: Session) -> None:
    enter(client)
    assert client.post(PAGE, data=TYPED).location == READ
    page = words(client.get(READ).text)
    assert "Số liệu tính đến ngày 30/06/2020" in page
    assert "01/2020 20 17 1 85 %" in page.replace("\xa0", " ")
    assert "06/2020 Chưa nhập" in page
    assert "07/2020" not in page
    assert "Số sáng kiến được công nhận tại đơn vị 4" in page
    assert "Số cá nhân được đơn vị khen thưởng Chưa có" in page
    form = client.get(PAGE).text
    assert re.search(r'name="cell-c3-2020-01-on_time" value="17"', form)
    assert 'name="unit.initiatives" value="4"' in form
    client.post(PAGE, data=TYPED | {"version": "1", "results": "Sửa lại."})
    assert session.query(MidtermReport).one().results == "Sửa lại."


def test_bad_figures_stand_at_their_place_and_nothing_typed_is_lost(client: CheckingClient, session: Session) -> None:
    enter(client)
    wrong = {"cell-c3-2020-02-due": "mười", "cell-c3-2020-01-on_time": "21", "unit.movements": "-1", "results": ""}
    page = html.unescape(client.post(PAGE, data=TYPED | wrong, status=422).text)
    assert 'value="mười"' in page and "Thiếu người.</textarea>" in page
    assert "Cần nhập nội dung này." in page
    assert session.query(MidtermReport).count() == 0
    page = html.unescape(client.post(PAGE, data=TYPED | wrong | {"results": "Có."}, status=422).text)
    assert "Tháng 01/2020: số nhiệm vụ đúng hạn nhiều hơn số nhiệm vụ đến hạn." in page
    assert "“mười” không phải là số nguyên" in page
    assert "“-1” nhỏ hơn 0" in page
    assert 'value="mười"' in page and 'value="-1"' in page and "Có.</textarea>" in page


def test_somebody_quicker_is_shown_beside_ones_own(client: CheckingClient, session: Session) -> None:
    enter(client)
    client.post(PAGE, data=TYPED)
    page = client.post(PAGE, data=TYPED | {"results": "Bản của tôi."}, status=409).text
    assert "Đã làm xong một nửa." in page and "Bản của tôi.</textarea>" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    client.post(PAGE, data=TYPED | {"results": "Bản của tôi.", "version": version[1]})
    assert session.query(MidtermReport).one().results == "Bản của tôi."


@pytest.mark.parametrize(
    ("name", "status"),
    [("beta_head", 200), ("eta_head", 200), ("officer", 200), ("beta_officer", 404), ("minister", 404)],
)
def test_who_reads_a_plan_reads_the_report(client: CheckingClient, session: Session, name: str, status: int) -> None:
    world = enter(client)
    client.post(PAGE, data=TYPED)
    sign_in(client, world, name)
    client.get(READ, status=status)


def test_pages_cost_a_fixed_number(client: CheckingClient, session: Session, sql: Engine) -> None:
    enter(client)
    client.post(PAGE, data=TYPED)
    for path, number in ((PAGE, 7), (READ, 6)):
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (path, len(sent)) == (path, number)
