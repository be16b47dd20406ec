"""Ears that show what they hear while it is being said, for callers who look on. What counts is heard at the end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from livekit import rtc
from livekit.agents import APIConnectOptions, LanguageCode, NotGivenOr, stt, utils, vad
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN

_log = logging.getLogger(__name__)


class Glimpses(Protocol):
    async def glimpse(self, audio: list[rtc.AudioFrame]) -> str:
        """The words so far, roughly; empty for none."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """When to look; seconds."""

    first: float = 1.0
    """Of speech: of less, nobody has to see the half."""
    again: float = 0.8
    rest: float = 4.0
    """Times what the last look took: words that come take a fifth of a call's processor at most."""
    longest: float = 0.4
    """A machine on which a look takes longer has other things to do: no more of them before the next utterance."""
    remembered: float = 30.0
    moment: float = 0.01
    """For what has happened already: after a long final look, the end of the next utterance may be known by now."""


class PartialWords(stt.StreamAdapter):
    """`vad` cuts utterances out and `stt` hears them, as in a session by itself; `glimpses` look at them meanwhile."""

    def __init__(self, *, stt: stt.STT[Any], vad: vad.VAD, glimpses: Glimpses, pace: Pace | None = None) -> None:
        super().__init__(stt=stt, vad=vad)
        self._capabilities = replace(self._capabilities, interim_results=True)
        self._glimpses = glimpses
        self._pace = pace or Pace()

    def stream(
        self, *, language: NotGivenOr[str] = NOT_GIVEN, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> stt.RecognizeStream:
        return _Heard(self, self._vad, self._glimpses, self._pace, conn_options)


class _Heard(stt.RecognizeStream):
    def __init__(
        self, ears: PartialWords, vad: vad.VAD, glimpses: Glimpses, pace: Pace, conn_options: APIConnectOptions
    ) -> None:
        # What hears tries again by itself.
        super().__init__(stt=ears, conn_options=APIConnectOptions(max_retry=0, timeout=conn_options.timeout))
        self._ears, self._vad, self._options = ears, vad, conn_options
        self._looks = _Looks(glimpses, pace, self._partly)

    async def _run(self) -> None:
        cuts = self._vad.stream()
        tasks = [asyncio.create_task(self._forward(cuts)), asyncio.create_task(self._hear(cuts))]
        try:
            await asyncio.gather(*tasks)
        finally:
            self._looks.end()
            await utils.aio.cancel_and_wait(*tasks)
            await cuts.aclose()

    async def _forward(self, cuts: vad.VADStream) -> None:
        async for given in self._input_ch:
            if isinstance(given, rtc.AudioFrame):
                cuts.push_frame(given)
            else:
                cuts.flush()
        cuts.end_input()

    async def _hear(self, cuts: vad.VADStream) -> None:
        async for event in cuts:
            match event.type:
                case vad.VADEventType.START_OF_SPEECH:
                    self._looks.begin(event)
                    self._event_ch.send_nowait(stt.SpeechEvent(stt.SpeechEventType.START_OF_SPEECH))
                case vad.VADEventType.INFERENCE_DONE:
                    self._looks.go_on(event)
                case vad.VADEventType.END_OF_SPEECH:
                    self._looks.end()
                    await self._finish(event)

    async def _finish(self, event: vad.VADEvent) -> None:
        ended = time.time() - event.silence_duration - event.inference_duration
        self._event_ch.send_nowait(stt.SpeechEvent(stt.SpeechEventType.END_OF_SPEECH, speech_end_time=ended))
        heard = await self._ears.wrapped_stt.recognize(utils.merge_frames(event.frames), conn_options=self._options)
        if heard.alternatives and heard.alternatives[0].text:
            self._event_ch.send_nowait(
                stt.SpeechEvent(
                    stt.SpeechEventType.FINAL_TRANSCRIPT,
                    alternatives=heard.alternatives[:1],
                    speech_end_time=heard.speech_end_time or ended,
                )
            )

    def _partly(self, words: str) -> None:
        self._event_ch.send_nowait(
            stt.SpeechEvent(
                stt.SpeechEventType.INTERIM_TRANSCRIPT,
                alternatives=[stt.SpeechData(language=LanguageCode("en"), text=words)],
            )
        )


class _Looks:
    """Of one stream: one at a time, and none is begun, or shown, once the VAD has seen the end."""

    def __init__(self, glimpses: Glimpses, pace: Pace, seen: Callable[[str], None]) -> None:
        self._glimpses, self._pace, self._seen = glimpses, pace, seen
        self._utterance: list[rtc.AudioFrame] | None = None
        self._next = 0.0
        """Seconds of speech."""
        self._not_before = 0.0
        self._under_way: asyncio.Task[None] | None = None

    def begin(self, event: vad.VADEvent) -> None:
        self._utterance = list(event.frames)
        self._next = self._pace.first

    def go_on(self, event: vad.VADEvent) -> None:
        if self._utterance is None:
            return
        self._utterance += event.frames
        if (
            event.speech_duration >= self._next
            # Once somebody pauses it may be the end. A look that begins before that is over when the VAD is sure of it.
            and not event.raw_accumulated_silence
            and self._under_way is None
            and time.monotonic() >= self._not_before
        ):
            self._next = event.speech_duration + self._pace.again
            self._under_way = asyncio.create_task(self._look(self._utterance))
            self._under_way.add_done_callback(self._looked)

    def end(self) -> None:
        self._utterance = None

    async def _look(self, utterance: list[rtc.AudioFrame]) -> None:
        await asyncio.sleep(self._pace.moment)
        if utterance is not self._utterance:
            return
        began = time.monotonic()
        try:
            words = await self._glimpses.glimpse(_last(utterance, self._pace.remembered))
        except Exception as error:  # whatever it is: the words are heard at their end
            _log.warning("no partial words: %s", type(error).__name__)
            return
        took = time.monotonic() - began
        self._not_before = began + took * (1 + self._pace.rest)
        if utterance is not self._utterance:
            return
        if words:
            self._seen(words)
        if took > self._pace.longest:
            self.end()

    def _looked(self, _: asyncio.Task[None]) -> None:
        self._under_way = None


def _last(frames: list[rtc.AudioFrame], seconds: float) -> list[rtc.AudioFrame]:
    """At least so many, if there are."""
    first = len(frames)
    while first and seconds > 0:
        first -= 1
        seconds -= frames[first].duration
    return frames[first:]
