"""Two browsers of one voter, and the last ballots against the closing of the box: each is in it whole, or not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select

from nomination import clock
from nomination.box.codes import new_receipt
from nomination.box.definition import box_hash
from nomination.box.seal import answering
from nomination.extensions import db
from nomination.models import Nomination, Round, RoundVoter, Slip
from nomination.queries.invariants import broken
from nomination.services import ballots, closing, extensions
from nomination.services.ballots import cast_ballot
from nomination.services.extensions import answer_extension, ask_extension
from tests.hunt.elections import Election, Place
from tests.hunt.races import Deed, at_once, slowly
from tests.world import build
from workflow.ballot import Choice
from workflow.dossier import Actor

YES, NO = Choice.YES, Choice.NO


@pytest.fixture
def place(own_app: Flask) -> Iterator[Place]:
    with own_app.app_context():
        yield Place(build(), seed=3)
        db.session.rollback()
        assert broken() == []
        db.session.remove()


def casting(election: Election, receipt: str, choice: Choice, *, after: Event | None = None) -> Deed:
    """In time, by a clock of its own: the race is about the transactions, not about the minute."""

    def deed(actor: Actor) -> None:
        if after is not None:
            after.wait(10)
        cast_ballot(actor, election.code, receipt, {1: choice, 2: choice})

    return deed


def shutting(election: Election, *, after: Event | None = None) -> Deed:
    def deed(actor: Actor) -> None:
        if after is not None:
            after.wait(10)
        with clock.at(clock.now() + timedelta(hours=2)):
            closing.close_if_due(actor, election.code)

    return deed


def found(election: Election, *receipts: str) -> list[int]:
    """How many slips answer to each receipt."""
    db.session.rollback()
    query = select(Slip.id, Nomination.code, Slip.sealed).join(Nomination, Nomination.id == Slip.nomination_id)
    slips = [tuple(row) for row in db.session.execute(query.where(Slip.round_id == election.id))]
    return [len(answering(receipt, slips)) for receipt in receipts]


def voted(election: Election) -> int:
    query = select(func.count()).where(RoundVoter.round_id == election.id, RoundVoter.voted)
    return db.session.scalar(query) or 0


def sealed_as_it_lies(election: Election) -> bool:
    """The hash of closing is that of the slips that are there."""
    vote = db.session.get_one(Round, election.id, populate_existing=True)
    rows = db.session.execute(select(Slip.id, Slip.sealed).where(Slip.round_id == election.id))
    return vote.status != "open" and vote.box_hash == box_hash((row.id, row.sealed) for row in rows)


def test_two_browsers_two_choices_one_instant(own_app: Flask, place: Place) -> None:
    """Everybody is told the same, and exactly one of the two ballots is in the box, whole."""
    election = place.opened(1, place.voters[:4])
    pairs = [(person.id, new_receipt(), new_receipt()) for person in place.voters[:4]]
    for person, one, other in pairs:
        db.session.rollback()
        deeds = (person, casting(election, one, YES)), (person, casting(election, other, NO))
        assert at_once(own_app, *deeds) == ["done", "done"]
        assert sorted(found(election, one, other)) == [0, 2]
    assert voted(election) == 4


def test_a_ballot_that_began_in_time_is_in_the_box_that_closes_upon_it(
    own_app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    election, receipt = place.opened(1), new_receipt()
    voter, leader = _voters(election)[0], place.leader.person_id
    reached = slowly(monkeypatch, ballots, "seal_slip")
    told = at_once(
        own_app, (voter, casting(election, receipt, YES)), (leader, shutting(election, after=reached))
    )  # fmt: skip
    assert (told, found(election, receipt), voted(election)) == (["done", "done"], [2], 1)
    assert sealed_as_it_lies(election)


def test_a_ballot_that_meets_the_closing_box_is_refused_whole(
    own_app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    election, first, late = place.opened(1), new_receipt(), new_receipt()
    voters, leader = _voters(election), place.leader.person_id
    assert at_once(own_app, (voters[0], casting(election, first, YES))) == ["done"]
    reached = slowly(monkeypatch, closing, "rewrite")
    told = at_once(
        own_app, (leader, shutting(election)), (voters[1], casting(election, late, NO, after=reached))
    )  # fmt: skip
    assert (told, found(election, first, late), voted(election)) == (["done", "refused"], [2, 0], 1)
    assert sealed_as_it_lies(election)


def test_the_last_rush_against_the_closing_leaves_nobody_in_doubt(own_app: Flask, place: Place) -> None:
    """Told that it was cast: in the box. Told that voting is over: not in it, and not on the roll."""
    for n in range(3):
        election = place.opened(n)
        people = _voters(election)
        receipts = [new_receipt() for _ in people]
        deeds = [(one, casting(election, code, YES)) for one, code in zip(people, receipts, strict=True)]
        told = at_once(own_app, *deeds, (place.leader.person_id, shutting(election)))
        assert told[-1] == "done"
        assert found(election, *receipts) == [2 if one == "done" else 0 for one in told[:-1]]
        assert voted(election) == told[:-1].count("done")
        assert set(told[:-1]) <= {"done", "refused"}
        assert sealed_as_it_lies(election)


def test_a_longer_window_and_the_closing_of_the_box_are_one_after_the_other(
    own_app: Flask, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Agreed in time, the box stays open; closed first, nothing reopens it. Each lingers once in the middle."""
    head = place.world.people["department_head"].id
    for n, (module, name) in enumerate(((extensions.audit, "record"), (closing, "rewrite"))):
        election = place.opened(n)
        ends = db.session.get_one(Round, election.id).closes_at
        ask_extension(place.leader, election.code, until=ends + timedelta(days=1), reason="Chờ thành viên")
        db.session.rollback()
        consent = (head, consenting(election, ends))
        with monkeypatch.context() as patch:
            reached = slowly(patch, module, name)
            if name == "record":
                told = at_once(own_app, consent, (place.leader.person_id, shutting(election, after=reached)))
            else:
                late = consenting(election, ends, after=reached)
                told = at_once(own_app, (head, late), (place.leader.person_id, shutting(election)))
        vote = db.session.get_one(Round, election.id, populate_existing=True)
        longer = vote.closes_at > ends
        assert (told[0], longer, vote.status == "open") == ((("done", True, True), ("refused", False, False))[n])
        db.session.rollback()


def consenting(election: Election, ends: datetime, *, after: Event | None = None) -> Deed:
    """A moment before the end."""

    def deed(actor: Actor) -> None:
        if after is not None:
            after.wait(10)
        with clock.at(ends - timedelta(seconds=1)):
            answer_extension(actor, election.code, consents=True)

    return deed


def _voters(election: Election) -> list[int]:
    query = select(RoundVoter.person_id).where(RoundVoter.round_id == election.id)
    people = list(db.session.scalars(query.order_by(RoundVoter.n)))
    db.session.rollback()
    return people
