"""Small things that broke: compaction after the close, the check command, addresses with Vietnamese letters."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from nomination import clock
from nomination.extensions import db
from nomination.models import LoginSession
from nomination.services import closing, compacting, sessions
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import build, sign_in


def test_a_database_that_gives_no_connection_does_not_undo_a_close(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_app.app_context():
        world = build()
        voting = rounds.opened(world, *rounds.waiting(world))
        rounds.all_vote(voting)

        def busy(*_args: object) -> None:
            raise OperationalError("connect", {}, Exception("too many connections"))

        def from_here_on() -> bool:
            monkeypatch.setattr(type(db.engine), "raw_connection", busy)
            return False

        monkeypatch.setitem(own_app.config, "BOX_PATIENCE", 0)
        monkeypatch.setattr(compacting, "inside_another", from_here_on)
        closing.close(world.actor("eta_head"), voting.code)
        monkeypatch.undo()
        assert voting.found.vote.status == "closed"


def test_the_check_runs_wherever_it_is_called_from(own_app: Flask) -> None:
    answer = own_app.test_cli_runner().invoke(args=["check"])
    assert (answer.exit_code, "invariants hold" in answer.output) == (0, True)


def test_an_address_with_vietnamese_letters_is_a_header_that_can_be_sent(session, client: CheckingClient) -> None:  # type: ignore[no-untyped-def]
    answer = client.post(
        "/language", data={"language": "vi", "next": "/nominations?q=Đỗ Đức".replace(" ", "+")}, hx=True, status=204
    )
    answer.headers["HX-Redirect"].encode("latin-1")
    assert answer.headers["HX-Redirect"].startswith("/nominations?q=%C4%90")


def test_an_act_that_is_done_is_answered_even_when_staying_signed_in_cannot_be_noted(
    session, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    world = build()
    sign_in(client, world, "alpha_officer")
    db.session.query(LoginSession).update({"seen_at": clock.now() - timedelta(minutes=20)})
    db.session.commit()

    def locked() -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(sessions, "writing", locked)
    client.get("/nominations")
