"""The collection of DTMF keys."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.backend.reply import Keys
from agent_worker.call import dtmf
from agent_worker.call.dtmf import KeyCollector
from agent_worker.turn.inputs import MAX_KEYS

pytestmark = pytest.mark.anyio

LONG = 60.0
"""Seconds that no test waits for."""
SLOW = Keys(seconds=LONG)


async def pressed(keys: str, rules: Keys = SLOW) -> tuple[list[str], bool]:
    """Press keys without a pause, and return the inputs and whether a further input has begun."""
    collected: list[str] = []
    collector = KeyCollector(collected.append, lambda: rules)
    for key in keys:
        collector.press(key)
    collecting = collector.collecting
    collector.stop()
    assert not collector.collecting
    return collected, collecting


async def test_the_hash_ends_an_input_and_is_part_of_it() -> None:
    assert await pressed("12#3#4") == (["12#", "3#"], True)


async def test_a_hash_alone_is_an_input() -> None:
    assert await pressed("#") == (["#"], False)


async def test_all_keys_of_a_telephone_count_and_letters_become_capitals() -> None:
    assert await pressed("0123456789*ABCDabcd#") == (["0123456789*ABCDABCD#"], False)


@pytest.mark.parametrize("key", ["", "x", "12", "E", " ", "\n", "٣", "³", "##"])
async def test_text_that_is_not_a_key_is_ignored(key: str) -> None:
    collected: list[str] = []
    collector = KeyCollector(collected.append)
    assert not collector.press(key)
    assert not collector.collecting
    assert collector.press("#")
    assert collected == ["#"]


async def test_an_input_ends_at_the_most_keys_of_the_api() -> None:
    assert await pressed("1" * (MAX_KEYS * 2 + 1)) == (["1" * MAX_KEYS] * 2, True)


async def test_a_pause_ends_an_input_once() -> None:
    inputs: asyncio.Queue[str] = asyncio.Queue()
    collector = KeyCollector(inputs.put_nowait, lambda: Keys(seconds=0.001))
    collector.press("4")
    collector.press("2")
    async with asyncio.timeout(LONG):
        assert await inputs.get() == "42"
    assert not collector.collecting
    await asyncio.sleep(0.005)
    assert inputs.empty()


async def test_a_stopped_collector_collects_nothing() -> None:
    collected: list[str] = []
    collector = KeyCollector(collected.append, lambda: Keys(seconds=0.001))
    collector.press("4")
    collector.stop()
    await asyncio.sleep(0.005)
    assert collected == []


async def test_an_input_ends_at_the_length_that_the_flow_names() -> None:
    eight = Keys(length=8, seconds=LONG)
    assert await pressed("0012345", eight) == ([], True)
    assert await pressed("00123456", eight) == (["00123456"], False)
    assert await pressed("12345678123456789", eight) == (["12345678"] * 2, True)


async def test_the_end_key_ends_a_shorter_input() -> None:
    assert await pressed("12#", Keys(length=8, seconds=LONG)) == (["12#"], False)
    assert await pressed("12*", Keys(length=8, end="*", seconds=LONG)) == (["12*"], False)
    assert await pressed("12d", Keys(end="D", seconds=LONG)) == (["12D"], False)


async def test_the_hash_ends_an_input_that_has_another_end_key_too() -> None:
    """Callers know it from other telephone systems."""
    assert await pressed("12#3*", Keys(end="*", seconds=LONG)) == (["12#", "3*"], False)
    assert await pressed("1*2#", Keys(seconds=LONG)) == (["1*2#"], False)


async def test_the_end_key_out_of_habit_after_the_last_digit_is_no_input() -> None:
    four = Keys(length=4, seconds=LONG)
    assert await pressed("1234#", four) == (["1234"], False)
    assert await pressed("1234##", four) == (["1234", "#"], False)
    assert await pressed("1234#5678", four) == (["1234", "5678"], False)
    assert await pressed("12345#", four) == (["1234", "5#"], False)
    star = Keys(length=4, end="*", seconds=LONG)
    assert [await pressed(f"1234{key}", star) for key in "*#0"] == [
        (["1234"], False),
        (["1234"], False),
        (["1234"], True),
    ]


async def test_the_end_key_is_an_input_again_some_time_after_the_last_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dtmf, "LATE_END_SECONDS", 0.001)
    collected: list[str] = []
    collector = KeyCollector(collected.append, lambda: Keys(length=1, seconds=LONG))
    collector.press("1")
    async with asyncio.timeout(LONG):
        while not collector.press("#"):  # noqa: ASYNC110  # a timer of the collector has no event
            await asyncio.sleep(0.005)
    assert collected == ["1", "#"]


async def test_a_number_of_known_length_is_given_time_to_be_read_from_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dtmf, "PAUSE_SECONDS", 0.001)
    inputs: asyncio.Queue[str] = asyncio.Queue()
    rules = Keys(length=8)
    collector = KeyCollector(inputs.put_nowait, lambda: rules)
    for key in "0012":
        collector.press(key)
    await asyncio.sleep(0.01)
    for key in "3456":
        collector.press(key)
    assert inputs.get_nowait() == "00123456"
    rules = Keys()
    collector.press("7")
    async with asyncio.timeout(LONG):
        assert await inputs.get() == "7"


async def test_an_input_follows_the_rules_of_the_question_at_its_first_key() -> None:
    rules = Keys(length=2, seconds=LONG)
    collected: list[str] = []
    collector = KeyCollector(collected.append, lambda: rules)
    collector.press("1")
    rules = Keys(length=4, seconds=LONG)
    for key in "23456":
        collector.press(key)
    assert collected == ["12", "3456"]
    collector.stop()
