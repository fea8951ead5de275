"""How often: by each person, and far wider by the address that a whole office sits behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app

from nomination import allowances
from nomination.extensions import limiter
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.databases import Databases, application, dispose, rolled_back
from tests.world import build, sign_in
from tests.world_ballots import sent

OFFICE = "10.0.0.1"


@pytest.fixture
def voting(databases: Databases, engine: str, tmp_path: Path) -> Iterator[rounds.Voting]:
    """In an application that counts."""
    app = application(databases.copy(engine), tmp_path / "instance", RATELIMIT_ENABLED=True, BOX_SCRYPT_N=2)
    limiter.reset()
    with rolled_back(app):
        world = build()
        yield rounds.opened(world, *rounds.waiting(world))
    limiter.enabled = False
    dispose(app)


def post(voting: rounds.Voting, client: CheckingClient, status: int, address: str = OFFICE) -> None:
    """A ballot that lacks every choice: it is refused, and counts as a try."""
    at = {"REMOTE_ADDR": address}
    client.post(f"/rounds/{voting.code}/ballot", data=sent(voting, " "), status=status, environ_overrides=at)


def browser(voting: rounds.Voting, name: str) -> CheckingClient:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    made = CheckingClient(app, app.response_class)
    sign_in(made, voting.world, name)
    return made


def test_one_who_tries_too_often_does_not_use_up_the_allowance_of_his_colleagues(voting: rounds.Voting) -> None:
    hasty, calm = browser(voting, "beta_head"), browser(voting, "gamma_head")
    for _ in range(60):
        post(voting, hasty, 422)
    post(voting, hasty, 429)
    post(voting, hasty, 429, address="10.0.0.2")
    post(voting, calm, 422)
    data = sent(voting, "1")
    calm.post(f"/rounds/{voting.code}/ballot", data=data, status=303, environ_overrides={"REMOTE_ADDR": OFFICE})


def test_an_address_has_an_end_too(voting: rounds.Voting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "OFFICE", 1)
    at_once = [browser(voting, name) for name in ("beta_head", "gamma_head", "delta_head")]
    for _ in range(20):
        for client in at_once:
            post(voting, client, 422)
    for client in at_once:
        post(voting, client, 429)
        post(voting, client, 422, address="10.0.0.3")
