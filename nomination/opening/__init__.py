"""Opening files that nobody vouches for: only in a process of its own, with a bound on memory, time and output."""

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PROGRAM = Path(__file__).with_name("program.py")
AT_ONCE, SEATS = 2, 4
"""Files opened at a time by one process of the server, and how many more may wait longer than a moment: of its eight
threads two stay free for everybody else, whatever is sent."""

MOMENT = 2.0
"""Seconds for which anybody may wait, in a seat or not."""

MEMORY = 768 * 1024 * 1024
WORK = 8
"""Bytes and seconds of work that a file may take. One that needs more is too heavy."""

PATIENCE = 25
"""Seconds by the clock. Longer for less work means a machine that is busy, and says nothing about the file."""

HEAVY = "heavy"
_slots, _seats = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(SEATS)


class Busy(Exception):
    """Too much is being opened just now. In a moment it may be possible."""


@dataclass(frozen=True)
class Opened:
    """What is in a file: why it is not fit, or how many pages it has and a picture (WebP) of the one asked for."""

    refused: str = ""
    pages: int = 0
    width: int = 0
    height: int = 0
    picture: bytes = b""


def opened(file: IO[bytes], kind: str, *, page: int, edge: int, wait: float) -> Opened:
    """Open `file`, a real one on disk. `kind` is pdf, image or office. Raises `Busy` after `wait` seconds in line."""
    if not _got_slot(wait):
        raise Busy
    try:
        return _run(file, [kind, *map(str, (page, edge, MEMORY, WORK))])
    finally:
        _slots.release()


def _got_slot(wait: float) -> bool:
    if _slots.acquire(timeout=min(wait, MOMENT)):
        return True
    if wait <= MOMENT or not _seats.acquire(blocking=False):
        return False
    try:
        return _slots.acquire(timeout=wait - MOMENT)
    finally:
        _seats.release()


def _run(file: IO[bytes], arguments: list[str]) -> Opened:
    """Whatever happens in there is an answer here. A process that broke its bounds was given too heavy a file."""
    file.seek(0)
    with tempfile.TemporaryFile() as output:
        command = [sys.executable, "-I", "-B", str(PROGRAM), *arguments]
        try:
            ended = subprocess.run(
                command, stdin=file, stdout=output, stderr=subprocess.DEVNULL, timeout=PATIENCE, env={}, cwd="/"
            )
        except subprocess.TimeoutExpired as error:
            raise Busy from error
        output.seek(0)
        return _read(output.read()) if ended.returncode == 0 else Opened(HEAVY)


def _read(output: bytes) -> Opened:
    told, _line, picture = output.partition(b"\n")
    try:
        return Opened(**json.loads(told), picture=picture)
    except (ValueError, TypeError):
        return Opened(HEAVY)
