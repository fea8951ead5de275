"""The other ways of a round in the browser: a paper round whole, an opinion in writing, a longer window, the end."""

import io
from datetime import timedelta

import pytest
from flask import Flask

from demo.files import pdf
from nomination import clock
from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import Extension, Round
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.support.client import CheckingClient
from tests.views.test_rounds import filled
from tests.world import World, build, sign_in
from workflow.vocabulary import State

PDF = pdf("Bien ban")


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def paper() -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(PDF), "bien-ban.pdf")]


def typed(**figures: int) -> dict[str, object]:
    return {f"{name}-1": str(figure) for name, figure in figures.items()}


def test_a_paper_round_from_its_preparation_to_its_minutes(client: CheckingClient, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    sign_in(client, world, "eta_head")
    new = f"/campaigns/{world.campaign.code}/rounds/new"
    where = client.post(new, data=filled(world, nomination.code) | {"method": "paper"}).location
    client.post(f"{where}/open")
    voting = rounds.Voting(world, db.session.query(Round).one())
    said = {f"present-{voter.n}": "yes" for voter in voting.found.voters} | {"present-2": "no", "reason-2": ""}
    page = client.post(f"{where}/attendance", data=said, status=422).text
    assert "Hãy nêu lý do vắng mặt." in page
    assert 'id="present-1-0" name="present-1" value="yes" checked' in page
    client.post(f"{where}/attendance", data=said | {"reason-2": "Đi công tác"}, status=303)
    sheet = typed(issued=5, returned=5, valid=4, invalid=0, yes=4, no=0, blank=0)
    page = client.post(f"{where}/figures", data=sheet | {"file": paper()}, status=422).text
    assert "Hợp lệ và không hợp lệ cộng lại là 4; số phiếu thu về là 5." in page
    assert 'name="yes-1" inputmode="numeric" autocomplete="off" maxlength="9" value="4"' in page
    assert "bien-ban.pdf" in page
    kept = page.split('name="kept" value="')[1].split('"')[0]
    client.post(f"{where}/figures", data=sheet | {"invalid-1": "1", "kept": kept}, status=303)
    assert "Đã nhập số liệu, chờ người khác xác nhận" in client.get(where).text
    sign_in(client, world, "officer_2")
    page = client.get(f"{where}/approve").text
    assert client.get(f"{where}/scans/scan").data == PDF
    client.post(f"{where}/approve", data={"seal": "0" * 64}, status=409)
    client.post(f"{where}/approve", data={"seal": page.split('name="seal" value="')[1].split('"')[0]}, status=303)
    assert nomination.state == State.DEPARTMENT_VETTING
    _minutes_tell(client, world, f"{where}/minutes")


def _minutes_tell(client: CheckingClient, world: World, where: str) -> None:
    sign_in(client, world, "auditor")
    minutes = client.get(where).text
    assert "bỏ phiếu kín bằng giấy tại cuộc họp." in minutes
    assert "(Đi công tác)" in minutes
    assert "phát ra 5, thu về 5/5" in minutes
    assert "Đồng ý: 4/6; không đồng ý: 0/6; không có ý kiến: 0/6" in minutes


def test_members_see_a_longer_window_and_the_ballot_keeps_to_it(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    until = voting.row.closes_at + timedelta(hours=2)
    typed = until.astimezone(VIETNAM).strftime("%H:%M, %d/%m/%Y")
    sign_in(client, world, "eta_head")
    page = client.post(f"/rounds/{voting.code}/extension", data={"until": "mai", "reason": "Bão"}, status=422).text
    assert 'value="mai"' in page
    client.post(f"/rounds/{voting.code}/extension", data={"until": typed, "reason": "Bão số 9."}, status=303)
    sign_in(client, world, "department_head")
    assert "Bão số 9." in client.get(f"/rounds/{voting.code}/extension").text
    client.post(f"/rounds/{voting.code}/extension/answer", data={"answer": "no", "words": ""}, status=422)
    client.post(f"/rounds/{voting.code}/extension/answer", data={"answer": "yes"}, status=303)
    assert db.session.query(Extension).one().consented is True
    sign_in(client, world, "beta_head")
    assert "Đã gia hạn bỏ phiếu" in client.get(f"/rounds/{voting.code}").text
    assert typed.replace(", ", " ") in client.get(f"/rounds/{voting.code}/ballot").text.replace(", ", " ")


def test_a_round_without_quorum_says_what_to_do_next(client: CheckingClient, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting, number=3)
    rounds.counted(voting)
    sign_in(client, world, "eta_head")
    page = client.get(f"/rounds/{voting.code}").text
    assert "Có 3/6 người tham gia; cần ít nhất 4 người." in page
    again = f"/campaigns/{world.campaign.code}/rounds/new?body=cluster&repeat={voting.code}&method=paper"
    assert again.replace("&", "&amp;") in page
    form = client.get(again).text
    assert f'value="{nomination.code}" checked' in form
    assert 'value="paper" checked' in form.replace(" checked", " checked") or 'checked id="method-1"' in form
    sign_in(client, world, "beta_head")
    assert "rounds/new" not in client.get(f"/rounds/{voting.code}").text


def test_an_opinion_is_entered_and_listed_and_a_leader_of_a_cluster_is_told_there_is_none(
    client: CheckingClient, world: World
) -> None:
    voting = rounds.opened(world, ways.before_council(world, 5), body="council")
    sign_in(client, world, "secretary")
    where = f"/rounds/{voting.code}/opinions"
    page = client.post(where, data={"member": "2", "choice-1": "yes"}, status=422).text
    assert "Hãy đính kèm bản quét văn bản." in page
    client.post(where, data={"member": "2", "choice-1": "yes", "file": paper()}, status=303)
    page = client.get(where).text
    assert "1. Phòng Tổng hợp: Đồng ý" in page
    assert client.get(f"{where}/2/paper").data == PDF
    client.post(f"{where}/2/remove", status=303)
    assert "1. Phòng Tổng hợp: Đồng ý" not in client.get(where).text


def test_the_end_is_asked_by_a_teller_and_confirmed_by_the_department(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    rounds.counted(voting)
    sign_in(client, world, "beta_officer")
    assert "Thời hạn khiếu nại đến" in client.get(f"/rounds/{voting.code}").text
    client.post(f"/rounds/{voting.code}/end", status=422)
    with clock.at(clock.now() + timedelta(days=31)):
        sign_in(client, world, "beta_officer")
        client.post(f"/rounds/{voting.code}/end", status=303)
        sign_in(client, world, "department_head")
        client.post(f"/rounds/{voting.code}/destroy", status=303)
        assert "Đã hủy 6 phiếu và 3 bản khóa" in client.get(f"/rounds/{voting.code}").text
        assert "Hủy phiếu và khóa:" in client.get(f"/rounds/{voting.code}/minutes").text
