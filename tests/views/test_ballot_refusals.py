"""A ballot that cannot be taken: refused in words, nothing stored, and the voter is told where he stands."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, RoundVoter, Slip
from nomination.services.rounds import cancel
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import World, build, sign_in
from tests.world_ballots import sent

NOT_VOTED = "Theo danh sách, Ông/Bà chưa bỏ phiếu."
LACKING = "Còn 1 hồ sơ chưa chọn. Chưa có gì được lưu."
STRANGE = "Phiếu có dòng mà Ông/Bà không được bỏ phiếu. Chưa có gì được lưu."
TWICE = "Có dòng chọn nhiều hơn một phương án. Chưa có gì được lưu."
UNKNOWN = "Có dòng mang lựa chọn không tồn tại. Chưa có gì được lưu."
CHANGED = (
    "Phiên bỏ phiếu không còn như trang Ông/Bà đang mở. Chưa có gì được lưu; Ông/Bà chưa bỏ phiếu. "
    "Đề nghị tải lại phiếu."
)


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


@pytest.fixture
def voting(world: World) -> rounds.Voting:
    return rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))


def stored() -> tuple[int, int, int]:
    """Slips, voters who voted, audit entries of casting."""
    slips, voted = select(func.count()).select_from(Slip), select(func.count()).where(RoundVoter.voted)
    entries = select(func.count()).where(Audit.action == "round:cast")
    return tuple(db.session.scalar(query) or 0 for query in (slips, voted, entries))  # type: ignore[return-value]


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "Còn 2 hồ sơ chưa chọn. Chưa có gì được lưu."),
    ({"slip-1": "1"}, LACKING),
    ({"slip-1": "1", "slip-2": "1", "slip-3": "1"}, STRANGE),
    ({"slip-1": "1", "slip-2": "1", "slip-9": "1"}, STRANGE),
    ({"slip-1": ["1", "2"], "slip-2": "1"}, TWICE),
    ({"slip-1": ["1", "1"], "slip-2": "1"}, TWICE),
    ({"slip-1": "yes", "slip-2": "1"}, UNKNOWN),
    ({"slip-1": "4", "slip-2": "1"}, UNKNOWN),
    ({"slip-1": "", "slip-2": "1"}, UNKNOWN),
    ({"slip-1": "1", "slip-2": "1", "slip-x": "1"}, UNKNOWN),
    ({"slip-1": "1", "slip-2": "1", "slip-١": "1"}, UNKNOWN),
    ({"slip-1": "1", "slip-01": "2", "slip-2": "1"}, TWICE),
]


def test_too_many_too_few_unknown_and_repeated_choices(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    for given, words in BAD:
        fields = sent(voting, "") | given
        for place in ("ballot", "ballot/review"):
            for hx in (False, True):
                page = client.post(f"/rounds/{voting.code}/{place}", data=fields, hx=hx, status=422).text
                assert words in page and NOT_VOTED in page, (given, place, hx)
                assert "checked" not in page
        assert stored() == (0, 0, 0)


def test_without_javascript_what_a_ballot_lacks_is_asked_on_the_page_that_holds_the_rest(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    page = client.post(f"/rounds/{voting.code}/ballot/review", data=sent(voting, "2"), status=422).text
    assert page.count('type="radio"') == 3 and page.count('name="slip-2"') == 3
    assert 'type="hidden" name="slip-1" value="2"' in page


def test_a_page_of_another_definition_is_stale(client: CheckingClient, world: World, voting: rounds.Voting) -> None:
    """The round was held anew while the page lay open; or the form does not say what it was about."""
    sign_in(client, world, "beta_head")
    for definition in ("0" * 64, "", str(voting.row.definition_hash)[:-1]):
        for place in ("ballot", "ballot/review"):
            for hx in (False, True):
                fields = sent(voting, "11", definition=definition)
                page = client.post(f"/rounds/{voting.code}/{place}", data=fields, hx=hx, status=409).text
                assert CHANGED in page and NOT_VOTED in page
    assert stored() == (0, 0, 0)


def test_a_form_of_one_round_is_not_taken_by_the_next(client: CheckingClient, world: World) -> None:
    first = rounds.opened(world, *rounds.waiting(world, "alpha"))
    fields = sent(first, "1")
    cancel(world.actor("department_head"), first.code, "Lập lại phiên.")
    second = rounds.opened(world, *rounds.waiting(world, "delta"))
    sign_in(client, world, "beta_head")
    assert CHANGED in client.post(f"/rounds/{second.code}/ballot", data=fields, status=409).text
    over = client.post(f"/rounds/{first.code}/ballot", data=fields, status=422).text
    assert "trong hòm không có phiếu của Ông/Bà." in over and NOT_VOTED in over
    assert stored() == (0, 0, 0)


def test_who_stands_aside_or_was_taken_off_the_roll(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha"))
    sign_in(client, world, "alpha_head")
    aside = client.post(f"/rounds/{voting.code}/ballot", data=sent(voting, "1"), status=403).text
    assert "Ông/Bà không bỏ phiếu đối với tất cả các hồ sơ của phiên này nên không có phiếu." in aside
    assert client.post(f"/rounds/{voting.code}/ballot/review", data=sent(voting, "1")).location.endswith("/ballot")
    db.session.execute(delete(RoundVoter).where(RoundVoter.person_id == world.people["beta_head"].id))
    db.session.commit()
    sign_in(client, world, "beta_head")
    removed = client.post(f"/rounds/{voting.code}/ballot", data=sent(voting, "1"), status=403).text
    assert "Ông/Bà không có tên trong danh sách bỏ phiếu của phiên này." in removed
    client.post(f"/rounds/{voting.code}/ballot/review", data=sent(voting, "1"), status=404)
    client.get(f"/rounds/{voting.code}/ballot/lines/1", status=404)
    assert stored() == (0, 0, 0)


def test_his_own_units_line_is_not_taken(client: CheckingClient, world: World, voting: rounds.Voting) -> None:
    sign_in(client, world, "alpha_head")
    for place in ("ballot", "ballot/review"):
        assert STRANGE in client.post(f"/rounds/{voting.code}/{place}", data=sent(voting, "11"), status=422).text
    assert stored() == (0, 0, 0)
    client.post(f"/rounds/{voting.code}/ballot", data=sent(voting, {2: "1"}))
    assert stored() == (1, 1, 1)


def test_before_the_beginning_and_after_the_end(client: CheckingClient, world: World, voting: rounds.Voting) -> None:
    sign_in(client, world, "beta_head")
    early, late = voting.row.opens_at - timedelta(seconds=1), voting.row.closes_at
    for moment, words in ((early, "Chưa có gì được lưu; Ông/Bà chưa bỏ phiếu."), (late, "không có phiếu của Ông/Bà.")):
        with clock.at(moment):
            for place in ("ballot", "ballot/review"):
                for hx in (False, True):
                    fields = sent(voting, "11")
                    page = client.post(f"/rounds/{voting.code}/{place}", data=fields, hx=hx, status=422).text
                    assert words in page and NOT_VOTED in page
    assert stored() == (0, 0, 0)


def test_who_has_voted_is_told_so_whatever_he_sends_again(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    """A double click, another choice, a worse form, a page of yesterday: one ballot, and one answer."""
    sign_in(client, world, "beta_head")
    where = f"/rounds/{voting.code}/ballot"
    fields = sent(voting, "12")
    for again in (fields, fields, sent(voting, "33"), sent(voting, "1"), sent(voting, "11", definition="0" * 64)):
        assert client.post(where, data=again).location == where
        assert stored() == (2, 1, 1)
    with clock.at(voting.row.closes_at):
        assert client.post(where, data=fields).location == where
        assert "Phiếu của Ông/Bà đã ở trong hòm phiếu" in client.get(where).text
    for given, _words in BAD[4:]:
        page = client.post(where, data=sent(voting, "") | given, status=422).text
        assert "Phiếu của Ông/Bà đã ở trong hòm phiếu" in page
    assert stored() == (2, 1, 1)


def test_a_receipt_that_is_none_is_refused_and_a_new_one_is_made_for_the_review(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    sign_in(client, world, "beta_head")
    for receipt in ("-x-", "<script>", "0" * 500, "AAAA-AAAA-AAAA-AAAA"):
        page = client.post(f"/rounds/{voting.code}/ballot", data=sent(voting, "11", receipt), status=422).text
        assert (
            "Mã biên nhận không đúng. Đề nghị tải lại phiếu" in page and receipt[:64] not in page.partition("<main")[2]
        )
        review = client.post(f"/rounds/{voting.code}/ballot/review", data=sent(voting, "11", receipt), status=200).text
        assert f'value="{receipt[:64]}"' not in review
    assert stored() == (0, 0, 0)
