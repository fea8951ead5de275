"""Public consultation on its pages: a list recorded, shown with its term, and feedback kept valid or not."""

import html
import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, Consultation, Feedback
from nomination.services.consultations import Said, Showing, open_consultation, record_feedback
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import assessed, endorsed, proposed


@pytest.fixture
def world(session: Session) -> World:
    return build()


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def test_a_list_is_recorded_and_feedback_is_kept(client: CheckingClient, world: World) -> None:
    nomination, today = assessed(world, endorsed(world, draft(world))), clock.today()
    sign_in(client, world, "officer")
    sent = {"codes": nomination.code, "place": "Cổng thông tin", "opens_on": f"{today:%d/%m/%Y}", "working_days": "x"}
    sent["write_to"] = "Vụ Thi đua, số 10 phố Mới"
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
    assert "Danh sách đang được công khai lấy ý kiến, chưa thể kết luận trước" in page
    assert f'href="/nominations/{nomination.code}/vetting/file#consultations"' in page
    client.get("/consultations/999", status=404)


def test_everybody_reads_the_list_while_it_is_shown_and_nothing_else_of_it(
    client: CheckingClient, world: World
) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    row = open_consultation(
        world.actor("officer"), [nomination.code], Showing("Cổng thông tin", clock.today(), 5, "thidua@bo.example")
    )
    said = Said("Chưa xứng đáng.", clock.today(), nomination.code, "Trần Văn Dân", "0900000000")
    record_feedback(world.actor("officer"), row.id, said)
    where = f"/public-lists/{row.id}"
    assert f'href="{where}"' in client.get("/public-lists").text
    page = text_of(client.get(where))
    assert all(
        told in page for told in (nomination.nominee_name, "thidua@bo.example", "Danh sách lấy ý kiến công khai")
    )
    for hidden in ("Trần Văn Dân", "Chưa xứng đáng.", nomination.code, nomination.summary, "phiếu", "Trịnh"):
        assert hidden not in page.partition("<main")[2].partition("</main>")[0]
    client.get("/public-lists/999", status=404)
    sign_in(client, world, "department_head")
    page = text_of(client.get(f"/consultations/{row.id}"))
    assert f'href="{where}"' in page and "Kết thúc sớm" in page
    client.post(f"/consultations/{row.id}/end", data={"reason": " "}, status=422)
    client.post(f"/consultations/{row.id}/end", data={"reason": "Sai tên đơn vị."})
    page = text_of(client.get(f"/consultations/{row.id}"))
    assert "Sai tên đơn vị." in page and f'href="{where}"' not in page
    client.get(where, status=404)
    client.post(f"/consultations/{row.id}/end", data={"reason": "Lần nữa."}, status=409)


def test_feedback_is_weighed_on_its_page_and_its_reading_is_on_record(client: CheckingClient, world: World) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    row = open_consultation(
        world.actor("officer"), [nomination.code], Showing("Cổng thông tin", clock.today(), 5, "thidua@bo.example")
    )
    where, reads = f"/consultations/{row.id}", db.session.query(Audit).filter_by(action="consultation:read")
    sign_in(client, world, "department_head")
    client.get(where)
    assert reads.count() == 0
    said = Said("Chưa xứng đáng.", clock.today(), nomination.code, "Trần Văn Dân", "0900000000")
    one = record_feedback(world.actor("officer"), row.id, said)
    page = text_of(client.get(where))
    assert "Còn 1 ý kiến chưa xem xét" in page and f"feedback/{one.id}" not in page
    assert [(entry.subject_id, entry.actor_id) for entry in reads] == [
        (str(row.id), world.people["department_head"].id)
    ]
    proposed(world, nomination)
    page = text_of(client.get(f"/nominations/{nomination.code}"))
    assert "Còn ý kiến của người dân chưa được xem xét." in page and f'href="{where}#feedback"' in page
    client.post(f"{where}/feedback/{one.id}", data={f"f{one.id}-weight": "taken_up"}, status=403)
    sign_in(client, world, "officer")
    act = f"{where}/feedback/{one.id}"
    page = text_of(
        client.post(act, data={f"f{one.id}-weight": "taken_up", f"f{one.id}-note": " ", "seen": ""}, status=422)
    )
    assert re.search(rf'<input checked[^>]*name="f{one.id}-weight"[^>]*value="taken_up"', page)
    client.post(act, data={f"f{one.id}-weight": "taken_up", f"f{one.id}-note": "Đã xác minh.", "seen": ""})
    page = text_of(client.get(where))
    assert "Đã xác minh." in page and "Tiếp thu" in page and "Không còn ý kiến nào chờ xem xét." in page
    late = {f"f{one.id}-weight": "not_taken_up", f"f{one.id}-note": "Ghi muộn.", "seen": ""}
    page = text_of(client.post(act, data=late, status=409))
    assert "Ghi muộn." in page and "Đã xác minh." in page
    client.post(f"{where}/feedback/999", data=late, status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    found = [assessed(world, endorsed(world, draft(world, name=f"Lê Thị {n}"))) for n in ("Một", "Hai", "Ba")[:number]]
    showing = Showing("Cổng thông tin", clock.today(), 5, "thidua@bo.example")
    for _ in found:
        row = open_consultation(world.actor("officer"), [one.code for one in found], showing)
    sign_in(client, world, "officer")
    for path, expected in {"/consultations": 4, "/consultations/new": 4, f"/consultations/{row.id}": 6}.items():
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (path, len(sent)) == (path, expected)
