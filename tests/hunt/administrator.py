"""What somebody sees who owns the database machine: rows in the order they lie, files, sizes, transaction numbers."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, text

PAGE = 4096
BLOCK, PAGE_HEAD = 8192, 24
"""Of PostgreSQL; a page of SQLite has the size above."""

HEADER = 8
"""PostgreSQL begins a row version at a multiple of eight bytes, with the number of the transaction that wrote it."""

TABLES = ("slip", "round_voter", "audit")
Sizes = dict[str, int]


class Log(logging.Handler):
    """Every line that anything writes."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class Administrator(Protocol):
    def sizes(self) -> Sizes:
        """Whatever can be measured; what grows shows by how much since the last look."""

    def transaction(self) -> int:
        """The number of the transaction that wrote the newest entry of the audit."""

    def read(self) -> None:
        """Take the files as they are now; the questions below are about them."""

    def orders(self, round_id: int, nomination_id: int) -> dict[str, list[bytes]]:
        """The sealed slips of one question in every order in which they can be found to lie."""

    def roll(self, round_id: int) -> dict[str, list[int]]:
        """The people of the roll in every order in which their rows can be found to lie."""

    def copies(self, sealed: Sequence[bytes]) -> list[int]:
        """How often each slip is found in the files, remains of deleted rows included."""

    def written_by(self, transactions: Sequence[int]) -> list[int]:
        """Those of these transactions that some row version of roll or box, live or dead, still names."""


def administrator(engine: Engine) -> Administrator:
    return OfSqlite(engine) if engine.dialect.name == "sqlite" else OfPostgresql(engine)


class OfSqlite:
    """One file and its journal."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.path = Path(str(engine.url.database))
        self.before: list[bytes] = []
        self.raw = b""

    def read(self) -> None:
        self.raw = self.path.read_bytes()

    def sizes(self) -> Sizes:
        raw = self.path.read_bytes()
        pages = [raw[start : start + PAGE] for start in range(0, len(raw), PAGE)]
        changed = [n for n, page in enumerate(pages) if n >= len(self.before) or page != self.before[n]]
        grown = len(pages) - len(self.before)
        self.before = pages
        beside = sum(p.stat().st_size for p in self.path.parent.glob(f"{self.path.name}-*"))
        return {"file growth": grown, "pages changed": len(changed), "journal": beside}

    def transaction(self) -> int:
        return 0

    def orders(self, round_id: int, nomination_id: int) -> dict[str, list[bytes]]:
        where = "WHERE round_id = :round AND nomination_id = :nomination"
        given = {"round": round_id, "nomination": nomination_id}
        with self.engine.connect() as connection:
            plain = connection.execute(text(f"SELECT sealed FROM slip {where}"), given).scalars().all()
            by_id = connection.execute(text(f"SELECT sealed FROM slip {where} ORDER BY id"), given).scalars().all()
        return {
            "as read": [bytes(one) for one in plain],
            "primary key": [bytes(one) for one in by_id],
            "file": sorted(map(bytes, plain), key=self.raw.find),
            "end of file": sorted(map(bytes, plain), key=self.raw.rfind),
        }

    def roll(self, round_id: int) -> dict[str, list[int]]:
        query = text("SELECT person_id FROM round_voter WHERE round_id = :round ORDER BY rowid")
        with self.engine.connect() as connection:
            return {"rowid": list(connection.execute(query, {"round": round_id}).scalars())}

    def copies(self, sealed: Sequence[bytes]) -> list[int]:
        beside = b"".join(path.read_bytes() for path in self.path.parent.glob(f"{self.path.name}-*"))
        return [(self.raw + beside).count(one) for one in sealed]

    def written_by(self, transactions: Sequence[int]) -> list[int]:
        return []


class OfPostgresql:
    """Rows with their hidden columns, and the bytes of the tables' files. The write-ahead log is another matter: see
    the test that says what remains possible."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.before: Sizes = {}
        self.raw: dict[str, bytes] = {}

    def read(self) -> None:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            for table in ("slip", "round_voter"):
                query = text(f"SELECT pg_read_binary_file(pg_relation_filepath('{table}'))")
                self.raw[table] = bytes(connection.execute(query).scalar_one())

    def sizes(self) -> Sizes:
        parts = ", ".join(f"pg_relation_size('{table}') AS {table}" for table in TABLES)
        query = f"SELECT {parts}, pg_current_wal_insert_lsn() - '0/0' AS wal, pg_current_xact_id()::text::bigint AS xid"
        with self.engine.connect() as connection:
            now = {name: int(size) for name, size in connection.execute(text(query)).mappings().one().items()}
        grown = {f"{name} growth": size - self.before.get(name, 0) for name, size in now.items()}
        self.before = now
        return grown

    def transaction(self) -> int:
        query = "SELECT xmin::text::bigint FROM audit ORDER BY id DESC LIMIT 1"
        with self.engine.connect() as connection:
            return int(connection.execute(text(query)).scalar_one())

    def orders(self, round_id: int, nomination_id: int) -> dict[str, list[bytes]]:
        query = "SELECT sealed FROM slip WHERE round_id = :round AND nomination_id = :nomination ORDER BY "
        given = {"round": round_id, "nomination": nomination_id}
        written = "xmin::text::bigint, cmin::text::bigint, ctid"
        with self.engine.connect() as connection:
            found = {
                name: [bytes(one) for one in connection.execute(text(query + by), given).scalars()]
                for name, by in (("ctid", "ctid"), ("written", written), ("primary key", "id"))
            }
        return found | {
            "file": sorted(found["ctid"], key=self.raw["slip"].find),
            "end of file": sorted(found["ctid"], key=self.raw["slip"].rfind),
        }

    def roll(self, round_id: int) -> dict[str, list[int]]:
        query = "SELECT person_id FROM round_voter WHERE round_id = :round ORDER BY "
        with self.engine.connect() as connection:
            return {
                by: list(connection.execute(text(query + by), {"round": round_id}).scalars())
                for by in ("ctid", "xmin::text::bigint, ctid")
            }

    def copies(self, sealed: Sequence[bytes]) -> list[int]:
        return [self.raw["slip"].count(one) for one in sealed]

    def written_by(self, transactions: Sequence[int]) -> list[int]:
        heads = {head for raw in self.raw.values() for page in _pages(raw) for head in page.cast("I")[:: HEADER // 4]}
        return [one for one in transactions if one in heads]


def _pages(raw: bytes) -> list[memoryview]:
    """Without the head of each page, in which a checksum looks like the number of some transaction sooner or later."""
    return [memoryview(raw)[start + PAGE_HEAD : start + BLOCK] for start in range(0, len(raw), BLOCK)]
