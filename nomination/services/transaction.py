"""One act, one transaction. SQLite takes the write lock first; PostgreSQL locks the rows as they are loaded."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from nomination.extensions import db
from nomination.models import Base, Nomination
from workflow.words import N_

Row = TypeVar("Row", bound=Base)

_DEPTH = "writing_depth"
_QUICKER = ("40P01", "40001")
"""PostgreSQL let somebody else go first: two acts waited for each other, and this one was undone."""


class Stale(Exception):
    """Somebody else changed it first. The newer version stands; what was typed must be shown again."""


class Missing(Exception):
    """There is no such thing, or the reader may not know that there is."""


class Invalid(Exception):
    """Something given cannot be accepted. `problems`: field (or '' for all) -> English messages with parameters."""

    def __init__(self, problems: dict[str, list[tuple[str, dict[str, object]]]]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems

    @classmethod
    def one(cls, where: str, message: str, **params: object) -> Self:
        return cls({where: [(message, params)]})


STALE = N_("Somebody else changed this while you were working on it.")


@contextmanager
def writing() -> Iterator[None]:
    """Everything inside happens whole or not at all. A call within another joins it."""
    session = db.session()
    depth = session.info.get(_DEPTH, 0)
    if depth == 0:
        _take_write_lock()
    session.info[_DEPTH] = depth + 1
    try:
        yield
        if depth == 0:
            session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Stale from error
    except OperationalError as error:
        session.rollback()
        if getattr(error.orig, "sqlstate", None) in _QUICKER:
            raise Stale from error
        raise
    except BaseException:
        if depth == 0:
            session.rollback()
        raise
    finally:
        session.info[_DEPTH] = depth


def inside_another() -> bool:
    """Whether an outer act holds the transaction: what must wait for the end of it is not done now."""
    return bool(db.session().info.get(_DEPTH, 0))


def _take_write_lock() -> None:
    """End the reader's snapshot, then begin as a writer, so that everything is read anew under the lock."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def locked(query: Select[Row]) -> Row:
    """The one row of `query`, locked until the end of the transaction. Raises `Missing`."""
    row = db.session.execute(query.with_for_update().execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise Missing
    return row


def locked_by(model: type[Row], **where: object) -> Row:
    return locked(select(model).filter_by(**where))


def lock_nominations(ids: Iterable[int]) -> None:
    """All nominations of a round or a decision at once, in one order, before the first is judged: nobody moves one of
    them meanwhile, and nobody waits for a row while another waits for his. Rows that are loaded are read anew."""
    query = select(Nomination).where(Nomination.id.in_(list(ids))).order_by(Nomination.id)
    db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def expect_version(found: int, expected: int | None) -> None:
    """Refuse to act on a page that shows an older version."""
    if expected is not None and found != expected:
        raise Stale
