"""Speech at a provider's pace: a server on loopback with OpenAI's audio API and with words and sounds of its own.

It uses little of the processor, so a busy machine does not slow it down as it does Whisper and Piper.
"""

from __future__ import annotations

import io
import json
import time
import wave
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from testing.fakes.loopback import Exchange, Loopback

HEARS_SECONDS = 0.05
"""Seconds until a transcript. The worker asks after 0.25 s of silence, so it is there 0.3 s after the last sound."""
SPEAKS_SECONDS = 0.188
"""Seconds until the first sound of a text (docs/figures/silence.md)."""
_RATE = 24_000
_SECONDS_A_CHARACTER = 0.06


@contextmanager
def scripted_speech(hears: str) -> Iterator[Mapping[str, str]]:
    """Serve speech to text and text to speech.

    Args:
        hears: The transcript of each utterance.

    Yields:
        The environment variables with which a worker uses them.
    """

    def answer(exchange: Exchange) -> None:
        if exchange.received.target.endswith("/transcriptions"):
            time.sleep(HEARS_SECONDS)
            exchange.json(json.dumps({"text": hears}))
        else:
            text = json.loads(exchange.received.body)["input"]
            time.sleep(SPEAKS_SECONDS)
            exchange.answer(200, _sound(len(text) * _SECONDS_A_CHARACTER), {"Content-Type": "audio/wav"})

    with Loopback(answer) as server:
        yield {
            "CALLFLOW_STT": "openai/scripted",
            "CALLFLOW_TTS": "openai/scripted",
            "CALLFLOW_SPEECH_BASE_URL": f"{server.origin}/v1",
        }


def _sound(seconds: float) -> bytes:
    at = np.arange(int(_RATE * seconds)) / _RATE
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes((8000 * np.sin(2 * np.pi * 300 * at)).astype(np.int16).tobytes())
    return written.getvalue()
