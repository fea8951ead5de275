"""Keyset pages: the newest rows first, a fixed number at a time, never an OFFSET and never a total."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select
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
    """The page of `query` that follows row `after`, or that comes before row `before`, by falling key."""
    backward = before is not None and after is None
    bounded = query.where(_bound(key, after, before)) if after is not None or backward else query
    found = list(db.session.execute(bounded.order_by(key.asc() if backward else key.desc()).limit(SIZE + 1)))
    more, shown = len(found) > SIZE, found[:SIZE]
    if backward:
        shown.reverse()
    if not shown:
        return Page([])
    first, last = _key_of(shown[0], key), _key_of(shown[-1], key)
    has_older, has_newer = (True, more) if backward else (more, after is not None)
    return Page(shown, last if has_older else None, first if has_newer else None)


def _bound(key: InstrumentedAttribute[int], after: int | None, before: int | None) -> ColumnElement[bool]:
    return key < after if after is not None else key > before


def _key_of(row: Any, key: InstrumentedAttribute[int]) -> int:
    """The key stands on the first entity of the row."""
    return int(getattr(row[0], key.key))
