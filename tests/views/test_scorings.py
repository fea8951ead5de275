"""The pages of scoring: opened, filled in, mistyped, sent and closed through the browser's requests; what they cost."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from nomination.extensions import db
from nomination.models import ScoreSheet, Scoring
from tests import world_rounds as rounds
from tests.services.test_scorings import HEADS, REVIEW, opened, send, sheet
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in


@pytest.fixture
def world(session) -> World:  # type: ignore[no-untyped-def]
    return build(review=REVIEW)


def filled(tasks: str = "50", renewal: str = "30,5", **more: str) -> dict[str, Any]:
    return {"group:tasks": tasks, "group:renewal": renewal, "version": "0", "act": "send"} | more


def test_the_whole_way_through_the_pages(client: CheckingClient, world: World) -> None:
    mine, his = rounds.waiting(world, "alpha", "beta")
    sign_in(client, world, "eta_head")
    assert "Mở chấm điểm" in client.get("/scorings").text
    new = f"/campaigns/{world.campaign.code}/scorings/new"
    client.get(new)
    page = client.post(new, data={"nominations": [mine.code], "until": "hôm nay"}, status=422)
    assert "Hãy nhập giờ và ngày có thật" in page.text and "hôm nay" in page.text
    where = client.post(new, data={"nominations": [mine.code, his.code], "until": "17:00, 31/12/2099"}).location
    sign_in(client, world, "beta_head")
    assert "Tự chấm" in client.get(where).text
    first = f"{where}/sheets/{mine.code}"
    client.get(first)
    page = client.post(first, data=filled("61", "x"), status=422)
    assert "“x” không phải số điểm. Ghi dạng 8 hoặc 8,5." in page.text and 'value="61"' in page.text
    page = client.post(first, data=filled("61", minus="2"), status=422)
    assert "Nhóm “Nhiệm vụ” có từ 0 đến 60 điểm." in page.text and "Nêu lý do của số điểm này." in page.text
    assert db.session.scalars(select(ScoreSheet)).all() == []
    assert client.post(first, data=filled("50,25", act="save")).location == first
    assert 'value="50,25"' in client.get(first).text
    page = client.post(first, data=filled("1", "1"), status=409)  # a page from before it was saved
    assert 'name="group:tasks"' in page.text and 'value="1"' in page.text
    row = db.session.scalars(select(ScoreSheet)).one()
    assert client.post(first, data=filled(version=str(row.version))).location == f"{where}/sheets/{his.code}"
    sign_in(client, world, "eta_head")
    page = client.post(f"{where}/close", data={"reason": ""}, status=422)
    assert "Chưa đủ phiếu chấm của các đơn vị" in page.text
    client.post(f"{where}/close", data={"reason": "Đã thống nhất."})
    page = client.get(where)
    assert "80,5" in page.text and "Đã thống nhất." in page.text
    client.post(f"{first}", data=filled(), status=422)


def test_a_member_sees_nobodys_points_while_sheets_are_written(client: CheckingClient, world: World) -> None:
    (mine,) = rounds.waiting(world)
    code = opened(world, mine)
    send(world, code, "beta", mine, sheet(47.11, 33.22))
    for name in ("alpha_head", "eta_head", "officer"):
        sign_in(client, world, name)
        page = client.get(f"/scorings/{code}").text
        assert "47,11" not in page and "80,33" not in page, name
    sign_in(client, world, "gamma_head")
    assert "47,11" not in client.get(f"/scorings/{code}/sheets/{mine.code}").text


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    code = opened(world, *rounds.waiting(world, *HEADS[:number]))
    row = db.session.scalars(select(Scoring)).one()
    found = {}
    for name, path in (
        ("beta_head", "/scorings"), ("eta_head", f"/campaigns/{world.campaign.code}/scorings/new"),
        ("beta_head", f"/scorings/{code}"),
        ("beta_head", f"/scorings/{code}/sheets/{world.campaign.code}-0001"),
    ):  # fmt: skip
        sign_in(client, world, name)
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        found[path.split("/")[-1]] = len(sent)
    assert row.code == code
    assert list(found.values()) == [4, 6, 7, 7]


def test_a_round_that_sheets_decided_shows_their_figures(client: CheckingClient, session) -> None:  # type: ignore[no-untyped-def]
    world = build(review=REVIEW | {"method": "score"})
    (mine,) = rounds.waiting(world)
    code = opened(world, mine)
    for unit in HEADS:
        send(world, code, unit, mine, sheet(52, 30.5))
    sign_in(client, world, "eta_head")
    client.post(f"/scorings/{code}/close")
    where = f"/rounds/{world.campaign.code}-P01"
    sign_in(client, world, "department_head")
    page = client.get(where).text
    assert "Điểm trung bình: 82,5" in page and f"/scorings/{code}" in page and "Chấm điểm, không bỏ phiếu" in page
    client.get(f"{where}/minutes", status=404)
    assert "Phiếu chấm điểm của Khối, Cụm" in client.get("/rounds").text
