"""After a reconnect the agent leaves if LiveKit lists a caller whom it does not see, and only then."""

from __future__ import annotations

import asyncio

import pytest
from livekit import api

from agent_worker.call.unseen_caller import UnseenCaller
from tests.agent_worker.call.rooms import AGENT, BROWSER, FakeLiveKit, Room

pytestmark = pytest.mark.anyio

Info = api.ParticipantInfo
CALLER = Info(identity="ann", kind=Info.Kind.STANDARD, state=Info.State.ACTIVE)
PHONE = Info(identity="ann", kind=Info.Kind.SIP, state=Info.State.ACTIVE)
COMING = Info(identity="ann", kind=Info.Kind.STANDARD, state=Info.State.JOINING)
SUPERVISOR = Info(
    identity="bob", kind=Info.Kind.STANDARD, state=Info.State.ACTIVE, attributes={"callflow.supervisor": "listen"}
)
OTHER_AGENT = Info(identity="agent", kind=Info.Kind.AGENT, state=Info.State.ACTIVE)


async def leaves(room: Room, *present: Info, reconnected: bool = True, looks: int = 0) -> int:
    """Return how often the agent left, after LiveKit was asked `looks` times for the participants."""
    left: list[None] = []

    async def play() -> None:
        livekit = FakeLiveKit(present=list(present))
        async with livekit.job(room) as job:
            unseen = UnseenCaller(job.as_context, lambda: left.append(None), check_seconds=0.001)
            if reconnected:
                room.emit("reconnected")
                room.emit("reconnected")
            async with asyncio.timeout(60):
                while livekit.listed < looks:  # noqa: ASYNC110  # its server runs in another thread
                    await asyncio.sleep(0.005)
            # Time for the call of `leave`, and for a second one that must not come.
            await asyncio.sleep(0.15)
            unseen.close()

    await play()
    return len(left)


@pytest.mark.parametrize("caller", [CALLER, PHONE])
async def test_the_agent_leaves_once_if_it_does_not_see_the_caller(caller: Info) -> None:
    assert await leaves(Room(agent=AGENT), OTHER_AGENT, caller, looks=2) == 1


async def test_the_agent_stays_if_it_sees_the_caller() -> None:
    assert await leaves(Room(ann=BROWSER), CALLER) == 0


@pytest.mark.parametrize("present", [[], [OTHER_AGENT], [COMING], [SUPERVISOR]])
async def test_the_agent_stays_if_there_is_no_caller(present: list[Info]) -> None:
    assert await leaves(Room(), *present, looks=3) == 0


async def test_nothing_is_checked_without_a_reconnect() -> None:
    assert await leaves(Room(), CALLER, reconnected=False) == 0
