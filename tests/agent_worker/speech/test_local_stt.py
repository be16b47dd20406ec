"""The audio that Whisper transcribes, and the noise that it must not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import pytest
from livekit import rtc
from livekit.agents import AgentSession, inference
from livekit.agents.stt import StreamAdapter
from numpy.typing import NDArray

from agent_worker.speech.local_stt import RATE, LocalSTT, loaded_whisper, mono_samples
from agent_worker.speech.local_tts import LocalTTS

pytestmark = pytest.mark.anyio

Frame = Callable[[NDArray[np.float64], int], rtc.AudioFrame]


def seconds(length: float) -> NDArray[np.float64]:
    return np.arange(int(RATE * length)) / RATE


def noise(length: float, loudness: float) -> NDArray[np.float64]:
    return np.random.default_rng(7).normal(0, loudness, int(RATE * length))


def hum(length: float) -> NDArray[np.float64]:
    return 0.1 * np.sin(2 * np.pi * 50 * seconds(length))


def dial_tone(length: float) -> NDArray[np.float64]:
    time = seconds(length)
    return 0.2 * (np.sin(2 * np.pi * 350 * time) + np.sin(2 * np.pi * 440 * time))


def breath(length: float) -> NDArray[np.float64]:
    return np.sin(np.pi * seconds(length) / length) ** 2 * noise(length, 0.1)


def knocks(length: float) -> NDArray[np.float64]:
    return np.exp(-((seconds(length) % 0.7) * 20)) * noise(length, 0.3)


@pytest.mark.parametrize("length", [0.3, 1.5, 6.0])
@pytest.mark.parametrize(
    "sound",
    [
        lambda length: np.zeros(int(RATE * length)),
        lambda length: noise(length, 0.0005),
        lambda length: noise(length, 0.02),
        lambda length: noise(length, 0.2),
        hum,
        dial_tone,
        breath,
        knocks,
    ],
    ids=["silence", "faint hiss", "hiss", "loud hiss", "hum", "dial tone", "breath", "knocks"],
)
async def test_silence_and_noise_have_no_words(
    sound: Callable[[float], NDArray[np.float64]], length: float, local_stt: LocalSTT, frame: Frame
) -> None:
    event = await local_stt.recognize(frame(sound(length), RATE))
    assert [(heard.text, heard.confidence) for heard in event.alternatives] == [("", 0.0)]


def hinted_stt() -> LocalSTT:
    """Return speech to text after a session with a VAD has received hints."""
    local_stt = LocalSTT(loaded_whisper())
    session: AgentSession[None] = AgentSession(stt=local_stt, stt_context_options={"keyterms": []})
    wrapped = StreamAdapter(stt=local_stt, vad=inference.VAD(model="silero"))
    session._keyterm_detector.start(session, wrapped)
    session.update_options(keyterms=["Niamh", "Gallagher", "Eliquis"])
    return local_stt


async def test_hints_correct_words_that_sound_alike(local_stt: LocalSTT, local_tts: LocalTTS) -> None:
    said = await local_tts.synthesize("My name is Niamh Gallagher.").collect()
    plain, hinted = [(await each.recognize(said)).alternatives[0].text for each in (local_stt, hinted_stt())]
    assert "Niamh" not in plain
    assert "Niamh" in hinted


async def test_hints_change_no_other_words(local_tts: LocalTTS) -> None:
    event = await hinted_stt().recognize(await local_tts.synthesize("My computer won't start.").collect())
    assert "computer won't start" in event.alternatives[0].text


@pytest.mark.parametrize(
    "sound",
    [lambda length: noise(length, 0.02), lambda length: noise(length, 0.2), hum, breath, knocks],
    ids=["hiss", "loud hiss", "hum", "breath", "knocks"],
)
async def test_noise_is_not_taken_for_a_hint(sound: Callable[[float], NDArray[np.float64]], frame: Frame) -> None:
    assert (await hinted_stt().recognize(frame(sound(1.5), RATE))).alternatives[0].text == ""


async def test_no_audio_at_all_has_no_words(local_stt: LocalSTT) -> None:
    assert (await local_stt.recognize([])).alternatives[0].text == ""


async def test_a_spoken_thank_you_is_transcribed(local_stt: LocalSTT, local_tts: LocalTTS) -> None:
    event = await local_stt.recognize(await local_tts.synthesize("Thank you.").collect())
    result = event.alternatives[0].text
    assert "thank you" in result.lower()


async def test_soft_speech_is_transcribed(local_stt: LocalSTT, local_tts: LocalTTS, frame: Frame) -> None:
    said = await local_tts.synthesize("My computer won't start.").collect()
    soft = np.asarray(said.data, dtype=np.int16) / 32_768 * 0.01
    event = await local_stt.recognize(frame(soft, said.sample_rate))
    result = event.alternatives[0].text
    assert "computer" in result.lower()


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_audio_of_any_rate_becomes_16_khz_mono(rate: int, channels: int, frame: Frame) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    samples = mono_samples(frame(np.stack([tone] * channels, axis=1), rate))
    assert samples.dtype == np.float32
    assert samples.shape == pytest.approx((RATE,), rel=0.01)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.03)
    assert np.argmax(np.abs(np.fft.rfft(samples))) == pytest.approx(440, abs=5)


def test_frames_are_transcribed_as_one_utterance(frame: Frame) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(24_000) / 24_000)
    whole = mono_samples(frame(tone, 24_000))
    parts = mono_samples([frame(part, 24_000) for part in np.split(tone, 50)])
    # The resampler dithers with a new seed each time: up to two steps of a 16-bit sample.
    np.testing.assert_allclose(parts, whole, rtol=0, atol=4 / 32_768)


async def test_the_event_loop_continues_during_a_transcription(local_stt: LocalSTT, frame: Frame) -> None:
    listening = asyncio.ensure_future(local_stt.recognize(frame(noise(3.0, 0.2), RATE)))
    turns = 0
    while not listening.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert turns > 10
