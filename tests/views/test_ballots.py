"""The ballot in a browser: read, review, cast, ask; answers of one length, and no choice anywhere but in the form."""

import logging
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from nomination import clock
from nomination.box.codes import new_receipt
from nomination.extensions import db
from nomination.models import Slip
from nomination.services.closing import close
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in

MARKS = ("1", "2", "3")


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


@pytest.fixture
def voting(world: World) -> rounds.Voting:
    return rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))


def slips() -> int:
    return db.session.scalar(select(func.count()).select_from(Slip)) or 0


def receipt_on(page: str) -> str:
    found = re.search(r'name="receipt" value="([0-9A-Z-]{19})"', page)
    assert found is not None
    return found[1]


def test_a_voter_reads_reviews_casts_and_finds_his_ballot(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    page = client.get(f"/rounds/{voting.code}/ballot").text
    receipt = receipt_on(page)
    assert page.count('type="radio"') == 6
    assert "checked" not in page
    review = client.post(
        f"/rounds/{voting.code}/ballot/review", data={"receipt": receipt, "slip-1": "1", "slip-2": "2"}, status=200
    ).text
    assert receipt_on(review) == receipt
    assert slips() == 0
    cast = client.post(f"/rounds/{voting.code}/ballot", data={"receipt": receipt, "slip-1": "1", "slip-2": "2"})
    assert cast.location == f"/rounds/{voting.code}/ballot"
    assert slips() == 2
    after = client.get(cast.location).text
    assert receipt not in after
    assert 'type="radio"' not in after
    asked = client.post(f"/rounds/{voting.code}/receipt", data={"receipt": receipt}, status=200).text
    assert "notice--success" in asked
    assert receipt not in asked


def test_a_second_ballot_from_another_browser_is_answered_alike(
    app: Flask, client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    other = CheckingClient(app, app.response_class)
    for browser in (client, other):
        sign_in(browser, world, "beta_head")
    first = client.post(f"/rounds/{voting.code}/ballot", data={"receipt": new_receipt(), "slip-1": "1", "slip-2": "1"})
    second = other.post(f"/rounds/{voting.code}/ballot", data={"receipt": new_receipt(), "slip-1": "2", "slip-2": "3"})
    assert (first.status_code, first.location, first.data) == (second.status_code, second.location, second.data)
    assert slips() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"slip-1": "1"},
        {"slip-1": ["1", "2"], "slip-2": "1"},
        {"slip-1": "yes", "slip-2": "1"},
        {"slip-1": "1", "slip-2": "1", "slip-9": "1"},
        {"slip-1": "1", "slip-2": "1", "slip-x": "1"},
        {"slip-1": "", "slip-2": "1"},
    ],
)
@pytest.mark.parametrize("place", ["ballot", "ballot/review"])
def test_a_bad_ballot_is_refused_in_words_and_stores_nothing(
    client: CheckingClient, world: World, voting: rounds.Voting, fields: dict[str, object], place: str
) -> None:
    sign_in(client, world, "beta_head")
    page = client.post(f"/rounds/{voting.code}/{place}", data={"receipt": new_receipt()} | fields, status=422).text
    assert "notice--error" in page
    assert "checked" not in page
    assert slips() == 0


def test_answers_have_one_length_whatever_was_chosen(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    names = dict(zip(MARKS, ("beta_head", "gamma_head", "zeta_head"), strict=True))
    reviews, casts = set(), set()
    for mark, name in names.items():
        sign_in(client, world, name)
        fields = {"receipt": new_receipt(), "slip-1": mark, "slip-2": mark}
        review = client.post(f"/rounds/{voting.code}/ballot/review", data=fields, status=200).text
        reviews.add(len(without_token_and_name(review, world, name)))
        casts.add(client.post(f"/rounds/{voting.code}/ballot", data=fields).data)
    assert len(reviews) == len(casts) == 1


def without_token_and_name(page: str, world: World, name: str) -> str:
    """The token is signed with the time and may vary by a character; names differ by person."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    return page.replace(world.people[name].full_name, "")


def test_after_the_end_a_voter_is_told_where_he_stands(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    with clock.at(voting.row.closes_at):
        page = client.get(f"/rounds/{voting.code}/ballot").text
        assert 'type="radio"' not in page
        fields = {"receipt": new_receipt(), "slip-1": "1", "slip-2": "1"}
        refused = client.post(f"/rounds/{voting.code}/ballot", data=fields, status=422).text
    assert "notice--error" in refused
    assert slips() == 0


def test_everyone_voted_and_closed_early_says_it_is_in_the_box(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    rounds.all_vote(voting)
    close(world.actor("eta_head"), voting.code)
    sign_in(client, world, "beta_head")
    assert "notice--success" in client.get(f"/rounds/{voting.code}/ballot").text


def test_the_ballot_of_a_member_leaves_out_his_own_units_line(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "alpha_head")
    page = client.get(f"/rounds/{voting.code}/ballot").text
    assert 'name="slip-1"' not in page
    assert page.count('name="slip-2"') == 3


@pytest.mark.parametrize("name", ["alpha_officer", "department_head", "administrator", "council_1"])
@pytest.mark.parametrize("place", ["ballot", "receipt"])
def test_who_is_not_on_the_roll_finds_no_ballot(
    client: CheckingClient, world: World, voting: rounds.Voting, name: str, place: str
) -> None:
    sign_in(client, world, name)
    client.get(f"/rounds/{voting.code}/{place}", status=404)


def test_no_log_line_carries_a_choice_or_a_receipt(
    client: CheckingClient, world: World, voting: rounds.Voting, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, world, "beta_head")
    receipt = new_receipt()
    with caplog.at_level(logging.DEBUG):
        fields = {"receipt": receipt, "slip-1": "2", "slip-2": "3"}
        client.post(f"/rounds/{voting.code}/ballot/review", data=fields, status=200)
        client.post(f"/rounds/{voting.code}/ballot", data=fields)
    assert receipt not in caplog.text
    assert "slip-1" not in caplog.text


def test_the_ballot_costs_few_queries_however_long_it_is(client: CheckingClient, world: World, sql: object) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta", "epsilon"))
    sign_in(client, world, "beta_head")
    client.get(f"/rounds/{voting.code}/ballot")
    with counting(sql) as statements:
        client.get(f"/rounds/{voting.code}/ballot")
    assert len(statements) <= 12


def test_before_the_beginning_the_ballot_is_not_shown(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    with clock.at(voting.row.opens_at - timedelta(minutes=1)):
        assert 'type="radio"' not in client.get(f"/rounds/{voting.code}/ballot").text


def test_the_matrix_of_each_line_is_one_click_away_and_costs_the_ballot_nothing(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    """The link leads to the dossier; with htmx only its matrix is set below the line. An own line has none."""
    sign_in(client, world, "alpha_head")
    page = client.get(f"/rounds/{voting.code}/ballot").text
    mine, other = (line.nomination for line in voting.found.lines)
    address = f"/nominations/{other.code}?round={voting.code}"
    assert f'href="{address}#stages" hx-get="{address}" hx-select="#nominations-stages .table-region"' in page
    assert f"/nominations/{mine.code}?round=" not in page
    assert f'href="{address}" target="_blank" rel="noopener">' in page and "(mở trong thẻ mới" in page
    assert '<section id="nominations-stages"' in client.get(address, hx=True).text


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
    client: CheckingClient, world: World, voting: rounds.Voting, sql: object
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
