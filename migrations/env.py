"""Runs migrations inside the app: batch mode, one transaction, foreign keys checked afterwards on SQLite."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Connection

from nomination.models import Base

UNMAPPED = ("_search", "_search_data", "_search_idx", "_search_docsize", "_search_config")


def include(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """The full-text tables of SQLite belong to their own migration."""
    return not (kind == "table" and name is not None and name.endswith(UNMAPPED))


def render_type(kind: str, type_: Any, autogen: Any) -> str | bool:
    """Our own column types are written by name, so that a migration runs without guessing."""
    if kind == "type" and isinstance(type_, JSON):
        autogen.imports.add("from nomination.models import base")
        return "base.Json"
    if kind == "type" and type(type_).__module__ == "nomination.models.base":
        autogen.imports.add("from nomination.models import base")
        return f"base.{type(type_).__name__}()"
    return False


def _foreign_keys(connection: Connection, switch: str) -> None:
    """Past SQLAlchemy, which would begin a transaction first: inside one SQLite ignores the switch without a word."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={switch}")


def migrate(connection: Connection) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        _foreign_keys(connection, "OFF")
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True,
        include_object=include, render_item=render_type, compare_type=True,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()
        if on_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration leaves a row that points nowhere")
    if on_sqlite:
        connection.rollback()
        _foreign_keys(connection, "ON")


with current_app.extensions["migrate"].db.engine.connect() as connection:
    migrate(connection)
