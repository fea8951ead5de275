"""The server is killed amid a rush to the box, twice; everybody tries again, and every ballot counts once."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import Select, func, select

from bench.voters import Voter, voters
from nomination.box.codes import new_receipt
from nomination.box.seal import answering
from nomination.extensions import db
from nomination.models import Audit, Nomination, Person, RoundQuestion, RoundVoter, Slip
from nomination.queries.invariants import broken
from tests.hunt.elections import Election, Place
from tests.support.databases import Databases, application, dispose
from tests.support.server import Server
from tests.world import appoint, build
from workflow.ballot import Choice
from workflow.vocabulary import Role

VOTERS = 24
KILLED_AFTER = (4, 12)
MARKS = {Choice.YES: "1", Choice.NO: "2", Choice.ABSTAIN: "3"}


@dataclass
class Ballot:
    """One voter with his mind made up. Each try is a page loaded anew, so it has a receipt of its own."""

    voter: Voter
    choices: tuple[Choice, Choice]
    definition: str
    receipts: list[str] = field(default_factory=list)
    told: int = 0
    lost: int = 0

    def fields(self, receipt: str) -> dict[str, str]:
        marked = {f"slip-{n}": MARKS[choice] for n, choice in enumerate(self.choices, start=1)}
        return marked | {"receipt": receipt, "definition": self.definition}

    def cast(self, address: str, path: str) -> None:
        """Until an answer comes, for as long as a slow machine needs to start a server twice."""
        until = time.monotonic() + 240
        while not self.told and time.monotonic() < until:
            self.receipts.append(new_receipt())
            try:
                self.told, _where = self.voter.posts(address, path, self.fields(self.receipts[-1]))
            except (OSError, HTTPException):
                self.lost += 1
                time.sleep(0.1)


@dataclass
class Scene:
    """One server with two workers for both tests; each has a round of its own."""

    app: Flask
    place: Place
    people: list[Person]
    voters: list[Voter]
    server: Server

    def opened(self, n: int) -> tuple[Election, list[Ballot], str]:
        """The round, everybody's ballot, and where it is cast."""
        election, pick = self.place.opened(n, self.people), self.place.chance.choice
        ballots = [
            Ballot(voter, (pick(list(Choice)), pick(list(Choice))), election.definition_hash) for voter in self.voters
        ]
        db.session.rollback()
        return election, ballots, f"/rounds/{election.code}/ballot"


@pytest.fixture(scope="module")
def scene(databases: Databases, engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    url, folder = databases.copy(engine), tmp_path_factory.mktemp("killed")
    app = application(url, folder / "instance")
    server = Server(url, folder / "server", workers=2, SECRET_KEY=str(app.secret_key))
    with app.app_context():
        place = Place(build(), seed=7)
        people = [appoint(place.world, f"v{n}", f"Đỗ Hữu {n}", Role.COUNCIL_MEMBER) for n in range(VOTERS)]
        db.session.commit()
        server.start()
        try:
            yield Scene(app, place, people, voters(app, [one.id for one in people]), server)
        finally:
            server.stop()
            db.session.remove()
    dispose(app)


def test_forty_posts_of_one_ballot_at_once_are_one_ballot(scene: Scene) -> None:
    """The button pressed by an impatient finger, through a real server with two workers: one page, one receipt."""
    election, ballots, path = scene.opened(0)
    one, told, receipt = ballots[0], [0] * 40, new_receipt()

    def press(n: int) -> None:
        told[n], _where = one.voter.posts(scene.server.address, path, one.fields(receipt))

    presses = [Thread(target=press, args=(n,)) for n in range(40)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join(130)
    assert told == [303] * 40
    assert db.session.scalar(select(func.count()).where(Slip.round_id == election.id)) == 2
    assert db.session.scalar(select(func.count()).where(RoundVoter.round_id == election.id, RoundVoter.voted)) == 1
    assert db.session.scalar(_entries(election)) == 1


def test_whatever_dies_in_the_rush_every_ballot_counts_once(scene: Scene) -> None:
    election, ballots, path = scene.opened(1)
    rush = [Thread(target=one.cast, args=(scene.server.address, path)) for one in ballots]
    for thread in rush:
        thread.start()
    for number in KILLED_AFTER:
        until = time.monotonic() + 120
        while sum(one.told > 0 for one in ballots) < number and time.monotonic() < until:
            time.sleep(0.001)
        scene.server.kill()
        scene.server.start()
    for thread in rush:
        thread.join(250)
    assert [one.told for one in ballots] == [303] * VOTERS
    assert sum(one.lost for one in ballots) > 0
    _every_ballot_is_there_once_and_whole(election, ballots)
    scene.place.counted(election)
    assert _totals(election) == [_truth(ballots, 0), _truth(ballots, 1)]
    assert broken() == []


def _entries(election: Election) -> Select[tuple[int]]:
    return select(func.count()).where(Audit.action == "round:cast", Audit.subject_id == election.code)


def _every_ballot_is_there_once_and_whole(election: Election, ballots: list[Ballot]) -> None:
    voted = select(func.count()).where(RoundVoter.round_id == election.id, RoundVoter.voted)
    assert db.session.scalar(voted) == db.session.scalar(_entries(election)) == VOTERS
    query = select(Slip.id, Nomination.code, Slip.sealed).join(Nomination, Nomination.id == Slip.nomination_id)
    slips = [tuple(row) for row in db.session.execute(query.where(Slip.round_id == election.id))]
    assert len(slips) == VOTERS * 2
    for one in ballots:
        found = [len(answering(receipt, slips)) for receipt in one.receipts]
        assert sorted(found) == [0] * (len(found) - 1) + [2]


def _totals(election: Election) -> list[tuple[int | None, ...]]:
    query = select(RoundQuestion).where(RoundQuestion.round_id == election.id).order_by(RoundQuestion.n)
    return [(one.yes, one.no, one.abstain, one.invalid) for one in db.session.scalars(query)]


def _truth(ballots: list[Ballot], line: int) -> tuple[int, ...]:
    return (*(sum(one.choices[line] is choice for one in ballots) for choice in Choice), 0)
