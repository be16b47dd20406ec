"""The livekit-agents session of a call, and its inputs and outputs in the room, by mode."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from livekit.agents import NOT_GIVEN, AgentSession, APIConnectOptions, LanguageCode, TurnHandlingOptions, inference, tts
from livekit.agents.voice.agent_session import SessionConnectOptions
from livekit.agents.voice.room_io import RoomOptions, TextInputEvent, TextInputOptions, TextOutputOptions

from agent_worker.backend.call_identity import Mode
from agent_worker.backend.client import AgentVoice
from agent_worker.call.patience import TurnEnd, endpointing
from agent_worker.speech.settings import SpeechSettings
from agent_worker.speech.usage import SpeechMeter

JUDGED_LANGUAGES = frozenset("ar de en es fr hi id it ja ko nl pt tr zh".split())
"""Languages in which livekit-agents' model judges if words are complete: those with a threshold of its own."""
TURN_HANDLING = TurnHandlingOptions(
    turn_detection="vad",
    endpointing=endpointing((), "silence"),
    interruption={
        "mode": "vad",
        # A reply stops within half a second of a barge-in. It resumes after a cough. A longer duration would not make
        # it ignore more coughs, because the VAD counts the quarter second of silence that ends a sound.
        "min_duration": 0.1,
        "resume_false_interruption": True,
        "false_interruption_timeout": 1.5,
    },
    # A preemptive generation would post half an utterance as a turn.
    preemptive_generation={"enabled": False},
)
"""Turn taking of a spoken call in which a silence ends an utterance."""
ATTEMPTS = SessionConnectOptions(
    stt_conn_options=APIConnectOptions(max_retry=3, retry_interval=2.0, timeout=5.0),
    tts_conn_options=APIConnectOptions(max_retry=3, retry_interval=1.5, timeout=5.0),
    # `FlowAgent` ends the call with words. livekit-agents would close the session in the middle of them.
    max_unrecoverable_errors=10**9,
)
"""The attempts of speech to text and of text to speech: four, the last one after 4.1 and 3.1 seconds."""


def turn_end_of(speech: SpeechSettings, language: str | None) -> TurnEnd:
    """Return what ends an utterance of a call: a silence in a language that no model judges.

    Args:
        speech: The speech settings of the worker.
        language: A language tag. None is English.
    """
    return speech.turn_end if LanguageCode(language or "en").language in JUDGED_LANGUAGES else "silence"


def _turn_handling(turn_end: TurnEnd) -> TurnHandlingOptions:
    if turn_end == "silence":
        return TURN_HANDLING
    # The model's weights are in a wheel of livekit-agents, as those of voice detection are.
    detector = inference.TurnDetector(version="v1-mini")
    return TurnHandlingOptions(
        turn_detection=detector,
        endpointing=endpointing((), "meaning"),
        interruption=TURN_HANDLING["interruption"],
        preemptive_generation=TURN_HANDLING["preemptive_generation"],
    )


async def session_for(
    mode: Mode, speech: SpeechSettings, voice: AgentVoice, meter: SpeechMeter | None = None
) -> AgentSession[None]:
    """Create the session of a call. Loads speech models in a thread; a chat needs none.

    Args:
        mode: How the caller takes part.
        speech: The speech settings of the worker.
        voice: The voice of the agent.
        meter: Counts what the speech uses.

    Returns:
        A session that has not started.
    """
    if mode == "chat":
        return AgentSession(
            vad=None,
            user_away_timeout=None,
            tts_text_transforms=None,
            turn_handling=TurnHandlingOptions(turn_detection="manual"),
        )
    from agent_worker.speech.build import build_speech

    built = await asyncio.to_thread(
        build_speech,
        speech,
        voice=voice.voice,
        language=voice.language,
        # Nobody sees the transcript of a phone call.
        interim_transcripts=mode == "audio",
        meter=meter,
    )
    return AgentSession(
        stt=built.stt,
        tts=built.tts,
        vad=built.vad,
        user_away_timeout=None,
        # Browsers cancel their echo, and telephones have none: the caller may speak at once.
        aec_warmup_duration=None,
        tts_text_transforms=None,
        # `agent_worker.call.sound` writes the times.
        use_tts_aligned_transcript=True,
        turn_handling=_turn_handling(turn_end_of(speech, voice.language)),
        conn_options=ATTEMPTS,
    )


async def voice_for(speech: SpeechSettings, voice: AgentVoice, meter: SpeechMeter | None = None) -> tts.TTS[Any]:
    """Create text to speech for the voice of an agent, apart from any session.

    Args:
        speech: The speech settings of the worker.
        voice: The voice of the agent.
        meter: Counts what it uses.

    Returns:
        The client. Its failures are no failures of a session.
    """
    from agent_worker.speech.build import build_voice

    return await asyncio.to_thread(build_voice, speech, voice=voice.voice, language=voice.language, meter=meter)


async def engine_for(speech: SpeechSettings, voice: AgentVoice, meter: SpeechMeter | None = None) -> tts.TTS[Any]:
    """Create the first engine of text to speech alone, apart from any session.

    Args:
        speech: The speech settings of the worker.
        voice: The voice of the agent.
        meter: Counts what it uses.

    Returns:
        The client. It makes the sounds that are kept.
    """
    from agent_worker.speech.build import build_first_engine

    return await asyncio.to_thread(build_first_engine, speech, voice=voice.voice, language=voice.language, meter=meter)


def room_options(
    mode: Mode,
    typed: Callable[[AgentSession[None], TextInputEvent], Coroutine[None, None, None]],
    caller: str | None = None,
) -> RoomOptions:
    """Build the options for the inputs and outputs in the room.

    Args:
        mode: How the caller takes part.
        typed: Handles text that the caller types.
        caller: The identity of the caller. None: the first one to enter the room.

    Returns:
        The options for the start of the session.
    """
    text_input = TextInputOptions(text_input_cb=typed)
    if mode == "chat":
        return RoomOptions(
            audio_input=False,
            audio_output=False,
            text_input=text_input,
            text_output=TextOutputOptions(sync_transcription=False),
            close_on_disconnect=False,
            participant_identity=NOT_GIVEN if caller is None else caller,
        )
    return RoomOptions(
        text_input=text_input,
        close_on_disconnect=False,
        participant_identity=NOT_GIVEN if caller is None else caller,
    )
