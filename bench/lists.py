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
from nomination.models import Account

SIZES = (300, 300_000)
ASKED_BEFORE = 2
MIDDLE = "MIDDLE"


@dataclass(frozen=True)
class Figure:
    """Server time of one address, in milliseconds, and how many statements it sent."""

    median: float
    p95: float
    statements: int


def pages(campaign: str) -> Iterator[tuple[str, str]]:
    """Who opens what. The middle of the list is a keyset place, the filters are those of the forms."""
    newest = f"campaign={campaign}"
    narrowed = (
        "state=draft",
        "state=awarded",
        "award=bang-khen-ca-nhan",
        "kind=collective",
        "unit=u3",
        "cluster=k2",
        "mine=1",
    )
    together = (
        f"{newest}&state=department_vetting",
        "kind=collective&award=bang-khen-ca-nhan",
        "unit=u3&state=withdrawn",
    )
    for who in ("u1_officer", "u1_head", "officer", "auditor"):
        yield who, "/"
        yield who, "/nominations"
        yield who, f"/nominations?after={MIDDLE}"
        yield who, f"/nominations?before={MIDDLE}"
        yield from ((who, f"/nominations?{asked}") for asked in (newest, *narrowed, *together))
        yield from (
            (who, f"/nominations?q={words}") for words in ("nguyen", "n", "nguyen van", "zim", "nguyen zim", "xyz")
        )
        if who != "u1_officer":
            yield who, "/rounds"
            yield who, "/rounds?status=counted"
            yield who, f"/rounds?{newest}"
        yield who, f"/campaigns/{campaign}/submissions"
    yield from _elsewhere(newest, campaign)


def _elsewhere(newest: str, campaign: str) -> Iterator[tuple[str, str]]:
    for part in ("", "unreceived", "mine", "assessing", "decidable", "held"):
        yield "officer", f"/vetting?part={part}"
    yield "officer", f"/vetting?{newest}&q=nguyen"
    yield "department_head", "/"
    yield "secretary", "/nominations"
    yield "council", "/nominations"
    yield "minister", "/"
    yield "minister", "/nominations"
    yield "officer", "/decisions"
    yield "officer", f"/campaigns/{campaign}/decisions/new"
    for asked in (
        "",
        f"after={MIDDLE}",
        "q=nguyen",
        "q=zim",
        "unit=u3",
        "award=bang-khen-ca-nhan",
        "unit=u3&award=bang-khen-tap-the",
    ):
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
        addresses = list(pages(str(db.session.scalar(text("SELECT code FROM campaign ORDER BY id DESC LIMIT 1")))))
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
    db.session.execute(text("ANALYZE"))
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
