"""Reading before the vote as pages: neighbours, the note that saves itself, the discussion, the comparison."""

import pytest
from flask import Flask

from nomination.extensions import db
from nomination.models import Contribution, ReadingNote
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def test_from_the_round_to_the_first_and_on(client: CheckingClient, world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world, "alpha", "delta"))
    first, second = (line.nomination for line in voting.found.lines)
    sign_in(client, world, "beta_head")
    assert f'href="/nominations/{first.code}/reading"' in client.get(f"/rounds/{voting.code}").text
    page = client.get(f"/nominations/{first.code}/reading").text
    assert f'<a rel="next" href="/nominations/{second.code}/reading">' in page and 'rel="prev"' not in page
    assert "hồ sơ 1/2" in page
    assert (
        f'<a rel="prev" href="/nominations/{first.code}/reading">'
        in client.get(f"/nominations/{second.code}/reading").text
    )
    assert first.nominee_name in client.get("/reading").text
    sign_in(client, world, "beta_officer")
    client.get("/reading", status=403)
    client.get(f"/nominations/{first.code}/reading", status=404)
    assert "/reading" not in client.get(f"/rounds/{voting.code}").text


def test_a_note_saves_itself_and_is_deleted_by_its_writer(client: CheckingClient, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    where = f"/nominations/{nomination.code}/reading"
    sign_in(client, world, "beta_head")
    saved = client.post(f"{where}/note", data={"note": "Cần xem lại <b>tháng 7</b>"}, hx=True).text
    assert saved.strip() == '<div id="reading-noted"></div>'
    assert "Cần xem lại &lt;b&gt;tháng 7&lt;/b&gt;</textarea>" in client.get(where).text
    long = "x" * 5001
    assert long in client.post(f"{where}/note", data={"note": long}, status=422).text
    assert "tối đa 5000 ký tự" in client.post(f"{where}/note", data={"note": long}, hx=True, status=422).text.lower()
    sign_in(client, world, "gamma_head")
    assert "tháng 7" not in client.get(where).text
    client.post(f"{where}/note/delete", status=404)
    sign_in(client, world, "beta_head")
    assert "tháng 7" in client.get("/reading").text
    client.post(f"{where}/note/delete")
    assert db.session.query(ReadingNote).count() == 0


def test_the_discussion_is_read_by_members_and_closed_with_the_opening(client: CheckingClient, world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    code = voting.found.lines[0].nomination.code
    where = f"/nominations/{code}/reading"
    sign_in(client, world, "beta_head")
    client.post(f"{where}/contributions", data={"words": " "}, status=422)
    client.post(f"{where}/contributions", data={"words": "Thành tích rõ ràng."})
    sign_in(client, world, "eta_head")
    page = client.get(where).text
    assert "Thành tích rõ ràng." in page and "Trần Thị Beta, Vụ Beta" in page
    sign_in(client, world, "alpha_head")
    page = client.get(where).text
    assert "Thành tích rõ ràng." not in page and "Đây là hồ sơ của đơn vị Ông/Bà" in page
    client.post(f"{where}/contributions", data={"words": "Xin giải trình."}, status=422)
    rounds.opening(voting)
    sign_in(client, world, "beta_head")
    page = client.get(where).text
    assert "Thành tích rõ ràng." in page and 'name="words"' not in page
    assert "Xin nói thêm" in client.post(f"{where}/contributions", data={"words": "Xin nói thêm"}, status=422).text
    assert db.session.query(Contribution).count() == 1


def test_two_side_by_side(client: CheckingClient, world: World) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    sign_in(client, world, "beta_head")
    page = client.get(f"/nominations/{first.code}/reading").text
    assert f'<option value="{second.code}">' in page
    page = client.get(f"/reading/compare?first={first.code}&second={second.code}").text
    assert page.index(first.nominee_name) < page.index(second.nominee_name)
    for asked in (f"first={first.code}&second={first.code}", f"first={first.code}", "first=a&second=b"):
        client.get(f"/reading/compare?{asked}", status=404)


@pytest.mark.parametrize("units", [("alpha", "delta"), ("alpha", "delta", "epsilon", "zeta")])
def test_what_the_pages_cost(client: CheckingClient, world: World, sql: object, units: tuple[str, ...]) -> None:
    first, second, *_ = rounds.waiting(world, *units)
    sign_in(client, world, "beta_head")
    found = {}
    for path in (
        f"/nominations/{first.code}/reading",
        "/reading",
        f"/reading/compare?first={first.code}&second={second.code}",
    ):
        client.get(path)
        with counting(sql) as statements:
            client.get(path)
        found[path.partition("?")[0].replace(first.code, "")] = len(statements)
    assert found == {"/nominations//reading": 9, "/reading": 6, "/reading/compare": 7}
