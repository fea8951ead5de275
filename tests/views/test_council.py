"""The composition of the council as pages: who sits, entering a paper line by line, and its confirmation."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from nomination import clock
from nomination.extensions import db
from nomination.models import CouncilDecision
from nomination.queries.roll import council_roll
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in
from tests.world_council import composed


@pytest.fixture
def world(app: Flask, session: object) -> World:
    return build()


def filled(**changes: str) -> dict[str, str]:
    """What is typed: names as they are written, one of them by the account name alone."""
    today = f"{clock.today():%d/%m/%Y}"
    people = ["Đỗ Hữu 1 (council_1)", "đỗ hữu 2", "council_3", "Đỗ Hữu 4", "Hoàng Văn Dũng"]
    posts = ["chairman", "first_vice_chairman", "member", "member", "secretary"]
    lines = {f"seat-{n}-who": who for n, who in enumerate(people)} | {
        f"seat-{n}-post": post for n, post in enumerate(posts)
    }
    return {"number": "12/QĐ-THU", "dated": today, "valid_from": today, "signer": "Bộ trưởng", **lines} | changes


def test_entered_by_the_secretary_and_confirmed_by_the_head(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "secretary")
    form = client.get("/council/new").text
    assert (
        'value="Đỗ Hữu 5 (council_5)"' in form
        and '<option value="chairman" selected>Chủ tịch Hội đồng</option>' in form
    )
    where = client.post("/council/new", data=filled()).location
    page = client.get(where).text
    assert "Ông/Bà là người nhập; người khác đối chiếu với văn bản và xác nhận." in page
    client.post(f"{where}/confirm", status=422)
    sign_in(client, world, "department_head")
    assert "12/QĐ-THU" in client.get("/").text
    client.post(f"{where}/confirm")
    assert [one.person.full_name for one in council_roll(clock.today()).members] == [
        "Đỗ Hữu 1", "Đỗ Hữu 2", "Đỗ Hữu 3", "Đỗ Hữu 4",
    ]  # fmt: skip
    for name in ("council_2", "officer", "minister", "auditor"):
        sign_in(client, world, name)
        page = client.get("/council").text
        assert "Phó Chủ tịch thứ nhất Hội đồng" in page and "4 người có quyền biểu quyết." in page
        assert "/council/new" not in page
    sign_in(client, world, "council_5")
    client.get("/council", status=403)


def test_lines_come_and_go_and_nothing_typed_is_lost(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "department_head")
    part = client.post("/council/new", data=filled(act="remove-1"), hx=True, status=200).text
    assert part.lstrip().startswith('<section id="council-seats"') and "đỗ hữu 2" not in part
    page = client.post("/council/new", data=filled(act="add"), status=200).text
    assert 'id="seat-5-who"' in page and 'value="12/QĐ-THU"' in page
    wrong = filled(**{"seat-1-who": "Không Có Ai", "seat-3-post": "chairman"})
    page = client.post("/council/new", data=wrong, status=422).text
    assert "Không có người dùng nào tên là “Không Có Ai”" in page and 'value="Không Có Ai"' in page
    page = client.post("/council/new", data=filled(**{"seat-3-post": "chairman"}), status=422).text
    assert "mỗi chức danh chỉ do một người giữ" in page
    page = client.post("/council/new", data=filled(dated="32/13/2020", number=""), status=422).text
    assert 'value="32/13/2020"' in page
    world.people["council_4"].full_name = "Đỗ Hữu 5"
    world.people["council_4"].sort_key = world.people["council_5"].sort_key
    db.session.commit()
    page = client.post("/council/new", data=filled(**{"seat-3-who": "Đỗ Hữu 5"}), status=422).text
    assert "Đỗ Hữu 5 (council_4); Đỗ Hữu 5 (council_5)" in page
    assert db.session.query(CouncilDecision).count() == 0


def test_sent_back_from_the_page(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "secretary")
    where = client.post("/council/new", data=filled()).location
    sign_in(client, world, "department_head")
    client.post(f"{where}/refuse", data={"reason": " "}, status=422)
    client.post(f"{where}/refuse", data={"reason": "Thiếu một ủy viên."})
    sign_in(client, world, "council_2")
    assert "Thiếu một ủy viên." in client.get(where).text
    client.post(f"{where}/confirm", status=403)


@pytest.mark.parametrize("papers", [1, 3])
def test_what_the_pages_cost(client: CheckingClient, world: World, sql: Engine, papers: int) -> None:
    for _ in range(papers):
        row = composed(world)
    sign_in(client, world, "secretary")
    found = {}
    for path in ("/council", f"/council/decisions/{row.id}", "/council/new"):
        client.get(path)
        with counting(sql) as statements:
            client.get(path)
        found[path] = len(statements)
    assert list(found.values()) == [5, 5, 7]
