"""Speaks short texts by Polly in the worker's own environment, with livekit-agents' plugin and with the worker's class.

`AWS_ENDPOINT_URL_POLLY` names the server. It prints JSON: name -> milliseconds to each text's first sound that is no
silence, counted in the time of the sound.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import numpy as np
from livekit.agents import tts
from livekit.plugins.aws import TTS

from agent_worker.speech.amazon import polly_client
from agent_worker.speech.amazon.polly import polly

REGION = "us-east-1"
_AUDIBLE = 300
"""Amplitude of a sample that is no silence."""


async def first_sound(voice: tts.TTS[Any]) -> float:
    """Return milliseconds until a text is heard: the wait for the first frame, and the silence at its beginning."""
    began, arrived, silent, heard = time.perf_counter(), 0.0, 0.0, None
    async with voice.synthesize("What is your account number?") as spoken:
        async for audio in spoken:
            if heard is not None:
                continue
            arrived = arrived or time.perf_counter() - began
            loud = np.abs(np.frombuffer(audio.frame.data, dtype=np.int16).astype(int)) > _AUDIBLE
            if loud.any():
                heard = 1000 * (arrived + silent + int(np.argmax(loud)) / audio.frame.sample_rate)
            silent += audio.frame.duration
    if heard is None:
        raise RuntimeError("Polly sent silence")
    return heard


async def main(texts: int) -> None:
    """Speak the texts alternately."""
    plugin, shared = TTS(region=REGION), polly(voice=None, language=None, engine="", region=REGION)
    shared.prewarm()
    await asyncio.sleep(0.5)
    found: dict[str, list[float]] = {"plugin": [], "worker": []}
    for _ in range(texts):
        found["plugin"].append(await first_sound(plugin))
        found["worker"].append(await first_sound(shared))
    await polly_client.shared_client(REGION).aclose()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    polly_client.load(REGION)
    asyncio.run(main(int(sys.argv[1])))
