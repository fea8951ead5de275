"""Words in a folded `search` column, by each database's own full-text index. Only letters and digits are asked."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, column, func, literal, select, table, text
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import Nomination, RegisterEntry
from nomination.names import fold

MOST_WORDS = 8
FEW = 1000
Searched = type[Nomination] | type[RegisterEntry]


def words_of(typed: str) -> list[str]:
    return fold(typed).split()[:MOST_WORDS]


def matching(model: Searched, typed: str) -> ColumnElement[bool] | None:
    """Rows whose search text holds every typed word, the last one as a beginning. None when nothing was typed.

    Of words that few rows hold the index names the rows. Of common ones it would name a large part of the table, so the
    list is walked in its own order instead: it soon has its page.
    """
    words = words_of(typed)
    if not words:
        return None
    counted = db.session.scalar(select(func.count()).select_from(_found(model, words).limit(FEW + 1).subquery())) or 0
    named: ColumnElement[bool] = _key(model).in_(_found(model, words))
    return named if counted <= FEW else holding(model.search, words)


def in_register(words: list[str]) -> ColumnElement[bool]:
    """Entries of the register by the full-text index, for a question that asks for all of them, in no order."""
    if db.engine.dialect.name == "sqlite":
        named: ColumnElement[bool] = RegisterEntry.position.in_(_in_sqlite(RegisterEntry, words))
        return named
    return _held(RegisterEntry, words)


def _key(model: Searched) -> Any:
    """What the index names a row by, and its list is ordered by."""
    return RegisterEntry.position if model is RegisterEntry else Nomination.id


def _found(model: Searched, words: list[str]) -> Select[int]:
    return _in_sqlite(model, words) if db.engine.dialect.name == "sqlite" else _in_postgresql(model, words)


def _in_sqlite(model: Searched, words: list[str]) -> Select[int]:
    asked = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
    index = table(f"{model.__tablename__}_search", column("rowid", Integer))
    return select(index.c.rowid).where(
        text(f"{index.name} MATCH :asked").bindparams(bindparam("asked", asked, unique=True))
    )


def _in_postgresql(model: Searched, words: list[str]) -> Select[int]:
    row = aliased(model)
    return select(getattr(row, _key(model).key)).where(_held(row, words))


def _held(row: Any, words: list[str]) -> ColumnElement[bool]:
    asked = " & ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"])
    held: ColumnElement[bool] = func.to_tsvector(text("'simple'"), row.search).op("@@")(
        func.to_tsquery(text("'simple'"), asked)
    )
    return held


def holding(search: Any, words: list[str]) -> ColumnElement[bool]:
    """The same, asked of one row: its text is folded, and has one space between two words."""
    framed = literal(" ") + search + literal(" ")
    return and_(
        *(framed.contains(f" {word} ", autoescape=True) for word in words[:-1]),
        framed.contains(f" {words[-1]}", autoescape=True),
    )
