"""The form of a round before its first code: order, agenda, changes, papers."""

import io
import re

import pytest
from flask import Flask

from nomination.extensions import db
from nomination.models import RoundPaper
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.hostile import pdf_pages
from tests.support.query_counter import counting
from tests.views.test_rounds import filled
from tests.world import World, build, sign_in


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def test_the_order_is_what_the_leader_typed(client: CheckingClient, world: World) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    sign_in(client, world, "eta_head")
    new = f"/campaigns/{world.campaign.code}/rounds/new"
    order = {f"place-{first.code}": "2", f"place-{second.code}": "1", "agenda": "1. Khai mạc\r\n2. Bỏ phiếu"}
    wrong = filled(world, first.code, second.code) | order | {f"place-{first.code}": "hai"}
    page = client.post(new, data=wrong, status=422).text
    assert "Ghi thứ tự trên phiếu của từng hồ sơ được chọn bằng số nguyên." in page
    assert 'value="hai"' in page and "1. Khai mạc" in page
    where = client.post(new, data=filled(world, first.code, second.code) | order).location
    shown = client.get(where).text
    assert shown.index(second.nominee_name) < shown.index(first.nominee_name)
    assert "1. Khai mạc\n2. Bỏ phiếu" in shown
    again = client.get(f"{where}/change").text
    assert f'name="place-{second.code}" value="1"' in again
    assert re.search(rf'value="{first.code}" checked', again)


def test_two_changes_at_once_lose_nothing(client: CheckingClient, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.prepared(world, nomination)
    sign_in(client, world, "eta_head")
    where = f"/rounds/{voting.code}/change"
    begun = re.search(r'name="version"[^>]*value="(\d+)"', client.get(where).text)
    assert begun is not None
    mine = filled(world, nomination.code) | {"title": "Của tôi", "version": begun[1]}
    client.post(where, data=mine | {"title": "Của người kia"})
    page = client.post(where, data=mine, status=409).text
    assert "Của người kia" in page and 'value="Của tôi"' in page
    fresh = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert fresh is not None
    client.post(where, data=mine | {"version": fresh[1]})
    assert voting.found.vote.title == "Của tôi"


def test_papers_are_attached_read_and_taken_away(client: CheckingClient, world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    where = f"/rounds/{voting.code}"
    sign_in(client, world, "eta_head")
    client.post(f"{where}/papers", status=422)
    client.post(f"{where}/papers", data={"file": [(io.BytesIO(b"MZ"), "virus.pdf")]}, status=422)
    client.post(f"{where}/papers", data={"file": [(io.BytesIO(pdf_pages(1)), "Chương trình họp.pdf")]})
    (paper,) = db.session.query(RoundPaper).all()
    sign_in(client, world, "zeta_head")
    page = client.get(where).text
    assert "Chương trình họp.pdf" in page and f"{where}/papers/{paper.id}/remove" not in page
    assert client.get(f"{where}/papers/{paper.id}").data == pdf_pages(1)
    sign_in(client, world, "secretary")
    assert "Chương trình họp.pdf" not in client.get(where).text
    sign_in(client, world, "eta_head")
    client.post(f"{where}/papers/{paper.id}/remove")
    client.get(f"{where}/papers/{paper.id}", status=404)


def test_what_the_pages_cost(client: CheckingClient, world: World, sql: object) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world, "alpha", "delta"))
    sign_in(client, world, "eta_head")
    for path, most in (("", 10), ("/change", 11)):
        client.get(f"/rounds/{voting.code}{path}")
        with counting(sql) as statements:
            client.get(f"/rounds/{voting.code}{path}")
        assert len(statements) == most
