"""A caller who leaves the room, and one who comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent_worker.call.caller_gone import CallerGone
from tests.agent_worker.call.rooms import AGENT, BROWSER, EGRESS, SIP, Room

pytestmark = pytest.mark.anyio

LONG = 60.0
"""Seconds that no test waits for."""
SOON = 0.001
"""Seconds in which a browser may come back."""


@asynccontextmanager
async def watching(room: Room, reports: int, reload_seconds: float = SOON) -> AsyncIterator[list[None]]:
    """Watch a room, and expect a number of reports at the end. Yields the reports so far."""
    reported: list[None] = []
    gone = CallerGone(room.as_room, lambda: reported.append(None), reload_seconds=reload_seconds)
    yield reported
    await asyncio.sleep(0.005)
    gone.close()
    assert len(reported) == reports


async def test_a_telephone_that_hangs_up_is_gone_at_once() -> None:
    room = Room(phone=SIP, agent=AGENT)
    async with watching(room, 1, LONG) as reported:
        room.leave("phone")
        assert len(reported) == 1


async def test_a_browser_is_gone_when_it_does_not_come_back() -> None:
    room = Room(browser=BROWSER)
    async with watching(room, 1) as reported:
        room.leave("browser")
        assert reported == []


async def test_a_browser_that_reloads_its_page_is_not_gone() -> None:
    room = Room(browser=BROWSER)
    async with watching(room, 0):
        room.leave("browser")
        room.come("browser", BROWSER)


async def test_a_browser_may_come_back_under_another_name_and_leave_again() -> None:
    room = Room(browser=BROWSER)
    async with watching(room, 1) as reported:
        room.leave("browser")
        room.come("browser-2", BROWSER)
        await asyncio.sleep(0.005)
        assert reported == []
        room.leave("browser-2")


@pytest.mark.parametrize("other", [SIP, BROWSER])
async def test_one_of_two_callers_may_leave(other: int) -> None:
    room = Room(first=SIP, other=other)
    async with watching(room, 1) as reported:
        room.leave("first")
        await asyncio.sleep(0.005)
        assert reported == []
        room.leave("other")


@pytest.mark.parametrize("kind", [AGENT, EGRESS])
async def test_agents_and_recorders_are_not_callers(kind: int) -> None:
    room = Room(phone=SIP, agent=kind)
    async with watching(room, 1) as reported:
        room.come("another", kind)
        room.leave("another")
        await asyncio.sleep(0.005)
        assert reported == []
        room.leave("phone")
        assert len(reported) == 1


async def test_an_agent_that_joins_is_not_a_caller_that_comes_back() -> None:
    room = Room(browser=BROWSER)
    async with watching(room, 1):
        room.leave("browser")
        room.come("agent", AGENT)


async def test_the_watch_reports_once_although_participants_join_and_leave_afterwards() -> None:
    room = Room(phone=SIP)
    async with watching(room, 1):
        room.leave("phone")
        room.come("browser", BROWSER)
        room.leave("browser")
        room.come("phone", SIP)
        room.leave("phone")


async def test_a_closed_watch_reports_nothing() -> None:
    reported: list[None] = []
    room = Room(phone=SIP, browser=BROWSER)
    for name in ("browser", "phone"):
        gone = CallerGone(room.as_room, lambda: reported.append(None), reload_seconds=SOON)
        gone.close()
        gone.close()
        room.leave(name)
    room.come("browser", BROWSER)
    waiting = CallerGone(room.as_room, lambda: reported.append(None), reload_seconds=SOON)
    room.leave("browser")
    waiting.close()
    await asyncio.sleep(0.005)
    assert reported == []
