"""Builds the speech parts of a session from the settings and the agent's voice."""

from __future__ import annotations

import importlib
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any, assert_never

from livekit.agents import LanguageCode, inference, stt, tts, vad
from livekit.agents.types import NOT_GIVEN

from agent_worker.speech.failure import log_fallback
from agent_worker.speech.kept.kept_tts import KeptTTS, Voice
from agent_worker.speech.kept.sounds import MEMORY_BYTES, Bounds, DiskSounds, LayeredSounds, MemorySounds, Sounds
from agent_worker.speech.private_folder import NoFolderError, private_folder
from agent_worker.speech.settings import UTTERANCE_PROVIDERS, Engine, SpeechSettings
from agent_worker.speech.usage import SpeechMeter

ATTEMPT_SECONDS = 5.0
"""Seconds for the connection to an engine, and for the transcript of an utterance, if there is another engine."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Speech:
    """The speech parts of a session."""

    stt: stt.STT[Any]
    tts: tts.TTS[Any]
    vad: vad.VAD | None
    """Voice activity detection. None if it is off; the session must receive the None, or it creates one."""


def register_plugins(settings: SpeechSettings) -> None:
    """Import the plugins of the configured providers, and read what Polly needs.

    Call it once in a process, from its main thread.

    Args:
        settings: The speech settings.
    """
    providers = {engine.provider for engine in (*settings.stt_engines, *settings.tts_engines)}
    for provider in providers & {"aws", "openai"}:
        importlib.import_module(f"livekit.plugins.{provider}")
    if any(engine.provider == "aws" for engine in settings.tts_engines):
        from agent_worker.speech.amazon.polly_client import load

        load(settings.region)


def build_speech(
    settings: SpeechSettings,
    *,
    voice: str | None,
    language: str | None,
    interim_transcripts: bool = False,
    meter: SpeechMeter | None = None,
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
        meter: Counts what the engines use.

    Returns:
        The speech parts.
    """
    detection = inference.VAD(model="silero") if settings.vad == "silero" else None
    interim_vad = detection if interim_transcripts and settings.interim_transcripts else None
    return Speech(
        stt=_hearing(settings, language, detection, interim_vad, meter),
        tts=_keeping(settings, build_voice(settings, voice=voice, language=language, meter=meter), voice, language),
        vad=detection,
    )


def _hearing(
    settings: SpeechSettings,
    language: str | None,
    detection: vad.VAD | None,
    interim_vad: vad.VAD | None,
    meter: SpeechMeter | None,
) -> stt.STT[Any]:
    """Build speech to text: one engine, or several of which the next one hears if one fails."""
    engines = _for_language(settings.stt_engines, language)
    if len(engines) == 1:
        return _stt(settings, engines[0], language, interim_vad, meter)
    built = []
    for engine in engines:
        built.append(one := _stt(settings, engine, language, None, meter))
        log_fallback(one, str(engine), "speech to text")
    adapter = stt.FallbackAdapter(built, vad=detection, attempt_timeout=ATTEMPT_SECONDS, max_retry_per_stt=0)
    if detection is not None and all(engine.provider in UTTERANCE_PROVIDERS for engine in engines):
        # The adapter's own stream would lose the utterance of which an engine fails.
        return stt.StreamAdapter(stt=adapter, vad=detection)
    return adapter


def build_voice(
    settings: SpeechSettings, *, voice: str | None, language: str | None, meter: SpeechMeter | None = None
) -> tts.TTS[Any]:
    """Build text to speech: one engine, or several of which the next one speaks if one fails.

    Args:
        settings: The speech settings.
        voice: The name of the voice, which only the engines of the first one's provider know.
        language: A language tag.
        meter: Counts what the engines use.

    Returns:
        The client.
    """
    engines = _for_language(settings.tts_engines, language)
    if len(engines) == 1:
        return _tts(settings, engines[0], voice, language, meter)
    built = []
    for engine in engines:
        known = voice if _same_voices(engine, settings.tts) else None
        built.append(one := _tts(settings, engine, known, language, meter))
        log_fallback(one, str(engine), "text to speech")
    return tts.FallbackAdapter(built, max_retry_per_tts=0)


def build_first_engine(
    settings: SpeechSettings, *, voice: str | None, language: str | None, meter: SpeechMeter | None = None
) -> tts.TTS[Any]:
    """Build the first engine of text to speech alone. It makes the sounds that are kept.

    Args:
        settings: The speech settings.
        voice: The provider's name of the voice.
        language: A language tag.
        meter: Counts what the engine uses.

    Returns:
        The client.
    """
    return _tts(settings, settings.tts, voice, language, meter)


def _keeping(settings: SpeechSettings, live: tts.TTS[Any], voice: str | None, language: str | None) -> tts.TTS[Any]:
    """Let a voice play what is kept. An engine that takes words as they come speaks everything itself."""
    if not settings.kept_megabytes or live.capabilities.streaming:
        return live
    others = (settings.base_url,) if settings.tts.provider == "openai" else (settings.region,)
    kept_as = Voice(str(settings.tts), voice, language, others)
    return KeptTTS(
        live,
        kept_as,
        _sounds(settings.kept_megabytes),
        keeps_live=len(_for_language(settings.tts_engines, language)) == 1,
    )


@cache
def _sounds(megabytes: int) -> Sounds:
    """Return what this process shares with the worker's other processes."""
    memory = MemorySounds(Bounds(MEMORY_BYTES))
    try:
        return LayeredSounds(memory, DiskSounds(private_folder("speech"), Bounds(megabytes * 1_000_000)))
    except NoFolderError as error:
        _log.warning("speech is kept in memory only: %s", error)
        return memory


def _for_language(engines: tuple[Engine, ...], language: str | None) -> tuple[Engine, ...]:
    """Leave the local engine out of the fallbacks of a call in another language: its model is English."""
    first, *others = engines
    if language is None or LanguageCode(language).language == "en":
        return engines
    return (first, *(each for each in others if each.provider != "local"))


def _same_voices(engine: Engine, first: Engine) -> bool:
    """Return whether an engine knows the voices of the first one, by their names."""
    if engine.provider == "livekit":
        return first.provider == "livekit" and engine.model.split("/")[0] == first.model.split("/")[0]
    return engine.provider == first.provider


def _stt(
    settings: SpeechSettings,
    engine: Engine,
    language: str | None,
    interim_vad: vad.VAD | None,
    meter: SpeechMeter | None,
) -> stt.STT[Any]:
    one = _engine_that_hears(settings, engine, language)
    if meter is not None:
        meter.hears(str(engine), one)
    if engine.provider != "local" or interim_vad is None:
        return one
    from agent_worker.speech.interim_stt import InterimSTT
    from agent_worker.speech.local_stt import loaded_whisper

    return InterimSTT(stt=one, vad=interim_vad, transcriber=loaded_whisper())


def _engine_that_hears(settings: SpeechSettings, engine: Engine, language: str | None) -> stt.STT[Any]:
    match engine.provider:
        case "local":
            from agent_worker.speech.local_stt import LocalSTT, loaded_whisper

            _log_if_not_english("CALLFLOW_STT", language)
            return LocalSTT(loaded_whisper())
        case "aws":
            from agent_worker.speech.amazon.transcribe import transcribe

            return transcribe(language=language, region=settings.region, vocabularies=settings.vocabularies)
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


def _tts(
    settings: SpeechSettings, engine: Engine, voice: str | None, language: str | None, meter: SpeechMeter | None
) -> tts.TTS[Any]:
    one = _engine_that_speaks(settings, engine, voice, language)
    if meter is not None:
        # Polly's engine depends on the language, and has its own price.
        meter.speaks(f"aws/{one.model}" if engine.provider == "aws" else str(engine), one)
    return one


def _engine_that_speaks(
    settings: SpeechSettings, engine: Engine, voice: str | None, language: str | None
) -> tts.TTS[Any]:
    match engine.provider:
        case "local":
            from agent_worker.speech.local_tts import LocalTTS
            from voices.piper import loaded_piper
            from voices.this_machine import NAMES

            _log_if_not_english("CALLFLOW_TTS", language)
            if voice and voice not in NAMES:
                _log.warning(
                    "CALLFLOW_TTS=local has only the voice %s, not %s; the agent speaks with it", NAMES[0], voice
                )
            return LocalTTS(loaded_piper())
        case "aws":
            from agent_worker.speech.amazon.polly import polly

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
