"""The collection of DTMF keys."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.call.dtmf import KeyCollector
from agent_worker.turn.inputs import MAX_KEYS

pytestmark = pytest.mark.anyio

LONG = 60.0
"""Seconds that no test waits for."""


async def pressed(keys: str, pause_seconds: float = LONG) -> tuple[list[str], bool]:
    """Press keys without a pause, and return the inputs and whether a further input has begun."""
    collected: list[str] = []
    collector = KeyCollector(collected.append, pause_seconds=pause_seconds)
    for key in keys:
        collector.press(key)
    collector.stop()
    return collected, collector.collecting


async def test_the_hash_ends_an_input_and_is_part_of_it() -> None:
    assert await pressed("12#3#4") == (["12#", "3#"], True)


async def test_a_hash_alone_is_an_input() -> None:
    assert await pressed("#") == (["#"], False)


async def test_all_keys_of_a_telephone_count_and_letters_become_capitals() -> None:
    assert await pressed("0123456789*ABCDabcd#") == (["0123456789*ABCDABCD#"], False)


@pytest.mark.parametrize("key", ["", "x", "12", "E", " ", "\n", "٣", "³", "##"])
async def test_text_that_is_not_a_key_is_ignored(key: str) -> None:
    collected: list[str] = []
    collector = KeyCollector(collected.append, pause_seconds=LONG)
    collector.press(key)
    assert not collector.collecting
    collector.press("#")
    assert collected == ["#"]


async def test_an_input_ends_at_the_most_keys_of_the_api() -> None:
    assert await pressed("1" * (MAX_KEYS * 2 + 1)) == (["1" * MAX_KEYS] * 2, True)


async def test_a_pause_ends_an_input_once() -> None:
    inputs: asyncio.Queue[str] = asyncio.Queue()
    collector = KeyCollector(inputs.put_nowait, pause_seconds=0.001)
    collector.press("4")
    collector.press("2")
    async with asyncio.timeout(LONG):
        assert await inputs.get() == "42"
    assert not collector.collecting
    await asyncio.sleep(0.005)
    assert inputs.empty()


async def test_a_stopped_collector_collects_nothing() -> None:
    collected: list[str] = []
    collector = KeyCollector(collected.append, pause_seconds=0.001)
    collector.press("4")
    collector.stop()
    await asyncio.sleep(0.005)
    assert collected == []
