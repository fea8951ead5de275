"""The pages of a round, from preparing to the minutes, as each person meets them."""

import json
import re

import pytest
from flask import Flask

from nomination import clock
from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import Round
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in
from workflow.ballot import Choice
from workflow.vocabulary import State

BY_NAME = ("officer", "beta_officer", "gamma_officer")
"""The tellers in the order of their numbers: by given name."""


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def local(moment: object) -> str:
    return moment.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")  # type: ignore[attr-defined]


def filled(world: World, *codes: str) -> dict[str, object]:
    draft = rounds.a_draft(world, [])
    return {
        "body": "cluster",
        "title": "Bình xét khen thưởng",
        "nominations": list(codes),
        "opens_at": local(draft.opens_at),
        "closes_at": local(draft.closes_at),
        "tellers": [str(one) for one in draft.tellers],
    }


def take_codes(client: CheckingClient, world: World, where: str) -> dict[int, str]:
    """Each teller signs in, takes his code, mistypes it once, and types it back."""
    codes = {}
    for n, name in enumerate(BY_NAME, start=1):
        sign_in(client, world, name)
        page = client.post(f"{where}/codes", status=200)
        (codes[n],) = re.findall(r'id="secret"[^>]*>([0-9A-Z-]{19})<', page.text)
        assert page.headers["Cache-Control"] == "no-store"
        client.post(f"{where}/confirm", data={"code": "sai"}, status=422)
        client.post(f"{where}/confirm", data={"code": codes[n]})
        assert codes[n] not in client.get(where).text
    return codes


def test_the_whole_way_through_the_pages(client: CheckingClient, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    new = f"/campaigns/{world.campaign.code}/rounds/new"
    sign_in(client, world, "eta_head")
    client.get(f"{new}?body=cluster")
    where = client.post(new, data=filled(world, nomination.code)).location
    codes = take_codes(client, world, where)
    sign_in(client, world, "eta_head")
    client.post(f"{where}/open", status=422)
    client.post(f"{where}/rehearsal", data={"slip-1": "3"}, status=200)
    client.post(f"{where}/open")
    rounds.all_vote(
        rounds.Voting(world, db.session.query(Round).one(), codes), lambda n: Choice.NO if n == 0 else Choice.YES
    )
    client.post(f"{where}/close")
    sign_in(client, world, "beta_officer")
    client.get(f"{where}/count")
    wrong = client.post(f"{where}/count", data={"code-1": codes[1], "code-2": codes[1]}, status=422)
    assert codes[1] not in wrong.text
    client.post(f"{where}/count", data={"code-1": codes[1], "code-3": codes[3]})
    assert nomination.state == State.DEPARTMENT_VETTING


def test_minutes_and_box_hold_every_figure(client: CheckingClient, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting, lambda n: Choice.NO if n == 0 else Choice.YES)
    rounds.counted(voting)
    sign_in(client, world, "beta_officer")
    assert "5/6" in client.get(f"/rounds/{voting.code}").text
    minutes = client.get(f"/rounds/{voting.code}/minutes").text
    assert "Đồng ý: 5/6; không đồng ý: 1/6; không có ý kiến: 0/6. Cần: 4/6." in minutes
    assert str(voting.found.vote.box_hash) in minutes
    box = json.loads(client.get(f"/rounds/{voting.code}/box").text)
    assert (len(box["slips"]), box["voted"], box["eligible"]) == (6, 6, {nomination.code: 6})


def test_a_refused_form_keeps_what_was_chosen(client: CheckingClient, world: World) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    sign_in(client, world, "eta_head")
    fields = filled(world, first.code) | {"tellers": [str(world.people["beta_officer"].id)], "closes_at": "ngày mai"}
    page = client.post(f"/campaigns/{world.campaign.code}/rounds/new", data=fields, status=422).text
    assert 'value="Bình xét khen thưởng"' in page
    assert re.search(rf'value="{first.code}" checked', page)
    assert not re.search(rf'value="{second.code}" checked', page)
    assert db.session.query(Round).count() == 0


def test_members_learn_whether_it_was_reached_and_no_figure(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, lambda n: Choice.NO if n == 0 else Choice.YES)
    sign_in(client, world, "beta_head")
    assert "5/6" not in client.get(f"/rounds/{voting.code}").text
    rounds.counted(voting)
    page = client.get(f"/rounds/{voting.code}").text
    assert "mark--met" in page
    assert "5/6" not in page
    client.get(f"/rounds/{voting.code}/minutes", status=404)
    client.get(f"/rounds/{voting.code}/box", status=404)


def test_while_the_box_is_open_turnout_is_coarse_and_nobody_is_named(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    sign_in(client, world, "eta_head")
    pages = []
    for name in ("beta_head", "gamma_head"):
        rounds.cast(voting, world.people[name])
        pages.append(client.get(f"/rounds/{voting.code}").text)
    strip = re.compile(r'name="csrf_token" value="[^"]*"')
    assert strip.sub("", pages[0]) == strip.sub("", pages[1])
    assert 'id="roll"' not in pages[0]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("beta_head", 200), ("eta_head", 200), ("beta_officer", 200), ("officer_2", 200), ("department_head", 200),
        ("secretary", 200), ("auditor", 200), ("minister", 200),
        ("council_1", 404), ("alpha_officer", 403), ("clerk", 403), ("administrator", 403),
    ],
)  # fmt: skip
def test_who_may_read_a_cluster_round(client: CheckingClient, world: World, name: str, status: int) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    sign_in(client, world, name)
    client.get(f"/rounds/{voting.code}", status=status)


def test_acts_of_others_are_refused(client: CheckingClient, world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    sign_in(client, world, "beta_head")
    for act in ("open", "close", "cancel", "codes", "confirm", "carry", "chair", "count"):
        client.post(f"/rounds/{voting.code}/{act}", status=403)
    sign_in(client, world, "eta_head")
    assert 'id="why-open"' in client.get(f"/rounds/{voting.code}").text
    assert 'id="why-open"' in client.get(f"/rounds/{voting.code}/ceremony").text
    client.post(f"/rounds/{voting.code}/open", status=422)
    client.post(f"/rounds/{voting.code}/close", status=409)
    client.post(f"/rounds/{voting.code}/cancel", data={"reason": "Nhầm"}, status=303)


def test_the_list_is_scoped_filtered_and_cheap(client: CheckingClient, world: World, sql: object) -> None:
    first = rounds.prepared(world, *rounds.waiting(world, "alpha"))
    second = rounds.opened(world, *rounds.waiting(world, "delta"))
    sign_in(client, world, "eta_head")
    page = client.get("/rounds").text
    assert first.code in page
    assert second.code in page
    partial = client.get("/rounds?status=open", hx=True).text
    assert second.code in partial
    assert first.code not in partial
    with counting(sql) as statements:
        client.get("/rounds")
    assert len(statements) <= 12
    sign_in(client, world, "council_1")
    assert first.code not in client.get("/rounds").text


def test_a_round_page_costs_few_queries(client: CheckingClient, world: World, sql: object) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta", "epsilon"))
    rounds.all_vote(voting)
    rounds.counted(voting)
    sign_in(client, world, "department_head")
    with counting(sql) as statements, clock.at(voting.row.closes_at):
        client.get(f"/rounds/{voting.code}")
    assert len(statements) <= 12
