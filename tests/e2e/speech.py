"""Piper to speak with and Whisper to understand with, for callers in tests: the worker's own local speech."""

from __future__ import annotations

import asyncio
from functools import cache

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

from agent_worker.speech.local_stt import loaded_whisper
from agent_worker.speech.local_tts import loaded_piper
from tests.e2e.voice_caller import RATE, resampled


@cache
def spoken(text: str) -> NDArray[np.int16]:
    """The words as sound, at RATE."""

    async def speak() -> bytes:
        return b"".join([pcm async for pcm in loaded_piper().sentences(text)])

    pcm = asyncio.new_event_loop().run_until_complete(speak())
    return resampled(np.frombuffer(pcm, np.int16), loaded_piper().sample_rate, RATE)


async def understood(samples: NDArray[np.int16]) -> str:
    """The words of a sound at RATE, in small letters."""
    frame = rtc.AudioFrame(samples.tobytes(), RATE, 1, len(samples))
    heard = await loaded_whisper().hear([frame])
    return heard.text.lower()
