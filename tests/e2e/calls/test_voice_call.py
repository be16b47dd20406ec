"""A spoken conversation through livekit-server and the worker. Piper is the caller, Whisper transcribes the agent."""

from __future__ import annotations

import asyncio

import numpy as np
from numpy.typing import NDArray

from testing.calls.calls import Calls, Json, said
from testing.calls.flows import BOATS, GOODBYE, HOURS, IMPATIENT, NAME, NOBODY, QUESTION, STILL_THERE
from testing.calls.measured_times import What, note
from testing.calls.speech import lacks, spoken
from testing.calls.voice_caller import RATE, VoiceCaller

MAX_PARTS, MAX_NOISES = 20, 10
SILENCE: What = "the longest silence of a spoken call"


def in_room(room: Json) -> VoiceCaller:
    return VoiceCaller(room["serverUrl"], room["token"])


def test_every_word_of_a_spoken_conversation_is_heard(calls: Calls) -> None:
    room = calls.started("customer-support", "test-audio")
    trouble, yes = spoken("My computer won't start."), spoken("Yes, it did, thank you.")

    async def talk() -> None:
        async with in_room(room) as caller:
            greeting = await caller.turn()
            # First the filler, then the message with the tool's result.
            asked = caller.mark()
            await caller.say(trouble)
            await caller.until_heard("Did that help?")
            answer, thanked = caller.sound(asked), caller.mark()
            await caller.say(yes)
            await caller.until_gone()
            note(SILENCE, caller.longest_silence())
        # Recognition takes time. A flow with a no-input time would ask again meanwhile.
        assert not await lacks(greeting, "hello")
        assert not await lacks(answer, "technical issue", "status", "operational", "switch", "help")
        assert not await lacks(caller.sound(thanked), "works again", "goodbye")

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert [role for role, _ in said(session)] == ["assistant", "user", "assistant", "assistant", "user", "assistant"]
    assert not any(entry.get("interrupted") for entry in session["context"]["conversation"])
    # The worker has reported the sound that Whisper got, and what Piper spoke because it is not kept.
    parts = calls.api.get(f"/flows/sessions/{room['sessionId']}/cost").json()["parts"]
    measured = {part["part"]: part for part in parts if part["source"] == "measured"}
    assert {part["detail"] for part in measured.values()} == {"local"}
    assert float(measured["speechToText"]["quantity"]) > 0.5
    assert int(measured["textToSpeech"]["quantity"]) > 0


def test_a_caller_gets_interim_transcripts_and_the_timings_of_each_turn(calls: Calls) -> None:
    flow = calls.publish("boats", BOATS)
    room = calls.started(flow, "test-audio")
    wish, more = spoken("I would like to rent a boat for two days because"), spoken("my brother comes from Vienna and")

    async def talk() -> tuple[VoiceCaller, int]:
        async with in_room(room) as caller:
            await caller.until_heard("What can I do for you?")
            await caller.say(wish)
            # A busy machine transcribes late. So the caller continues until there is an interim transcript.
            for _ in range(MAX_PARTS):
                if any(not final for _, final, _ in caller.own_words):
                    break
                await caller.say(more)
            shown = len(caller.own_words)
            await caller.until_heard(NAME)
            return caller, shown

    caller, shown = asyncio.run(talk())
    # Interim transcripts came while the caller was speaking, and the final transcript replaced them. Whisper revises
    # its words: a later transcript may be shorter than the one before, but not than the first.
    assert any(not final for _, final, _ in caller.own_words[:shown])
    assert "would like" in caller.own_words[0][2]
    for segment in {id for id, _, _ in caller.own_words}:
        *partial, (final, _) = parts = [(final, words) for id, final, words in caller.own_words if id == segment]
        assert final
        assert not any(final for final, _ in partial)
        assert all(len(words) >= len(parts[0][1]) for _, words in parts)
    assert any("two days" in words.lower() for _, final, words in caller.own_words if final)

    turns = calls.session(room["sessionId"])["turns"]
    times: dict[str, Json] = {}
    for timings in caller.turn_times:
        times.setdefault(timings["turnId"], {}).update(timings["millis"])
    # On a busy machine, more turns without input may follow before the caller has left the room.
    assert [*times] == [turn["turnId"] for turn in turns][: len(times)]
    greeting, asked, *_ = times.values()
    for each in (greeting, asked):
        assert {"network", "load", "step", "save", "speaking"} <= each.keys()
    assert "hearing" not in greeting
    assert asked["hearing"] > 0
    assert asked["speaking"] > 0


def test_barge_in_stops_a_reply_and_the_flow_continues(calls: Calls) -> None:
    flow = calls.publish("boats", BOATS)
    wish, name = spoken("I would like to rent a boat for two days, please."), spoken("My name is Thomas.")

    room = calls.started(flow, "test-audio")

    async def talk() -> None:
        async with in_room(room) as caller:
            await caller.until_seconds_heard(3)
            await caller.say(wish)
            mark, [(began, _)] = caller.mark(), caller.spoke
            note("the agent fell silent when talked over", caller.last_sound() - began)
            await caller.until_heard(NAME)
            answer, mark = caller.sound(mark), caller.mark()
            await caller.say(name)
            await caller.until_gone()
            note(SILENCE, caller.longest_silence())
        assert not await lacks(answer, "your name")
        assert not await lacks(caller.sound(mark), "written", "goodbye")

    asyncio.run(talk())
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
    assert 3 <= len(cut["content"].split()) < len(HOURS.split())
    assert [other["content"] for other in others] == [NAME, GOODBYE]
    assert not any(other.get("interrupted") for other in others)


def test_a_noise_does_not_lose_the_reply(calls: Calls) -> None:
    flow = calls.publish("boats", BOATS)
    room = calls.started(flow, "test-audio")

    async def talk() -> None:
        async with in_room(room) as caller:
            await caller.until_seconds_heard(3)
            for _ in range(MAX_NOISES):
                await caller.say(grunt())
                if await caller.is_quiet(0.5, within=1.5):
                    break
            await caller.until_heard("What can I do for you?")
            assert not await lacks(caller.sound(), "harbor", "motor boats", "license", "noon", "can i do for you")
            # The agent stopped for the noise. The reply may lack a syllable there.
            assert caller.longest_silence() > 1

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert said(session) == [("assistant", HOURS)]
    assert len(session["turns"]) == 1


def test_a_silent_caller_is_asked_again_and_then_disconnected(calls: Calls) -> None:
    flow = calls.publish("impatient", IMPATIENT)
    room = calls.started(flow, "test-audio")

    async def talk() -> None:
        async with in_room(room) as caller:
            await caller.until_gone()
            assert not await lacks(caller.sound(), "shall we deliver", "are you still there", "goodbye")
            note(SILENCE, caller.longest_silence())

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert said(session) == [("assistant", QUESTION), ("assistant", STILL_THERE), ("assistant", NOBODY)]
    assert session["status"] == "completed"


def grunt() -> NDArray[np.int16]:
    """A noise that Silero usually takes for a voice, and Whisper for silence. A longer one would be a word."""
    seconds, pitch = 0.2, 140
    at = np.arange(int(RATE * seconds)) / RATE
    phase = 2 * np.pi * np.cumsum(pitch + 15 * np.sin(2 * np.pi * 6 * at)) / RATE
    sound = np.zeros_like(at)
    for harmonic in range(1, 25):
        sound += np.exp(-(((pitch * harmonic - 600) / 150) ** 2)) * np.sin(harmonic * phase)
    fade = np.minimum(1, np.minimum(at / 0.01, (seconds - at) / 0.05))
    samples: NDArray[np.int16] = (9000 * fade * sound / np.abs(sound).max()).astype(np.int16)
    return samples
