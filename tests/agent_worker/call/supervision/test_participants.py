"""Who is a caller and who a supervisor, and what the agent learns of a takeover."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.call.caller_gone import CallerGone
from agent_worker.call.supervision.participants import Takeovers, caller_identity, is_caller
from tests.agent_worker.call.rooms import AGENT, BROWSER, EGRESS, SIP, Room

pytestmark = pytest.mark.anyio


def test_telephones_and_browsers_call_and_supervisors_do_not() -> None:
    room = Room(phone=SIP, ann=BROWSER, agent=AGENT, recorder=EGRESS)
    room.come("bob", BROWSER, "takeOver")
    room.come("eve", BROWSER, "listen")
    callers = [name for name, each in room.as_room.remote_participants.items() if is_caller(each)]
    assert callers == ["phone", "ann"]


def test_the_agent_learns_when_a_person_comes_and_when_the_last_one_leaves() -> None:
    room, told = Room(phone=SIP), list[bool]()
    takeovers = Takeovers(room.as_room, told.append)
    room.come("eve", BROWSER, "listen")
    room.come("agent", AGENT)
    assert told == []
    room.come("bob", BROWSER, "takeOver")
    room.come("joe", BROWSER, "takeOver")
    room.leave("bob")
    assert told == [True]
    room.leave("joe")
    assert told == [True, False]
    takeovers.close()
    room.come("bob", BROWSER, "takeOver")
    assert told == [True, False]


def test_an_agent_that_comes_later_finds_the_person_in_the_room() -> None:
    room, told = Room(phone=SIP), list[bool]()
    room.come("bob", BROWSER, "takeOver")
    Takeovers(room.as_room, told.append)
    assert told == [True]


def test_the_agent_looks_again_after_its_connection_was_restored() -> None:
    room, told = Room(phone=SIP), list[bool]()
    Takeovers(room.as_room, told.append)
    other = Room()
    other.come("bob", BROWSER, "takeOver")
    room.remote_participants |= other.remote_participants
    room.emit("reconnected")
    assert told == [True]


async def test_the_caller_is_found_beside_a_supervisor() -> None:
    room = Room()
    assert await caller_identity(room.as_room) is None
    room.come("bob", BROWSER, "takeOver")
    room.come("phone", SIP)
    assert await caller_identity(room.as_room) == "phone"


async def test_an_agent_without_a_caller_takes_the_first_one() -> None:
    assert await caller_identity(Room(agent=AGENT).as_room) is None


async def test_the_caller_is_waited_for_while_a_supervisor_is_alone() -> None:
    room = Room()
    room.come("bob", BROWSER, "takeOver")
    found = asyncio.create_task(caller_identity(room.as_room))
    await asyncio.sleep(0)
    room.come("recorder", EGRESS)
    await asyncio.sleep(0)
    assert not found.done()
    room.come("phone", SIP)
    assert await asyncio.wait_for(found, 5) == "phone"


async def test_nobody_is_waited_for_when_the_supervisor_has_left() -> None:
    room = Room()
    room.come("bob", BROWSER, "takeOver")
    found = asyncio.create_task(caller_identity(room.as_room))
    await asyncio.sleep(0)
    room.leave("bob")
    assert await asyncio.wait_for(found, 5) is None


async def test_the_call_is_over_when_only_a_supervisor_is_left() -> None:
    room, over = Room(phone=SIP), list[None]()
    gone = CallerGone(room.as_room, lambda: over.append(None), reload_seconds=60)
    room.come("bob", BROWSER, "takeOver")
    room.leave("bob")
    room.come("bob", BROWSER, "takeOver")
    assert over == []
    room.leave("phone")
    assert len(over) == 1
    gone.close()
