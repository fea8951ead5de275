"""Two hundred small elections, watched by the owner of the database machine, who then tries to link voters to choices.

What holds, and is tried here on each database:

- Whoever saw everything all the time (rows, files, sizes, times, logs, transaction numbers, after every single ballot)
  but has no k teller codes learns nothing about a choice beyond the published totals.
- Whoever has the codes and the database as it is after closing, and knows in which order people came, cannot tell which
  slip is whose: closing writes roll and slips anew, in random order, into new pages, by one transaction.

What does not hold, and is shown here as well: whoever has *both*, a copy made between two ballots *and* k codes, can
open the one slip that came between. Copies are snapshots, backups, a write-ahead log, a replica. Therefore the codes
are on paper, with k persons, who destroy them when the complaint window has passed; then such copies are worthless.

The same attacks succeed against slips stored readable, in the order they came: these tests can fail.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from time import perf_counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from nomination.box.open import open_slip, unwrap
from nomination.box.seal import SEALED_LENGTH, Wrapping, unlock
from nomination.extensions import db
from nomination.models import Audit, KeyWrapping, Nomination, Round, Slip, Teller
from nomination.services import ballots, closing
from nomination.services.keys import read_lock
from tests.hunt.administrator import Administrator, Log, administrator
from tests.hunt.elections import Election, Place
from tests.support.databases import Databases, application, dispose
from tests.world import build
from workflow.ballot import Choice

ELECTIONS, PLAIN_ELECTIONS = {"sqlite": 200, "postgresql": 60}, 20
COUNTED = 10
"""Every tenth box is also counted, which writes totals and nothing else; most of them only cost their time."""

BINS = 8
SIGMAS = 5
BOX = {"BOX_PATIENCE": 60, "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True}}
"""Other tests keep the machine busy: closing may wait longer here before it leaves the rest to the night."""

Key = tuple[int, int]
"""A voter's place in the order of coming, and a nomination."""


@dataclass
class Watched:
    """One election with everything that was seen of it."""

    election: Election
    slips: dict[Key, bytes] = field(default_factory=dict)
    features: list[dict[str, int]] = field(default_factory=list)
    new: list[list[tuple[int, bytes]]] = field(default_factory=list)
    transactions: list[int] = field(default_factory=list)
    orders: dict[tuple[str, int], list[bytes]] = field(default_factory=dict)
    roll: dict[str, list[int]] = field(default_factory=dict)
    named: list[int] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)


@dataclass
class Story:
    watched: list[Watched]
    log: list[str]

    def choices(self) -> Iterator[tuple[Watched, Key, Choice]]:
        for one in self.watched:
            for place, cast in enumerate(one.election.casts):
                for nomination, choice in cast.choices.items():
                    yield one, (place, nomination), choice


def quick(app: Flask) -> None:
    """A crash of the machine is not the subject here: the disk need not be waited for."""

    def hurry(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    if db.engine.dialect.name == "sqlite":
        event.listen(db.engine, "connect", hurry)
        db.engine.dispose()


def watch(app: Flask, number: int, *, finish: Callable[[Place, Election], None]) -> Story:
    log, root = Log(), logging.getLogger()
    level = root.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        with app.app_context():
            quick(app)
            place, sees = Place(build(), seed=number), administrator(db.engine)
            return Story([_watched(place, sees, place.opened(n), finish, log) for n in range(number)], log.lines)
    finally:
        root.setLevel(level)
        root.removeHandler(log)


def _watched(
    place: Place, sees: Administrator, election: Election, finish: Callable[[Place, Election], None], log: Log
) -> Watched:
    one = Watched(election)
    sees.sizes()
    known: set[bytes] = set()
    said, begun = len(log.lines), perf_counter()
    for _cast in place.voting(election):
        spent = perf_counter() - begun
        lying = _lying(election)
        new = [(nomination, sealed) for nomination, sealed in lying if sealed not in known]
        known |= {sealed for _, sealed in new}
        entry = db.session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
        one.features.append(sees.sizes() | {
            "duration": int(spent * 1e6), "microsecond": entry.at.microsecond,
            "audit": len(repr((entry.action, entry.actor_id, entry.facts))), "slips": len(new),
            "log": sum(map(len, log.lines[said:])),
        })  # fmt: skip
        one.new.append(new)
        one.transactions.append(sees.transaction())
        db.session.rollback()
        said, begun = len(log.lines), perf_counter()
    one.slips = {(n, nomination): sealed for n, new in enumerate(one.new) for nomination, sealed in new}
    finish(place, election)
    _search(one, sees)
    return one


def _lying(election: Election) -> list[tuple[int, bytes]]:
    query = select(Slip.nomination_id, Slip.sealed).where(Slip.round_id == election.id)
    return [(nomination, bytes(sealed)) for nomination, sealed in db.session.execute(query)]


def _search(one: Watched, sees: Administrator) -> None:
    """The database as it lies in the end."""
    sees.read()
    one.copies = sees.copies(list(one.slips.values()))
    one.named = sees.written_by(one.transactions)
    for nomination in one.election.nominations:
        for name, order in sees.orders(one.election.id, nomination).items():
            one.orders[name, nomination] = order
    one.roll = sees.roll(one.election.id)


@pytest.fixture(scope="module")
def own(databases: Databases, engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = application(databases.copy(engine), tmp_path_factory.mktemp("watched"), **BOX)
    yield made
    dispose(made)


@pytest.fixture(scope="module")
def sealed(own: Flask, engine: str) -> Story:
    def finish(place: Place, election: Election) -> None:
        (place.closed if election.id % COUNTED else place.counted)(election)

    return watch(own, ELECTIONS[engine], finish=finish)


@pytest.fixture(scope="module")
def plain(databases: Databases, engine: str, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The box as it must not be: a readable choice under a running number, left as it lies at closing."""
    running = iter(range(1, 10**6))

    def readable(_key: bytes, choice: Choice, **_about: str) -> bytes:
        return (choice.value.encode() + b"|%d" % next(running)).ljust(SEALED_LENGTH, b".")

    def numbered(_receipt: str, _nomination: str, slip: bytes) -> str:
        return int(slip.partition(b"|")[2].rstrip(b".")).to_bytes(32, "big").hex()

    def left_alone(model: Any, round_id: int) -> list[dict[str, Any]]:
        table = model.__table__
        return [dict(row) for row in db.session.execute(select(table).where(table.c.round_id == round_id)).mappings()]

    made = application(databases.copy(engine), tmp_path_factory.mktemp("plain"), **BOX)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ballots, "seal_slip", readable)
        patch.setattr(ballots, "slip_id", numbered)
        patch.setattr(closing, "rewrite", left_alone)
        patch.setattr(closing, "compact", lambda: None)
        story = watch(made, PLAIN_ELECTIONS, finish=Place.closed)
    dispose(made)
    return story  # with nothing patched any more: which of the two stories is made first is nobody's to say


# The first attack: everything seen, no codes.


def words_in(slip: bytes) -> int:
    return sum(1 << n for n, choice in enumerate(Choice) if choice.value.encode() in slip)


def observations(story: Story) -> dict[str, list[int]]:
    """One figure for each choice that was made, by the name of what was looked at."""
    seen: dict[str, list[int]] = defaultdict(list)
    for one, (place, nomination), _choice in story.choices():
        slip = one.slips[place, nomination]
        found = one.features[place] | {
            "words": words_in(slip), "length": len(slip), "first byte": slip[0], "last byte": slip[-1],
        }  # fmt: skip
        for name, figure in found.items():
            seen[name].append(figure)
    return seen


def guesses_by(story: Story, figures: Sequence[int]) -> tuple[int, int, int]:
    """Learn from one half what a figure means, guess the other half with the published result at hand.

    Returns how many guesses were right, how many are right by the result alone, and how many there were.
    """
    cases = [(one, key[1], choice) for one, key, choice in story.choices()]
    half = len(cases) // 2
    cuts = sorted(figures[:half])
    edges = sorted({cuts[len(cuts) * n // BINS] for n in range(1, BINS)})
    bins = [sum(figure >= edge for edge in edges) for figure in figures]
    learned: dict[int, Counter[Choice]] = defaultdict(Counter)
    for where, (_, _, choice) in zip(bins[:half], cases[:half], strict=True):
        learned[where][choice] += 1
    usual = Counter(choice for _, _, choice in cases[:half])
    right = by_result = 0
    for where, (one, nomination, choice) in zip(bins[half:], cases[half:], strict=True):
        result = Counter(one.election.truth(nomination))
        right += choice is max(result, key=lambda c: result[c] * learned[where][c] / usual[c])
        by_result += choice is max(result, key=lambda c: result[c])
    return right, by_result, len(cases) - half


def noise(number: int) -> float:
    return SIGMAS * sqrt(number * 0.25)


def test_what_is_seen_while_people_vote_tells_no_more_than_the_result(sealed: Story) -> None:
    for name, figures in observations(sealed).items():
        right, by_result, number = guesses_by(sealed, figures)
        assert right <= by_result + noise(number), name


def test_the_same_look_reads_every_choice_that_is_stored_readable(plain: Story) -> None:
    right, by_result, number = guesses_by(plain, observations(plain)["words"])
    assert right == number
    assert by_result + noise(number) < number


def test_every_ballot_looks_the_same_and_no_line_of_a_log_was_written(sealed: Story) -> None:
    seen = observations(sealed)
    for name in ("length", "audit", "slips", "log"):
        assert len(set(seen[name])) == 1, name
    said = [line for line in sealed.log if any(one.election.code in line for one in sealed.watched)]
    assert said == []


# The second attack: the codes, the closed box as it lies, and knowing who came when; no copy made in between.


def hits(story: Story, name: str, *, backwards: bool = False) -> tuple[int, int, int]:
    """Take the n-th slip for that of the n-th voter: how many links are right, how many by chance, of how many.

    In an order that tells nothing one link of each question is right, whatever its length.
    """
    right = questions = number = 0
    for one in story.watched:
        for nomination in one.election.nominations:
            order = one.orders[name, nomination]
            order = order[::-1] if backwards else order
            mine = [one.slips[place, nomination] for place in range(len(one.election.casts))]
            right += sum(a == b for a, b in zip(order, mine, strict=True))
            questions, number = questions + 1, number + len(mine)
    return right, questions, number


def test_no_order_in_the_closed_box_is_the_order_in_which_people_came(sealed: Story) -> None:
    names = {name for name, _ in sealed.watched[0].orders}
    assert len(names) >= 4
    for name in names:
        for backwards in (False, True):
            right, chance, _number = hits(sealed, name, backwards=backwards)
            assert right <= chance + SIGMAS * sqrt(chance), name


def test_slips_left_in_the_order_they_came_are_all_linked(plain: Story) -> None:
    """A page is filled from its end."""
    right, _chance, number = hits(plain, "primary key")
    assert right == number
    right, _chance, number = hits(plain, "file", backwards=True)
    assert right > number / 2


def test_two_slips_of_one_voter_do_not_lie_alike(sealed: Story) -> None:
    """What one wrote on two nominations together would be a pattern to know him by."""
    for name in {name for name, _ in sealed.watched[0].orders}:
        together = 0
        for one in sealed.watched:
            whose = {slip: place for (place, _), slip in one.slips.items()}
            first, second = ([whose[slip] for slip in one.orders[name, n]] for n in one.election.nominations)
            together += sum(a == b for a, b in zip(first, second, strict=True))
        assert together <= len(sealed.watched) + SIGMAS * sqrt(len(sealed.watched)), name


def test_the_roll_does_not_keep_the_order_in_which_people_came(sealed: Story) -> None:
    for name in sealed.watched[0].roll:
        right = sum(
            person == cast.voter
            for one in sealed.watched
            for person, cast in zip(one.roll[name], one.election.casts, strict=True)
        )
        assert right <= len(sealed.watched) + SIGMAS * sqrt(len(sealed.watched)), name


def test_nothing_of_the_first_writing_remains_in_the_files(sealed: Story, plain: Story) -> None:
    """Each slip lies there once, and no row version of roll or box names the transaction of a ballot."""
    assert {number for one in sealed.watched for number in one.copies} == {1}
    assert [one.named for one in sealed.watched] == [[]] * len(sealed.watched)
    if db_is_postgresql(sealed):
        assert all(one.named == one.transactions for one in plain.watched)


def db_is_postgresql(story: Story) -> bool:
    return all(one.transactions[0] > 0 for one in story.watched)


# The limit.


def test_a_copy_between_two_ballots_and_the_codes_together_open_the_slip_between(own: Flask, sealed: Story) -> None:
    """Said openly: see above. It also shows that the story is told truly."""
    with own.app_context():
        codes = {key: code for key, code in db.session.execute(select(Nomination.id, Nomination.code))}
        for one in sealed.watched[:20]:
            vote = db.session.get_one(Round, one.election.id)
            private = _private_key(one.election, bytes(vote.public_key or b""))
            for place, cast in enumerate(one.election.casts):
                for nomination, slip in one.new[place]:
                    about = {"nomination": codes[nomination], "definition_hash": str(vote.definition_hash)}
                    assert open_slip(private, slip, **about) is cast.choices[nomination]
        db.session.remove()


def _private_key(election: Election, public_key: bytes) -> bytes:
    teller = db.session.scalars(select(Teller).where(Teller.round_id == election.id)).one()
    wrapping = db.session.scalars(select(KeyWrapping).where(KeyWrapping.round_id == election.id)).one()
    key = unlock(election.teller_code, read_lock(teller.lock or {}))
    return unwrap([Wrapping((0,), wrapping.sealed)], {0: key or b""}, public_key)
