"""Signing and judging work in a thread that has an event loop of its own already."""

import asyncio

from nomination.signing.apart import apart


async def _answer() -> int:
    return 42


def test_a_loop_may_run_already() -> None:
    async def within() -> int:
        return apart(lambda: asyncio.run(_answer()))

    assert apart(lambda: asyncio.run(within())) == 42
