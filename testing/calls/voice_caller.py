"""A caller who speaks: a LiveKit client whose microphone plays Piper's speech, and which records the agent."""

from __future__ import annotations

import asyncio
import io
import json
import time
import wave
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

from testing.processes import PATIENCE

RATE = 48_000
FRAME = RATE // 100
QUIET = 300
"""A 16-bit sample that is not louder is silence."""
MICROPHONE_MILLISECONDS = 60
"""Milliseconds of audio that the microphone buffers. A shorter buffer would tear words apart on a busy machine."""


@dataclass(slots=True)
class VoiceCaller:
    """A speaking caller in a room, as an async context. `heard` grows with the agent's audio: 16-bit mono at RATE."""

    url: str
    token: str
    room: rtc.Room = field(default_factory=rtc.Room)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    gone_why: int | None = None
    """A value of rtc.DisconnectReason."""
    transcripts: list[str] = field(default_factory=list)
    """The agent's utterances, each added when it ends."""
    own_words: list[tuple[str, bool, str]] = field(default_factory=list)
    """The transcripts of the caller's own speech: segment id, whether it is final, and words."""
    turn_times: list[dict[str, Any]] = field(default_factory=list)
    spoke: list[tuple[float, float]] = field(default_factory=list)
    """The times of the first and the last sent sample of each utterance, by time.monotonic()."""
    saying: bool = False
    """Whether the microphone is playing speech."""
    _received: list[NDArray[np.int16]] = field(default_factory=list)
    _loud_samples: int = 0
    _sounds: list[float] = field(default_factory=list)
    """The times of audible frames."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _to_say: asyncio.Queue[NDArray[np.int16]] = field(default_factory=asyncio.Queue)
    _queue_sent: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> VoiceCaller:
        self.room.on("track_subscribed", self._track_subscribed)
        self.room.on("disconnected", self._disconnected)
        self.room.register_text_stream_handler("lk.transcription", self._transcribed)
        self.room.register_text_stream_handler("callflow.turn", self._timings_arrived)
        await self.room.connect(self.url, self.token)
        source = rtc.AudioSource(RATE, 1, queue_size_ms=MICROPHONE_MILLISECONDS)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.room.local_participant.publish_track(track, options)
        self._spawn(self._microphone(source))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.room.disconnect()

    async def say(self, speech: NDArray[np.int16]) -> None:
        """Play the speech. Return after the last sample has been sent."""
        self._queue_sent.clear()
        await self._to_say.put(speech)
        await self._queue_sent.wait()

    async def until_speaking(self, within: float = PATIENCE) -> float:
        """Wait until the agent speaks. Return that time, by time.monotonic()."""
        await _until(self._speaks, within)
        return time.monotonic()

    async def until_answered(self, at: float, quiet: float = 0.0, within: float = PATIENCE) -> float:
        """Wait for the agent's first sound after `at` that follows silence. Times are those of time.monotonic().

        Args:
            at: The end of the caller's words.
            quiet: Seconds of silence before the sound. The agent may still have been speaking at `at`.
            within: Seconds to wait.

        Returns:
            The time of that sound.
        """

        def answered() -> float | None:
            last = at
            for sound in self._sounds[bisect(self._sounds, at) :]:
                if sound - last >= quiet:
                    return sound
                last = sound
            return None

        await _until(lambda: answered() is not None, within)
        found = answered()
        assert found is not None
        return found

    async def until_quiet(self, seconds: float = 1.2, within: float = PATIENCE) -> float:
        """Wait until the agent has been silent for `seconds`. Return its last sound's time, by time.monotonic()."""
        await _until(lambda: bool(self._sounds) and time.monotonic() - self._sounds[-1] > seconds, within)
        return self._sounds[-1]

    async def is_quiet(self, seconds: float, within: float) -> bool:
        """Return whether the agent falls silent for `seconds` before `within` seconds are over."""
        try:
            await self.until_quiet(seconds, within)
        except TimeoutError:
            return False
        return True

    async def until_heard(self, words: str, within: float = PATIENCE) -> None:
        """Wait until the agent has said a whole reply with these words."""
        await _until(lambda: any(words in transcript for transcript in self.transcripts), within)
        await self.until_quiet(seconds=0.7, within=within)

    async def until_said(self, count: int, within: float = PATIENCE) -> None:
        """Wait until the agent has said `count` transcripts, complete or interrupted."""
        await _until(lambda: len(self.transcripts) >= count, within)

    async def until_seconds_heard(self, seconds: float, within: float = PATIENCE) -> None:
        """Wait until the caller has received this many seconds of the agent's voice."""
        await _until(lambda: self._loud_samples / RATE >= seconds, within)

    async def until_saying(self, within: float = PATIENCE) -> None:
        """Wait until the first sample of the pending speech has been sent."""
        await _until(lambda: self.saying, within)

    async def until_gone(self, within: float = PATIENCE) -> None:
        await asyncio.wait_for(self.gone.wait(), within)

    async def turn(self, within: float = PATIENCE) -> NDArray[np.int16]:
        """Return the agent's next words: wait until they begin, and then until the agent is quiet."""
        began = len(self._received)
        await self.until_speaking(within)
        await self.until_quiet(within=within)
        return self.sound(began)

    def sound(self, began: int = 0) -> NDArray[np.int16]:
        parts = self._received[began:]
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)

    def mark(self) -> int:
        """Return the index from which `sound` returns only audio that is received from now on."""
        return len(self._received)

    def last_sound(self) -> float:
        """Return the time of the agent's last sound, by time.monotonic(). 0 if there was none."""
        return self._sounds[-1] if self._sounds else 0.0

    def longest_silence(self) -> float:
        """Return the longest silence of both sides between the agent's first and last sound, in seconds."""
        longest, until = 0.0, self._sounds[0]
        for began, ended in sorted([*((at, at) for at in self._sounds), *self.spoke]):
            longest = max(longest, min(began, self._sounds[-1]) - until)
            until = max(until, ended)
        return longest

    def _speaks(self) -> bool:
        return len(self._sounds) >= 3 and time.monotonic() - self._sounds[-3] < 0.3

    def _disconnected(self, reason: int) -> None:
        self.gone_why = reason
        self.gone.set()

    def _track_subscribed(self, track: rtc.Track, *_: Any) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            self._spawn(self._listen(rtc.AudioStream(track, sample_rate=RATE, num_channels=1)))

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _transcribed(self, reader: rtc.TextStreamReader, identity: str) -> None:
        async def read() -> None:
            text = await reader.read_all()
            if identity != self.room.local_participant.identity:
                self.transcripts.append(text)
            else:
                attributes = reader.info.attributes or {}
                final = attributes["lk.transcription_final"] == "true"
                self.own_words.append((attributes["lk.segment_id"], final, text))

        self._spawn(read())

    def _timings_arrived(self, reader: rtc.TextStreamReader, identity: str) -> None:
        async def read() -> None:
            self.turn_times.append(json.loads(await reader.read_all()))

        self._spawn(read())

    async def _listen(self, stream: rtc.AudioStream) -> None:
        try:
            async for event in stream:
                samples = np.frombuffer(event.frame.data, np.int16).copy()
                self._received.append(samples)
                if _loud(samples):
                    self._sounds.append(time.monotonic())
                    self._loud_samples += len(samples)
        finally:
            await stream.aclose()

    async def _microphone(self, source: rtc.AudioSource) -> None:
        """Play pending speech, and silence otherwise, until the task is cancelled."""
        silence = np.zeros(FRAME, np.int16)
        while True:
            if self._to_say.empty():
                await self._send(source, silence)
                continue
            speech = await self._to_say.get()
            loud: list[float] = []
            for start in range(0, len(speech), FRAME):
                frame = speech[start : start + FRAME]
                if _loud(frame):
                    loud.append(time.monotonic() + source.queued_duration)
                    self.saying = True
                await self._send(source, np.pad(frame, (0, FRAME - len(frame))))
            if loud:
                self.spoke.append((loud[0], loud[-1]))
            await source.wait_for_playout()
            self.saying = False
            self._queue_sent.set()

    async def _send(self, source: rtc.AudioSource, samples: NDArray[np.int16]) -> None:
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, FRAME))


async def _until(so: Callable[[], bool], within: float) -> None:
    """Check the condition every 20 ms until it is true."""
    async with asyncio.timeout(within):
        while True:
            if so():
                return
            await asyncio.sleep(0.02)


def _loud(samples: NDArray[np.int16]) -> bool:
    return samples.size > 0 and int(np.abs(samples.astype(np.int32)).max()) > QUIET


def resampled(samples: NDArray[np.int16], rate: int, wanted: int) -> NDArray[np.int16]:
    """Resample by linear interpolation. The result is good enough for recognition."""
    count = len(samples) * wanted // rate
    places = np.arange(count) * (rate / wanted)
    wanted_samples: NDArray[np.int16] = np.interp(places, np.arange(len(samples)), samples).astype(np.int16)
    return wanted_samples


def as_wav(samples: NDArray[np.int16], rate: int = RATE) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return written.getvalue()
