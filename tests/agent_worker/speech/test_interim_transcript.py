"""Interim transcripts of Piper's voice by the real Whisper."""

from __future__ import annotations

import numpy as np
import pytest
from livekit import rtc

from agent_worker.speech.interim_transcript import MAX_SECONDS
from agent_worker.speech.local_stt import RATE, loaded_whisper, mono_samples
from agent_worker.speech.local_tts import LocalTTS

pytestmark = pytest.mark.anyio


async def said(local_tts: LocalTTS, text: str) -> rtc.AudioFrame:
    async def speak() -> rtc.AudioFrame:
        return await local_tts.synthesize(text).collect()

    samples = mono_samples(await speak())
    return rtc.AudioFrame((samples * 32_767).astype(np.int16).tobytes(), RATE, 1, len(samples))


async def shown(frame: rtc.AudioFrame, seconds: float) -> str:
    count = min(int(seconds * RATE), frame.samples_per_channel)
    part = rtc.AudioFrame(bytes(frame.data)[: 2 * count], RATE, 1, count)
    return await loaded_whisper().transcribe_interim([part])


async def test_an_interim_transcript_grows_with_the_speech(local_tts: LocalTTS) -> None:
    frame = await said(local_tts, "My computer won't start since this morning, and the screen stays black.")
    assert (await shown(frame, 1.5)).lower().startswith("my computer")
    assert "black" not in await shown(frame, 2.5)
    assert "screen stays black" in await shown(frame, 9)


async def test_silence_and_hiss_have_no_interim_transcript() -> None:
    hiss = np.random.default_rng(7).normal(0, 600, RATE * 2).astype(np.int16)
    for sound in (np.zeros(RATE * 2, np.int16), hiss, np.zeros(0, np.int16)):
        assert await loaded_whisper().transcribe_interim([rtc.AudioFrame(sound.tobytes(), RATE, 1, len(sound))]) == ""
    assert await loaded_whisper().transcribe_interim([]) == ""


async def test_earlier_speech_is_left_out_and_marked(local_tts: LocalTTS) -> None:
    once = await said(local_tts, "I would like to rent a boat for two days, because my brother comes from Vienna.")
    times = 1 + MAX_SECONDS * RATE // once.samples_per_channel
    long = rtc.AudioFrame(bytes(once.data) * times, RATE, 1, once.samples_per_channel * times)
    assert (await shown(long, 99)).startswith("… ")
    assert not (await shown(once, 99)).startswith("…")
