"""Counts what a call uses of speech services: sound that was sent to them, and characters that they synthesized.

Each engine is counted where it is used. So one that fails and the next one have numbers of their own, and words that
are played from kept sound have none.
"""

from __future__ import annotations

import secrets
import string
from typing import Any

from livekit import rtc
from livekit.agents import stt, tts
from livekit.agents.metrics import STTMetrics, TTSMetrics

MAX_ENGINES = 8
"""Engines in a report, as the API accepts them."""
MAX_NAME = 100
"""Characters of an engine's name in a report, as the API accepts them."""


class SpeechMeter:
    """What one worker has used for one call. The numbers only grow, so a report that is lost or repeated is no harm."""

    def __init__(self) -> None:
        # Letters alone: nothing takes it for a number of the caller.
        self.worker = "".join(secrets.choice(string.ascii_lowercase) for _ in range(6))
        self._heard: dict[str, float] = {}
        """Engine -> seconds of sound."""
        self._spoken: dict[str, int] = {}
        """Engine -> characters."""

    def hears(self, engine: str, one: stt.STT[Any]) -> None:
        """Count the sound that an engine of speech to text gets.

        Args:
            engine: Its name, as `CALLFLOW_STT` has it.
            one: The engine. One that takes whole utterances counts those that it has transcribed.
        """
        self._heard.setdefault(engine, 0.0)
        if one.capabilities.streaming:
            self._count_streams(engine, one)
        else:
            one.on("metrics_collected", lambda metrics: self._transcribed(engine, metrics))

    def speaks(self, engine: str, one: tts.TTS[Any]) -> None:
        """Count the characters that an engine of text to speech synthesizes, also those that nobody hears to the end.

        Args:
            engine: Its name, as `CALLFLOW_TTS` has it. Polly's has its engine.
            one: The engine.
        """
        self._spoken.setdefault(engine, 0)
        one.on("metrics_collected", lambda metrics: self._synthesized(engine, metrics))

    def report(self) -> dict[str, object] | None:
        """Return the field `usage` of a turn: all that was used so far. None for a call without speech."""
        if not self._heard and not self._spoken:
            return None
        heard = {engine[:MAX_NAME]: round(seconds * 1000) for engine, seconds in self._heard.items()}
        spoken = {engine[:MAX_NAME]: characters for engine, characters in self._spoken.items()}
        return {
            "worker": self.worker,
            "heardMillis": dict(list(heard.items())[:MAX_ENGINES]),
            "spokenCharacters": dict(list(spoken.items())[:MAX_ENGINES]),
        }

    def _count_streams(self, engine: str, one: stt.STT[Any]) -> None:
        """Count each frame that a stream of the engine gets: such a service charges for all sound, also for silence."""
        open_stream = one.stream

        def stream(**options: Any) -> stt.RecognizeStream:
            opened = open_stream(**options)
            push = opened.push_frame

            def push_frame(frame: rtc.AudioFrame) -> None:
                self._heard[engine] += frame.duration
                push(frame)

            # livekit-agents' own numbers come late, and those of Amazon's plugin never.
            opened.push_frame = push_frame  # type: ignore[method-assign]  # no hook sees the frames
            return opened

        one.stream = stream  # type: ignore[method-assign]  # of this object alone

    def _transcribed(self, engine: str, metrics: object) -> None:
        if isinstance(metrics, STTMetrics):
            self._heard[engine] += metrics.audio_duration

    def _synthesized(self, engine: str, metrics: object) -> None:
        if isinstance(metrics, TTSMetrics):
            self._spoken[engine] += metrics.characters_count
