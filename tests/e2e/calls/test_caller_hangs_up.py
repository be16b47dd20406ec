"""The caller hangs up during a call: the session is abandoned, and the process of its job ends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from livekit import api

from local.processes.livekit import API_KEY, API_SECRET
from testing.calls.calls import Calls, Json
from testing.calls.faults import (
    GREETING,
    CountingTool,
    WatchedCaller,
    Worker,
    counting_flow,
    counting_tool,
    eventually,
    of_stack,
    reply_to,
    user_words,
    worker,
)
from testing.calls.livekit_stack import LiveKitStack
from testing.calls.speech import spoken
from testing.calls.voice_caller import VoiceCaller

# The development server's secret is short. It protects nothing outside loopback.
pytestmark = pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")


@pytest.fixture(scope="module")
def the_worker(livekit: LiveKitStack, livekit_logs: Path) -> Iterator[Worker]:
    api_url = livekit.environment["CALLFLOW_API_URL"]
    with worker(livekit.environment, api_url, livekit_logs / "left-worker.log") as started:
        yield started


@pytest.fixture
def tool() -> Iterator[CountingTool]:
    with counting_tool() as tool:
        yield tool


@pytest.fixture
def calls(livekit: LiveKitStack, tool: CountingTool) -> Calls:
    made = of_stack(livekit)
    made.publish("counting", counting_flow(tool.url))
    return made


def is_abandoned(calls: Calls, room: Json) -> bool:
    return bool(calls.session(room["sessionId"])["status"] == "abandoned")


async def nothing_stays(calls: Calls, worker: Worker, room: Json) -> None:
    """Wait until the session is abandoned and the process of its job has ended."""
    await eventually(lambda: is_abandoned(calls, room))
    await eventually(lambda: not worker.in_call())


def as_a_phone(room: Json) -> Json:
    """Return the same room for a participant that LiveKit treats as a telephone."""
    grants = api.VideoGrants(room_join=True, room=room["roomName"])
    token = api.AccessToken(API_KEY, API_SECRET).with_identity("phone").with_kind("sip").with_grants(grants)
    dispatch = api.RoomAgentDispatch(agent_name="callflow", metadata=_metadata(room))
    token = token.with_room_config(api.RoomConfiguration(name=room["roomName"], agents=[dispatch]))
    return {**room, "token": token.to_jwt()}


def _metadata(room: Json) -> str:
    claims = api.TokenVerifier(API_KEY, API_SECRET).verify(room["token"])
    assert claims.room_config is not None
    return str(claims.room_config.agents[0].metadata)


def test_a_hang_up_after_a_word_abandons_the_session_of_a_browser_or_a_phone(calls: Calls, the_worker: Worker) -> None:
    browser, phone = calls.started("counting", "test-chat"), as_a_phone(calls.started("counting", "test-chat"))

    async def hang_up(room: Json) -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            await caller.ask("one", reply_to(1, "one"))
            await caller.say("two")

    async def hang_up_both() -> None:
        await hang_up(browser)
        await hang_up(phone)
        # A browser may reconnect for a while. A phone's session is abandoned at once, though it hung up later.
        await eventually(lambda: is_abandoned(calls, phone))
        assert not is_abandoned(calls, browser)
        await nothing_stays(calls, the_worker, browser)

    asyncio.run(hang_up_both())
    for room in (browser, phone):
        # The second word is missing if the server had not forwarded it when the caller left.
        assert user_words(calls.session(room["sessionId"])) in (["one"], ["one", "two"])


def test_a_hang_up_of_a_speaking_phone_caller_abandons_the_session(calls: Calls, the_worker: Worker) -> None:
    room = as_a_phone(calls.started("counting", "test-audio"))
    sentence = spoken("I would like to know whether you are open on Sunday afternoon.")

    async def hang_up() -> None:
        async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
            await caller.until_heard(GREETING)
            speaking = asyncio.create_task(caller.say(sentence))
            await caller.until_saying()
            speaking.cancel()
        await nothing_stays(calls, the_worker, room)

    asyncio.run(hang_up())
    # The worker accepts new calls.
    again = calls.started("counting", "test-chat")

    async def talk() -> None:
        async with WatchedCaller(again) as caller:
            await caller.until(GREETING)
            await caller.ask("bye", "Goodbye after 1.")

    asyncio.run(talk())
    assert calls.session(again["sessionId"])["status"] == "completed"
