from __future__ import annotations

import asyncio

import pytest

from agent_worker.call.dtmf import MOST_KEYS, Keys

LONG = 60.0
"""Seconds that no test waits for."""


def pressed(keys: str, pause_seconds: float = LONG) -> tuple[list[str], bool]:
    """The inputs that come of keys without any waiting, and whether more are gathered."""
    gathered: list[str] = []

    async def scenario() -> bool:
        gathering = Keys(gathered.append, pause_seconds=pause_seconds)
        for key in keys:
            gathering.press(key)
        gathering.stop_timer()
        return gathering.gathering

    return gathered, asyncio.run(scenario())


def test_the_hash_ends_an_input_and_belongs_to_it() -> None:
    assert pressed("12#3#4") == (["12#", "3#"], True)


def test_a_hash_alone_is_an_input() -> None:
    assert pressed("#") == (["#"], False)


def test_all_of_a_telephones_keys_count_and_letters_are_capitals() -> None:
    assert pressed("0123456789*ABCDabcd#") == (["0123456789*ABCDABCD#"], False)


@pytest.mark.parametrize("key", ["", "x", "12", "E", " ", "\n", "٣", "³", "##"])
def test_what_no_telephone_has_is_left_out(key: str) -> None:
    async def scenario() -> None:
        gathered: list[str] = []
        gathering = Keys(gathered.append, pause_seconds=LONG)
        gathering.press(key)
        assert not gathering.gathering
        gathering.press("#")
        assert gathered == ["#"]

    asyncio.run(scenario())


def test_no_input_has_more_keys_than_the_api_takes() -> None:
    assert pressed("1" * (MOST_KEYS * 2 + 1)) == (["1" * MOST_KEYS] * 2, True)


def test_a_pause_ends_an_input_once() -> None:
    async def scenario() -> None:
        inputs: asyncio.Queue[str] = asyncio.Queue()
        gathering = Keys(inputs.put_nowait, pause_seconds=0.001)
        gathering.press("4")
        gathering.press("2")
        async with asyncio.timeout(LONG):
            assert await inputs.get() == "42"
        assert not gathering.gathering
        await asyncio.sleep(0.005)
        assert inputs.empty()

    asyncio.run(scenario())


def test_a_stopped_timer_gathers_nothing() -> None:
    async def scenario() -> None:
        gathered: list[str] = []
        gathering = Keys(gathered.append, pause_seconds=0.001)
        gathering.press("4")
        gathering.stop_timer()
        await asyncio.sleep(0.005)
        assert gathered == []

    asyncio.run(scenario())
