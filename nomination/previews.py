"""Pictures of uploaded files, drawn by us once and then kept: no byte of what was uploaded reaches a page."""

import json
import shutil
import tempfile
from dataclasses import asdict
from typing import IO

from nomination.files import store
from nomination.filetypes import KINDS, REFUSALS, Unacceptable
from nomination.opening import HEAVY, Opened, opened

THUMBNAIL, READABLE = 320, 1600
"""The longest edge in pixels. A page of A4 at the second is read without strain."""

PASSING = ("page", HEAVY)
"""Answers that are not kept: a page asked for in error, and a process that died, of whatever it was."""

VERSION = 1
"""To be raised when pictures are drawn differently: older ones are then forgotten."""

SENT, SHOWN = 15.0, 2.0
"""Seconds in line before `Busy`: of a file that was sent, for sending 25 MB again from a slow line takes longer than
that, and of a picture for a page, which the browser asks for again. Who waits takes a thread of the server."""


def checked(stream: IO[bytes], media_type: str) -> Opened:
    """Open a file that was just sent. Raises `Unacceptable`, and `Busy` when that says nothing about the file."""
    with tempfile.TemporaryFile() as file:
        stream.seek(0)
        shutil.copyfileobj(stream, file)
        found = opened(file, KINDS[media_type], page=1, edge=THUMBNAIL, wait=SENT)
    if found.refused:
        raise Unacceptable(REFUSALS.get(found.refused, REFUSALS[HEAVY]))
    return found


def keep_thumbnail(sha256: str, found: Opened) -> None:
    """The first picture was drawn while the file was checked."""
    if found.picture:
        _keep(sha256, 1, THUMBNAIL, found)


def preview(sha256: str, media_type: str, *, page: int, edge: int) -> Opened:
    """Page `page` as a picture; `refused` says why there is none. Raises `Busy`, and `Damaged` for a changed file."""
    kept = store().drawn(sha256, _which(page, edge))
    if kept is not None:
        told, _line, picture = kept.partition(b"\n")
        return Opened(**json.loads(told), picture=picture)
    with tempfile.TemporaryFile() as file:
        for piece in store().read(sha256):
            file.write(piece)
        found = opened(file, KINDS[media_type], page=page, edge=edge, wait=SHOWN)
    if found.refused not in PASSING:
        _keep(sha256, page, edge, found)
    return found


def _keep(sha256: str, page: int, edge: int, found: Opened) -> None:
    """Also that a file cannot be shown is kept: it is tried once, however often it is asked for."""
    told = {name: value for name, value in asdict(found).items() if name != "picture"}
    store().put_drawn(sha256, _which(page, edge), json.dumps(told).encode() + b"\n" + found.picture)


def _which(page: int, edge: int) -> str:
    return f"{VERSION}-{page}-{edge}"
