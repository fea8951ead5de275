"""The pages before the opening: the check list, the specimen ballot, and what the trial says."""

import pytest
from flask import Flask

from nomination import clock
from nomination.extensions import db
from nomination.models import Rehearsal, RoleAssignment
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def test_leader_and_tellers_see_the_list_and_only_the_leader_opens(client: CheckingClient, world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    where = f"/rounds/{voting.code}/ceremony"
    sign_in(client, world, "eta_head")
    page = client.get(where).text
    assert "Chưa bỏ phiếu thử." in page and 'id="why-open"' in page
    assert "Trần Thị Alpha" in page
    rounds.take_codes(voting)
    rounds.tried(voting)
    assert f'action="/rounds/{voting.code}/open"' in client.get(where).text
    sign_in(client, world, "gamma_officer")
    page = client.get(where).text
    assert f'action="/rounds/{voting.code}/open"' not in page
    assert "Trưởng Khối/Cụm mở phiên" in page
    sign_in(client, world, "beta_head")
    client.get(where, status=403)
    sign_in(client, world, "eta_head")
    client.post(f"/rounds/{voting.code}/open")
    assert client.get(where, status=303).location == f"/rounds/{voting.code}"
    assert client.get(f"/rounds/{voting.code}/rehearsal", status=303).location == f"/rounds/{voting.code}"


def test_the_specimen_is_marked_and_what_went_in_comes_out(client: CheckingClient, world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world, "alpha", "delta"))
    where = f"/rounds/{voting.code}/rehearsal"
    sign_in(client, world, "beta_officer")
    page = client.get(where).text
    assert '<p class="specimen" lang="vi">Phiếu thử</p>' in page
    assert 'id="why-rehearse"' in page and 'name="slip-2" value="3"' in page
    client.post(where, data={"slip-1": "1", "slip-2": "1"}, status=422)
    rounds.take_codes(voting)
    for wrong in ({"slip-1": "1"}, {"slip-1": "1", "slip-2": "9"}):
        client.post(where, data=wrong, status=422)
    assert db.session.query(Rehearsal).count() == 0
    page = client.post(where, data={"slip-1": "1", "slip-2": "2"}, status=200).text
    assert "Phiếu thử" in page and "7 phiếu thử" in page and "12 lá phiếu" in page
    assert db.session.query(Rehearsal).count() == 1
    assert "Lê Minh An" not in client.get(f"/rounds/{voting.code}/ceremony").text
    assert "Nguyễn Văn Beta" in client.get(f"/rounds/{voting.code}/ceremony").text


def test_with_too_few_voters_the_page_offers_paper(client: CheckingClient, world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    gone = [world.people[f"{unit}_head"].id for unit in ("beta", "gamma")]
    for assignment in db.session.query(RoleAssignment).filter(RoleAssignment.person_id.in_(gone)):
        assignment.valid_to = clock.today()
    db.session.commit()
    sign_in(client, world, "eta_head")
    assert "Phiên này phải bỏ phiếu giấy" in client.get(f"/rounds/{voting.code}/ceremony").text


@pytest.mark.parametrize("units", [("alpha",), ("alpha", "delta", "epsilon")])
def test_what_the_pages_cost(client: CheckingClient, world: World, sql: object, units: tuple[str, ...]) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world, *units))
    sign_in(client, world, "eta_head")
    found = {}
    for page in ("ceremony", "rehearsal"):
        client.get(f"/rounds/{voting.code}/{page}")
        with counting(sql) as statements:
            client.get(f"/rounds/{voting.code}/{page}")
        found[page] = len(statements)
    assert found == {"ceremony": 11, "rehearsal": 11}
