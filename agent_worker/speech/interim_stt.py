"""Speech to text with interim transcripts for observers of a test call. They never change the final transcript."""

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


class InterimTranscriber(Protocol):
    """Transcribes speech that has not ended."""

    async def transcribe_interim(self, audio: list[rtc.AudioFrame]) -> str:
        """Transcribe the speech so far, approximately.

        Args:
            audio: The speech so far.

        Returns:
            The text. Empty if nobody speaks.
        """
        ...


@dataclass(frozen=True, slots=True)
class InterimSchedule:
    """The schedule of interim transcripts."""

    first: float = 1.0
    """Seconds of speech before the first one. A shorter utterance needs none."""
    again: float = 0.8
    """Seconds of speech between two."""
    rest: float = 4.0
    """Pause after a transcript, in multiples of the time that it took: at most a fifth of a call's processor time."""
    longest: float = 0.4
    """Maximum seconds that a transcript may take. A slower one is the last interim transcript of its utterance."""
    window: float = 30.0
    """Seconds of speech that are transcribed, the latest."""
    delay: float = 0.01
    """Seconds before a transcript starts. Events that are already queued, such as the end of speech, go first."""


class InterimSTT(stt.StreamAdapter):
    """Cuts utterances out and transcribes them, as a session does, and adds interim transcripts.

    Args:
        stt: Makes the final transcripts.
        vad: Detects speech.
        transcriber: Makes the interim transcripts.
        schedule: The schedule of interim transcripts.
    """

    def __init__(
        self,
        *,
        stt: stt.STT[Any],
        vad: vad.VAD,
        transcriber: InterimTranscriber,
        schedule: InterimSchedule | None = None,
    ) -> None:
        super().__init__(stt=stt, vad=vad)
        self._capabilities = replace(self._capabilities, interim_results=True)
        self._transcriber = transcriber
        self._schedule = schedule or InterimSchedule()

    def stream(
        self, *, language: NotGivenOr[str] = NOT_GIVEN, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> stt.RecognizeStream:
        """Open a stream. Called by the session."""
        return _InterimStream(self, self._vad, self._transcriber, self._schedule, conn_options)


class _InterimStream(stt.RecognizeStream):
    def __init__(
        self,
        interim_stt: InterimSTT,
        vad: vad.VAD,
        transcriber: InterimTranscriber,
        schedule: InterimSchedule,
        conn_options: APIConnectOptions,
    ) -> None:
        # The wrapped STT makes the retries.
        super().__init__(stt=interim_stt, conn_options=APIConnectOptions(max_retry=0, timeout=conn_options.timeout))
        self._interim_stt, self._vad, self._options = interim_stt, vad, conn_options
        self._interims = _InterimTranscripts(transcriber, schedule, self._send_interim)

    async def _run(self) -> None:
        detection = self._vad.stream()
        tasks = [asyncio.create_task(self._forward(detection)), asyncio.create_task(self._recognize(detection))]
        try:
            await asyncio.gather(*tasks)
        finally:
            self._interims.end()
            await utils.aio.cancel_and_wait(*tasks)
            await detection.aclose()

    async def _forward(self, detection: vad.VADStream) -> None:
        async for item in self._input_ch:
            if isinstance(item, rtc.AudioFrame):
                detection.push_frame(item)
            else:
                detection.flush()
        detection.end_input()

    async def _recognize(self, detection: vad.VADStream) -> None:
        async for event in detection:
            match event.type:
                case vad.VADEventType.START_OF_SPEECH:
                    self._interims.begin(event)
                    self._event_ch.send_nowait(stt.SpeechEvent(stt.SpeechEventType.START_OF_SPEECH))
                case vad.VADEventType.INFERENCE_DONE:
                    self._interims.go_on(event)
                case vad.VADEventType.END_OF_SPEECH:
                    self._interims.end()
                    await self._finish(event)

    async def _finish(self, event: vad.VADEvent) -> None:
        ended = time.time() - event.silence_duration - event.inference_duration
        self._event_ch.send_nowait(stt.SpeechEvent(stt.SpeechEventType.END_OF_SPEECH, speech_end_time=ended))
        result = await self._interim_stt.wrapped_stt.recognize(
            utils.merge_frames(event.frames), conn_options=self._options
        )
        if result.alternatives and result.alternatives[0].text:
            self._event_ch.send_nowait(
                stt.SpeechEvent(
                    stt.SpeechEventType.FINAL_TRANSCRIPT,
                    alternatives=result.alternatives[:1],
                    speech_end_time=result.speech_end_time or ended,
                )
            )

    def _send_interim(self, text: str) -> None:
        self._event_ch.send_nowait(
            stt.SpeechEvent(
                stt.SpeechEventType.INTERIM_TRANSCRIPT,
                alternatives=[stt.SpeechData(language=LanguageCode("en"), text=text)],
            )
        )


class _InterimTranscripts:
    """The interim transcripts of one stream: one at a time, and none after the VAD has detected the end of speech."""

    def __init__(self, transcriber: InterimTranscriber, schedule: InterimSchedule, send: Callable[[str], None]) -> None:
        self._transcriber, self._schedule, self._send = transcriber, schedule, send
        self._utterance: list[rtc.AudioFrame] | None = None
        self._next = 0.0
        """Seconds of speech at which the next one is due."""
        self._not_before = 0.0
        """The time at which the pause after the previous one ends, on the monotonic clock."""
        self._task: asyncio.Task[None] | None = None

    def begin(self, event: vad.VADEvent) -> None:
        """Begin an utterance."""
        self._utterance = list(event.frames)
        self._next = self._schedule.first

    def go_on(self, event: vad.VADEvent) -> None:
        """Add the next frames of the utterance, and start a transcript if one is due."""
        if self._utterance is None:
            return
        self._utterance += event.frames
        if (
            event.speech_duration >= self._next
            # A pause may be the end. A transcript that started earlier is ready when the VAD is sure of the end.
            and not event.raw_accumulated_silence
            and self._task is None
            and time.monotonic() >= self._not_before
        ):
            self._next = event.speech_duration + self._schedule.again
            self._task = asyncio.create_task(self._transcribe(self._utterance))
            self._task.add_done_callback(self._transcribed)

    def end(self) -> None:
        """End the utterance. A transcript in progress is not sent."""
        self._utterance = None

    async def _transcribe(self, utterance: list[rtc.AudioFrame]) -> None:
        await asyncio.sleep(self._schedule.delay)
        if utterance is not self._utterance:
            return
        began = time.monotonic()
        try:
            text = await self._transcriber.transcribe_interim(_latest(utterance, self._schedule.window))
        except Exception as error:  # any error: the final transcript follows without it
            _log.warning("an interim transcript failed: %s", type(error).__name__)
            return
        took = time.monotonic() - began
        self._not_before = began + took * (1 + self._schedule.rest)
        if utterance is not self._utterance:
            return
        if text:
            self._send(text)
        if took > self._schedule.longest:
            self.end()

    def _transcribed(self, _: asyncio.Task[None]) -> None:
        self._task = None


def _latest(frames: list[rtc.AudioFrame], seconds: float) -> list[rtc.AudioFrame]:
    """Return the latest frames of at least so many seconds, or all frames if they are shorter."""
    first = len(frames)
    while first and seconds > 0:
        first -= 1
        seconds -= frames[first].duration
    return frames[first:]
