"""Plays the busy sentence to a caller whose call cannot begin: no session serves the call, and no flow speaks."""

from __future__ import annotations

import asyncio
import contextlib

from livekit import rtc

from agent_worker.speech.busy_clip import BusyClip

SUBSCRIBE_SECONDS = 5.0
"""Maximum seconds until the caller receives the sound. It is played after that time too."""


async def play_busy(room: rtc.Room, clip: BusyClip) -> None:
    """Play the recording to the end.

    Args:
        room: The room, which the agent has joined.
        clip: The busy sentence.
    """
    frames = list(clip.frames())
    if not frames:
        return
    source = rtc.AudioSource(frames[0].sample_rate, frames[0].num_channels)
    try:
        track = rtc.LocalAudioTrack.create_audio_track("busy", source)
        published = await room.local_participant.publish_track(
            track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        )
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SUBSCRIBE_SECONDS):
                await published.wait_for_subscription()
        for frame in frames:
            await source.capture_frame(frame)
        await source.wait_for_playout()
    finally:
        await source.aclose()
