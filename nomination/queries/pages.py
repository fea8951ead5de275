"""Keyset pages: the newest rows first, a fixed number at a time, never an OFFSET and never a total."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.orm import InstrumentedAttribute

from nomination.extensions import db

SIZE = 25
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """`older` is the key to go on after, `newer` the key to go back before; None where the list ends."""

    rows: Sequence[Shown]
    older: int | None = None
    newer: int | None = None


def page_of(
    query: Select[*tuple[Any, ...]],
    key: InstrumentedAttribute[int],
    *,
    after: int | None = None,
    before: int | None = None,
) -> Page[Any]:
    """The page of `query` that follows row `after`, or that comes before row `before`, by falling key.

    The key stands on the first entity of the row.
    """
    found = list(db.session.execute(first_of(query, key, SIZE + 1, after=after, before=before)))
    backward = before is not None and after is None
    return _page(found, backward, lambda row: int(getattr(row[0], key.key)), entered=after is not None)


def first_of(
    query: Select[*tuple[Any, ...]], key: Any, most: int, *, after: int | None = None, before: int | None = None
) -> Select[*tuple[Any, ...]]:
    """At most so many rows of `query` on from the place; going back, the nearest come first."""
    backward = before is not None and after is None
    bounded = query.where(_bound(key, after, before)) if after is not None or backward else query
    return bounded.order_by(_turned(key, backward)).limit(most)


def keys_of(
    key: InstrumentedAttribute[int],
    parts: Iterable[Sequence[ColumnElement[bool]]],
    *,
    after: int | None = None,
    before: int | None = None,
) -> Page[int]:
    """The keys of the page of rows that meet all conditions of any part.

    Each part gives its own first rows in the order of an index. A list that is wanted through OR would be read whole.
    """
    backward = before is not None and after is None
    bound = [_bound(key, after, before)] if after is not None or backward else []
    firsts = [select(key.label("key")).where(*part, *bound).order_by(_turned(key, backward)) for part in parts]
    if not firsts:
        return Page([])
    every = union(*(select(first.limit(SIZE + 1).subquery().c.key) for first in firsts)).subquery()
    query = select(every.c.key).order_by(_turned(every.c.key, backward)).limit(SIZE + 1)
    return _page(list(db.session.scalars(query)), backward, int, entered=after is not None)


def _turned(key: Any, backward: bool) -> ColumnElement[int]:
    turned: ColumnElement[int] = key.asc() if backward else key.desc()
    return turned


def _page(found: list[Any], backward: bool, key_of: Callable[[Any], int], *, entered: bool) -> Page[Any]:
    """What was found, one row further than the page shows, in the order that people read."""
    more, shown = len(found) > SIZE, found[:SIZE]
    if backward:
        shown.reverse()
    if not shown:
        return Page([])
    first, last = key_of(shown[0]), key_of(shown[-1])
    has_older, has_newer = (True, more) if backward else (more, entered)
    return Page(shown, last if has_older else None, first if has_newer else None)


def _bound(key: InstrumentedAttribute[int], after: int | None, before: int | None) -> ColumnElement[bool]:
    return key < after if after is not None else key > before
