"""From settings and an agent's record to the parts that a session of livekit-agents is made of."""

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
    stt: stt.STT[Any]
    tts: tts.TTS[Any]
    vad: vad.VAD | None
    """None where it is off; a session must be told so, or it takes one."""


def register_plugins(settings: SpeechSettings) -> None:
    """Once a process, from its main thread: LiveKit takes plugins there only."""
    for provider in {settings.stt.provider, settings.tts.provider} & {"aws", "openai"}:
        importlib.import_module(f"livekit.plugins.{provider}")


def build_speech(
    settings: SpeechSettings, *, voice: str | None, language: str | None, partial_words: bool = False
) -> Speech:
    """`voice` as its provider names it, `language` as en or en-US; None leaves each to the provider.

    partial_words: whether somebody looks on. Only the local ears must be told; others show words as they come.
    May be called from any thread once plugins are registered. The first call reads the local models, where they are
    wanted: a second and 210 MB, and 370 MB once both have worked.
    """
    detection = inference.VAD(model="silero") if settings.vad == "silero" else None
    shows = detection if partial_words and settings.partial_words else None
    return Speech(stt=_ears(settings, language, shows), tts=_mouth(settings, voice, language), vad=detection)


def _ears(settings: SpeechSettings, language: str | None, shows: vad.VAD | None) -> stt.STT[Any]:
    engine = settings.stt
    match engine.provider:
        case "local":
            from agent_worker.speech.interim_stt import PartialWords
            from agent_worker.speech.local_stt import LocalSTT, loaded_whisper

            _log_if_not_english("CALLFLOW_STT", language)
            whisper = loaded_whisper()
            ears = LocalSTT(whisper)
            return PartialWords(stt=ears, vad=shows, glimpses=whisper) if shows is not None else ears
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


def _mouth(settings: SpeechSettings, voice: str | None, language: str | None) -> tts.TTS[Any]:
    engine = settings.tts
    match engine.provider:
        case "local":
            from agent_worker.speech.local_tts import VOICES, LocalTTS, loaded_piper

            _log_if_not_english("CALLFLOW_TTS", language)
            if voice and voice not in VOICES:
                _log.warning("CALLFLOW_TTS=local has the voice %s only, not %s; speaking with it", VOICES[0], voice)
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
    """OpenAI's client wants one even for a server that does not."""
    return settings.api_key or "none"


def _log_if_not_english(variable: str, language: str | None) -> None:
    if language and LanguageCode(language).language != "en":
        _log.error(
            "%s=local knows English only, not %s; going on in English. Set %s to aws, openai/MODEL or a model of "
            "LiveKit Inference",
            variable,
            language,
            variable,
        )
