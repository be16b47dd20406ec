"""A typed conversation, a spoken one and a phone call with the same words have the same traces."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from testing.calls.calls import Calls, Json, said
from testing.calls.chat_caller import ChatCaller
from testing.calls.flows import DAYS, KIND, LOOKING, parity
from testing.calls.phone_caller import PhoneCall
from testing.calls.speech import spoken
from testing.calls.voice_caller import VoiceCaller

SCRIPT = {KIND: "It is about an order.", DAYS: "Twenty one days.", "Does that help?": "Yes, it does."}
"""The caller's answers, by the last words of the question."""

# The development server's secret is short. It protects nothing outside loopback.
pytestmark = pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")


def test_chat_audio_and_phone_leave_the_same_traces(calls: Calls) -> None:
    flow = calls.publish("parity", parity(calls.address))
    calls.given_number("+15550102", flow)
    typed, heard = calls.started(flow, "test-chat"), calls.started(flow, "test-audio")
    called = PhoneCall(calls, "+15550102")
    sounds = {question: spoken(answer) for question, answer in SCRIPT.items()}

    async def speak(join: Callable[[], VoiceCaller]) -> None:
        async with join() as caller:
            for question, sound in sounds.items():
                await caller.until_heard(question)
                await caller.say(sound)
            await caller.until_gone()

    async def talk() -> None:
        await type_script(typed)
        async with asyncio.TaskGroup() as both:
            both.create_task(speak(lambda: VoiceCaller(heard["serverUrl"], heard["token"])))
            both.create_task(speak(called.caller))

    asyncio.run(talk())

    by_chat, by_audio, by_phone = calls.session(typed["sessionId"]), calls.session(heard["sessionId"]), called.session()
    traces = traced(by_chat)
    assert [[node["nodeId"] for node in turn["nodes"]] for turn in traces] == [
        ["start", "kind"],
        ["kind", "days"],
        ["days", "old", "look"],
        ["look", "helps"],
        ["helps", "bye"],
    ]
    assert traced(by_audio) == traces
    assert traced(by_phone) == traces
    assert spoken_by_agent(by_audio) == spoken_by_agent(by_chat) == spoken_by_agent(by_phone)
    assert LOOKING in spoken_by_agent(by_chat)
    for session in (by_chat, by_audio, by_phone):
        assert (session["status"], session["outcome"], session["currentNodeId"]) == ("completed", "told", "bye")
        assert session["context"]["variables"] == by_chat["context"]["variables"]


async def type_script(room: Json) -> None:
    async with ChatCaller(room) as caller:
        for question, answer in SCRIPT.items():
            while not (await caller.hear()).endswith(question):
                pass
            await caller.say(answer)
        await asyncio.wait_for(caller.gone.wait(), 15)


def traced(session: Json) -> list[Json]:
    """Return the traces of the turns, without times, ids and the spelling of the caller's words."""
    turns: list[Json] = without(("turnId", "at", "millis"), session["turns"])
    return [{**turn, "input": turn["input"] is not None} for turn in turns]


def without(names: tuple[str, ...], value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without(names, part) for name, part in value.items() if name not in names}
    return [without(names, part) for part in value] if isinstance(value, list) else value


def spoken_by_agent(session: Json) -> list[str]:
    return [content for role, content in said(session) if role == "assistant"]
