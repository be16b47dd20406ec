"""The schedule of interim transcripts, with a scripted VAD and scripted transcripts.

No time passes while a second of speech is pushed: the tests check which audio is transcribed, not the speed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Never

import pytest
from livekit import rtc
from livekit.agents import APIConnectOptions, stt, vad
from livekit.agents.types import NOT_GIVEN, NotGivenOr
from livekit.agents.utils import AudioBuffer

from agent_worker.speech.build import build_speech
from agent_worker.speech.interim_stt import InterimSchedule, InterimSTT
from agent_worker.speech.local_stt import LocalSTT
from agent_worker.speech.settings import Engine, SpeechSettings

pytestmark = pytest.mark.anyio

WINDOW = 0.032
"""Seconds of audio in one event of the VAD."""
RATE = 16_000
Type = vad.VADEventType
Happened = stt.SpeechEventType


class Scripted(vad.VAD):
    """A VAD whose events the test sends. It ignores the audio."""

    def __init__(self) -> None:
        super().__init__(capabilities=vad.VADCapabilities(update_interval=WINDOW))
        self.streams: list[_Cuts] = []

    def stream(self) -> vad.VADStream:
        self.streams.append(_Cuts(self))
        return self.streams[-1]


class _Cuts(vad.VADStream):
    async def _main_task(self) -> None:
        async for _ in self._input_ch:
            pass

    def tell(self, kind: Type, spoken: float, silent: float = 0.0, frames: int = 1) -> None:
        frame = rtc.AudioFrame(bytes(2 * int(RATE * WINDOW)), RATE, 1, int(RATE * WINDOW))
        self._event_ch.send_nowait(
            vad.VADEvent(
                kind,
                samples_index=0,
                timestamp=0.0,
                speech_duration=spoken,
                silence_duration=0.25,
                frames=[frame] * frames,
                speaking=True,
                raw_accumulated_silence=silent,
            )
        )


class FinalSTT(stt.STT[Never]):
    """Makes final transcripts, and notes each of them."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        self._notes = notes

    async def _recognize_impl(
        self, buffer: AudioBuffer, *, language: NotGivenOr[str] = NOT_GIVEN, conn_options: APIConnectOptions
    ) -> stt.SpeechEvent:
        self._notes.append("final")
        words = stt.SpeechData(language=Any, text="all of it")  # type: ignore[arg-type]  # no test reads it
        return stt.SpeechEvent(Happened.FINAL_TRANSCRIPT, alternatives=[words])


@dataclass(slots=True)
class Stage:
    cuts: _Cuts
    notes: list[str]
    """The transcripts in order: `interim` or `final`."""
    heard: list[stt.SpeechEvent] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    """Seconds of audio of each interim transcript."""
    at_once: int = 0
    most_at_once: int = 0

    async def speak(self, since: float, until: float, *, silent: float = 0.0) -> None:
        """Push speech from one second of the utterance to another."""
        at = since
        while at < until - WINDOW / 2:
            at += WINDOW
            self.cuts.tell(Type.INFERENCE_DONE, at, silent)
            await settle()

    def begin(self) -> None:
        self.cuts.tell(Type.START_OF_SPEECH, 0.05)

    def end(self, spoken: float) -> None:
        self.cuts.tell(Type.END_OF_SPEECH, spoken)

    @property
    def partial(self) -> list[str]:
        return [event.alternatives[0].text for event in self.heard if event.type == Happened.INTERIM_TRANSCRIPT]

    @property
    def kinds(self) -> list[stt.SpeechEventType]:
        return [event.type for event in self.heard]


async def settle() -> None:
    for _ in range(12):
        await asyncio.sleep(0)


Transcribe = Callable[[Stage], Awaitable[str]]
QUICK = InterimSchedule(rest=0.0, delay=0.0)


async def _at_once(stage: Stage) -> str:
    return f"interim {len(stage.lengths)}"


@asynccontextmanager
async def listening(transcribe: Transcribe = _at_once, schedule: InterimSchedule = QUICK) -> AsyncIterator[Stage]:
    notes: list[str] = []
    detection = Scripted()

    class Transcriber:
        async def transcribe_interim(self, audio: list[rtc.AudioFrame]) -> str:
            notes.append("interim")
            stage.lengths.append(sum(frame.duration for frame in audio))
            stage.at_once += 1
            stage.most_at_once = max(stage.most_at_once, stage.at_once)
            try:
                return await transcribe(stage)
            finally:
                stage.at_once -= 1

    interim_stt = InterimSTT(stt=FinalSTT(notes), vad=detection, transcriber=Transcriber(), schedule=schedule)
    assert interim_stt.capabilities.interim_results
    async with interim_stt.stream() as stream:
        await settle()
        stage = Stage(detection.streams[0], notes)

        async def read() -> None:
            async for event in stream:
                stage.heard.append(event)

        reading = asyncio.create_task(read())
        try:
            yield stage
        finally:
            reading.cancel()


async def test_interim_transcripts_come_about_every_second_and_then_the_final_one() -> None:
    async with listening() as stage:
        stage.begin()
        await stage.speak(0.05, 3.0)
        stage.end(3.0)
        await settle()
        assert stage.partial == ["interim 1", "interim 2", "interim 3"]
        assert [round(length, 1) for length in stage.lengths] == [1.0, 1.8, 2.6]
        assert stage.kinds == [
            Happened.START_OF_SPEECH,
            *[Happened.INTERIM_TRANSCRIPT] * 3,
            Happened.END_OF_SPEECH,
            Happened.FINAL_TRANSCRIPT,
        ]


async def test_an_utterance_below_a_second_has_no_interim_transcript() -> None:
    async with listening() as stage:
        for _ in range(3):
            stage.begin()
            await stage.speak(0.05, 0.95)
            stage.end(0.95)
            await settle()
        assert stage.notes == ["final"] * 3


async def test_no_interim_transcript_starts_after_the_end_of_speech() -> None:
    async with listening() as stage:
        stage.begin()
        await stage.speak(0.05, 0.9)
        stage.end(0.9)
        await stage.speak(0.9, 4.0)
        assert stage.notes == ["final"]


async def test_no_interim_transcript_starts_during_a_pause() -> None:
    async with listening() as stage:
        stage.begin()
        await stage.speak(0.05, 0.9)
        await stage.speak(0.9, 1.1, silent=0.032)
        assert stage.notes == []
        await stage.speak(1.1, 1.2)
        assert stage.notes == ["interim"]


async def test_one_interim_transcript_is_made_at_a_time() -> None:
    over = asyncio.Event

    async def until_ready(stage: Stage) -> str:
        await ready.wait()
        return "words"

    ready = over()

    async with listening(until_ready) as stage:
        stage.begin()
        await stage.speak(0.05, 3.0)
        assert stage.notes == ["interim"]
        ready.set()
        await stage.speak(3.0, 3.1)
        assert stage.notes == ["interim", "interim"]
        assert stage.most_at_once == 1


async def test_an_interim_transcript_is_not_sent_after_the_end_of_speech() -> None:
    async def until_ready(stage: Stage) -> str:
        await ready.wait()
        return "words"

    ready = asyncio.Event()

    async with listening(until_ready) as stage:
        stage.begin()
        await stage.speak(0.05, 1.1)
        stage.end(1.1)
        await settle()
        stage.begin()
        ready.set()
        await settle()
        assert stage.notes == ["interim", "final"]
        assert stage.partial == []


async def test_an_end_of_speech_at_the_same_moment_goes_first() -> None:
    async with listening(schedule=InterimSchedule(rest=0.0)) as stage:
        stage.begin()
        await settle()
        # All events at once, as after a slow transcription of the previous utterance.
        for at in (0.5, 1.0, 1.5):
            stage.cuts.tell(Type.INFERENCE_DONE, at)
        stage.end(1.5)
        await asyncio.sleep(0.05)
        assert stage.notes == ["final"]


async def test_a_slow_interim_transcript_is_followed_by_a_long_pause() -> None:
    async def slowly(stage: Stage) -> str:
        await asyncio.sleep(0.05)
        return "words"

    async with listening(slowly, InterimSchedule(rest=200.0, delay=0.0)) as stage:
        stage.begin()
        await stage.speak(0.05, 1.1)
        await asyncio.sleep(0.08)
        await stage.speak(1.1, 4.0)
        assert stage.notes == ["interim"]


async def test_a_machine_that_is_too_slow_makes_no_more_until_the_next_utterance() -> None:
    async def slowly(stage: Stage) -> str:
        await asyncio.sleep(0.03)
        return "words"

    async with listening(slowly, InterimSchedule(rest=0.0, longest=0.01, delay=0.0)) as stage:
        for count in (1, 2):
            stage.begin()
            await stage.speak(0.05, 1.1)
            await asyncio.sleep(0.05)
            await stage.speak(1.1, 4.0)
            assert stage.notes.count("interim") == count
            stage.end(4.0)
            await settle()


async def test_only_the_last_half_minute_is_transcribed() -> None:
    async with listening() as stage:
        stage.begin()
        for at in range(1, 40):
            stage.cuts.tell(Type.INFERENCE_DONE, float(at), frames=round(1 / WINDOW))
            await settle()
        assert max(stage.lengths) == pytest.approx(30, abs=0.1)
        assert stage.lengths[-1] == max(stage.lengths)


@pytest.mark.parametrize("failing", [True, False])
async def test_the_final_transcript_comes_without_interim_transcripts(failing: bool) -> None:
    async def nothing(stage: Stage) -> str:
        if failing:
            raise RuntimeError("no transcript")
        return ""

    async with listening(nothing) as stage:
        stage.begin()
        await stage.speak(0.05, 3.0)
        stage.end(3.0)
        await settle()
        assert stage.notes == ["interim"] * 3 + ["final"]
        assert stage.kinds == [Happened.START_OF_SPEECH, Happened.END_OF_SPEECH, Happened.FINAL_TRANSCRIPT]


LOCAL = SpeechSettings(stt=Engine("local"), tts=Engine("local"))


def test_local_stt_makes_interim_transcripts_for_an_observer() -> None:
    assert isinstance(build_speech(LOCAL, voice=None, language=None, interim_transcripts=True).stt, InterimSTT)


@pytest.mark.parametrize(("observed", "setting"), [(False, True), (True, False)])
def test_local_stt_makes_no_interim_transcripts_without_an_observer_or_if_off(observed: bool, setting: bool) -> None:
    settings = SpeechSettings(stt=Engine("local"), tts=Engine("local"), interim_transcripts=setting)
    assert isinstance(build_speech(settings, voice=None, language=None, interim_transcripts=observed).stt, LocalSTT)
