"""Proposals on their pages: made beside the criteria, decided there or several at once, never shown to the unit."""

import html
import re
from datetime import timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.extensions import db
from nomination.models import Nomination, Proposal, VettingNote
from nomination.services.notes import note
from nomination.services.opinions import Letter, ask
from nomination.services.proposals import Proposed, propose
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import assessed, endorsed
from workflow.vocabulary import State


@pytest.fixture
def world(session: Session) -> World:
    return build()


def vetted(world: World, name: str = "Nguyễn Thị Hoa") -> Nomination:
    return assessed(world, endorsed(world, draft(world, name=name)))


def proposed(world: World, nomination: Nomination, words: str = "Đủ điều kiện theo quy định.") -> Proposal:
    return propose(world.actor("officer"), Nomination.id == nomination.id, Proposed("clear", words))


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


@pytest.mark.parametrize("hx", [False, True])
def test_an_officer_proposes_and_what_was_refused_keeps_his_words(
    client: CheckingClient, world: World, hx: bool
) -> None:
    nomination = vetted(world)
    sign_in(client, world, "officer")
    path = f"/nominations/{nomination.code}/proposal"
    sent = {"trigger": "return_for_supplement", "reason": "Thiếu minh chứng.", "part-c2": "Nêu rõ hơn."}
    page = text_of(client.post(path, data=sent, hx=hx, status=422))
    assert "Thiếu minh chứng." in page and 'value="Nêu rõ hơn."' in page and db.session.query(Proposal).count() == 0
    page = text_of(client.post(path, data=sent | {"due_on": "hôm sau"}, hx=hx, status=422))
    assert "Thiếu minh chứng." in page
    good = sent | {"due_on": f"{clock.today() + timedelta(days=9):%d/%m/%Y}", "version": nomination.version}
    client.post(path, data=good, hx=hx, status=200 if hx else 303)
    row = db.session.query(Proposal).one()
    assert (row.trigger, row.given["parts"]) == ("return_for_supplement", {"c2": "Nêu rõ hơn."})
    client.post(path, data=good, hx=hx, status=409)
    page = text_of(client.get(f"/nominations/{nomination.code}/vetting"))
    assert "Đề xuất với lãnh đạo" in page and "Trả lại bổ sung" in page and "Quyết định theo đề xuất" not in page
    assert "Nêu rõ hơn." in text_of(client.get("/vetting/proposals"))


def test_what_cannot_be_proposed_yet_says_why(client: CheckingClient, world: World) -> None:
    nomination = vetted(world)
    today = clock.today()
    ask(world.actor("officer"), [nomination.code], Letter("Thanh tra Bộ", "Có đơn thư không?", today, today))
    sign_in(client, world, "officer")
    page = text_of(client.get(f"/nominations/{nomination.code}/vetting"))
    assert "Chưa thể đề xuất: Kết luận thẩm định: đủ điều kiện" in page
    assert "Chưa có ý kiến của Thanh tra Bộ." in page
    assert f'href="/nominations/{nomination.code}/vetting/file#opinions"' in page


def test_the_head_decides_several_at_once(client: CheckingClient, world: World) -> None:
    rows = [proposed(world, vetted(world, f"Nguyễn Thị {n}")) for n in ("Một", "Hai", "Ba")]
    sign_in(client, world, "department_head")
    page = text_of(client.get("/vetting/proposals"))
    assert re.findall(r'name="chosen" value="(\d+)"', page) == [str(row.id) for row in rows]
    assert "Chọn ít nhất một đề xuất." in text_of(client.post("/vetting/proposals", data={}, status=422))
    client.post("/vetting/proposals", data={"chosen": [rows[0].id, rows[1].id]})
    assert "Đã quyết định theo đề xuất đối với 2 hồ sơ." in text_of(client.get("/vetting/proposals"))
    third = db.session.get_one(Nomination, rows[2].nomination_id)
    page = text_of(client.get(f"/nominations/{third.code}/vetting"))
    assert "Quyết định theo đề xuất" in page and "Lê Minh An" in page
    client.post("/vetting/proposals", data={"chosen": [rows[2].id, rows[0].id]}, status=422)
    db.session.expire_all()
    assert third.state == State.DEPARTMENT_VETTING


@pytest.mark.parametrize("hx", [False, True])
def test_a_note_is_kept_and_an_empty_one_is_not(client: CheckingClient, world: World, hx: bool) -> None:
    nomination = vetted(world)
    sign_in(client, world, "officer")
    path = f"/nominations/{nomination.code}/notes"
    assert "Cần nhập nội dung này." in text_of(client.post(path, data={"text": " "}, hx=hx, status=422))
    client.post(path, data={"text": "Cần gọi lại đơn vị."}, hx=hx, status=200 if hx else 303)
    page = text_of(client.get(f"/nominations/{nomination.code}/vetting/file"))
    assert "Cần gọi lại đơn vị." in page and db.session.query(VettingNote).count() == 1


def test_nothing_of_it_is_on_a_page_of_the_unit(client: CheckingClient, world: World) -> None:
    """Words that only the department wrote, looked for on every page and file of the unit that tells of it."""
    nomination, today = vetted(world), clock.today()
    proposed(world, nomination, "Đề-xuất-kín")
    note(world.actor("officer"), Nomination.id == nomination.id, "Ghi-chú-kín")
    ask(world.actor("officer"), [nomination.code], Letter("Cơ-quan-kín", "Câu-hỏi-kín", today, today))
    code, campaign = nomination.code, world.campaign.code
    for name in ("alpha_head", "alpha_officer", "eta_head", "delta_head"):
        sign_in(client, world, name)
        for path in (
            "/", "/nominations", f"/nominations/{code}", f"/nominations/{code}/edit", f"/nominations/{code}/vetting",
            f"/nominations/{code}/vetting/file", "/vetting", "/vetting/proposals", "/opinions", "/opinions/1",
            f"/nominations/{code}?round=x", f"/campaigns/{campaign}/submissions", f"/campaigns/{campaign}/responses",
            "/conduct", "/decisions", "/register",
        ):  # fmt: skip
            assert (name, path, re.findall(r"\w+-kín", html.unescape(client.peek(path).text))) == (name, path, [])
    sign_in(client, world, "officer")
    told = html.unescape(client.peek(f"/nominations/{code}/vetting/file").text)
    assert set(re.findall(r"(\w+-\w+-kín|\w+-kín)", told)) >= {"Ghi-chú-kín", "Cơ-quan-kín"}


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    found = [vetted(world, f"Nguyễn Thị {n}") for n in ("Một", "Hai", "Ba")[:number]]
    for nomination in found:
        proposed(world, nomination)
        for _ in range(number):
            note(world.actor("officer"), Nomination.id == nomination.id, "Ghi chú.")
    sign_in(client, world, "department_head")
    for path, expected in {"/vetting/proposals": 9, f"/nominations/{found[0].code}/vetting/file": 8}.items():
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (path, len(sent)) == (path, expected)
