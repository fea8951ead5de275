"""Opinions of other bodies on their pages: asked for several at once, answered with a paper, read by the department."""

import html
import io
from datetime import timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.extensions import db
from nomination.models import Nomination, Opinion, OpinionLetter
from nomination.services.opinions import Letter, ask
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import assessed, endorsed

TODAY = clock.today()
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def vetted(world: World, name: str = "Nguyễn Thị Hoa") -> Nomination:
    return assessed(world, endorsed(world, draft(world, name=name)))


def asked(world: World, *nominations: Nomination) -> OpinionLetter:
    due = TODAY + timedelta(days=9)
    return ask(
        world.actor("officer"), [one.code for one in nominations],
        Letter("Thanh tra Bộ", "Có đơn thư không?", TODAY, due),
    )  # fmt: skip


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def test_a_letter_is_asked_about_what_was_chosen_in_the_queue(client: CheckingClient, world: World) -> None:
    first, second = vetted(world), vetted(world, "Trần Thị Mai")
    sign_in(client, world, "officer")
    assert 'formaction="/opinions/new"' in client.get("/vetting").text
    page = text_of(client.get(f"/opinions/new?codes={first.code}&codes={second.code}"))
    assert page.count('name="codes"') == page.count(" checked") == 2 and '<option value="Thanh tra Bộ">' in page
    sent = {
        "codes": [first.code, second.code], "offered": [first.code, second.code], "body": "Vụ Tổ chức cán bộ",
        "question": "Có kỷ luật không?", "asked_on": f"{TODAY:%d/%m/%Y}", "due_on": "",
    }  # fmt: skip
    page = text_of(client.post("/opinions/new", data=sent, status=422))
    assert 'value="Vụ Tổ chức cán bộ"' in page and page.count(" checked") == 2
    assert "Chọn ít nhất một đề nghị." in text_of(client.post("/opinions/new", data=sent | {"codes": []}, status=422))
    client.post("/opinions/new", data=sent | {"due_on": f"{TODAY:%d/%m/%Y}"})
    letter = db.session.query(OpinionLetter).one()
    page = text_of(client.get(f"/opinions/{letter.id}"))
    assert page.count(f"Chờ trả lời đến hết ngày {TODAY:%d/%m/%Y}") == 2


def test_an_answer_comes_with_its_paper_and_is_read(client: CheckingClient, world: World) -> None:
    nomination = vetted(world)
    letter = asked(world, nomination)
    sign_in(client, world, "officer")
    path = f"/opinions/{letter.id}/answers"
    sent = {"codes": nomination.code, "answer": "other", "answered_on": f"{TODAY:%d/%m/%Y}", "paper": "Công văn 9"}
    page = text_of(client.post(path, data=sent | {"file": (io.BytesIO(b"khong phai tep"), "a.pdf")}, status=422))
    assert 'value="Công văn 9"' in page and db.session.query(Opinion).one().answer is None
    client.post(path, data=sent, status=422)
    client.post(path, data=sent | {"answer": "unanswered", "text": "Đã đôn đốc."}, status=403)
    client.post(path, data=sent | {"text": "Đang xác minh."})
    page = text_of(client.get(f"/opinions/{letter.id}"))
    assert "Ý kiến khác" in page and "Đang xác minh." in page and "Lê Minh An" in page
    page = text_of(client.get(f"/nominations/{nomination.code}/vetting/file"))
    assert "Đang xác minh." in page
    client.get(f"/opinions/{letter.id}/papers/{nomination.code}", status=404)
    sign_in(client, world, "auditor")
    assert "Ghi nhận ý kiến về các hồ sơ đã chọn" not in text_of(client.get(f"/opinions/{letter.id}"))
    client.get("/opinions/999", status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    found = [vetted(world, f"Nguyễn Thị {n}") for n in ("Một", "Hai", "Ba")[:number]]
    letter = asked(world, *found)
    for nomination in found[1:]:
        asked(world, nomination)
    sign_in(client, world, "officer")
    pages = {"/opinions": 4, "/opinions?part=out": 4, "/opinions/new": 5, f"/opinions/{letter.id}": 5}
    for path, expected in pages.items():
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (path, len(sent)) == (path, expected)
