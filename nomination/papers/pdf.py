"""A paper as a PDF: set by typst from a template of ours, in a process of its own. The content goes in as data only."""

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from nomination.papers.official import Official
from nomination.papers.place import Place
from nomination.papers.typography import clean

PROGRAM = Path(__file__).with_name("program.py")
MEMORY = 2 * 1024 * 1024 * 1024
WORK = 30
"""Bytes of address space and seconds of work for one paper."""

PATIENCE = 60
"""Seconds by the clock: a machine may be busy."""

AT_ONCE, WAITS = 2, 10
"""Papers that are set at a time by one process of the server, and seconds that another waits in line."""

_slots = threading.BoundedSemaphore(AT_ONCE)
UNDATED = date(2000, 1, 1)
MM = 72 / 25.4


class Unprintable(Exception):
    """The paper was not made. What stood in the way is in the log, never on a page."""


@dataclass(frozen=True)
class Printed:
    """The file and the places that the template left for later, such as the room of a signature."""

    content: bytes
    places: dict[str, Place]


def official_pdf(paper: Official) -> Printed:
    return printed("official.typ", asdict(paper, dict_factory=cleaned), paper.dated)


def cleaned(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The parts of a paper as data: text as it is printed, without the day, which is told apart."""
    return {name: _clean(value) for name, value in pairs if not isinstance(value, date)}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def pdf(template: str, content: dict[str, Any], dated: date | None = None) -> bytes:
    """The bytes alone. The same content of the same day makes the same bytes."""
    return printed(template, content, dated).content


def printed(template: str, content: dict[str, Any], dated: date | None = None, *, picture: bool = False) -> Printed:
    """`picture`: the first page as PNG instead. Raises `Unprintable` when the paper breaks the bounds."""
    day = dated or UNDATED
    given = content | {"dated": [day.year, day.month, day.day]}
    asked = {
        "template": template, "content": json.dumps(given, ensure_ascii=False), "picture": picture,
        "memory": MEMORY, "work": WORK,
        "stamp": int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    }  # fmt: skip
    places, content_bytes = _run(json.dumps(asked).encode())
    return Printed(content_bytes, {one["name"]: _place(one) for one in places})


def _run(asked: bytes) -> tuple[list[dict[str, Any]], bytes]:
    if not _slots.acquire(timeout=WAITS):
        raise Unprintable("busy")
    try:
        return _set(asked)
    finally:
        _slots.release()


def _set(asked: bytes) -> tuple[list[dict[str, Any]], bytes]:
    command = [sys.executable, "-I", "-B", str(PROGRAM)]
    with tempfile.TemporaryFile() as output:
        try:
            ended = subprocess.run(
                command, input=asked, stdout=output, stderr=subprocess.PIPE, timeout=PATIENCE, env={}, cwd="/"
            )
        except subprocess.TimeoutExpired as error:
            raise Unprintable("too slow") from error
        if ended.returncode != 0:
            raise Unprintable(ended.stderr.decode(errors="replace")[-2000:])
        output.seek(0)
        told, _line, content = output.read().partition(b"\n")
    return json.loads(told), content


def _place(told: dict[str, Any]) -> Place:
    top = told["height_of_page"] - told["y"]
    return Place(told["page"], told["x"], top - told["height"], told["x"] + told["width"], top)
