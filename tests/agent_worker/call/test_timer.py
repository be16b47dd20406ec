from __future__ import annotations

import asyncio

from agent_worker.call.timer import Silence

LONG = 60.0
"""Seconds that no test waits for."""


def test_silence_is_told_once_for_each_time_that_it_was_waited_for() -> None:
    async def scenario() -> None:
        told: asyncio.Queue[None] = asyncio.Queue()
        silence = Silence(lambda: told.put_nowait(None))
        for _ in range(2):
            silence.wait(0.001)
            async with asyncio.timeout(LONG):
                await told.get()
        await asyncio.sleep(0.005)
        assert told.empty()

    asyncio.run(scenario())


def test_waiting_again_forgets_what_was_waited_for() -> None:
    async def scenario() -> None:
        told: list[None] = []
        silence = Silence(lambda: told.append(None))
        silence.wait(0.001)
        silence.wait(LONG)
        await asyncio.sleep(0.005)
        assert told == []
        silence.stop()

    asyncio.run(scenario())


def test_it_stops_as_often_as_it_is_told_to() -> None:
    async def scenario() -> None:
        told: list[None] = []
        silence = Silence(lambda: told.append(None))
        silence.stop()
        silence.wait(0.001)
        silence.stop()
        silence.stop()
        await asyncio.sleep(0.005)
        assert told == []

    asyncio.run(scenario())


def test_it_can_be_waited_for_again_when_it_is_told() -> None:
    async def scenario() -> None:
        told: list[None] = []
        enough = asyncio.Event()

        def over() -> None:
            told.append(None)
            if len(told) < 3:
                silence.wait(0.001)
            else:
                enough.set()

        silence = Silence(over)
        silence.wait(0.001)
        async with asyncio.timeout(LONG):
            await enough.wait()
        assert len(told) == 3

    asyncio.run(scenario())
