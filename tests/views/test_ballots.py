"""The ballot in a browser: read, review, cast, ask; answers of one length, and no choice anywhere but in the form."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from nomination import clock
from nomination.box.codes import new_receipt
from nomination.extensions import db
from nomination.models import Slip
from nomination.services.closing import close
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_ballots import sent, stretched
from tests.world_steps import submitted
from workflow.dossier import NomineeKind


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
    assert page.count('type="radio"') == 6
    assert "checked" not in page
    assert (
        "Nếu tất cả cùng chọn một phương án thì mọi người biết phiếu của nhau; hệ thống không che được điều đó." in page
    )
    assert 'name="receipt" value=""' in page and 'class="secret"' not in page
    filled = sent(voting, "12") | {"receipt": ""}
    review = client.post(f"/rounds/{voting.code}/ballot/review", data=filled, status=200).text
    receipt = receipt_on(review)
    assert f'<p class="secret" id="receipt" translate="no">{receipt}</p>' in review
    assert slips() == 0
    lost = client.get(f"/rounds/{voting.code}/receipt").text
    assert "Theo danh sách, Ông/Bà chưa bỏ phiếu." in lost and "Ông/Bà vẫn bỏ phiếu được." in lost
    cast = client.post(f"/rounds/{voting.code}/ballot", data=sent(voting, "12", receipt))
    assert cast.location == f"/rounds/{voting.code}/ballot"
    assert slips() == 2
    after = client.get(cast.location).text
    assert "Phiếu của Ông/Bà đã ở trong hòm phiếu" in after and "Không sửa và không rút lại được phiếu" in after
    assert receipt not in after and 'type="radio"' not in after
    asked = client.post(f"/rounds/{voting.code}/receipt", data={"receipt": receipt}, status=200).text
    assert "Các lá phiếu của mã biên nhận này đều nằm trong hòm: 2 trên 2." in asked
    assert receipt not in asked and "Ông/Bà vẫn bỏ phiếu được." not in asked


def test_the_review_says_the_exceptions_first_and_changes_a_line_without_losing_the_others(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    """Without JavaScript: what was marked travels in the page only, and the code already copied stays true."""
    sign_in(client, world, "beta_head")
    where = f"/rounds/{voting.code}/ballot/review"
    receipt = new_receipt()
    page = client.post(where, data=sent(voting, "12", receipt), status=200).text
    piles = re.findall(r'<h3 id="pile-\d">([^<]*)</h3><ol class="ballot__read">(.*?)</ol>', page)
    assert [(label, re.findall(r'name="(slip-\d)"', lines)) for label, lines in piles] == [
        ("Không đồng ý", ["slip-2"]), ("Không có ý kiến", []), ("Đồng ý", ["slip-1"]),
    ]  # fmt: skip
    assert receipt_on(page) == receipt
    asked = client.post(where, data=sent(voting, "12", receipt, change="2"), status=200).text
    assert re.findall(r'type="hidden" name="(slip-\d)" value="(\d)"', asked) == [("slip-1", "1")]
    assert asked.count('type="radio"') == 3 and "checked" not in asked and 'class="secret"' not in asked
    assert f'action="{where}"' in asked and receipt_on(asked) == receipt
    assert slips() == 0


def test_who_agrees_with_the_rest_marks_the_exceptions_only(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    page = client.post(f"/rounds/{voting.code}/ballot/review", data=sent(voting, " 3", rest="1"), status=200).text
    assert re.findall(r'type="hidden" name="(slip-\d)" value="(\d)"', page) == [("slip-2", "3"), ("slip-1", "1")]


def test_beside_the_ballot_the_review_is_a_partial_that_casts_by_itself(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    where = f"/rounds/{voting.code}/ballot"
    review = client.post(f"{where}/review", data=sent(voting, "12"), hx=True).text
    assert review.startswith("<section") and f'hx-post="{where}"' in review and "formaction" not in review
    lacking = client.post(f"{where}/review", data=sent(voting, "1"), hx=True, status=422).text
    assert "Còn 1 hồ sơ chưa chọn. Chưa có gì được lưu." in lacking and 'name="slip-1"' not in lacking
    cast = client.post(where, data=sent(voting, "12"), hx=True, status=204)
    assert cast.headers["HX-Redirect"] == where
    assert slips() == 2
    assert client.post(f"{where}/review", data=sent(voting, "12"), hx=True, status=204).headers["HX-Redirect"] == where


def test_a_second_ballot_from_another_browser_is_answered_alike(
    app: Flask, client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    other = CheckingClient(app, app.response_class)
    for browser in (client, other):
        sign_in(browser, world, "beta_head")
    first = client.post(f"/rounds/{voting.code}/ballot", data=sent(voting, "11"))
    second = other.post(f"/rounds/{voting.code}/ballot", data=sent(voting, "23"))
    assert (first.status_code, first.location, first.data) == (second.status_code, second.location, second.data)
    assert slips() == 2


def test_after_the_end_a_voter_is_told_where_he_stands(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    with clock.at(voting.row.closes_at):
        page = client.get(f"/rounds/{voting.code}/ballot").text
        assert 'type="radio"' not in page
        for place in ("ballot", "ballot/review"):
            refused = client.post(f"/rounds/{voting.code}/{place}", data=sent(voting, "11"), status=422).text
            assert "Không có gì được lưu; trong hòm không có phiếu của Ông/Bà." in refused
            assert "Theo danh sách, Ông/Bà chưa bỏ phiếu." in refused
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


def test_the_ballot_costs_the_same_however_long_it_is(client: CheckingClient, world: World, sql: Engine) -> None:
    """With 1, 3 and 100 nominations: the page, one line beside it, the review, and putting it into the box."""
    voting, found = rounds.opened(world, *rounds.waiting(world)), []
    where = f"/rounds/{voting.code}/ballot"
    for number, name in ((1, "beta_head"), (3, "gamma_head"), (100, "delta_head")):
        stretched(voting, number)
        sign_in(client, world, name)
        fields = sent(voting, "1" * number)
        asks: dict[str, Callable[[], object]] = {
            "page": lambda: client.get(where),
            "line": lambda: client.get(f"{where}/lines/1", hx=True),
            "review": lambda fields=fields: client.post(f"{where}/review", data=fields, status=200),  # type: ignore[misc]
            "cast": lambda fields=fields: client.post(where, data=fields),  # type: ignore[misc]
        }
        client.get(where)
        costs = {}
        for what, ask in asks.items():
            with counting(sql) as statements:
                ask()
            costs[what] = len(statements)
        found.append(costs)
    assert found == [{"page": 5, "line": 10, "review": 5, "cast": 12}] * 3


def test_before_the_beginning_the_ballot_is_not_shown(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    with clock.at(voting.row.opens_at - timedelta(minutes=1)):
        assert 'type="radio"' not in client.get(f"/rounds/{voting.code}/ballot").text


def test_what_a_nomination_rests_on_is_one_click_away(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    """The link leads to a page of its own; with htmx it is set into the dialog. An own line has none, and no page."""
    sign_in(client, world, "alpha_head")
    page = client.get(f"/rounds/{voting.code}/ballot").text
    mine, other = (line.nomination for line in voting.found.lines)
    where = f"/rounds/{voting.code}/ballot/lines"
    assert f'href="{where}/2" hx-get="{where}/2" hx-target="#ballots-line" hx-swap="outerHTML" target="_blank"' in page
    assert f"{where}/1" not in page and mine.nominee_name in page
    client.get(f"{where}/1", status=404)
    client.get(f"{where}/3", status=404)
    shown = client.get(f"{where}/2").text
    assert "Hoàn thành xuất sắc nhiệm vụ được giao." in shown
    address = f"/nominations/{other.code}?round={voting.code}"
    assert f'href="{address}#stages" hx-get="{address}" hx-select="#nominations-stages .table-region"' in shown
    assert f'href="{address}" target="_blank" rel="noopener">' in shown
    assert 'rel="prev"' not in shown and 'rel="next"' not in shown


def test_the_lines_are_turned_over_one_after_another(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    stretched(voting, 3)
    sign_in(client, world, "beta_head")
    where = f"/rounds/{voting.code}/ballot/lines"
    partial = client.get(f"{where}/2", hx=True).text
    assert partial.lstrip().startswith('<article id="ballots-line" class="stack" data-line="2"')
    assert f'rel="prev" href="{where}/1" hx-get="{where}/1" hx-target="#ballots-line"' in partial
    assert f'rel="next" href="{where}/3" hx-get="{where}/3" hx-target="#ballots-line"' in partial
    sign_in(client, world, "delta_head")
    assert f'rel="next" href="{where}/3"' in client.get(f"{where}/1", hx=True).text


def test_lines_stand_under_their_awards_by_number(client: CheckingClient, world: World) -> None:
    drafts = [
        draft(world, "alpha", "Nguyễn Thị Hoa"), draft(world, "delta", "Phòng Một", kind=NomineeKind.COLLECTIVE),
        draft(world, "epsilon", "Lê Văn Nam"),
    ]  # fmt: skip
    voting = rounds.opened(world, *(submitted(world, one) for one in drafts))
    sign_in(client, world, "beta_head")
    page = client.get(f"/rounds/{voting.code}/ballot").text
    awards = [world.award(kind).name for kind in (NomineeKind.INDIVIDUAL, NomineeKind.COLLECTIVE)]
    groups = re.split(r'<h2 id="award-\d">', page)[1:]
    numbers = {
        award: [str(line.question.n) for line in voting.found.lines if line.nomination.kind == kind]
        for award, kind in zip(awards, NomineeKind, strict=True)
    }
    assert {group.partition("</h2>")[0]: re.findall(r'id="line-(\d)"', group) for group in groups} == numbers
    assert sorted(re.findall(r"(\d) đề nghị", page)) == ["1", "2"]
