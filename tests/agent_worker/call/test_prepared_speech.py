"""What is prepared for the speech of a call while it begins."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from livekit.agents import AgentSession, AgentStateChangedEvent, UserStateChangedEvent, tts

from agent_worker.backend.call_speech import Asks, CallSpeech
from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError
from agent_worker.call.prepared_speech import (
    make_while_the_agent_speaks,
    open_while_the_caller_speaks,
    prepare_speech,
)
from agent_worker.phrases.phrases import phrases_in
from agent_worker.speech.kept.ahead import make_ahead
from agent_worker.speech.kept.fixed_texts import FixedTexts
from agent_worker.speech.kept.kept_tts import KeptTTS, Voice
from agent_worker.speech.kept.sounds import Bounds, DiskSounds
from agent_worker.speech.local_tts import LocalTTS
from voices.piper import loaded_piper

pytestmark = pytest.mark.anyio

WORDS = phrases_in("de")


class Closing(LocalTTS):
    closed = 0

    async def aclose(self) -> None:
        self.closed += 1


@pytest.fixture
def voice(tmp_path: Path) -> KeptTTS:
    return KeptTTS(
        LocalTTS(loaded_piper()), Voice("local", None, None), DiskSounds(tmp_path, Bounds(10**8)), keeps_live=True
    )


async def prepare(voice: tts.TTS[Any] | None, found: CallSpeech | Exception, asks: Asks | None = None) -> Closing:
    engine = Closing(loaded_piper())

    async def speech() -> CallSpeech:
        if isinstance(found, Exception):
            raise found
        return found

    async def build() -> Closing:
        return engine

    await prepare_speech(voice, WORDS, speech(), asks or Asks(), build)
    return engine


async def test_the_flows_texts_and_the_workers_own_words_have_sounds(voice: KeptTTS) -> None:
    engine = await prepare(voice, CallSpeech(texts=("What is your name?",)))
    texts = ["What is your name?", *WORDS.slow, *WORDS.out_of_reach, WORDS.cut_off, WORDS.go_on, WORDS.goodbye]
    for text in (*texts, WORDS.busy):
        for part in voice.fixed.cut(text):
            assert part.fixed
            if part.text in voice.fixed.parts:
                assert await voice.kept(part.text) is not None
    assert engine.closed == 1


@pytest.mark.parametrize("error", [ApiUnavailableError("late"), ApiRefusedError("an earlier API")])
async def test_without_the_api_the_workers_own_words_have_sounds(voice: KeptTTS, error: Exception) -> None:
    await prepare(voice, error)
    assert await voice.kept(WORDS.slow[0]) is not None


async def test_a_voice_that_keeps_nothing_needs_no_sounds_and_learns_what_is_asked_for() -> None:
    asks = Asks()
    assert (await prepare(None, CallSpeech(asks={"ask": ("email",)}), asks)).closed == 0
    assert asks.by_node == {"ask": ("email",)}
    assert (await prepare(LocalTTS(loaded_piper()), CallSpeech())).closed == 0


async def test_sounds_are_made_while_the_caller_listens_and_not_while_the_caller_is_heard(voice: KeptTTS) -> None:
    session: AgentSession[None] = AgentSession(tts=voice)
    make_while_the_agent_speaks(session)
    voice.fixed = FixedTexts(["What is your name?"])
    session.emit("user_state_changed", UserStateChangedEvent(old_state="listening", new_state="speaking"))
    making = asyncio.create_task(make_ahead(voice, LocalTTS(loaded_piper())))
    session.emit("user_state_changed", UserStateChangedEvent(old_state="speaking", new_state="listening"))
    session.emit("agent_state_changed", AgentStateChangedEvent(old_state="listening", new_state="thinking"))
    await asyncio.sleep(0.1)
    assert not making.done()
    assert await voice.kept("What is your name?") is None
    session.emit("agent_state_changed", AgentStateChangedEvent(old_state="thinking", new_state="speaking"))
    assert await asyncio.wait_for(making, 20) == 1


async def test_a_session_without_kept_speech_makes_nothing() -> None:
    make_while_the_agent_speaks(AgentSession(tts=LocalTTS(loaded_piper())))


async def test_the_voice_opens_a_connection_when_the_caller_begins_to_speak(tmp_path: Path) -> None:
    opened: list[str] = []

    class Remote(LocalTTS):
        def prewarm(self) -> None:
            opened.append("one")

    live = Remote(loaded_piper())
    kept = KeptTTS(live, Voice("aws", None, None), DiskSounds(tmp_path, Bounds(10**8)), keeps_live=True)
    session: AgentSession[None] = AgentSession(tts=kept)
    open_while_the_caller_speaks(session)
    session.emit("user_state_changed", UserStateChangedEvent(old_state="listening", new_state="speaking"))
    assert opened == ["one"]
    session.emit("user_state_changed", UserStateChangedEvent(old_state="speaking", new_state="listening"))
    assert opened == ["one"]


async def test_a_chat_has_no_voice_that_needs_a_connection() -> None:
    open_while_the_caller_speaks(AgentSession(vad=None))
