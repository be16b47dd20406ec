"""A call while the API is away, slow or loses its answers: no long silence, and no turn lost or doubled."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.calls import Calls, Json, said
from tests.e2e.faults import (
    GREETING,
    LONGEST_SILENCE,
    LOOKING,
    CountingTool,
    WatchedCaller,
    Worker,
    counting_flow,
    counting_tool,
    of_stack,
    reply_to,
    user_words,
    variables,
    worker,
)
from tests.e2e.livekit_stack import LiveKitStack
from tests.e2e.speech import spoken
from tests.e2e.unreliable_api import UnreliableApi, unreliable
from tests.e2e.voice_caller import VoiceCaller


@pytest.fixture(scope="module")
def proxy(livekit: LiveKitStack) -> Iterator[UnreliableApi]:
    with unreliable(livekit.environment["CALLFLOW_API_URL"]) as proxy:
        yield proxy


@pytest.fixture(scope="module", autouse=True)
def the_worker(livekit: LiveKitStack, proxy: UnreliableApi, livekit_logs: Path) -> Iterator[Worker]:
    with worker(livekit.environment, proxy.url, livekit_logs / "fault-worker.log") as started:
        yield started


@pytest.fixture
def api(proxy: UnreliableApi) -> Iterator[UnreliableApi]:
    yield proxy
    proxy.mend()


@pytest.fixture
def tool() -> Iterator[CountingTool]:
    with counting_tool() as tool:
        yield tool


@pytest.fixture
def calls(livekit: LiveKitStack) -> Calls:
    return of_stack(livekit)


@pytest.fixture
def room(calls: Calls, tool: CountingTool) -> Json:
    return calls.started(calls.publish("counting", counting_flow(tool.url)), "test-chat")


def test_every_answer_is_lost_once_and_no_turn_is(
    api: UnreliableApi, calls: Calls, room: Json, tool: CountingTool
) -> None:
    api.loses_answers = True

    async def talk() -> list[str]:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            assert await caller.ask("one", reply_to(1, "one")) == []
            assert await caller.ask("look", reply_to(2, "look")) == [LOOKING]
            assert await caller.ask("three", reply_to(3, "three")) == []
            assert await caller.ask("bye", "Goodbye after 4.") == []
            await asyncio.wait_for(caller.gone.wait(), 10)
            assert caller.silence < LONGEST_SILENCE
            return caller.heard + caller.unread()

    heard = asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == user_words(session) == ["one", "look", "three", "bye"]
    assert [content for role, content in said(session) if role == "assistant"] == heard
    assert tool.calls == 1
    assert len(session["turns"]) == api.lost == 6


def test_an_api_that_is_down_for_ten_seconds_is_bridged_and_the_flow_goes_on(
    api: UnreliableApi, calls: Calls, room: Json
) -> None:
    async def talk() -> list[str]:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            assert await caller.ask("one", reply_to(1, "one")) == []
            api.down = True
            back = asyncio.get_running_loop().call_later(10, api.mend)
            await caller.say("two")
            own = [(await caller.reply(LONGEST_SILENCE)).text]
            assert back.when() > asyncio.get_running_loop().time()
            # What is said now answers nothing that the flow asked.
            own += await caller.ask("are you there", reply_to(2, "two"))
            assert await caller.ask("three", reply_to(3, "three")) == []
            assert await caller.ask("bye", "Goodbye after 4.") == []
            await asyncio.wait_for(caller.gone.wait(), 10)
            assert caller.silence < LONGEST_SILENCE
            assert caller.unread() == []
            return own

    own = asyncio.run(talk())
    assert len(own) == len(set(own)) >= 2
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == ["one", "two", "three", "bye"]
    conversation = said(session)
    assert user_words(session) == ["one", "two", "are you there", "three", "bye"]
    for text in own:
        assert conversation.count(("assistant", text)) == 1


def test_an_api_that_answers_five_seconds_late_is_bridged(
    api: UnreliableApi, calls: Calls, room: Json, tool: CountingTool
) -> None:
    async def talk() -> list[str]:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            api.late_seconds = 5
            bridged = [
                await caller.ask("one", reply_to(1, "one")),
                await caller.ask("look", reply_to(2, "look")),
            ]
            assert [len(texts) for texts in bridged] == [1, 3]
            assert bridged[1][1] == LOOKING
            api.mend()
            assert await caller.ask("bye", "Goodbye after 3.") == []
            await asyncio.wait_for(caller.gone.wait(), 10)
            assert caller.silence < LONGEST_SILENCE
            assert caller.unread() == []
            return [bridged[0][0], bridged[1][0], bridged[1][2]]

    own = asyncio.run(talk())
    assert len(set(own)) == 3
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == user_words(session) == ["one", "look", "bye"]
    assert tool.calls == 1
    # Words of one turn are one message.
    spoken = " ".join(content for role, content in said(session) if role == "assistant")
    assert [spoken.count(text) for text in own] == [1, 1, 1]


def test_who_speaks_while_the_api_is_down_hears_no_silence(
    api: UnreliableApi, calls: Calls, tool: CountingTool
) -> None:
    room = calls.started(calls.publish("counting", counting_flow(tool.url)), "test-audio")
    hello = spoken("I have a question about my order.")

    async def talk() -> float:
        async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
            await caller.until_speaking(within=30)
            await caller.until_quiet()
            api.down = True
            asyncio.get_running_loop().call_later(10, api.mend)
            await caller.say(hello)
            await caller.until_heard("1: ", within=40)
            return caller.longest_silence()

    assert asyncio.run(talk()) < LONGEST_SILENCE
    session = calls.session(room["sessionId"])
    assert len(variables(session)["all"]) == len(user_words(session)) == 1
