"""Calls while the API is unreachable or slow, or loses its responses: the worker speaks, and every turn runs once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from testing.calls.calls import Calls, Json, said
from testing.calls.faults import (
    GREETING,
    LOOKING,
    CountingTool,
    WatchedCaller,
    Worker,
    counting_flow,
    reply_to,
    user_words,
    variables,
    worker,
)
from testing.calls.livekit_stack import LiveKitStack
from testing.calls.measured_times import note
from testing.calls.speech import spoken
from testing.calls.voice_caller import VoiceCaller
from testing.unreliable_api import UnreliableApi, unreliable


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


def test_no_turn_is_lost_if_every_response_is_lost_once(
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
            await caller.until_gone()
            return caller.heard + caller.unread()

    heard = asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == user_words(session) == ["one", "look", "three", "bye"]
    assert [content for role, content in said(session) if role == "assistant"] == heard
    assert tool.calls == 1
    assert len(session["turns"]) == api.lost == 6


def test_the_worker_bridges_an_outage_and_the_flow_continues(api: UnreliableApi, calls: Calls, room: Json) -> None:
    async def talk() -> list[str]:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            assert await caller.ask("one", reply_to(1, "one")) == []
            api.down = True
            await caller.say("two")
            await caller.until_bridged()
            # These words answer no question of the flow.
            await caller.say("are you there")
            await caller.until_bridged()
            api.mend()
            assert await caller.until(reply_to(2, "two")) == [reply_to(2, "two")]
            assert await caller.ask("three", reply_to(3, "three")) == []
            assert await caller.ask("bye", "Goodbye after 4.") == []
            await caller.until_gone()
            assert caller.unread_of_flow() == []
            return caller.own

    own = asyncio.run(talk())
    assert len(own) == len(set(own)) >= 2
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == ["one", "two", "three", "bye"]
    conversation = said(session)
    assert user_words(session) == ["one", "two", "are you there", "three", "bye"]
    for text in own:
        assert conversation.count(("assistant", text)) == 1


def test_the_worker_bridges_a_slow_response_of_the_api(
    api: UnreliableApi, calls: Calls, room: Json, tool: CountingTool
) -> None:
    async def talk() -> list[str]:
        async with WatchedCaller(room) as caller:
            await caller.until(GREETING)
            api.holds_answers = True
            await caller.say("one")
            await caller.until_bridged()
            api.release()
            assert await caller.until(reply_to(1, "one")) == [reply_to(1, "one")]
            await caller.say("look")
            await caller.until_bridged()
            api.release()
            assert await caller.until(LOOKING) == [LOOKING]
            await caller.until_bridged()
            api.mend()
            assert await caller.until(reply_to(2, "look")) == [reply_to(2, "look")]
            assert await caller.ask("bye", "Goodbye after 3.") == []
            await caller.until_gone()
            assert caller.unread_of_flow() == []
            return caller.own

    own = asyncio.run(talk())
    assert len(own) == len(set(own)) >= 3
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert variables(session)["all"] == user_words(session) == ["one", "look", "bye"]
    assert tool.calls == 1
    # The words of one turn are one message.
    spoken = " ".join(content for role, content in said(session) if role == "assistant")
    assert [spoken.count(text) for text in own] == [1] * len(own)


def test_a_caller_who_speaks_during_an_outage_gets_an_answer(
    api: UnreliableApi, calls: Calls, tool: CountingTool
) -> None:
    room = calls.started(calls.publish("counting", counting_flow(tool.url)), "test-audio")
    hello = spoken("I have a question about my order.")

    async def talk() -> None:
        async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
            await caller.until_heard(GREETING)
            api.down = True
            await caller.say(hello)
            # This is the worker's own sentence: the flow says nothing while its API is down.
            await caller.until_said(2)
            api.mend()
            await caller.until_heard("1: ")
            note("the longest silence of a spoken call", caller.longest_silence())

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert len(variables(session)["all"]) == len(user_words(session)) == 1
