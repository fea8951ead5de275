"""From one nomination of a round to the next, on their own pages, and from there to the ballot."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from nomination import clock
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


@pytest.fixture
def voting(world: World) -> rounds.Voting:
    return rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))


def test_a_member_goes_from_one_nomination_of_the_round_to_the_next(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta", "epsilon"))
    codes = [line.nomination.code for line in voting.found.lines]
    sign_in(client, world, "beta_head")
    page = client.get(f"/nominations/{codes[1]}?round={voting.code}").text
    assert f'rel="prev" href="/nominations/{codes[0]}?round={voting.code}#stages"' in page
    assert f'rel="next" href="/nominations/{codes[2]}?round={voting.code}#stages"' in page
    assert "hồ sơ 2/3" in page and f'href="/rounds/{voting.code}"' in page
    first, last = (client.get(f"/nominations/{code}?round={voting.code}").text for code in (codes[0], codes[2]))
    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)
    for unknown in ("nothing", "", "x" * 300):
        assert 'class="neighbours"' not in client.get(f"/nominations/{codes[1]}?round={unknown}").text


def test_who_reads_a_dossier_before_voting_finds_the_way_to_the_ballot_and_not_that_nothing_is_left_to_do(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    address = f"/nominations/{voting.found.lines[1].nomination.code}"
    asked, ballot = f"{address}?round={voting.code}", f'href="/rounds/{voting.code}/ballot"'
    page = client.get(asked).text
    assert page.count(ballot) == 2 and "Ông/Bà chưa bỏ phiếu ở phiên này." in page
    assert "Hiện không có việc nào Ông/Bà cần làm ở đây." not in page
    with clock.at(voting.row.closes_at):
        page = client.get(asked).text
        assert ballot not in page and "Hiện không có việc nào Ông/Bà cần làm ở đây." in page


def test_a_round_of_others_shows_no_neighbours(client: CheckingClient, world: World, voting: rounds.Voting) -> None:
    """The unit's officer reads his unit's nomination, but the round is not his to see."""
    sign_in(client, world, "alpha_officer")
    mine = voting.found.lines[0].nomination.code
    assert 'class="neighbours"' not in client.get(f"/nominations/{mine}?round={voting.code}").text


def test_the_neighbours_cost_one_query(
    client: CheckingClient, world: World, voting: rounds.Voting, sql: Engine
) -> None:
    sign_in(client, world, "beta_head")
    address = f"/nominations/{voting.found.lines[1].nomination.code}"
    found = []
    for asked in (address, f"{address}?round={voting.code}"):
        client.get(asked)
        with counting(sql) as statements:
            client.get(asked)
        found.append(len(statements))
    assert found[1] == found[0] + 1 <= 12
