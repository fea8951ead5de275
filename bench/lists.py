"""Does a page cost the same among 300 nominations and among 300,000? `python -m bench.lists` measures every list."""

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, select, text

from bench.frame import build_frame, follow_ids
from bench.rows import propose
from bench.story import tell
from nomination import create_app
from nomination.extensions import db
from nomination.identity import open_session
from nomination.models import Account, Campaign, Nomination

SIZES = (300, 300_000)
ASKED_BEFORE = 2
MIDDLE = "MIDDLE"


@dataclass(frozen=True)
class Figure:
    """Server time of one address, in milliseconds, and how many statements it sent."""

    median: float
    p95: float
    statements: int


@dataclass(frozen=True)
class Words:
    """What the addresses are made of: a filter for the newest campaign, and an award of each kind."""

    campaign: str
    individual: str
    collective: str

    @property
    def newest(self) -> str:
        return f"campaign={self.campaign}"


def words() -> Words:
    campaign = db.session.scalars(select(Campaign.code).order_by(Campaign.id.desc()).limit(1)).one()
    awards = {kind: award for kind, award in db.session.execute(select(Nomination.kind, Nomination.award).distinct())}
    return Words(campaign, awards["individual"], awards["collective"])


def pages(said: Words) -> Iterator[tuple[str, str]]:
    """Who opens what. The middle of the list is a keyset place, the filters are those of the forms."""
    filters = [
        said.newest, "state=draft", "state=awarded", f"award={said.individual}", "kind=collective", "unit=u3",
        "cluster=k2", "mine=1", f"{said.newest}&state=department_vetting", f"kind=collective&award={said.individual}",
        "unit=u3&state=withdrawn", f"after={MIDDLE}", f"before={MIDDLE}",
    ]  # fmt: skip
    searches = ["q=nguyen", "q=n", "q=nguyen van", "q=zim", "q=nguyen zim", "q=xyz"]
    for who in ("u1_officer", "u1_head", "officer", "auditor"):
        yield who, "/"
        yield from ((who, f"/nominations?{asked}") for asked in ("", *filters, *searches))
        yield who, f"/campaigns/{said.campaign}/submissions"
    for who in ("u1_head", "officer"):
        yield from ((who, f"/rounds?{asked}") for asked in ("", "status=counted", said.newest))
    yield from _of_the_department(said)
    yield from _of_others(said)


def _of_the_department(said: Words) -> Iterator[tuple[str, str]]:
    for part in ("", "unreceived", "mine", "assessing", "decidable", "held"):
        yield "officer", f"/vetting?part={part}"
    yield "officer", f"/vetting?{said.newest}&q=nguyen"
    yield "officer", "/decisions"
    yield "officer", f"/campaigns/{said.campaign}/decisions/new"
    yield "department_head", "/"


def _of_others(said: Words) -> Iterator[tuple[str, str]]:
    for who in ("secretary", "council", "minister"):
        yield who, "/"
        yield who, "/nominations"
    together = f"unit=u3&award={said.collective}"
    for asked in ("", f"after={MIDDLE}", "q=nguyen", "q=zim", "unit=u3", f"award={said.individual}", together):
        yield "", f"/register?{asked}"


def main() -> None:
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        measured = [_measure(number, given, Path(folder)) for number in given.sizes]
    _print(measured, given.sizes)


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="an EMPTY database instead of SQLite files; with it name one size: --sizes 300")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--times", type=int, default=11, help="how often each page is asked")
    parser.add_argument("--keep", type=Path, help="keep (and reuse) the SQLite files in this folder")
    return parser.parse_args()


def _measure(number: int, given: Any, folder: Path) -> dict[tuple[str, str], Figure]:
    kept = given.keep or folder
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / f"{number}.sqlite"
    fresh = bool(given.url) or not path.exists()
    app = create_app({
        "DATABASE_URL": given.url or f"sqlite:///{path}", "INSTANCE": folder, "SECRET_KEY": "only for the benchmark",
        "RATELIMIT_ENABLED": False, "TESTING": True,
    })  # fmt: skip
    with app.app_context():
        if fresh:
            _fill(number)
        addresses = list(pages(words()))
    return {
        address: _asked(app, address[0], address[1].replace(MIDDLE, str(number // 2)), times=given.times)
        for address in addresses
    }


def _fill(number: int) -> None:
    begun = perf_counter()
    upgrade()
    frame = build_frame()
    tell(propose(number, frame), frame)
    follow_ids()
    if db.engine.dialect.name != "sqlite":
        db.session.execute(text("ANALYZE"))  # as PostgreSQL does by itself; SQLite works without figures, so here too
    db.session.commit()
    print(f"{number} nominations made in {perf_counter() - begun:.0f} s", flush=True)


def _asked(app: Flask, who: str, address: str, *, times: int) -> Figure:
    client = _client(app, who)
    with app.app_context(), _counted() as sent:
        client.get(address)
        answer = client.get(address)
        assert answer.status_code == 200, f"{who} {address}: {answer.status}"
    spent = sorted(_once(client, address) for _ in range(times))
    return Figure(statistics.median(spent), spent[int(len(spent) * 0.95)], len(sent) // ASKED_BEFORE)


def _once(client: FlaskClient, address: str) -> float:
    begun = perf_counter()
    client.get(address)
    return (perf_counter() - begun) * 1000


def _client(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    if who:
        with app.app_context():
            account = db.session.scalars(select(Account).where(Account.username == who)).one()
            signed_in = open_session(account)
            db.session.commit()
            token = signed_in.get_id()
        with client.session_transaction() as kept:
            kept.update(_user_id=token, _fresh=True)
    return client


@contextmanager
def _counted() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _print(measured: list[dict[tuple[str, str], Figure]], sizes: list[int]) -> None:
    print("median / p95 in ms (statements), by number of nominations")
    print(f"{'':72}" + "".join(f"{size:>22,}" for size in sizes) + "   ratio")
    for address, first in measured[0].items():
        figures = [found[address] for found in measured]
        cells = "".join(f"{f'{one.median:.1f} / {one.p95:.1f} ({one.statements})':>22}" for one in figures)
        print(f"{address[0] or 'anybody':16}{address[1]:56}{cells}{figures[-1].median / first.median:8.2f}")


if __name__ == "__main__":
    main()
