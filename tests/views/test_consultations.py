"""Public consultation on its pages: a list recorded, shown with its term, and feedback kept valid or not."""

import html

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.extensions import db
from nomination.models import Consultation, Feedback
from nomination.services.consultations import Showing, open_consultation
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import assessed, endorsed


@pytest.fixture
def world(session: Session) -> World:
    return build()


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def test_a_list_is_recorded_and_feedback_is_kept(client: CheckingClient, world: World) -> None:
    nomination, today = assessed(world, endorsed(world, draft(world))), clock.today()
    sign_in(client, world, "officer")
    sent = {"codes": nomination.code, "place": "Cổng thông tin", "opens_on": f"{today:%d/%m/%Y}", "working_days": "x"}
    page = text_of(client.post("/consultations/new", data=sent, status=422))
    assert 'value="Cổng thông tin"' in page and "Nhập số ngày làm việc" in page
    client.post("/consultations/new", data=sent | {"working_days": "5"})
    row = db.session.query(Consultation).one()
    where = f"/consultations/{row.id}"
    page = text_of(client.get(where))
    assert "Đang công khai" in page and nomination.nominee_name in page
    client.post(f"{where}/feedback", data={"text": " ", "received_on": ""}, status=422)
    client.post(f"{where}/feedback", data={"text": "Chưa xứng đáng.", "received_on": f"{today:%d/%m/%Y}"})
    page = text_of(client.get(where))
    assert "Chưa xứng đáng." in page and "Không hợp lệ: thiếu họ tên hoặc thông tin liên hệ" in page
    assert not db.session.query(Feedback).one().valid
    sign_in(client, world, "department_head")
    page = text_of(client.get(f"/nominations/{nomination.code}"))
    assert "Danh sách đang được công khai lấy ý kiến đến" in page
    assert f'href="/nominations/{nomination.code}/vetting/file#consultations"' in page
    client.get("/consultations/999", status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    found = [assessed(world, endorsed(world, draft(world, name=f"Lê Thị {n}"))) for n in ("Một", "Hai", "Ba")[:number]]
    showing = Showing("Cổng thông tin", clock.today(), 5)
    for _ in found:
        row = open_consultation(world.actor("officer"), [one.code for one in found], showing)
    sign_in(client, world, "officer")
    for path, expected in {"/consultations": 4, "/consultations/new": 4, f"/consultations/{row.id}": 6}.items():
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (path, len(sent)) == (path, expected)
