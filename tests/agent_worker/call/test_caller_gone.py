from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from agent_worker.call.caller_gone import CallerGone
from tests.agent_worker.call.rooms import AGENT, BROWSER, EGRESS, SIP, Room

pytestmark = pytest.mark.anyio

LONG, SOON = 60.0, 0.001


def watch(
    room: Room, scenario: Callable[[list[None]], Awaitable[None]], reload_seconds: float = SOON
) -> tuple[int, Room]:
    """How often the caller was gone, in the end."""
    told: list[None] = []

    async def play() -> None:
        gone = CallerGone(room.as_room, lambda: told.append(None), reload_seconds=reload_seconds)
        await scenario(told)
        await asyncio.sleep(0.005)
        gone.close()

    asyncio.run(play())
    return len(told), room


def test_a_phone_that_hangs_up_is_gone_at_once() -> None:
    async def scenario(told: list[None]) -> None:
        room.leave("phone")
        assert len(told) == 1

    room = Room(phone=SIP, agent=AGENT)
    assert watch(room, scenario, LONG)[0] == 1


def test_a_browser_is_gone_when_it_does_not_come_back() -> None:
    async def scenario(told: list[None]) -> None:
        room.leave("browser")
        assert told == []

    room = Room(browser=BROWSER)
    assert watch(room, scenario)[0] == 1


def test_a_browser_that_reloads_its_page_is_not_gone() -> None:
    async def scenario(told: list[None]) -> None:
        room.leave("browser")
        room.come("browser", BROWSER)

    room = Room(browser=BROWSER)
    assert watch(room, scenario)[0] == 0


def test_a_browser_may_come_back_under_another_name_and_leave_again() -> None:
    async def scenario(told: list[None]) -> None:
        room.leave("browser")
        room.come("browser-2", BROWSER)
        await asyncio.sleep(0.005)
        assert told == []
        room.leave("browser-2")

    room = Room(browser=BROWSER)
    assert watch(room, scenario)[0] == 1


@pytest.mark.parametrize("other", [SIP, BROWSER])
def test_one_of_two_callers_may_leave(other: int) -> None:
    async def scenario(told: list[None]) -> None:
        room.leave("first")
        await asyncio.sleep(0.005)
        assert told == []
        room.leave("other")

    room = Room(first=SIP, other=other)
    assert watch(room, scenario)[0] == 1


@pytest.mark.parametrize("kind", [AGENT, EGRESS])
def test_agents_and_recorders_are_no_callers(kind: int) -> None:
    async def scenario(told: list[None]) -> None:
        room.come("another", kind)
        room.leave("another")
        await asyncio.sleep(0.005)
        assert told == []
        room.leave("phone")
        assert len(told) == 1

    room = Room(phone=SIP, agent=kind)
    assert watch(room, scenario)[0] == 1


def test_an_agent_that_comes_is_no_caller_that_comes_back() -> None:
    async def scenario(told: list[None]) -> None:
        room.leave("browser")
        room.come("agent", AGENT)

    room = Room(browser=BROWSER)
    assert watch(room, scenario)[0] == 1


def test_it_is_told_once_whoever_comes_and_goes_afterwards() -> None:
    async def scenario(told: list[None]) -> None:
        room.leave("phone")
        room.come("browser", BROWSER)
        room.leave("browser")
        room.come("phone", SIP)
        room.leave("phone")

    room = Room(phone=SIP)
    assert watch(room, scenario)[0] == 1


async def test_once_closed_it_tells_nothing() -> None:
    told: list[None] = []
    room = Room(phone=SIP, browser=BROWSER)
    for name in ("browser", "phone"):
        gone = CallerGone(room.as_room, lambda: told.append(None), reload_seconds=SOON)
        gone.close()
        gone.close()
        room.leave(name)
    room.come("browser", BROWSER)
    waiting = CallerGone(room.as_room, lambda: told.append(None), reload_seconds=SOON)
    room.leave("browser")
    waiting.close()
    await asyncio.sleep(0.005)
    assert told == []
