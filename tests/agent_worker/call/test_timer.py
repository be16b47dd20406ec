"""The one-shot timer."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.call.timer import Timer

pytestmark = pytest.mark.anyio

LONG = 60.0
"""Seconds that no test waits for."""


async def test_a_timer_expires_once_for_each_start() -> None:
    expirations: asyncio.Queue[None] = asyncio.Queue()
    timer = Timer(lambda: expirations.put_nowait(None))
    for _ in range(2):
        timer.start(0.001)
        async with asyncio.timeout(LONG):
            await expirations.get()
    await asyncio.sleep(0.005)
    assert expirations.empty()


async def test_a_new_start_replaces_the_previous_one() -> None:
    expirations: list[None] = []
    timer = Timer(lambda: expirations.append(None))
    timer.start(0.001)
    timer.start(LONG)
    await asyncio.sleep(0.005)
    assert expirations == []
    timer.stop()


async def test_a_timer_may_be_stopped_repeatedly() -> None:
    expirations: list[None] = []
    timer = Timer(lambda: expirations.append(None))
    timer.stop()
    timer.start(0.001)
    timer.stop()
    timer.stop()
    await asyncio.sleep(0.005)
    assert expirations == []


async def test_a_timer_may_be_started_again_when_it_expires() -> None:
    expirations: list[None] = []
    enough = asyncio.Event()

    def over() -> None:
        expirations.append(None)
        if len(expirations) < 3:
            timer.start(0.001)
        else:
            enough.set()

    timer = Timer(over)
    timer.start(0.001)
    async with asyncio.timeout(LONG):
        await enough.wait()
    assert len(expirations) == 3
