"""Builds the speech parts of a session from the settings and the agent's voice."""

from __future__ import annotations

import importlib
import logging
from dataclasses import dataclass
from typing import Any, assert_never

from livekit.agents import LanguageCode, inference, stt, tts, vad
from livekit.agents.types import NOT_GIVEN

from agent_worker.speech.settings import SpeechSettings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Speech:
    """The speech parts of a session."""

    stt: stt.STT[Any]
    tts: tts.TTS[Any]
    vad: vad.VAD | None
    """Voice activity detection. None if it is off; the session must receive the None, or it creates one."""


def register_plugins(settings: SpeechSettings) -> None:
    """Import the plugins of the configured providers. Call it once in a process, from its main thread.

    Args:
        settings: The speech settings.
    """
    for provider in {settings.stt.provider, settings.tts.provider} & {"aws", "openai"}:
        importlib.import_module(f"livekit.plugins.{provider}")


def build_speech(
    settings: SpeechSettings, *, voice: str | None, language: str | None, interim_transcripts: bool = False
) -> Speech:
    """Build the speech parts of a session, from any thread once the plugins are registered.

    The first call in a process loads the configured local models. That takes a second and 210 MB, and 370 MB once both
    models were used.

    Args:
        settings: The speech settings.
        voice: The provider's name of the voice. None leaves the choice to the provider.
        language: A language tag, such as en or en-US. None leaves the choice to the provider.
        interim_transcripts: Whether an observer sees the transcript. Only the local provider needs to know; the others
            always send interim transcripts.

    Returns:
        The speech parts.
    """
    detection = inference.VAD(model="silero") if settings.vad == "silero" else None
    interim_vad = detection if interim_transcripts and settings.interim_transcripts else None
    return Speech(stt=_stt(settings, language, interim_vad), tts=_tts(settings, voice, language), vad=detection)


def _stt(settings: SpeechSettings, language: str | None, interim_vad: vad.VAD | None) -> stt.STT[Any]:
    engine = settings.stt
    match engine.provider:
        case "local":
            from agent_worker.speech.interim_stt import InterimSTT
            from agent_worker.speech.local_stt import LocalSTT, loaded_whisper

            _log_if_not_english("CALLFLOW_STT", language)
            whisper = loaded_whisper()
            local_stt = LocalSTT(whisper)
            if interim_vad is None:
                return local_stt
            return InterimSTT(stt=local_stt, vad=interim_vad, transcriber=whisper)
        case "aws":
            from agent_worker.speech.aws import transcribe

            return transcribe(language=language, region=settings.region)
        case "openai":
            from livekit.plugins import openai

            return openai.STT(
                model=engine.model,
                language=language or "en",
                base_url=settings.base_url,
                api_key=_key(settings),
            )
        case "livekit":
            return inference.STT(
                model=engine.model,
                language=language or NOT_GIVEN,
                api_key=settings.inference_key,
                api_secret=settings.inference_secret,
            )
        case _:
            assert_never(engine.provider)


def _tts(settings: SpeechSettings, voice: str | None, language: str | None) -> tts.TTS[Any]:
    engine = settings.tts
    match engine.provider:
        case "local":
            from agent_worker.speech.local_tts import VOICES, LocalTTS, loaded_piper

            _log_if_not_english("CALLFLOW_TTS", language)
            if voice and voice not in VOICES:
                _log.warning(
                    "CALLFLOW_TTS=local has only the voice %s, not %s; the agent speaks with it", VOICES[0], voice
                )
            return LocalTTS(loaded_piper())
        case "aws":
            from agent_worker.speech.aws import polly

            return polly(voice=voice, language=language, engine=engine.model, region=settings.region)
        case "openai":
            from livekit.plugins import openai

            return openai.TTS(
                model=engine.model,
                voice=voice or "alloy",
                base_url=settings.base_url,
                api_key=_key(settings),
            )
        case "livekit":
            return inference.TTS(
                model=engine.model,
                voice=voice or NOT_GIVEN,
                language=language or NOT_GIVEN,
                api_key=settings.inference_key,
                api_secret=settings.inference_secret,
            )
        case _:
            assert_never(engine.provider)


def _key(settings: SpeechSettings) -> str:
    """Return the API key. OpenAI's client requires one even for a server without keys."""
    return settings.api_key or "none"


def _log_if_not_english(variable: str, language: str | None) -> None:
    if language and LanguageCode(language).language != "en":
        _log.error(
            "%s=local supports English only, not %s; English is used. Set %s to aws, openai/MODEL or a model of "
            "LiveKit Inference",
            variable,
            language,
            variable,
        )
