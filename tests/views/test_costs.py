"""What pages cost in questions to the database, sign-in (1) and roles (2) included, with one row and with three.

Only pages whose own tests do not say it. The number is literal: whoever makes a page dearer changes it here, and knows.
"""

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from nomination.extensions import db
from nomination.models import Nomination, RegisterEntry
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import submitted

MOST = 12


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def cost(client: CheckingClient, world: World, engine: Engine, name: str | None, path: str) -> int:
    """The second time: what is read once by a process is not the page's."""
    client.sign_out()
    if name is not None:
        sign_in(client, world, name)
    client.get(path)
    with counting(engine) as sent:
        client.get(path)
    assert len(sent) <= MOST
    return len(sent)


def several(world: World, number: int) -> list[Nomination]:
    return [submitted(world, draft(world, name=f"Nguyễn Thị {name}")) for name in ("Một", "Hai", "Ba")[:number]]


@pytest.mark.parametrize("number", [1, 3])
def test_a_round_in_every_stage(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    new = f"/campaigns/{world.campaign.code}/rounds/new?body=cluster"
    nominations = several(world, number)
    found = {"new": cost(client, world, sql, "eta_head", new)}
    voting = rounds.opened(world, *nominations)
    where = f"/rounds/{voting.code}"
    found["open"] = cost(client, world, sql, "beta_head", where)
    found["ballot"] = cost(client, world, sql, "beta_head", f"{where}/ballot")
    found["receipt"] = cost(client, world, sql, "beta_head", f"{where}/receipt")
    rounds.all_vote(voting)
    found["count"] = cost(client, world, sql, "beta_officer", f"{where}/count")
    rounds.counted(voting)
    for page in ("", "/minutes", "/box"):
        found[f"counted{page}"] = cost(client, world, sql, "department_head", f"{where}{page}")
    assert found == {
        "new": 10, "open": 10, "ballot": 5, "receipt": 8, "count": 10, "counted": 9, "counted/minutes": 12,
        "counted/box": 10,
    }  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_lists(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    for nomination in several(world, number):
        rounds.prepared(world, nomination)
    found = {
        (name, path): cost(client, world, sql, name, path)
        for name, path in (("eta_head", "/rounds"), ("department_head", "/nominations"), ("auditor", "/nominations"))
    }
    assert found == {
        ("eta_head", "/rounds"): 6,
        ("department_head", "/nominations"): 10,
        ("auditor", "/nominations"): 10,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_taking_an_award_back(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    names = ("Một", "Hai", "Ba")[:number]
    decisions.published(world, *(decisions.waiting(world, name=f"Lê Thị {name}") for name in names))
    entry = db.session.scalars(select(RegisterEntry.code).order_by(RegisterEntry.id).limit(1)).one()
    assert cost(client, world, sql, "officer", f"/register/{entry}/revocation") == 4


def test_a_new_nomination(client: CheckingClient, world: World, sql: Engine) -> None:
    assert cost(client, world, sql, "alpha_officer", f"/campaigns/{world.campaign.code}/nominations/new") == 7
