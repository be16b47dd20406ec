"""The real livekit-server accepts our tokens and dispatches our agent with its metadata. Webhooks close sessions."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from livekit import api, rtc

from testing.calls import minimal_worker as small_worker
from testing.calls.livekit_stack import LiveKitStack
from testing.processes import PATIENCE, running

Result = TypeVar("Result")
AGENT = rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
WORKER = Path(small_worker.__file__)

# The development server's secret is short. It protects nothing outside loopback.
pytestmark = pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")


@pytest.fixture(scope="module")
def worker(livekit: LiveKitStack, livekit_logs: Path) -> Iterator[subprocess.Popen[bytes]]:
    log = livekit_logs / "small-worker.log"
    with running(
        [sys.executable, str(WORKER)],
        lambda: "registered" in log.read_text(),
        environment=livekit.environment,
        log=log,
    ) as process:
        yield process


def started(livekit: LiveKitStack) -> dict[str, str]:
    reply = livekit.api.post("/flows/customer-support/test-chat")
    assert reply.status_code == 201
    room: dict[str, str] = reply.json()
    return room


@contextlib.asynccontextmanager
async def joined(started: dict[str, str]) -> AsyncIterator[rtc.Room]:
    room = rtc.Room()
    await room.connect(started["serverUrl"], started["token"])
    try:
        yield room
    finally:
        await room.disconnect()


def shown_by_agents(room: rtc.Room) -> list[str]:
    agents = [each for each in room.remote_participants.values() if each.kind == AGENT]
    return [each.attributes["sent.with"] for each in agents if "sent.with" in each.attributes]


def until(found: Callable[[], Result], seconds: float = PATIENCE) -> Result:
    """Call `found` repeatedly until it returns a value. Return the value."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)
    return value


@pytest.mark.usefixtures("worker")
def test_a_test_chat_is_a_room_that_our_agent_joins_with_our_metadata(livekit: LiveKitStack) -> None:
    chat = started(livekit)
    assert chat["serverUrl"] == livekit.url

    async def sent_with() -> str:
        async with joined(chat) as room:
            assert room.name == chat["roomName"]
            assert room.local_participant.identity == chat["identity"]
            [metadata] = await asyncio.to_thread(until, lambda: shown_by_agents(room))
            return metadata

    metadata = json.loads(asyncio.run(sent_with()))
    assert metadata["sessionId"] == chat["sessionId"]
    assert metadata["roomName"] == chat["roomName"]
    assert metadata["flowId"] == "customer-support"
    assert metadata["mode"] == "chat"


def test_a_finished_room_abandons_its_session(livekit: LiveKitStack) -> None:
    chat = started(livekit)

    def status() -> str:
        session: dict[str, str] = livekit.api.get(f"/flows/sessions/{chat['sessionId']}").json()["session"]
        return session["status"]

    async def end() -> None:
        async with joined(chat):
            assert status() == "pending"
            async with api.LiveKitAPI(
                livekit.url, livekit.environment["LIVEKIT_API_KEY"], livekit.environment["LIVEKIT_API_SECRET"]
            ) as server:
                await server.room.delete_room(api.DeleteRoomRequest(room=chat["roomName"]))
            await asyncio.to_thread(until, lambda: status() == "abandoned")

    asyncio.run(end())
