"""Each provider is built as in production. No network is used."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest
from livekit.agents import inference, stt, tts

from agent_worker.speech.build import build_first_engine, build_speech, register_plugins
from agent_worker.speech.kept.kept_tts import KeptTTS
from agent_worker.speech.local_stt import LocalSTT, loaded_whisper
from agent_worker.speech.local_tts import LocalTTS
from agent_worker.speech.settings import Engine, SpeechSettings, speech_from_environment
from voices.piper import loaded_piper

pytestmark = pytest.mark.anyio

LOCAL = SpeechSettings(stt=Engine("local"), tts=Engine("local"))


def test_local_models_are_loaded_once() -> None:
    whisper, piper = loaded_whisper(), loaded_piper()
    speech = build_speech(LOCAL, voice=None, language=None)
    assert (loaded_whisper(), loaded_piper()) == (whisper, piper)
    assert isinstance(speech.stt, LocalSTT)
    assert isinstance(speech.tts, KeptTTS)
    assert isinstance(speech.tts.live, LocalTTS)
    assert isinstance(speech.vad, inference.VAD)


def test_nothing_is_kept_without_room_for_it_and_of_an_engine_that_takes_words_as_they_come() -> None:
    assert isinstance(build_speech(replace(LOCAL, kept_megabytes=0), voice=None, language=None).tts, LocalTTS)
    streaming = SpeechSettings(
        stt=Engine("local"),
        tts=Engine("livekit", "cartesia/sonic-3"),
        inference_key="devkey",
        inference_secret="secret",
    )
    assert isinstance(build_speech(streaming, voice=None, language=None).tts, inference.TTS)


def test_the_first_engine_makes_the_sounds_and_a_single_engine_keeps_what_it_speaks() -> None:
    several = SpeechSettings(
        stt=Engine("local"), tts=Engine("openai", "tts-1"), tts_fallbacks=(Engine("local"),), api_key="key"
    )
    register_plugins(several)
    speech = build_speech(several, voice="alloy", language=None)
    assert isinstance(speech.tts, KeptTTS)
    assert isinstance(speech.tts.live, tts.FallbackAdapter)
    assert not speech.tts._keeps_live
    assert build_first_engine(several, voice="alloy", language=None).provider != "piper"
    single = build_speech(several, voice="alloy", language="de").tts
    assert isinstance(single, KeptTTS)
    assert single._keeps_live, "the local engine is English, and no fallback of this call"


def test_local_speech_in_another_language_logs_an_error_and_uses_english(
    caplog: pytest.LogCaptureFixture,
) -> None:
    speech = build_speech(LOCAL, voice=None, language="de-DE")
    assert isinstance(speech.stt, LocalSTT)
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert [text.split("=")[0] for text in errors] == ["CALLFLOW_STT", "CALLFLOW_TTS"]
    assert all("English only, not de-DE" in text for text in errors)


@pytest.mark.parametrize("language", [None, "en", "en-GB", "english"])
def test_local_speech_in_english_logs_nothing(language: str | None, caplog: pytest.LogCaptureFixture) -> None:
    build_speech(LOCAL, voice="joe", language=language)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_an_unknown_voice_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    build_speech(LOCAL, voice="Ruth", language="en")
    assert [(record.levelname, "Ruth" in record.getMessage()) for record in caplog.records] == [("WARNING", True)]


def test_livekit_inference_receives_model_voice_and_language() -> None:
    settings = speech_from_environment(
        {
            "CALLFLOW_STT": "deepgram/nova-3",
            "CALLFLOW_TTS": "cartesia/sonic-3",
            "CALLFLOW_VAD": "off",
            "LIVEKIT_API_KEY": "devkey",
            "LIVEKIT_API_SECRET": "secret",
        }
    )
    register_plugins(settings)
    speech = build_speech(settings, voice="blue-lady", language="de")
    assert isinstance(speech.stt, inference.STT)
    assert isinstance(speech.tts, inference.TTS)
    assert (speech.stt.model, speech.stt._opts.language, speech.stt._opts.api_key) == (
        "deepgram/nova-3",
        "de",
        "devkey",
    )
    assert (speech.tts.model, speech.tts._opts.voice, speech.tts._opts.language) == (
        "cartesia/sonic-3",
        "blue-lady",
        "de",
    )
    assert speech.vad is None


async def test_speech_can_be_built_off_the_event_loop() -> None:
    settings = SpeechSettings(
        stt=Engine("livekit", "deepgram/nova-3"),
        tts=Engine("openai", "tts-1"),
        inference_key="devkey",
        inference_secret="secret",
    )
    register_plugins(settings)
    speech = await asyncio.to_thread(build_speech, settings, voice=None, language=None)
    assert isinstance(speech.stt, stt.STT)
    assert isinstance(speech.tts, tts.TTS)


def test_several_engines_hear_and_speak_one_after_the_other() -> None:
    settings = speech_from_environment(
        {
            "CALLFLOW_STT": "deepgram/nova-3,local",
            "CALLFLOW_TTS": "cartesia/sonic-3,cartesia/sonic-2,elevenlabs/eleven_flash_v2_5,local",
            "LIVEKIT_API_KEY": "devkey",
            "LIVEKIT_API_SECRET": "secret",
        }
    )
    speech = build_speech(settings, voice="blue-lady", language="en", interim_transcripts=True)
    assert isinstance(speech.stt, stt.FallbackAdapter)
    nova, whisper = speech.stt._stt_instances
    assert isinstance(nova, inference.STT)
    assert isinstance(whisper, stt.StreamAdapter)
    assert isinstance(whisper.wrapped_stt, LocalSTT)
    assert isinstance(speech.tts, tts.FallbackAdapter)
    first, second, third, piper = speech.tts._tts_instances
    assert isinstance(first, inference.TTS)
    assert isinstance(second, inference.TTS)
    assert isinstance(third, inference.TTS)
    assert isinstance(piper, LocalTTS)
    assert (first._opts.voice, second._opts.voice) == ("blue-lady", "blue-lady")
    assert third._opts.voice != "blue-lady", "another provider does not know the voice"


def test_the_english_model_is_no_fallback_of_a_call_in_another_language() -> None:
    settings = SpeechSettings(
        stt=Engine("livekit", "deepgram/nova-3"),
        tts=Engine("livekit", "cartesia/sonic-3"),
        stt_fallbacks=(Engine("local"),),
        tts_fallbacks=(Engine("local"),),
        inference_key="devkey",
        inference_secret="secret",
    )
    speech = build_speech(settings, voice=None, language="de-AT")
    assert isinstance(speech.stt, inference.STT)
    assert isinstance(speech.tts, inference.TTS)


async def test_no_utterance_is_lost_when_the_engine_that_transcribes_it_fails() -> None:
    """The second engine transcribes the same audio: a stream of livekit-agents' adapter would hear what follows."""
    settings = SpeechSettings(
        stt=Engine("openai", "whisper-1"), tts=Engine("local"), stt_fallbacks=(Engine("local"),), base_url="http://x/v1"
    )
    register_plugins(settings)
    speech = build_speech(settings, voice=None, language=None)
    assert isinstance(speech.stt, stt.StreamAdapter)
    assert isinstance(speech.stt.wrapped_stt, stt.FallbackAdapter)
