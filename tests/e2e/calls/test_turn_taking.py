"""In a room: sounds of attention do not cut a reply off, and a pause does not end words that sound incomplete."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import numpy as np

from local.processes.livekit import find_program
from testing.calls.calls import Calls, said
from testing.calls.flows import BOATS, HOURS, NAME
from testing.calls.livekit_stack import missing
from testing.calls.speech import spoken
from testing.calls.voice_caller import RATE, VoiceCaller
from testing.processes import callflow, free_port

PAUSE_SECONDS = 0.9
"""Longer than a silence that ends an utterance, and shorter than the patience with words that sound incomplete."""


def test_a_caller_who_shows_attention_hears_the_reply_whole(calls: Calls) -> None:
    room = calls.started(calls.publish("boats", BOATS), "test-audio")
    # Whisper writes Piper's "Uh huh" as "uh-huh".
    attention = spoken("Uh huh, uh huh.")

    async def talk() -> None:
        async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
            await caller.until_seconds_heard(3)
            await caller.say(attention)
            await caller.until_heard("What can I do for you?")
            # The agent stopped for the sound, and went on.
            assert caller.longest_silence() > 1

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert said(session) == [("assistant", HOURS)]
    assert not session["context"]["conversation"][0].get("interrupted")


def test_words_that_sound_incomplete_go_on_after_a_pause(livekit_logs: Path) -> None:
    if find_program("livekit-server") is None:
        missing("livekit-server")
    pause = np.zeros(int(RATE * PAUSE_SECONDS), np.int16)
    words = np.concatenate([spoken("I would like to book a table for"), pause, spoken("four people on Friday.")])
    environment, log = {"CALLFLOW_TURN_END": "meaning"}, livekit_logs / "meaning.log"
    with (
        callflow(free_port(), environment, log, calls=True) as address,
        httpx.Client(base_url=f"{address}/api", timeout=40) as api,
    ):
        calls = Calls(api)
        room = calls.started(calls.publish("boats", BOATS), "test-audio")

        async def talk() -> None:
            async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
                await caller.until_heard("What can I do for you?")
                await caller.say(words)
                await caller.until_heard(NAME)

        asyncio.run(talk())
        session = calls.session(room["sessionId"])
    [greeting, (role, wish), question] = said(session)
    assert (greeting, role, question) == (("assistant", HOURS), "user", ("assistant", NAME))
    assert "table" in wish.lower()
    assert "friday" in wish.lower()
