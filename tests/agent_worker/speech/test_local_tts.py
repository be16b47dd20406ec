"""The latency of Piper: the time to its first audio, and the time to its stop."""

from __future__ import annotations

import asyncio
import time

import pytest

from agent_worker.speech.local_tts import LocalTTS

pytestmark = pytest.mark.anyio

SENTENCE = "Please switch the device off and on again, and tell me whether that helped. "
THIRD = "and then it went off and on again " * 10
ENDLESS = THIRD * 3


async def test_the_first_sentence_is_ready_long_before_the_last(local_tts: LocalTTS) -> None:
    began = time.perf_counter()
    async with local_tts.synthesize(SENTENCE * 6) as stream:
        await anext(stream)
        first = time.perf_counter() - began
        async for _ in stream:
            pass
        last = time.perf_counter() - began
    assert first < last / 2


async def test_no_audio_is_lost_or_repeated(local_tts: LocalTTS) -> None:
    async def length(text: str) -> float:
        audio = await local_tts.synthesize(text).collect()
        assert (audio.sample_rate, audio.num_channels) == (local_tts.sample_rate, 1)
        return audio.duration

    once, thrice = await length(SENTENCE), await length(SENTENCE * 3)
    assert once > 2
    assert thrice == pytest.approx(3 * once, rel=0.15)


async def test_a_closed_stream_ends_within_a_sentence(local_tts: LocalTTS) -> None:
    stream = local_tts.synthesize(ENDLESS)
    await asyncio.sleep(0.3)
    assert not stream.done
    closed_at = time.perf_counter()
    await stream.aclose()
    await local_tts.synthesize("Yes.").collect()
    free_again_at = time.perf_counter()
    await local_tts.synthesize(THIRD).collect()
    free_again, third = free_again_at - closed_at, time.perf_counter() - free_again_at
    assert free_again < third


async def test_a_stream_can_be_closed_after_its_first_audio(local_tts: LocalTTS) -> None:
    async with local_tts.synthesize(SENTENCE * 20) as stream:
        await anext(stream)
    assert stream.done


async def test_two_callers_of_one_process_both_get_their_own_sentence(local_tts: LocalTTS) -> None:
    short, long = await asyncio.gather(local_tts.synthesize("Yes.").collect(), local_tts.synthesize(SENTENCE).collect())
    assert short.duration < 1.5 < long.duration


@pytest.mark.parametrize("text", ["…", "...", "-", "  \n"])
async def test_a_text_without_a_sound_becomes_a_short_silence(text: str, local_tts: LocalTTS) -> None:
    audio = await collected(local_tts, text)
    assert audio == pytest.approx(0.1, abs=0.02)


async def collected(local_tts: LocalTTS, text: str) -> float:
    return (await local_tts.synthesize(text).collect()).duration
