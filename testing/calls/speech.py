"""Piper's speech and Whisper's recognition for callers in tests: the local speech models of the worker."""

from __future__ import annotations

import asyncio
import re
from functools import cache

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

from agent_worker.speech.local_stt import loaded_whisper
from testing.calls.voice_caller import QUIET, RATE, resampled
from voices.piper import loaded_piper


@cache
def spoken(text: str) -> NDArray[np.int16]:
    """Synthesize the words as audio at RATE."""

    async def speak() -> bytes:
        return b"".join([pcm async for pcm in loaded_piper().sentences(text)])

    pcm = asyncio.new_event_loop().run_until_complete(speak())
    return resampled(np.frombuffer(pcm, np.int16), loaded_piper().sample_rate, RATE)


async def understood(samples: NDArray[np.int16]) -> str:
    """Recognize the words of audio at RATE, in lower case."""
    heard = [await loaded_whisper().transcribe([_frame(part)]) for part in _stretches(samples)]
    return " ".join(each.text for each in heard).lower()


def _stretches(samples: NDArray[np.int16]) -> list[NDArray[np.int16]]:
    """Split the audio at long silences. Whisper may ignore all audio after a long silence."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > QUIET)
    if not loud.size:
        return []
    breaks = np.flatnonzero(np.diff(loud) > RATE)
    firsts, lasts = loud[[0, *(breaks + 1)]], loud[[*breaks, -1]]
    around = RATE // 4
    return [samples[max(0, first - around) : last + around] for first, last in zip(firsts, lasts, strict=True)]


def _frame(samples: NDArray[np.int16]) -> rtc.AudioFrame:
    return rtc.AudioFrame(samples.tobytes(), RATE, 1, len(samples))


async def lacks(samples: NDArray[np.int16], *wanted: str) -> str:
    """Return the wanted words that are missing in the audio, with the recognized words. Empty if no word is missing."""
    heard = await understood(samples)
    # Whisper writes "motorboats" and "motor boats" for the same sound.
    joined = plain(heard).replace(" ", "")
    missing = [words for words in wanted if plain(words).replace(" ", "") not in joined]
    return f"{missing} not in {heard!r}" if missing else ""


def plain(text: str) -> str:
    """Return the words only: Whisper's punctuation varies."""
    return " ".join(re.sub(r"[^a-z0-9 ]", "", text.lower().replace("-", " ")).split())
