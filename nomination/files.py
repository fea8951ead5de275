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
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from flask import current_app
from obstore.store import ObjectStore, from_url

CHUNK = 1 << 20
DRAWN = "drawn"
NAME = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """What the store holds under a name is not what was put there."""


class Places(Protocol):
    """Where content lies by its place, such as ab/cd/abcd...; raises `FileNotFoundError`."""

    def write(self, place: str, content: IO[bytes]) -> None: ...

    def pieces(self, place: str) -> Iterator[bytes]: ...

    def since(self, place: str) -> datetime: ...

    def all(self) -> Iterator[tuple[str, datetime]]: ...

    def remove(self, place: str) -> None: ...


class Folder:
    """A folder of this machine. Plain calls only: a process that was forked uses it like any other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, place: str, content: IO[bytes]) -> None:
        _write(self._folder / place, content)

    def pieces(self, place: str) -> Iterator[bytes]:
        with (self._folder / place).open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece

    def since(self, place: str) -> datetime:
        return datetime.fromtimestamp((self._folder / place).stat().st_mtime, UTC)

    def all(self) -> Iterator[tuple[str, datetime]]:
        for folder, _folders, names in os.walk(self._folder):
            for place in (Path(folder, name).relative_to(self._folder).as_posix() for name in names):
                with suppress(FileNotFoundError):  # gone since the folder was read
                    yield place, self.since(place)

    def remove(self, place: str) -> None:
        (self._folder / place).unlink()


class Bucket:
    """Object storage. Its client may not cross a fork: nothing is asked of it before the workers are there."""

    def __init__(self, url: str) -> None:
        self._store: ObjectStore = from_url(url)

    def write(self, place: str, content: IO[bytes]) -> None:
        self._store.put(place, content)

    def pieces(self, place: str) -> Iterator[bytes]:
        yield from (bytes(piece) for piece in self._store.get(place).stream(min_chunk_size=CHUNK))

    def since(self, place: str) -> datetime:
        return self._store.head(place)["last_modified"]

    def all(self) -> Iterator[tuple[str, datetime]]:
        for listed in self._store.list():
            yield from ((one["path"], one["last_modified"]) for one in listed)

    def remove(self, place: str) -> None:
        self._store.delete(place)


class FileStore:
    """Nothing is ever changed or overwritten with something else: a name is the hash of its content."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self._held: Places = Bucket(url) if url else Folder(folder)

    def put(self, stream: IO[bytes]) -> tuple[str, int]:
        """Keep the whole of `stream`; answers its SHA-256 and size. On return it is on the disk for good."""
        stream.seek(0)
        sha256, size = digest(stream)
        stream.seek(0)
        self._held.write(_place(sha256), stream)
        return sha256, size

    def has(self, sha256: str) -> bool:
        return self.since(_place(sha256)) is not None

    def read(self, sha256: str) -> Iterator[bytes]:
        """The content in pieces. When it is not what was put, the last piece is withheld and `Damaged` raised."""
        found, held = hashlib.sha256(), b""
        for piece in self._held.pieces(_place(sha256)):
            if held:
                yield held
            held = piece
            found.update(held)
        if found.hexdigest() != sha256:
            raise Damaged(sha256)
        yield held

    def put_drawn(self, sha256: str, which: str, content: bytes) -> None:
        """Keep what was drawn from file `sha256`."""
        self._held.write(_drawn(sha256, which), io.BytesIO(content))

    def drawn(self, sha256: str, which: str) -> bytes | None:
        try:
            return b"".join(self._held.pieces(_drawn(sha256, which)))
        except FileNotFoundError:
            return None

    def places(self) -> Iterator[tuple[str, datetime]]:
        """Every place that holds something, and since when."""
        return self._held.all()

    def since(self, place: str) -> datetime | None:
        try:
            return self._held.since(place)
        except FileNotFoundError:
            return None

    def remove(self, place: str) -> None:
        with suppress(FileNotFoundError):
            self._held.remove(place)


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
