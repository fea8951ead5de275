"""Casting: once, whole, in time, and without a trace of what was chosen."""

import random
import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text, update

from nomination import clock
from nomination.box.codes import new_receipt
from nomination.box.seal import SEALED_LENGTH, new_box, seal_slip
from nomination.extensions import db
from nomination.models import Audit, KeyWrapping, Round, RoundVoter, Slip
from nomination.queries.actor import actor_for
from nomination.queries.invariants import broken
from nomination.services.ballots import TOUCHED, InBox, cast_ballot, in_box
from nomination.services.keys import read_lock
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests.world import World, build
from workflow.ballot import Choice
from workflow.machine import NotYours, Refused

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def slips() -> int:
    return db.session.scalar(select(func.count()).select_from(Slip)) or 0


def voted(voting: rounds.Voting) -> int:
    return voting.found.turnout.voted


def test_a_ballot_is_one_bit_on_the_roll_and_one_slip_a_line(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))
    assert rounds.cast(voting, world.people["beta_head"], NO) is True
    assert (voted(voting), slips()) == (1, 2)
    assert rounds.cast(voting, world.people["alpha_head"]) is True
    assert (voted(voting), slips()) == (2, 3)


def test_a_second_ballot_is_answered_alike_and_changes_nothing(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.cast(voting, world.people["beta_head"], YES)
    before = db.session.scalars(select(Slip.id)).all()
    voting.receipts.clear()
    assert rounds.cast(voting, world.people["beta_head"], NO) is False
    assert db.session.scalars(select(Slip.id)).all() == before


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({}, "%(number)s nominations have no choice yet. Nothing was stored."),
        ({1: YES}, "%(number)s nominations have no choice yet. Nothing was stored."),
        ({1: YES, 2: NO, 3: YES}, "The ballot holds a line that is not yours to vote on. Nothing was stored."),
    ],
)
def test_a_ballot_answers_exactly_its_lines(world: World, choices: dict[int, Choice], message: str) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))
    with pytest.raises(Invalid) as refused:
        cast_ballot(world.actor("beta_head"), voting.code, new_receipt(), choices)
    assert [told[0] for told in refused.value.problems["choices"]] == [message]
    assert (voted(voting), slips()) == (0, 0)


def test_nobody_votes_on_his_own_units_nominee(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))
    with pytest.raises(Invalid):
        cast_ballot(world.actor("alpha_head"), voting.code, new_receipt(), {1: YES, 2: YES})
    assert slips() == 0


@pytest.mark.parametrize("name", ["alpha_head", "beta_officer", "department_head", "administrator", "minister"])
def test_who_is_not_on_the_roll_or_stands_aside_from_all_has_no_ballot(world: World, name: str) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    with pytest.raises((NotYours, Missing)):
        cast_ballot(world.actor(name), voting.code, new_receipt(), {1: YES})
    assert slips() == 0


@pytest.mark.parametrize(("offset", "accepted"), [(-1, True), (0, False), (1, False)])
def test_the_end_is_half_open_to_the_microsecond(world: World, offset: int, accepted: bool) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    with clock.at(voting.row.closes_at + timedelta(microseconds=offset)):
        if accepted:
            assert rounds.cast(voting, world.people["beta_head"]) is True
            return
        with pytest.raises(Refused) as refused:
            rounds.cast(voting, world.people["beta_head"])
    assert refused.value.reasons[0].message == (
        "Voting is over since %(closes)s. Nothing was stored; there is no ballot of yours in the box."
    )
    assert (voted(voting), slips()) == (0, 0)


def test_before_the_beginning_nothing_is_taken(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    with clock.at(voting.row.opens_at - timedelta(microseconds=1)), pytest.raises(Refused):
        rounds.cast(voting, world.people["beta_head"])
    with clock.at(voting.row.opens_at):
        assert rounds.cast(voting, world.people["beta_head"]) is True


def test_a_voter_finds_his_slips_with_his_receipt_and_nothing_with_another(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))
    beta = world.people["beta_head"]
    rounds.cast(voting, beta)
    actor, receipt = actor_for(beta), voting.receipts[beta.id]
    assert in_box(actor, voting.code, receipt.lower()) == InBox(True, 2, 2)
    assert in_box(actor, voting.code, new_receipt()) == InBox(True, 0, 2)
    assert in_box(actor, voting.code, "") == InBox(True)
    with pytest.raises(Invalid):
        in_box(actor, voting.code, receipt[:-1])


def test_a_voter_sees_that_another_slip_was_put_in_the_place_of_his(world: World) -> None:
    """Sealed for this box, about this nomination, under the same id: only the holder of the receipt can tell."""
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = rounds.opened(world, first, second)
    beta = world.people["beta_head"]
    rounds.cast(voting, beta, NO)
    vote = voting.found.vote
    forged = seal_slip(
        vote.public_key or b"", YES, nomination=first.code, definition_hash=str(vote.definition_hash)
    )  # fmt: skip
    db.session.execute(update(Slip).where(Slip.nomination_id == first.id).values(sealed=forged))
    db.session.commit()
    assert in_box(actor_for(beta), voting.code, voting.receipts[beta.id]) == InBox(True, 1, 2)


def test_every_slip_has_one_length_and_the_table_has_no_person_time_or_order(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, lambda n: (YES, NO, ABSTAIN)[n % 3])
    assert {len(sealed) for sealed in db.session.scalars(select(Slip.sealed))} == {SEALED_LENGTH}
    assert set(Slip.__table__.columns.keys()) == {"id", "round_id", "nomination_id", "sealed"}
    assert set(RoundVoter.__table__.columns.keys()) == {
        "round_id", "person_id", "n", "unit_id", "capacity", "recused", "voted", "written", "absence",
    }  # fmt: skip


def test_the_statements_sent_do_not_depend_on_the_choice(world: World) -> None:
    """Neither the number nor the shape of what reaches the database tells a choice, and no parameter spells one."""
    voting = rounds.opened(world, *rounds.waiting(world))
    seen: dict[Choice, list[str]] = {}
    spelled: list[str] = []
    for choice, name in zip((YES, NO, ABSTAIN), ("beta_head", "gamma_head", "delta_head"), strict=True):
        seen[choice] = []

        def note(
            _c: object, _cur: object, sql: str, params: object, *_: object, into: list[str] = seen[choice]
        ) -> None:
            if "SAVEPOINT" not in sql:  # the test's own, and numbered
                into.append(sql)
            spelled.append(repr(params))

        event.listen(db.engine, "before_cursor_execute", note)
        rounds.cast(voting, world.people[name], choice)
        event.remove(db.engine, "before_cursor_execute", note)
    assert seen[YES] == seen[NO] == seen[ABSTAIN]
    assert not any(f"'{choice.value}'" in line for line in spelled for choice in Choice)


def tampering(table: str, trigger: str) -> None:
    """Whoever owns the database is not kept off by its triggers."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(f"DROP TRIGGER {trigger}"))
    else:
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}"))


def test_no_ballot_is_sealed_for_a_key_that_was_put_beside_the_one_of_the_opening(world: World) -> None:
    """Anybody can lock a key of his own for the tellers, whose codes would then open it: the count alone says nothing,
    and whoever put it there would read every ballot from then on."""
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, number=5)
    foreign = new_box([read_lock(one.lock) for one in voting.found.tellers if one.lock], 2)
    tampering("round", "round_kept")
    db.session.execute(update(Round).where(Round.id == voting.row.id).values(public_key=foreign.public_key))
    for one in foreign.wrappings:
        mine = KeyWrapping.tellers == "-".join(str(place + 1) for place in one.tellers)
        db.session.execute(update(KeyWrapping).where(mine).values(sealed=one.sealed))
    db.session.commit()
    with pytest.raises(Refused) as refused:
        rounds.cast(voting, voting.voters()[5])
    assert [(reason.code, reason.message) for reason in refused.value.reasons] == [("tampered", TOUCHED)]
    assert (slips(), voted(voting)) == (5, 5)
    with pytest.raises(Refused) as refused:
        rounds.counted(voting)
    assert [reason.code for reason in refused.value.reasons] == ["tampered"]
    assert any(f"round {voting.code}" in one for one in broken())


def _race(
    app: Flask, attempts: int, code: str, person_id: int, lines: list[int], pick: list[Choice]
) -> Counter[object]:
    """`attempts` threads cast one voter's ballot at the same moment; what each was told."""
    barrier, told = Barrier(attempts), []

    def attempt(n: int) -> None:
        with app.app_context():
            from nomination.models import Person

            barrier.wait()
            try:
                person = db.session.get(Person, person_id)
                assert person is not None
                told.append(cast_ballot(actor_for(person), code, new_receipt(), dict.fromkeys(lines, pick[n])))
            except Exception as error:
                told.append(type(error).__name__)

    threads = [Thread(target=attempt, args=(n,)) for n in range(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(told)


def test_forty_ballots_of_one_voter_at_the_same_moment_are_one(own_app: Flask) -> None:
    own_app.config["BOX_SCRYPT_N"] = 2
    with own_app.app_context():
        world = build()
        voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))
        code, beta = voting.code, world.people["beta_head"].id
        db.session.remove()
    told = _race(own_app, 40, code, beta, [1, 2], [random.choice(list(Choice)) for _ in range(40)])
    assert told == {True: 1, False: 39}
    with own_app.app_context():
        assert (db.session.scalar(select(func.count()).select_from(Slip))) == 2
        cast = db.session.scalars(select(Audit).where(Audit.action == "round:cast")).all()
        assert len(cast) == 1


@pytest.mark.engine("sqlite")  # looks into the file itself
def test_no_choice_code_or_receipt_is_in_the_database_file(own_app: Flask) -> None:
    own_app.config["BOX_SCRYPT_N"] = 2
    with own_app.app_context():
        world = build()
        voting = rounds.opened(world, *rounds.waiting(world))
        rounds.all_vote(voting, lambda n: (YES, NO, ABSTAIN)[n % 3])
        path = Path(str(db.engine.url.database))
        secrets = [*voting.codes.values(), *voting.receipts.values()]
        db.session.remove()
    raw = path.read_bytes()
    for secret in secrets:
        assert secret.encode() not in raw
        assert secret.replace("-", "").encode() not in raw
    with sqlite3.connect(path) as connection:
        dumped = "\n".join(line for line in connection.iterdump() if line.startswith("INSERT"))
    connection.close()
    assert not any(f"'{word}'" in dumped for word in ("yes", "no", "abstain"))
