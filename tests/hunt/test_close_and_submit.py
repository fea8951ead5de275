"""Ballots against the closing of the box, and two letters with one nomination, at the same instant."""

import io
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from nomination import clock
from nomination.box.codes import new_receipt
from nomination.box.definition import box_hash
from nomination.extensions import db
from nomination.files import store
from nomination.models import Nomination, Round, RoundVoter, Slip, StoredFile, Submission
from nomination.queries.invariants import broken
from nomination.services.ballots import cast_ballot
from nomination.services.closing import close
from nomination.services.evidence import Kept
from nomination.services.submissions import Meeting, submit_letter
from tests import world_rounds as rounds
from tests.hunt.races import at_once
from tests.world import World, build, draft, stored
from workflow.ballot import Choice
from workflow.vocabulary import State

MOVED = "voting ends when it was agreed"
"""The end of voting is moved by hand here, to meet the race: the one thing that the database may say against."""


@pytest.fixture
def world(own_app: Flask) -> Iterator[World]:
    with own_app.app_context():
        yield build()
        assert [one for one in broken() if not one.startswith(MOVED)] == []
        db.session.remove()


def test_what_was_accepted_is_in_the_box_that_was_closed(own_app: Flask, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    code, voters, leader = voting.code, [one.id for one in voting.voters()], world.people["eta_head"].id
    end = clock.now() + timedelta(seconds=1)
    db.session.execute(update(Round).where(Round.code == code).values(closes_at=end, version=Round.version))
    db.session.commit()

    def casts(n: int):  # type: ignore[no-untyped-def]
        def deed(actor):  # type: ignore[no-untyped-def]
            time.sleep(0.88 + 0.05 * n)
            cast_ballot(actor, code, new_receipt(), {1: Choice.YES})

        return deed

    def closes(actor):  # type: ignore[no-untyped-def]
        time.sleep(max(0, (end - clock.now()).total_seconds()))
        close(actor, code)

    told = at_once(own_app, *[(one, casts(n)) for n, one in enumerate(voters)], (leader, closes))
    assert set(told) <= {"done", "refused"} and told[-1] == "done"
    db.session.expire_all()
    ticked = db.session.scalars(select(RoundVoter.person_id).where(RoundVoter.voted)).all()
    slips = db.session.scalars(select(Slip)).all()
    assert set(ticked) == {one for one, what in zip(voters, told, strict=False) if what == "done"}
    assert len(slips) == len(ticked)
    assert box_hash((one.id, one.sealed) for one in slips) == voting.found.vote.box_hash


def test_one_nomination_in_two_letters_goes_forward_once(own_app: Flask, world: World) -> None:
    nomination = draft(world)
    code, campaign, head = nomination.code, world.campaign.code, world.people["alpha_head"]
    file = db.session.get_one(StoredFile, stored("bien-ban.pdf"))
    store().put(io.BytesIO(b"bien-ban.pdf"))
    minutes = Kept(file.sha256, file.size, file.media_type, "bien-ban.pdf")
    version, name, person = nomination.version, head.full_name, head.id
    meeting = Meeting(date(world.campaign.year, 12, 1), "Trần Thị A", 9, 9, "Nhất trí.")
    db.session.commit()

    def sends(actor):  # type: ignore[no-untyped-def]
        submit_letter(actor, campaign, {code: version}, meeting, minutes=minutes, confirmation=name)

    assert sorted(at_once(own_app, (person, sends), (person, sends))) == ["done", "refused"]
    db.session.expire_all()
    assert db.session.query(Submission).count() == 1
    assert db.session.query(Nomination).one().state == State.CLUSTER_REVIEW
