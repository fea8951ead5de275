"""The databases of one test process: each engine is migrated once, and every other database is a copy of that."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, event
from sqlalchemy.orm import ORMExecuteState, SessionTransaction

from nomination import create_app
from nomination.extensions import db
from tests.support.postgres import create_database

ENGINES = ("sqlite", "postgresql")
UNSAVED = "unsaved"


class Databases:
    """Hands out migrated databases. `server` is the URL pattern of the PostgreSQL server, if one runs."""

    def __init__(self, folder: Path, worker: str, server: str | None) -> None:
        self.folder = folder
        self.worker = worker
        self.server = server
        self._numbers = count(1)
        self._templates: dict[str, str] = {}
        self._apps: dict[str, Flask] = {}

    def app(self, engine: str) -> Flask:
        """The application on the engine's shared database, where every test rolls back what it did."""
        if engine not in self._apps:
            # A test never ends its transaction here, so closing a box would wait in vain for the tables to be free.
            instance, waits = self.folder / f"instance-{engine}", {"BOX_PATIENCE": 0}
            self._apps[engine] = application(self.copy(engine), instance, **waits)
        return self._apps[engine]

    def copy(self, engine: str) -> str:
        """The URL of a new migrated database, for tests that really commit."""
        template = self._template(engine)
        name = f"{self.worker}_{next(self._numbers)}"
        if engine == "postgresql":
            return create_database(self._server(), name, template)
        path = self.folder / f"{name}.sqlite"
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def _template(self, engine: str) -> str:
        if engine not in self._templates:
            self._templates[engine] = self._migrated(engine)
        return self._templates[engine]

    def _migrated(self, engine: str) -> str:
        """The name (or path) of a database brought up by the migrations, which nothing is connected to any more."""
        if engine == "postgresql":
            name = f"{self.worker}_template"
            migrate(create_database(self._server(), name), self.folder / "instance-template")
            return name
        path = self.folder / "template.sqlite"
        migrate(f"sqlite:///{path}", self.folder / "instance-template")
        return str(path)

    def _server(self) -> str:
        if self.server is None:
            raise RuntimeError("this test needs PostgreSQL: run pytest with --engine postgresql or --engine both")
        return self.server

    def close(self) -> None:
        for app in self._apps.values():
            dispose(app)


def application(url: str, instance: Path, **overrides: Any) -> Flask:
    """The application as tests run it: no rate limits, codes cheap to try, and nothing of the installation's own
    environment."""
    settings = {"DATABASE_URL": url, "INSTANCE": instance, "TESTING": True, "SECRET_KEY": "only for tests"}
    app = create_app({**settings, "RATELIMIT_ENABLED": False, "BOX_SCRYPT_N": 2, **overrides})
    app.extensions[UNSAVED] = []
    app.teardown_appcontext(lambda _error: note_unsaved(app))
    return app


def migrate(url: str, instance: Path) -> None:
    app = application(url, instance)
    with app.app_context():
        upgrade()
    dispose(app)


def dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


class Joined(Session):
    """A session on the one connection of a test. Its commits are savepoints, gone when the test ends."""

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Connection:
        assert isinstance(self.bind, Connection)
        return self.bind


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """Whatever is committed through `db.session` inside, by the test or by requests, is undone at the end."""
    ordinary = db.session
    with app.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        options = {"class_": Joined, "bind": connection, "join_transaction_mode": "create_savepoint"}
        db.session = db._make_scoped_session(options)
        try:
            yield
        finally:
            db.session.remove()
            db.session = ordinary
            outer.rollback()


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    session.info[UNSAVED] = True


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[UNSAVED] = True


@event.listens_for(Session, "after_transaction_end")
def _ended(session: Session, transaction: SessionTransaction) -> None:
    """Committed or rolled back: either was decided. A savepoint inside the transaction decides nothing."""
    if transaction.parent is None:
        session.info.pop(UNSAVED, None)


def note_unsaved(app: Flask) -> None:
    """Called when a request ends: what it wrote and did not commit is lost, which the client then reports."""
    if db.session.registry.has():
        session = db.session()
        if session.info.get(UNSAVED) or session.new or session.dirty or session.deleted:
            app.extensions[UNSAVED].append("the request changed something and did not commit it")
