"""The file store: bytes named by their SHA-256, in a folder by default, in S3-compatible storage by configuration.

Beside them lie pictures drawn from them (`drawn/`), which may be lost at any time: they are drawn again.
"""

import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from flask import current_app
from obstore.store import LocalStore, ObjectStore, from_url

CHUNK = 1 << 20
DRAWN = "drawn"
NAME = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """What the store holds under a name is not what was put there."""


class FileStore:
    """Nothing is ever changed or overwritten with something else: a name is the hash of its content."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._folder = None if url else folder
        if not url:
            folder.mkdir(parents=True, exist_ok=True)
        self._store: ObjectStore = from_url(url) if url else LocalStore(prefix=folder, mkdir=True)

    def put(self, stream: IO[bytes]) -> tuple[str, int]:
        """Keep the whole of `stream`; answers its SHA-256 and size. On return it is on the disk for good."""
        stream.seek(0)
        sha256, size = digest(stream)
        stream.seek(0)
        if self._folder is None:
            self._store.put(_place(sha256), stream)
        else:
            _write(self._folder / _place(sha256), stream)
        return sha256, size

    def has(self, sha256: str) -> bool:
        try:
            self._store.head(_place(sha256))
        except FileNotFoundError:
            return False
        return True

    def read(self, sha256: str) -> Iterator[bytes]:
        """The content in pieces. When it is not what was put, the last piece is withheld and `Damaged` raised."""
        found, held = hashlib.sha256(), b""
        for piece in self._store.get(_place(sha256)).stream(min_chunk_size=CHUNK):
            if held:
                yield held
            held = bytes(piece)
            found.update(held)
        if found.hexdigest() != sha256:
            raise Damaged(sha256)
        yield held

    def put_drawn(self, sha256: str, which: str, content: bytes) -> None:
        """Keep what was drawn from file `sha256`."""
        if self._folder is None:
            self._store.put(_drawn(sha256, which), content)
        else:
            _write(self._folder / _drawn(sha256, which), io.BytesIO(content))

    def drawn(self, sha256: str, which: str) -> bytes | None:
        try:
            return bytes(self._store.get(_drawn(sha256, which)).bytes())
        except FileNotFoundError:
            return None

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Every place that holds something, and since when."""
        for listed in self._store.list():
            yield from ((one["path"], one["last_modified"]) for one in listed)

    def since(self, place: str) -> datetime | None:
        try:
            return self._store.head(place)["last_modified"]
        except FileNotFoundError:
            return None

    def remove(self, place: str) -> None:
        with suppress(FileNotFoundError):
            self._store.delete(place)


def digest(stream: IO[bytes]) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    while piece := stream.read(CHUNK):
        found.update(piece)
        size += len(piece)
    return found.hexdigest(), size


def _place(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _drawn(sha256: str, which: str) -> str:
    return f"{DRAWN}/{_place(sha256)}/{which}"


def sha256_of(place: str) -> str | None:
    """Which file a place belongs to: itself, or what was drawn from it. None for what was left half written."""
    parts = place.removeprefix(f"{DRAWN}/").split("/")
    return parts[2] if len(parts) > 2 and NAME.fullmatch(parts[2]) else None


def _write(path: Path, stream: IO[bytes]) -> None:
    """A temporary file, forced to the disk, then renamed: whoever finds the name finds the whole content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    try:
        with os.fdopen(descriptor, "wb") as target:
            while piece := stream.read(CHUNK):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _force(path.parent)


def _force(folder: Path) -> None:
    """The new name itself is on the disk only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def store() -> FileStore:
    """The store of this installation."""
    kept = current_app.extensions.get("file_store")
    if kept is None:
        kept = FileStore(Path(current_app.config["FILE_STORE"]), current_app.config.get("FILE_STORE_URL", ""))
        current_app.extensions["file_store"] = kept
    return kept
