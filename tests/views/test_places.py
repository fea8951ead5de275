"""The page of places: the whole campaign for the department, his cluster for the leader, its own for a unit."""

import html
import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, select

from nomination.models import ExtraPlaces
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import submitted

PERSON = "bang-khen-ca-nhan"
QUOTAS = [
    {"body": "unit", "code": "alpha", "award": PERSON, "places": 2},
    {"body": "cluster", "code": "khoi-thu", "award": PERSON, "places": 1},
]
WHERE = "/campaigns/dac-biet-2020/places"


@pytest.fixture
def world(session: Session) -> World:
    return build(quotas=QUOTAS)


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_a_unit_sees_its_own_and_what_it_blocks(client: CheckingClient, world: World) -> None:
    submitted(world, draft(world))
    draft(world, name="Lê Văn Nam")
    draft(world, name="Lê Văn Bắc")
    sign_in(client, world, "alpha_officer")
    text = words(client.get(WHERE).text)
    assert "đã dùng 1/2 chỉ tiêu" in text
    assert "Còn 1 chỉ tiêu, đang soạn 2 đề nghị: 1 đề nghị sẽ không trình được." in text
    assert "Khối thi đua số I" not in text
    for page in ("/campaigns/dac-biet-2020/nominations/new", "/campaigns/dac-biet-2020/submissions/new"):
        assert "Còn 1 chỉ tiêu, đang soạn 2 đề nghị: 1 đề nghị sẽ không trình được." in words(client.get(page).text)


def test_the_leader_sees_his_cluster(client: CheckingClient, world: World) -> None:
    submitted(world, draft(world))
    submitted(world, draft(world, "beta", "Lê Văn Nam"))
    sign_in(client, world, "eta_head")
    text = words(client.get(WHERE).text)
    assert "Khối thi đua số I" in text
    assert "Còn 1 chỉ tiêu, 2 đề nghị chờ bỏ phiếu: chỉ 1 đề nghị đạt nhiều phiếu nhất được đi tiếp." in text


def test_the_head_of_the_department_gives_places_on_top(client: CheckingClient, world: World, session: Session) -> None:
    sign_in(client, world, "department_head")
    typed = {"holder": "unit:alpha", "award": PERSON, "places": "hai", "reason": "Công văn đề nghị"}
    refused = client.post(WHERE, data=typed, status=422).text
    assert "Nhập số nguyên từ 1 đến 100." in words(refused)
    assert 'value="hai"' in refused and "Công văn đề nghị" in refused
    client.post(WHERE, data=typed | {"places": "2"}, status=303)
    given = session.scalars(select(ExtraPlaces)).one()
    assert (given.places, given.unit_id) == (2, world.units["alpha"].id)
    text = words(client.get(WHERE).text)
    assert "đã dùng 0/4 chỉ tiêu (thêm 2)" in text
    assert "+2. Công văn đề nghị" in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_among_many(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    for name in ("Một", "Hai")[: number - 1]:
        submitted(world, draft(world, name=f"Lê Văn {name}"))
    costs = []
    for who in ("department_head", "eta_head", "alpha_officer"):
        client.sign_out()
        sign_in(client, world, who)
        client.get(WHERE)
        with counting(sql) as sent:
            client.get(WHERE)
        costs.append(len(sent))
    assert costs == [10, 10, 7]
