"""Runs what pyHanko does in a thread of its own: it starts an event loop, and a thread that has one already cannot."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def apart(work: Callable[[], Answer]) -> Answer:
    """The answer of `work`, or its exception."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()
