"""A spoken conversation through livekit-server and the worker: Piper speaks for the caller, Whisper hears the agent."""

from __future__ import annotations

import asyncio
import time

import numpy as np
from numpy.typing import NDArray

from tests.e2e.calls import Calls, Json, said
from tests.e2e.small_flows import BOATS, GOODBYE, HOURS, IMPATIENT, NAME, NOBODY, QUESTION, STILL_THERE
from tests.e2e.speech import lacks, spoken
from tests.e2e.voice_caller import RATE, VoiceCaller

STOP_SECONDS = 0.5
LONGEST_SILENCE = 5.0


def in_room(room: Json) -> VoiceCaller:
    return VoiceCaller(room["serverUrl"], room["token"])


def test_a_spoken_conversation_is_heard_to_its_last_word(calls: Calls) -> None:
    room = calls.started("customer-support", "test-audio")
    trouble, yes = spoken("My computer won't start."), spoken("Yes, it did, thank you.")

    async def talk() -> None:
        async with in_room(room) as caller:
            assert not await lacks(await caller.turn(), "hello")
            # A filler, then what the tool brought.
            mark = caller.mark()
            await caller.say(trouble)
            await caller.until_heard("Did that help?")
            assert not await lacks(caller.sound(mark), "technical issue", "status", "operational", "switch", "help")
            mark = caller.mark()
            await caller.say(yes)
            await caller.until_gone()
            assert not await lacks(caller.sound(mark), "works again", "goodbye")
            assert caller.gone_at - caller.last_sound() > 0.2
            assert caller.longest_silence() < LONGEST_SILENCE

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert [role for role, _ in said(session)] == ["assistant", "user", "assistant", "assistant", "user", "assistant"]
    assert not any(entry.get("interrupted") for entry in session["context"]["conversation"])


def test_a_caller_sees_words_while_saying_them_and_how_long_each_turn_took(calls: Calls) -> None:
    flow = calls.publish("boats", BOATS)
    room = calls.started(flow, "test-audio")
    wish = spoken("I would like to rent a boat for two days because my brother comes from Vienna.")

    async def talk() -> tuple[VoiceCaller, int]:
        async with in_room(room) as caller:
            await caller.until_heard("What can I do for you?", within=40)
            await caller.say(wish)
            shown = len(caller.own_words)
            assert not await lacks(await caller.turn(), "your name")
            return caller, shown

    caller, shown = asyncio.run(talk())
    # While it was said, most of it could be read.
    while_said = caller.own_words[:shown]
    assert len(while_said) >= 2
    assert not any(final for _, final, _ in while_said)
    assert "would like" in while_said[0][2]
    assert len(while_said[0][2]) < len(while_said[-1][2])
    assert "two days" in while_said[-1][2]
    # Then all of it takes its place.
    [(segment, _, words)] = [each for each in caller.own_words if each[1]]
    assert {id for id, _, _ in caller.own_words} == {segment}
    assert "vienna" in words.lower()

    turns = calls.session(room["sessionId"])["turns"]
    times: dict[str, Json] = {}
    for told in caller.turn_times:
        times.setdefault(told["turnId"], {}).update(told["millis"])
    assert [*times] == [turn["turnId"] for turn in turns]
    greeting, asked = times.values()
    for each in (greeting, asked):
        assert {"network", "load", "step", "save", "speaking"} <= each.keys()
    assert "hearing" not in greeting
    assert 300 < asked["hearing"] < 5000
    assert 0 < asked["speaking"] < 5000


def test_talking_over_a_reply_stops_it_and_the_flow_goes_on(calls: Calls) -> None:
    flow = calls.publish("boats", BOATS)
    wish, name = spoken("I would like to rent a boat for two days, please."), spoken("My name is Thomas.")

    async def talk(room: Json) -> float:
        async with in_room(room) as caller:
            await caller.until_speaking()
            await asyncio.sleep(3.5)
            await caller.say(wish)
            # While it was said, the agent fell silent: it answers words that have an end.
            stopped, [(began, _)] = caller.last_sound(), caller.spoke
            assert not await lacks(await caller.turn(), "your name")
            mark = caller.mark()
            await caller.say(name)
            await caller.until_gone()
            assert not await lacks(caller.sound(mark), "written", "goodbye")
            assert caller.longest_silence() < LONGEST_SILENCE
            return stopped - began

    room = calls.started(flow, "test-audio")
    seconds = asyncio.run(talk(room))
    if seconds > STOP_SECONDS:
        # Once more, should the machine have been busy with something else.
        room = calls.started(flow, "test-audio")
        seconds = asyncio.run(talk(room))
    assert 0 < seconds < STOP_SECONDS

    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert [[node["nodeId"] for node in turn["nodes"]] for turn in session["turns"]] == [
        ["start", "wish"],
        ["wish", "name"],
        ["name", "bye"],
    ]
    [cut, *others] = [entry for entry in session["context"]["conversation"] if entry["role"] == "assistant"]
    assert cut["interrupted"] is True
    assert HOURS.startswith(cut["content"])
    assert 3 <= len(cut["content"].split()) < len(HOURS.split()) / 2
    assert [other["content"] for other in others] == [NAME, GOODBYE]
    assert not any(other.get("interrupted") for other in others)


def test_a_noise_does_not_lose_the_reply(calls: Calls) -> None:
    flow = calls.publish("boats", BOATS)
    room = calls.started(flow, "test-audio")

    async def talk() -> None:
        async with in_room(room) as caller:
            await caller.until_speaking()
            await asyncio.sleep(3)
            for _ in range(3):
                await caller.say(grunt())
                await asyncio.sleep(1)
                if time.monotonic() - caller.last_sound() > 0.5:
                    break
            await caller.until_heard("What can I do for you?", within=40)
            assert not await lacks(caller.sound(), "harbor", "motor boats", "license", "noon", "can i do for you")
            # It stopped for the noise, and what the noise fell on may lack a syllable.
            assert caller.longest_silence() > 1
            assert caller.longest_silence() < LONGEST_SILENCE

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert said(session) == [("assistant", HOURS)]
    assert len(session["turns"]) == 1


def test_a_caller_who_keeps_silent_is_asked_again_and_then_let_go(calls: Calls) -> None:
    flow = calls.publish("impatient", IMPATIENT)
    room = calls.started(flow, "test-audio")

    async def talk() -> None:
        async with in_room(room) as caller:
            await caller.until_gone(within=40)
            assert not await lacks(caller.sound(), "shall we deliver", "are you still there", "goodbye")
            assert caller.longest_silence() < LONGEST_SILENCE

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert said(session) == [("assistant", QUESTION), ("assistant", STILL_THERE), ("assistant", NOBODY)]
    assert session["status"] == "completed"


def grunt() -> NDArray[np.int16]:
    """A noise that Silero mostly takes for a voice, and Whisper for nothing; longer or brighter, it would be a word."""
    seconds, pitch = 0.2, 140
    at = np.arange(int(RATE * seconds)) / RATE
    phase = 2 * np.pi * np.cumsum(pitch + 15 * np.sin(2 * np.pi * 6 * at)) / RATE
    sound = np.zeros_like(at)
    for harmonic in range(1, 25):
        sound += np.exp(-(((pitch * harmonic - 600) / 150) ** 2)) * np.sin(harmonic * phase)
    fade = np.minimum(1, np.minimum(at / 0.01, (seconds - at) / 0.05))
    samples: NDArray[np.int16] = (9000 * fade * sound / np.abs(sound).max()).astype(np.int16)
    return samples
