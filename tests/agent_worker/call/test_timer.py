"""The one-shot timer."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.call.timer import Timer

pytestmark = pytest.mark.anyio

LONG = 60.0
"""Seconds that no test waits for."""


async def test_a_timer_expires_once_for_each_start() -> None:
    told: asyncio.Queue[None] = asyncio.Queue()
    timer = Timer(lambda: told.put_nowait(None))
    for _ in range(2):
        timer.start(0.001)
        async with asyncio.timeout(LONG):
            await told.get()
    await asyncio.sleep(0.005)
    assert told.empty()


async def test_a_new_start_replaces_the_previous_one() -> None:
    told: list[None] = []
    timer = Timer(lambda: told.append(None))
    timer.start(0.001)
    timer.start(LONG)
    await asyncio.sleep(0.005)
    assert told == []
    timer.stop()


async def test_a_timer_may_be_stopped_repeatedly() -> None:
    told: list[None] = []
    timer = Timer(lambda: told.append(None))
    timer.stop()
    timer.start(0.001)
    timer.stop()
    timer.stop()
    await asyncio.sleep(0.005)
    assert told == []


async def test_a_timer_may_be_started_again_when_it_expires() -> None:
    told: list[None] = []
    enough = asyncio.Event()

    def over() -> None:
        told.append(None)
        if len(told) < 3:
            timer.start(0.001)
        else:
            enough.set()

    timer = Timer(over)
    timer.start(0.001)
    async with asyncio.timeout(LONG):
        await enough.wait()
    assert len(told) == 3
