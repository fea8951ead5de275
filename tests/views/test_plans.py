"""The form of a unit's own response: what is typed is never lost, not even to somebody who was quicker."""

import html
import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.models import UnitPlan
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in
from tests.world import record_plan as record_somehow

PAGE = "/campaigns/dac-biet-2020/plan"
TYPED = {
    "title": "Kế hoạch hưởng ứng phong trào",
    "paper": "Số 12/KH-ALPHA ngày 10/02/2020",
    "launched_on": "2020-02-10",
    "summary": "Dòng một.\r\nDòng hai.",
    "version": "",
}


def enter(client: CheckingClient, name: str = "alpha_officer") -> World:
    world = build()
    sign_in(client, world, name)
    return world


def test_it_is_recorded_and_shown_again(client: CheckingClient, session: Session) -> None:
    world = enter(client)
    assert client.post(PAGE, data=TYPED).location == "/campaigns/dac-biet-2020"
    row = session.query(UnitPlan).one()
    assert (row.unit_id, row.title, row.summary) == (world.units["alpha"].id, TYPED["title"], "Dòng một.\nDòng hai.")
    assert "Đã ghi nhận phong trào hưởng ứng của đơn vị." in client.get("/campaigns/dac-biet-2020").text
    page = client.get(PAGE).text
    assert f'value="{TYPED["title"]}"' in page
    assert 'name="version" value="1"' in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": "  "}, "Cần nhập nội dung này."),
        ({"launched_on": "2020-02-31"}, "Hãy nhập một ngày có thật, gồm đủ ngày, tháng và năm."),
        ({"launched_on": "2999-01-01"}, "Ngày phát động không thể ở tương lai."),
        ({"paper": "x" * 301}, "Tối đa 300 ký tự"),
        ({"version": "not a number"}, "Đã có người ghi nhận nội dung mới hơn"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    client: CheckingClient, session: Session, change: dict[str, str], sentence: str
) -> None:
    world = enter(client)
    stale = "version" in change
    if stale:
        record_somehow(world, world.units["alpha"].id)
    text = html.unescape(client.post(PAGE, data=TYPED | change, status=409 if stale else 422).text)
    assert sentence in text
    assert "Dòng một.\nDòng hai." in text.replace("\r", "")
    assert session.query(UnitPlan).count() == (1 if stale else 0)


def test_somebody_quicker_is_shown_beside_ones_own_text(client: CheckingClient, session: Session) -> None:
    world = enter(client)
    client.post(PAGE, data=TYPED)
    sign_in(client, world, "alpha_head")
    client.post(PAGE, data=TYPED | {"title": "Bản của thủ trưởng", "version": "1"})
    sign_in(client, world, "alpha_officer")
    page = client.post(PAGE, data=TYPED | {"title": "Bản của cán bộ", "version": "1"}, status=409).text
    assert '<dd class="pre-line">Bản của thủ trưởng</dd>' in page
    assert 'value="Bản của cán bộ"' in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert session.query(UnitPlan).one().title == "Bản của thủ trưởng"
    client.post(PAGE, data=TYPED | {"title": "Bản của cán bộ", "version": version[1]})
    assert session.query(UnitPlan).one().title == "Bản của cán bộ"


def test_an_unseen_letter_cannot_break_the_database(client: CheckingClient, session: Session) -> None:
    enter(client)
    client.post(PAGE, data=TYPED | {"title": "Kế\x00 hoạch\u202e\u200b"})
    assert session.query(UnitPlan).one().title == "Kế hoạch"


@pytest.mark.parametrize("path", [f"{PAGE}?unit=beta", f"{PAGE}?unit=khong-co", "/campaigns/khac/plan"])
def test_what_is_not_ones_own_is_not_there(client: CheckingClient, session: Session, path: str) -> None:
    enter(client)
    client.get(path, status=404)
    client.post(path, data=TYPED, status=404)
    assert session.query(UnitPlan).count() == 0


@pytest.mark.parametrize("name", ["officer", "department_head", "minister", "clerk", "auditor", "administrator"])
def test_other_roles_have_no_such_page(client: CheckingClient, session: Session, name: str) -> None:
    enter(client, name)
    client.get(PAGE, status=403)
    client.post(PAGE, data=TYPED, status=403)


def test_the_page_costs_a_fixed_number(client: CheckingClient, session: Session, sql: Engine) -> None:
    enter(client)
    client.get(PAGE)
    with counting(sql) as sent:
        client.get(PAGE)
    assert len(sent) == 7
