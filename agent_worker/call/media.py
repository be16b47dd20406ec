"""Sound or text: the session of livekit-agents for a mode, and what it takes from a room and puts there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from livekit.agents import AgentSession, TurnHandlingOptions
from livekit.agents.voice.room_io import RoomOptions, TextInputEvent, TextInputOptions, TextOutputOptions

from agent_worker.backend.call_identity import Mode
from agent_worker.backend.client import AgentVoice
from agent_worker.speech.settings import SpeechSettings

TURN_HANDLING = TurnHandlingOptions(
    turn_detection="vad",
    endpointing={"mode": "fixed", "min_delay": 0.5, "max_delay": 3.0},
    interruption={
        "mode": "vad",
        # A reply stops within half a second of being talked over; a cough does not end it, it resumes. More would not
        # make it stop for fewer coughs: the VAD counts the quarter second of silence by which it knows a sound's end.
        "min_duration": 0.1,
        "resume_false_interruption": True,
        "false_interruption_timeout": 1.5,
    },
    # It would post half an utterance as a turn.
    preemptive_generation={"enabled": False},
)


async def session_for(mode: Mode, speech: SpeechSettings, voice: AgentVoice) -> AgentSession[None]:
    """Models are loaded off the event loop; none for a chat."""
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
        # On the phone nobody looks on.
        partial_words=mode == "audio",
    )
    return AgentSession(
        stt=built.stt,
        tts=built.tts,
        vad=built.vad,
        user_away_timeout=None,
        # Browsers cancel their echo themselves, and telephones have none: nobody has to wait to be heard.
        aec_warmup_duration=None,
        tts_text_transforms=None,
        turn_handling=TURN_HANDLING,
    )


def room_options(
    mode: Mode, typed: Callable[[AgentSession[None], TextInputEvent], Coroutine[None, None, None]]
) -> RoomOptions:
    text_input = TextInputOptions(text_input_cb=typed)
    if mode == "chat":
        return RoomOptions(
            audio_input=False,
            audio_output=False,
            text_input=text_input,
            text_output=TextOutputOptions(sync_transcription=False),
            close_on_disconnect=False,
        )
    return RoomOptions(text_input=text_input, close_on_disconnect=False)
