"""After closing, the files keep nothing of the order in which ballots came; what was busy then is done at night."""

from flask import Flask
from sqlalchemy import text

from nomination.extensions import db
from nomination.services import closing
from tests import world_rounds as rounds
from tests.world import build


def freed() -> str:
    """What changes when the tables of the box are written anew."""
    if db.engine.dialect.name == "sqlite":
        return str(db.session.scalar(text("PRAGMA freelist_count")))
    return str(
        db.session.scalar(text("SELECT pg_relation_filenode('slip') || ' ' || pg_relation_filenode('round_voter')"))
    )


def test_what_closing_could_not_free_the_night_does(own_app: Flask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    own_app.config["BOX_SCRYPT_N"] = 2
    with own_app.app_context():
        world = build()
        voting = rounds.opened(world, *rounds.waiting(world))
        rounds.all_vote(voting)
        before = freed()
        with monkeypatch.context() as patch:
            patch.setattr(closing, "compact", lambda: None)
            closing.close(world.actor("eta_head"), voting.code)
        db.session.execute(text("CREATE TABLE scratch AS SELECT * FROM audit"))
        db.session.execute(text("DROP TABLE scratch"))
        db.session.commit()
        left = freed()
        db.session.remove()
    assert own_app.test_cli_runner().invoke(args=["box", "compact"]).exit_code == 0
    with own_app.app_context():
        if db.engine.dialect.name == "sqlite":
            assert (left != "0", freed()) == (True, "0")
        else:
            assert left == before
            assert not set(freed().split()) & set(before.split())
        db.session.remove()
