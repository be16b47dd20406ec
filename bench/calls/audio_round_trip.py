"""The path of a sound through livekit-server: a yardstick for the time in which an agent reacts to audio.

One client publishes the sound and another client receives it. No agent takes part.
"""

from __future__ import annotations

import asyncio
import time

import numpy as np
from livekit import api, rtc

from local.processes.livekit import API_KEY, API_SECRET

RATE = 48_000
FRAME = RATE // 100
QUEUE_MILLISECONDS = 60
"""The audio queue of a client, as long as that of the measured callers."""
LOUD = 300
APART_SECONDS = 0.7
WITHIN_SECONDS = 30.0


async def sound_trips(url: str, count: int) -> list[float]:
    """Send sounds and time them.

    Args:
        url: The address of livekit-server.
        count: The number of sounds.

    Returns:
        The seconds of each sound, from the sending of its first sample to its receipt.
    """
    speaker, listener = rtc.Room(), rtc.Room()
    heard: asyncio.Queue[float] = asyncio.Queue()
    tasks: set[asyncio.Task[None]] = set()

    def subscribed(track: rtc.Track, *_: object) -> None:
        tasks.add(asyncio.create_task(_listen(track, heard)))

    listener.on("track_subscribed", subscribed)
    try:
        await listener.connect(url, _token("listener"))
        await speaker.connect(url, _token("speaker"))
        source = rtc.AudioSource(RATE, 1, queue_size_ms=QUEUE_MILLISECONDS)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        await speaker.local_participant.publish_track(track, rtc.TrackPublishOptions())
        await _say(source, np.zeros(RATE, np.int16))
        found = []
        for _ in range(count):
            while not heard.empty():
                heard.get_nowait()
            began = time.monotonic() + source.queued_duration
            await _say(source, _tone())
            found.append(await asyncio.wait_for(heard.get(), WITHIN_SECONDS) - began)
            await _say(source, np.zeros(int(RATE * APART_SECONDS), np.int16))
        return found
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(speaker.disconnect(), listener.disconnect())


async def _listen(track: rtc.Track, heard: asyncio.Queue[float]) -> None:
    stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1)
    try:
        async for event in stream:
            if np.abs(np.frombuffer(event.frame.data, np.int16).astype(np.int32)).max() > LOUD:
                heard.put_nowait(time.monotonic())
    finally:
        await stream.aclose()


async def _say(source: rtc.AudioSource, samples: np.ndarray[tuple[int], np.dtype[np.int16]]) -> None:
    for start in range(0, len(samples) - FRAME + 1, FRAME):
        await source.capture_frame(rtc.AudioFrame(samples[start : start + FRAME].tobytes(), RATE, 1, FRAME))


def _tone() -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    at = np.arange(RATE // 5) / RATE
    return (8000 * np.sin(2 * np.pi * 440 * at)).astype(np.int16)


def _token(identity: str) -> str:
    grants = api.VideoGrants(room_join=True, room="sounds")
    return str(api.AccessToken(API_KEY, API_SECRET).with_identity(identity).with_grants(grants).to_jwt())
