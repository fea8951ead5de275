"""After closing, the files keep nothing of the order in which ballots came; what was busy then is done at night."""

from flask import Flask
from sqlalchemy import select, text

from nomination.extensions import db
from nomination.models import KeyWrapping, Round, RoundVoter, Slip
from nomination.services import closing
from nomination.services import rounds as round_acts
from tests import world_rounds as rounds
from tests.hunt.administrator import administrator
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


def test_a_box_that_is_cancelled_keeps_no_key_and_no_order_either(own_app: Flask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Whoever has an older copy of its keys, and the codes, must not learn who cast what from how the slips lie."""
    own_app.config["BOX_SCRYPT_N"] = 2
    rewritten = []
    monkeypatch.setattr(
        round_acts, "rewrite", lambda model, key: rewritten.append(model) or closing.rewrite(model, key)
    )
    with own_app.app_context():
        world, sees, wrote = build(), administrator(db.engine), []
        voting = rounds.opened(world, *rounds.waiting(world))
        for person in voting.voters():
            rounds.cast(voting, person)
            wrote.append(sees.transaction())
        slips = [bytes(one) for one in db.session.scalars(select(Slip.sealed))]
        keys = [bytes(one) for one in db.session.scalars(select(KeyWrapping.sealed))]
        key, head = voting.row.id, world.actor("department_head")
        db.session.rollback()
        round_acts.cancel(head, voting.code, "Nhầm danh sách")
        sees.read()
        assert rewritten == [Slip, RoundVoter] and {row.voted for row in voting.found.voters if not row.recused} == {
            True
        }
        assert sees.copies(slips) == [1] * len(wrote) and sees.written_by(wrote) == []
        assert sees.copies(keys) == [0] * 3 and db.session.get_one(Round, key).status == "cancelled"
        db.session.remove()
