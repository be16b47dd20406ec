"""Prepares the speech of a call: the sounds of its fixed texts, and the connection of its voice."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from livekit.agents import AgentSession, AgentStateChangedEvent, UserStateChangedEvent, tts

from agent_worker.backend.call_speech import Asks, CallSpeech
from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError
from agent_worker.phrases.phrases import Phrases
from agent_worker.speech.kept.ahead import make_ahead
from agent_worker.speech.kept.fixed_texts import FixedTexts
from agent_worker.speech.kept.kept_tts import KeptTTS

_log = logging.getLogger(__name__)


def make_while_the_agent_speaks(session: AgentSession[None]) -> None:
    """Let sounds be made ahead only while the caller listens: not from the caller's first sound until the next reply.

    Args:
        session: The session of a call. A voice that keeps nothing makes nothing.
    """
    voice = session.tts
    if not isinstance(voice, KeptTTS):
        return

    def caller_changed(event: UserStateChangedEvent) -> None:
        if event.new_state == "speaking":
            voice.hold(True)

    def agent_changed(event: AgentStateChangedEvent) -> None:
        if event.new_state == "speaking":
            voice.hold(False)

    session.on("user_state_changed", caller_changed)
    session.on("agent_state_changed", agent_changed)


def open_while_the_caller_speaks(session: AgentSession[None]) -> None:
    """Let the voice open a connection when the caller begins to speak, unless one is open: the reply needs it.

    Args:
        session: The session of a call. A chat has no voice.
    """
    voice = session.tts
    if voice is None:
        return

    def caller_changed(event: UserStateChangedEvent) -> None:
        if event.new_state == "speaking":
            voice.prewarm()

    session.on("user_state_changed", caller_changed)


async def prepare_speech(
    voice: tts.TTS[Any] | None,
    phrases: Phrases,
    speech: Awaitable[CallSpeech],
    asks: Asks,
    build_engine: Callable[[], Awaitable[tts.TTS[Any]]],
) -> None:
    """Tell a voice which texts of the call are always the same, and make the sounds that are missing.

    It also learns what the questions ask for.

    It fails by itself: the engine then speaks for the caller, as it does without kept sounds. A cancellation ends it.

    Args:
        voice: The voice of the session. None, or one that keeps nothing, needs no sounds.
        phrases: The worker's own words.
        speech: What the API knows about the call.
        asks: Is told what the questions ask for.
        build_engine: Builds the engine that makes the sounds, apart from the session.
    """
    found = CallSpeech()
    try:
        found = await speech
    except (ApiUnavailableError, ApiRefusedError) as error:
        _log.warning("only the worker's own words are kept, and all questions get the usual patience: %s", error)
    asks.learn(found)
    if not isinstance(voice, KeptTTS):
        return
    voice.fixed = FixedTexts((*found.texts, *_all(phrases)))
    engine = await build_engine()
    try:
        made = await make_ahead(voice, engine)
    finally:
        await engine.aclose()
    if made:
        _log.info("%d sounds of fixed texts were made", made)


def _all(phrases: Phrases) -> Iterator[str]:
    yield from phrases.slow
    yield from phrases.out_of_reach
    yield from (phrases.cut_off, phrases.go_on, phrases.goodbye, phrases.busy)
