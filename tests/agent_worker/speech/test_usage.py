"""What a call uses of speech services is counted by engine, where it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from livekit import rtc
from livekit.agents import APIConnectionError, APIConnectOptions, stt, tts

from agent_worker.speech.build import build_first_engine, build_speech, register_plugins
from agent_worker.speech.kept.fixed_texts import FixedTexts
from agent_worker.speech.kept.kept_tts import KeptTTS, Voice
from agent_worker.speech.kept.sounds import Bounds, MemorySounds
from agent_worker.speech.local_stt import LocalSTT, loaded_whisper
from agent_worker.speech.local_tts import LocalTTS
from agent_worker.speech.settings import Engine, SpeechSettings
from agent_worker.speech.usage import MAX_ENGINES, SpeechMeter
from voices.piper import loaded_piper

pytestmark = pytest.mark.anyio

ONCE = APIConnectOptions(max_retry=0)
SECOND = rtc.AudioFrame(bytes(2 * 16_000), 16_000, 1, 16_000)
LOCAL = SpeechSettings(stt=Engine("local"), tts=Engine("local"))


class Streaming(stt.STT[Any]):
    """Hears a stream and says nothing."""

    def __init__(self) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=True, interim_results=False))

    async def _recognize_impl(self, *_: Any, **__: Any) -> stt.SpeechEvent:
        raise NotImplementedError

    def stream(self, **options: Any) -> stt.RecognizeStream:
        return _Quiet(stt=self, conn_options=ONCE)


class _Quiet(stt.RecognizeStream):
    async def _run(self) -> None:
        async for _ in self._input_ch:
            pass


class Failing(tts.TTS[Any]):
    """Speaks nothing."""

    def __init__(self) -> None:
        super().__init__(capabilities=tts.TTSCapabilities(streaming=False), sample_rate=22_050, num_channels=1)

    def synthesize(self, text: str, *, conn_options: APIConnectOptions = ONCE) -> tts.ChunkedStream:
        return _Fails(tts=self, input_text=text, conn_options=conn_options)


class _Fails(tts.ChunkedStream):
    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        raise APIConnectionError


def used(meter: SpeechMeter) -> tuple[Any, Any]:
    report = meter.report()
    assert report is not None
    return report["heardMillis"], report["spokenCharacters"]


async def spoken(engine: tts.TTS[Any], text: str) -> None:
    async with engine.synthesize(text) as stream:
        await stream.collect()


def test_a_call_without_speech_reports_nothing() -> None:
    assert SpeechMeter().report() is None


def test_two_workers_of_a_call_have_different_names_without_digits() -> None:
    names = {SpeechMeter().worker for _ in range(20)}
    assert len(names) == 20
    assert all(name.isalpha() and name.islower() for name in names)


async def test_all_sound_that_a_stream_gets_is_counted_also_of_a_second_stream() -> None:
    meter, engine = SpeechMeter(), Streaming()
    meter.hears("aws", engine)
    assert used(meter) == ({"aws": 0}, {})
    for seconds in (1, 2):
        async with engine.stream() as stream:
            for _ in range(seconds):
                stream.push_frame(SECOND)
            stream.end_input()
    assert used(meter) == ({"aws": 3000}, {})


async def test_an_engine_that_takes_utterances_counts_those_that_it_transcribed() -> None:
    meter, engine = SpeechMeter(), LocalSTT(loaded_whisper())
    meter.hears("local", engine)
    await engine.recognize([SECOND, SECOND])
    assert used(meter) == ({"local": 2000}, {})


async def test_characters_are_counted_for_the_engine_that_spoke_them() -> None:
    meter, first, second = SpeechMeter(), Failing(), LocalTTS(loaded_piper())
    meter.speaks("aws/neural", first)
    meter.speaks("local", second)
    adapter = tts.FallbackAdapter([first, second], max_retry_per_tts=0)
    await spoken(adapter, "Hello there.")
    await adapter.aclose()
    assert used(meter) == ({}, {"aws/neural": 0, "local": 12})


async def test_words_that_are_kept_as_sound_are_not_counted_again(tmp_path: Path) -> None:
    meter, engine = SpeechMeter(), LocalTTS(loaded_piper())
    meter.speaks("local", engine)
    kept = KeptTTS(engine, Voice("local", None, None), MemorySounds(Bounds(10_000_000)), keeps_live=True)
    kept.fixed = FixedTexts(("Hello there.",))
    for _ in range(3):
        await spoken(kept, "Hello there.")
    assert used(meter) == ({}, {"local": 12})


def test_the_engines_of_a_call_are_reported_from_its_beginning_the_preferred_ones_first() -> None:
    settings = SpeechSettings(
        stt=Engine("openai", "whisper-1"),
        tts=Engine("openai", "tts-1"),
        stt_fallbacks=(Engine("local"),),
        tts_fallbacks=(Engine("local"),),
        api_key="key",
    )
    register_plugins(settings)
    meter = SpeechMeter()
    build_speech(settings, voice=None, language="en", meter=meter)
    build_first_engine(settings, voice=None, language="en", meter=meter)
    heard, said = used(meter)
    assert (list(heard.items()), list(said.items())) == (
        [("openai/whisper-1", 0), ("local", 0)],
        [("openai/tts-1", 0), ("local", 0)],
    )


def test_pollys_engine_is_part_of_its_name() -> None:
    meter = SpeechMeter()
    settings = SpeechSettings(stt=Engine("local"), tts=Engine("aws"), kept_megabytes=0)
    build_speech(settings, voice=None, language="en", meter=meter)
    assert list(used(meter)[1]) == ["aws/generative"]


def test_a_report_has_no_more_than_the_api_accepts() -> None:
    meter = SpeechMeter()
    for number in range(MAX_ENGINES + 3):
        meter.speaks(f"{number}/" + "x" * 200, Failing())
    _, said = used(meter)
    assert len(said) == MAX_ENGINES
    assert all(len(name) == 100 for name in said)
