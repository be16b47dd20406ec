"""The sound of a text, by the session's text to speech, with a deadline for its beginning."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from livekit import rtc
from livekit.agents import Agent, ModelSettings

FIRST_SOUND_SECONDS = 15.0
"""Seconds from a text until its first sound. All attempts and all engines share them."""


class SilentVoiceError(Exception):
    """Text to speech made no sound in time."""


async def sound_of(agent: Agent, text: str, model_settings: ModelSettings) -> AsyncIterator[rtc.AudioFrame]:
    """Synthesize a text as livekit-agents does by default.

    Args:
        agent: The agent of the session.
        text: The text.
        model_settings: Handed on.

    Yields:
        The sound.

    Raises:
        SilentVoiceError: There was no sound within `FIRST_SOUND_SECONDS`.
    """
    frames = Agent.default.tts_node(agent, _once(text), model_settings)
    try:
        try:
            async with asyncio.timeout(FIRST_SOUND_SECONDS):
                first = await anext(frames, None)
        except TimeoutError as error:
            raise SilentVoiceError from error
        if first is not None:
            yield first
            async for frame in frames:
                yield frame
    finally:
        await frames.aclose()


async def _once(text: str) -> AsyncIterator[str]:
    if text:
        yield text
