"""Makes the sounds of a call's fixed texts before the call needs them."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from livekit.agents import tts
from livekit.agents.utils import aio

from agent_worker.speech.kept.kept_tts import KeptTTS
from agent_worker.speech.kept.sound import Sound

MAX_FAILURES = 3
"""Failures in a row after which a call makes no more sounds."""
_log = logging.getLogger(__name__)


async def make_ahead(kept_tts: KeptTTS, engine: tts.TTS[Any]) -> int:
    """Make the sounds of a call's fixed texts that are missing, one after the other.

    It stops for the caller: what is being made is dropped when the engine is to speak, and made later.

    Args:
        kept_tts: The voice of the call.
        engine: The first engine, apart from the session. It is not the one that speaks for the caller.

    Returns:
        The number of sounds that were made. It ends at the third failure in a row, which it logs.
    """
    made = failures = 0
    for text in kept_tts.fixed.parts:
        if not await asyncio.to_thread(kept_tts.claim, text):
            continue
        try:
            sound = await _made(kept_tts, engine, text)
            await kept_tts.keep(text, sound)
            made, failures = made + 1, 0
        except Exception as error:  # any error of a provider's library: the call goes on
            failures += 1
            _log.warning("the sound of a fixed text was not made: %s", type(error).__name__)
            if failures == MAX_FAILURES:
                break
        finally:
            kept_tts.release(text)
    return made


async def _made(kept_tts: KeptTTS, engine: tts.TTS[Any], text: str) -> Sound:
    while True:
        await kept_tts.quiet()
        making = asyncio.create_task(_collect(engine, text))
        loud = asyncio.create_task(kept_tts.loud())
        try:
            await asyncio.wait({making, loud}, return_when=asyncio.FIRST_COMPLETED)
            if making.done():
                return making.result()
        finally:
            await aio.cancel_and_wait(making, loud)


async def _collect(engine: tts.TTS[Any], text: str) -> Sound:
    async with engine.synthesize(text) as spoken:
        return Sound.of(await spoken.collect())
