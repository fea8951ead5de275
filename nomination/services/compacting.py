"""Freeing what earlier writing left in the database files: deleted rows still say in which order ballots came."""

import logging
import re
from time import monotonic, sleep
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from nomination.extensions import db
from nomination.models import KeyWrapping, RoundVoter, Slip
from nomination.services.transaction import inside_another

LOG = logging.getLogger(__name__)
PATIENCE, PAUSE = 10.0, 0.2
"""Seconds for which whoever closes a box may be kept waiting (`BOX_PATIENCE` says otherwise), and between two turns."""
TURN_MS = {"sqlite": 300, "postgresql": 1500}
"""One turn: behind it everybody else waits for the table as well. PostgreSQL breaks off its own cleaning of a table
after a second for somebody who needs the whole of it."""
WATCHED = (Slip, RoundVoter)
"""Tables whose rows are written ballot by ballot: how they lie would tell who came when."""


def compact() -> bool:
    """Free what the old order left in the files. Whether that is done: where somebody keeps the tables busy longer than
    can be waited for, `flask box compact` finishes it at night. Within a larger transaction there is nothing to free
    yet; whoever holds it compacts after its end.
    """
    if inside_another():
        return False
    tables = [model.__tablename__ for model in (*WATCHED, KeyWrapping)]
    until = monotonic() + float(current_app.config.get("BOX_PATIENCE", PATIENCE))
    while tables := _still_uncompacted(tables, until):
        if monotonic() >= until:
            LOG.info("the slips were not compacted now")
            return False
        sleep(PAUSE)
    return True


def _still_uncompacted(tables: list[str], until: float) -> list[str]:
    """A connection of its own, with no transaction; its patience ends with it."""
    connection, engine = None, db.engine.dialect.name
    turn = min(max(int(1000 * (until - monotonic())), 1), TURN_MS[engine])
    try:
        connection = db.engine.raw_connection()
        if engine == "sqlite":
            connection.cursor().execute(f"PRAGMA busy_timeout={turn}")
            connection.cursor().execute("VACUUM")
            return []
        connection.driver_connection.autocommit = True  # type: ignore[union-attr]
        connection.cursor().execute(f"SET lock_timeout = {turn}")
        return [table for table in tables if _kept_dead(connection.driver_connection, table)]
    except (SQLAlchemyError, db.engine.dialect.loaded_dbapi.Error):
        return tables
    finally:
        if connection is not None:
            connection.invalidate()


def _kept_dead(connection: Any, table: str) -> int:
    """How many dead rows PostgreSQL had to keep, because a transaction that began earlier might still look for them.

    It needs FULL: a plain VACUUM leaves the bytes of deleted rows in the page.
    """
    told: list[str] = []

    def note(said: Any) -> None:
        told.append(said.message_detail or "")

    connection.add_notice_handler(note)
    connection.execute(f"VACUUM (FULL, VERBOSE) {table}")
    connection.remove_notice_handler(note)
    return sum(int(number) for line in told for number in re.findall(r"^\d+", line))
