"""Is the register as quick among 500,000 awards as among 5,000? `python -m bench.register` fills both and measures.

Server time of whole pages, without a network: the limit is 50 ms at the median. With `--postgres` a server is started
from the test packages; without it, SQLite files.
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from bench.frame import UNITS, build_frame, put
from bench.rows import RARE
from nomination import clock, create_app
from nomination.extensions import db
from nomination.models import PastAward, PastDecision, RegisterEntry
from nomination.names import fold, match_key
from nomination.register_rows import position

SIZES = (5_000, 500_000)
FIRST_YEAR, YEARS = 1996, 30
PER_DECISION = 200
OFFICER = 2 * UNITS + 1
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLE = ["Văn", "Thị", "Hữu", "Minh", "Thu", "Đức", "Ngọc", "Thanh", "Xuân", "Quang", "Hải", "Kim"]
GIVEN = ["An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Sơn", "Yến"]
WEIGHTS = [38, 12, 10, 7, 5, 5, 4, 3, 3, 3, 3, 3, 2, 2]
OLD_WORD = "Nongtruong"
"""Stands in many entries, all of them among the oldest: the worst that a list read from its newest end can meet."""


def questions(number: int) -> Iterator[tuple[str, str]]:
    """What people look for, and what has been slow somewhere before."""
    year = FIRST_YEAR + YEARS // 2
    middle = position(date(year, 6, 15), past_award_id=number // 2)
    oldest = position(date(FIRST_YEAR, 2, 1), past_award_id=1)
    yield "first page", ""
    yield "deep page", f"after={middle}"
    yield "last page", f"before={oldest}"
    yield "a common name", "q=Nguyễn Văn"
    yield "a full name", "q=Trần Thị Ngọc Lan"
    yield "a rare name", f"q={RARE}"
    yield "without diacritics", "q=tran thi ngoc lan"
    yield "one letter", "q=n"
    yield "name, unit and year", f"q=nguyen thi&unit=u3&year={year}"
    yield "name and year", f"q=nguyen&year={FIRST_YEAR}"
    yield "rare name and year", f"q={RARE}&year={year}"
    yield "a common name, deep", f"q=nguyen&after={middle}"
    yield "many, all old", f"q={OLD_WORD}"
    yield "many, all old, another year", f"q={OLD_WORD}&year={FIRST_YEAR + YEARS - 1}"
    yield "a unit", "unit=u3"
    yield "a rare award", "award=co"
    yield "a rare award and a year", f"award=co&year={FIRST_YEAR}"
    yield "no hit", "q=khong co ai"
    yield "no hit in a unit", "q=khong co ai&unit=u1"
    yield "no hit of common words", f"q=nguyen {OLD_WORD} xyz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as cleanup:
        server = _server(cleanup) if given.postgres else None
        measured = [_measure(number, given.times, Path(folder), server) for number in given.sizes]
    print(f"{'median ms, by number of awards':36}" + "".join(f"{size:>12,}" for size in given.sizes))
    for name in measured[0]:
        print(f"{name:36}" + "".join(f"{found[name]:>12.1f}" for found in measured))


def _server(cleanup: ExitStack) -> str:
    from tests.support.postgres import postgres_server

    return cleanup.enter_context(postgres_server())


def _measure(number: int, times: int, folder: Path, server: str | None) -> dict[str, float]:
    url = f"sqlite:///{folder / f'{number}.sqlite'}"
    if server is not None:
        from tests.support.postgres import create_database

        url = create_database(server, f"register_{number}")
    app = create_app({
        "DATABASE_URL": url, "INSTANCE": folder, "SECRET_KEY": "only for the benchmark", "RATELIMIT_ENABLED": False,
        "TESTING": True,
    })  # fmt: skip
    with app.app_context():
        begun = perf_counter()
        fill(number)
        print(f"{number:,} awards made in {perf_counter() - begun:.0f} s", flush=True)
        found = {name: _median(app, address, times) for name, address in questions(number)}
        db.session.remove()
        db.engine.dispose()
    return found


def _median(app: Flask, address: str, times: int) -> float:
    client, spent = app.test_client(), []
    for _ in range(times + 2):
        begun = perf_counter()
        answer = client.get(f"/register?{address}")
        spent.append((perf_counter() - begun) * 1000)
        assert answer.status_code == 200, address
    return statistics.median(spent[2:])


def fill(number: int) -> None:
    """A register of thirty years, of decisions taken over: they need nothing besides themselves."""
    upgrade()
    build_frame()
    indexed = _without_words()
    chance = random.Random(number)
    drawn = [_drawn(n, number, chance) for n in range(1, number + 1)]
    put(PastDecision, (_decision(n, drawn) for n in range(1, (number - 1) // PER_DECISION + 2)))
    put(PastAward, (_award(one) for one in drawn))
    put(RegisterEntry, (_entry(one) for one in drawn))
    for statement in indexed:
        db.session.execute(text(statement))
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))  # as PostgreSQL does by itself; SQLite works without figures, so here too
        db.session.commit()


def _without_words() -> list[str]:
    """Take the full-text index away while rows are put in; answers what makes it whole again at the end."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("DROP INDEX ix_register_entry_search"))
        gin = "CREATE INDEX ix_register_entry_search ON register_entry USING gin (to_tsvector('simple', search))"
        return [gin]
    found = db.session.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'register_entry'")
    ).all()
    for name, _ in found:
        db.session.execute(text(f"DROP TRIGGER {name}"))
    rebuilt = "INSERT INTO register_entry_search(register_entry_search) VALUES ('rebuild')"
    return [rebuilt, *(made.replace(":", "\\:") for _, made in found)]


def _drawn(n: int, number: int, chance: random.Random) -> dict[str, Any]:
    """One unit has an eighth of all; one award in five hundred is of the rare kind."""
    given = RARE if n % max(number // 10, 1) == 7 else chance.choice(GIVEN)
    name = f"{chance.choices(FAMILY, WEIGHTS)[0]} {' '.join(chance.sample(MIDDLE, 2))} {given}"
    unit = 1 if chance.random() < 1 / 8 else chance.randint(1, UNITS)
    day = date(FIRST_YEAR, 1, 15) + timedelta(days=((n - 1) // PER_DECISION) * PER_DECISION * YEARS * 365 // number)
    old = f" {OLD_WORD}" if n <= number // 100 else ""
    award = ("co", "Cờ thi đua") if chance.random() < 1 / 500 else ("bk", "Bằng khen của Bộ trưởng")
    return {"n": n, "name": name, "unit": unit, "unit_name": f"Vụ {unit}{old}", "day": day, "award": award}


def _decision(n: int, drawn: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": n, "number": f"{n}/QĐ-THU", "dated": drawn[(n - 1) * PER_DECISION]["day"], "issuer": "Bộ", "title": "Về",
        "signer": "", "method": "", "imported_by_id": OFFICER, "imported_at": clock.now(),
        "published_by_id": OFFICER, "published_at": clock.now(),
    }  # fmt: skip


def _award(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": one["n"], "decision_id": (one["n"] - 1) // PER_DECISION + 1, "ordinal": (one["n"] - 1) % PER_DECISION + 1,
        "kind": "individual", "name": one["name"], "name_key": match_key(one["name"]), "unit_name": one["unit_name"],
        "unit_id": one["unit"], "form": "", "award_name": one["award"][1], "year": one["day"].year, "achievement": "",
        "class_code": "",
    }  # fmt: skip


def _entry(one: dict[str, Any]) -> dict[str, Any]:
    name, decision = one["name"], (one["n"] - 1) // PER_DECISION + 1
    return {
        "id": one["n"], "code": f"cu-{one['n']}", "position": position(one["day"], past_award_id=one["n"]),
        "past_award_id": one["n"], "ordinal": (one["n"] - 1) % PER_DECISION + 1, "year": one["day"].year,
        "kind": "individual", "name": name, "name_fold": fold(name), "name_key": match_key(name),
        "unit_id": one["unit"], "unit_name": one["unit_name"], "award": one["award"][0],
        "award_name": one["award"][1], "class_code": "", "method": "", "decision_number": f"{decision}/QĐ-THU",
        "decision_dated": one["day"], "citation": "", "published_at": clock.now(),
        "search": fold(f"{name} {one['unit_name']} {one['award'][1]}"),
    }  # fmt: skip


if __name__ == "__main__":
    main()
