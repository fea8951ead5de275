"""Words in a folded `search` column, by each database's own full-text index. Only letters and digits are asked."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, column, func, literal, select, table, text
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import Nomination, RegisterEntry
from nomination.names import fold
from nomination.queries.pages import SIZE

MOST_WORDS = 8
FEW = 1000
Searched = type[Nomination] | type[RegisterEntry]


def matching(model: Searched, typed: str) -> ColumnElement[bool] | None:
    """Rows whose search text holds every typed word, the last one as a beginning. None when nothing was typed.

    Of words that few rows hold the index names the rows. Of common ones it would name a large part of the table, so the
    list is walked in its own order instead: it soon has its page.
    """
    words = words_of(typed)
    if not words:
        return None
    keys = few(model, words)
    return holding(model, words) if keys is None else among(model, keys)


def words_of(typed: str) -> list[str]:
    return fold(typed).split()[:MOST_WORDS]


def among(model: Searched, keys: list[int]) -> ColumnElement[bool]:
    named: ColumnElement[bool] = _key(model).in_(keys)
    return named


def few(model: Searched, words: list[str]) -> list[int] | None:
    """The keys of the rows that hold the words; None when they are many. The index is asked once, not once to count
    and once to find."""
    keys = list(db.session.scalars(_found(model, words).limit(FEW + 1)))
    return keys if len(keys) <= FEW else None


def next_in_index(words: list[str], *, after: int | None, before: int | None) -> ColumnElement[bool] | None:
    """The entries of the register that make up one page of common words, read from the index in the order of the
    register and no further. None where the database's index keeps no order."""
    if db.engine.dialect.name != "sqlite":
        return None
    found, backward = _in_sqlite(RegisterEntry, words), before is not None and after is None
    key = found.selected_columns[0]
    if after is not None or backward:
        found = found.where(key > before if backward else key < after)
    ordered = found.order_by(key.asc() if backward else key.desc()).limit(SIZE + 1)
    return RegisterEntry.position.in_(ordered)


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
    asked = " & ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"])
    row = aliased(model)
    key = getattr(row, _key(model).key)
    return select(key).where(
        func.to_tsvector(text("'simple'"), row.search).op("@@")(func.to_tsquery(text("'simple'"), asked))
    )


def holding(model: Searched, words: list[str]) -> ColumnElement[bool]:
    """The same, asked of one row: its text is folded, and has one space between two words."""
    framed = literal(" ") + model.search + literal(" ")
    return and_(
        *(framed.contains(f" {word} ", autoescape=True) for word in words[:-1]),
        framed.contains(f" {words[-1]}", autoescape=True),
    )
