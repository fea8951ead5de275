"""What lay in the box before is gone from the files, or it is said that it is not."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from nomination.extensions import db
from nomination.services.compacting import compact
from tests import world_rounds as rounds
from tests.world import build


@pytest.fixture
def voting(own_app: Flask) -> Iterator[rounds.Voting]:
    own_app.config["BOX_SCRYPT_N"] = 2
    with own_app.app_context():
        world = build()
        voting = rounds.opened(world, *rounds.waiting(world))
        rounds.all_vote(voting)
        db.session.remove()
        yield voting
        db.session.remove()


@pytest.mark.engine("postgresql")
def test_rows_that_somebody_may_still_look_for_are_not_taken_for_gone(own_app: Flask, voting: rounds.Voting) -> None:
    """A reader who began earlier and is not at these tables: nothing is locked, and yet the dead rows would stay."""
    own_app.config["BOX_PATIENCE"] = 0.5
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as reader:
        reader.execute(text("SELECT count(*) FROM person"))
        db.session.execute(text("UPDATE slip SET sealed = sealed"))
        db.session.commit()
        assert compact() is False
        assert own_app.test_cli_runner().invoke(args=["box", "compact"]).exit_code == 1
    own_app.config["BOX_PATIENCE"] = 5
    assert compact() is True
    assert own_app.test_cli_runner().invoke(args=["box", "compact"]).exit_code == 0


@pytest.mark.engine("postgresql")
def test_the_database_keeps_no_sample_of_slips(voting: rounds.Voting) -> None:
    """A sample says which slips lay there when it was taken, and would outlive their destruction."""
    db.session.execute(text("ANALYZE"))
    sampled = text("SELECT tablename || '.' || attname FROM pg_stats WHERE tablename IN ('slip', 'key_wrapping')")
    assert not {"slip.id", "slip.sealed", "key_wrapping.sealed"} & set(db.session.scalars(sampled))
    asked = text("SELECT relname FROM pg_class WHERE 'autovacuum_enabled=false' = ANY(reloptions) ORDER BY relname")
    assert db.session.scalars(asked).all() == ["key_wrapping", "round_voter", "slip"]
