"""The Flask extensions, made once and bound to an app by the factory. Also how each database is spoken to."""

from typing import Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from nomination.models import Base

db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()
babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()
limiter = Limiter(key_func=get_remote_address)

WAL_SAFE_FROM = (3, 51, 3)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Full durability and our own BEGIN. Below 3.51.3 several writers can corrupt a WAL file, so a journal is used."""
    module = type(connection).__module__
    if not module.startswith("sqlite3"):
        return
    import sqlite3

    connection.isolation_level = None
    wal = sqlite3.sqlite_version_info >= WAL_SAFE_FROM
    pragmas = ["journal_mode=WAL", "synchronous=FULL"] if wal else ["journal_mode=TRUNCATE", "synchronous=EXTRA"]
    for pragma in [*pragmas, "foreign_keys=ON", "busy_timeout=8000", "secure_delete=ON"]:
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: read first and write later fails under load, however long one waits."""
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
