"""Thirty voters and a hundred nominations: a rush to the box of a real server, the count, and the server's memory.

.venv/bin/python -m bench.ballots

Times are those of a clock on the wall, and beside them what the processors worked: on a busy machine only that is fair.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time

from flask import Flask
from sqlalchemy import func, select

from bench.voters import Voter, voters
from nomination.box.codes import FULL_COST, new_receipt
from nomination.box.seal import answering
from nomination.extensions import db
from nomination.models import Nomination, Person, RoundVoter, Slip
from nomination.services.closing import close
from nomination.services.counting import count_box
from tests.hunt.elections import Election, Place
from tests.support.databases import ENGINES, Databases, application, dispose
from tests.support.postgres import postgres_server
from tests.support.server import Server
from tests.world import MEMBERS, World, appoint, build, draft
from tests.world_steps import act, letter
from workflow.vocabulary import Role, Trigger

WORKERS = 2
RECEIVED = 303
AT_ONCE, ONE_BY_ONE = 2, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--voters", type=int, default=30)
    parser.add_argument("--nominations", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=8, help="how often all of them vote, at least three times")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        postgres = stack.enter_context(postgres_server()) if "postgresql" in given.engines else None
        databases = Databases(folder, "bench", postgres)
        for engine in given.engines:
            url = databases.copy(engine)
            app = application(url, folder / engine)
            with app.app_context():
                print(
                    f"{engine}: {given.voters} voters, {given.nominations} nominations, {WORKERS} workers", flush=True
                )
                Bench(app, url, folder / f"server-{engine}", given).run()
            dispose(app)


class Bench:
    """One database. Everybody is signed in before the clock starts."""

    def __init__(self, app: Flask, url: str, folder: Path, given: argparse.Namespace) -> None:
        self.given = given
        world = build()
        self.place = Place(world, seed=1, nominations=_nominations(world, given.nominations))
        self.place.cost = FULL_COST
        self.people = _people(world, given.voters)
        self.voters = voters(app, [one.id for one in self.people])
        self.server = Server(url, folder, workers=WORKERS, SECRET_KEY=str(app.secret_key))
        db.session.commit()

    def run(self) -> None:
        self.server.start()
        try:
            resident = [self._round(n) for n in range(1, self.given.rounds + 1)]
        finally:
            self.server.stop()
        print("  in all rounds none lost, none double")
        print("  memory of the workers after each round: " + ", ".join(f"{one:.0f} MB" for one in resident), flush=True)

    def _round(self, n: int) -> float:
        """The first wakes the workers and its result is carried out for every nomination; in the second all come at
        once, in the third one after another."""
        election = self.place.opened(n, self.people)
        db.session.rollback()
        ballots = [_Ballot(voter, self.server.address, election, self.given.nominations) for voter in self.voters]
        election.casts = ballots  # type: ignore[assignment]
        before = _worked(self.server)
        if n == ONE_BY_ONE:
            for ballot in ballots:
                ballot.cast()
            each = (_worked(self.server) - before) * 1000 / len(ballots)
            _say(f"one after another, over HTTP ({each:.0f} ms of processor each): a cast takes", ballots)
        else:
            spent = _rush(ballots)
            if n == AT_ONCE:
                worked = _worked(self.server) - before
                _say(f"all at once: {spent:.2f} s in all ({worked:.2f} s of processor); one waits", ballots)
        self._verify(election)
        self._counted(election, told=n == 1)
        return _resident(self.server)

    def _verify(self, election: Election) -> None:
        query = select(Slip.id, Nomination.code, Slip.sealed).join(Nomination, Nomination.id == Slip.nomination_id)
        slips = [tuple(row) for row in db.session.execute(query.where(Slip.round_id == election.id))]
        voted = db.session.scalar(select(func.count()).where(RoundVoter.round_id == election.id, RoundVoter.voted))
        found = {len(answering(one.receipt, slips)) for one in _cast(election)}
        accepted = sum(one.status == RECEIVED for one in _cast(election))
        assert found == {self.given.nominations}, f"a ballot is not whole: {found}"
        assert accepted == voted == self.given.voters, f"accepted {accepted}, on the roll {voted}"
        assert len(slips) == self.given.voters * self.given.nominations, f"{len(slips)} slips"
        db.session.rollback()

    def _counted(self, election: Election, *, told: bool) -> None:
        begun, shut_from = perf_counter(), process_time()
        close(self.place.leader, election.code)
        shut, count_from = perf_counter(), process_time()
        left = count_box(self.place.counter, election.code, {1: election.teller_code})
        done, worked = perf_counter(), process_time()
        if told:
            spent = f"{done - shut:.2f} s ({worked - count_from:.2f} s of processor)"
            print(f"  close: {shut - begun:.2f} s ({count_from - shut_from:.2f} s of processor)")
            print(f"  count and carry out: {spent}; {len(left)} were held back", flush=True)
        db.session.rollback()


def _rush(ballots: Sequence["_Ballot"]) -> float:
    threads = [Thread(target=ballot.cast) for ballot in ballots]
    begun = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return perf_counter() - begun


class _Ballot:
    """One voter's whole ballot: what was answered, and how long it took."""

    def __init__(self, voter: Voter, address: str, election: Election, lines: int) -> None:
        self.voter, self.address, self.election, self.lines = voter, address, election, lines
        self.receipt, self.status, self.spent = new_receipt(), 0, 0.0

    def cast(self) -> None:
        fields = {f"slip-{n}": str(n % 10 // 9 + 1) for n in range(1, self.lines + 1)}
        fields |= {"receipt": self.receipt, "definition": self.election.definition_hash}
        begun = perf_counter()
        self.status, _where = self.voter.posts(self.address, f"/rounds/{self.election.code}/ballot", fields)
        self.spent = (perf_counter() - begun) * 1000


def _cast(election: Election) -> Sequence[_Ballot]:
    return election.casts  # type: ignore[return-value]


def _say(what: str, ballots: Sequence[_Ballot]) -> None:
    ordered = sorted(ballot.spent for ballot in ballots)
    slow = ordered[int(len(ordered) * 0.95)]
    print(f"  {what} {statistics.median(ordered):.0f} ms at the median, {slow:.0f} ms at p95", flush=True)


def _nominations(world: World, number: int) -> list[Nomination]:
    """Before the cluster, by the real acts."""
    made = []
    for unit, names in _shared(number):
        drafts = [draft(world, unit, f"Nguyễn Thị {name}") for name in names]
        letter(world, *drafts)
        for one in drafts:
            act(world, f"{unit}_head", Trigger.SUBMIT, one)
        made += drafts
    return made


def _shared(number: int) -> Iterator[tuple[str, list[str]]]:
    for n, unit in enumerate(MEMBERS):
        yield unit, [f"{unit} {k}" for k in range(n, number, len(MEMBERS))]


def _people(world: World, number: int) -> list[Person]:
    people = [appoint(world, f"voter_{n}", f"Đỗ Hữu {n}", Role.COUNCIL_MEMBER) for n in range(number)]
    db.session.commit()
    return people


def _workers(server: Server) -> Iterator[tuple[Path, list[str]]]:
    """The folder of each worker under /proc, and the fields of its state from the third on."""
    assert server.process is not None
    master = str(server.process)
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == master:
            yield status.parent, fields


def _resident(server: Server) -> float:
    """Memory of all workers together, in MB."""
    pages = [int((folder / "statm").read_text().split()[1]) for folder, _ in _workers(server)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _worked(server: Server) -> float:
    """Seconds of processor that all workers have used."""
    ticks = [int(fields[11]) + int(fields[12]) for _, fields in _workers(server)]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
