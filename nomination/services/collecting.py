"""The collector: takes out of the store what no row refers to, such as files whose act was refused after they came."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nomination import clock
from nomination.extensions import db
from nomination.files import FileStore, sha256_of, store
from nomination.models import StoredFile
from nomination.services.transaction import writing

KEPT_FOR = timedelta(hours=24)
"""Younger files may belong to an act under way, such as a submission that is read once more before it is sent."""


def collect() -> int:
    """Remove what is unreferenced and old enough; answers how many places were freed."""
    kept, before = store(), clock.now() - KEPT_FOR
    old = (place for place, since in kept.places() if since < before)
    return sum(_free(kept, place, before) for group in _in_groups(old) for place in _unreferenced(group))


def _in_groups(places: Iterator[str]) -> Iterator[list[str]]:
    while group := list(islice(places, 500)):
        yield group


def _unreferenced(places: list[str]) -> list[str]:
    names = {place: sha256_of(place) for place in places}
    query = select(StoredFile.sha256).where(StoredFile.sha256.in_({name for name in names.values() if name}))
    known = set(db.session.scalars(query))
    return [place for place, name in names.items() if name not in known]


def _free(kept: FileStore, place: str, before: datetime) -> bool:
    """Remove one place, holding the name in the database meanwhile, so that nobody refers to it just now."""
    name = sha256_of(place)
    try:
        with writing():
            if name is not None:
                _hold(name)
            since = kept.since(place)
            if since is None or since >= before:
                return False
            kept.remove(place)
            return True
    except IntegrityError:
        return False


def _hold(name: str) -> None:
    """A row of this name that is taken back before the end. Whoever keeps the same file waits, then looks for it."""
    held = StoredFile(sha256=name, size=1, media_type="", stored_at=clock.now())
    db.session.add(held)
    db.session.flush()
    db.session.delete(held)
