"""The sound of a speech, by the session's text to speech: clause by clause, with a deadline for each beginning."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from enum import Enum, auto

from livekit import rtc
from livekit.agents import Agent, ModelSettings
from livekit.agents.types import USERDATA_TIMED_TRANSCRIPT
from livekit.agents.voice.io import TimedString

FIRST_SOUND_SECONDS = 15.0
"""Seconds from a text until its first sound. All attempts and all engines share them."""
GAP_SECONDS = 0.05
"""Seconds of silence that are played at once while the next clause is not synthesized yet."""

END_SECONDS = 0.01
"""Seconds of silence after each clause. Its frame says when the clause ended."""


class SilentVoiceError(Exception):
    """Text to speech made no sound in time."""


class _Mark(Enum):
    CLAUSE_ENDS = auto()
    ALL_ENDS = auto()


class _Times:
    """Writes into the frames of a speech at which second of its sound each clause begins and ends.

    livekit-agents computes from it which words were heard. Without it, it estimates them from a usual speed of speech.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        """Seconds of sound before the next frame."""
        self._words = ""
        """Words whose sound has not begun. Words without a sound, such as "…", go with the next ones."""
        self._told = ""
        """The words of the clause, until its sound begins or the voice has finished it."""

    def begins(self, words: str) -> None:
        """Say that the next frame of sound begins to speak the words."""
        self._told = words

    def ends(self) -> bool:
        """Say that the voice has finished the clause. One at which the voice fails does not end.

        Returns:
            Whether the clause had a sound.
        """
        has_sound = not self._told
        self._words, self._told = self._words + self._told, ""
        return has_sound

    def sound(self, frame: rtc.AudioFrame) -> rtc.AudioFrame:
        """Write the beginning of a clause into its first frame. An engine's own times begin with each text."""
        if not self._told:
            return self._write(frame, [])
        words, self._words, self._told = self._words + self._told, "", ""
        return self._write(frame, [TimedString(words, start_time=self._seconds)])

    def silence(self, frame: rtc.AudioFrame) -> rtc.AudioFrame:
        """Say that nothing is spoken until the end of a frame of silence."""
        return self._write(frame, [TimedString("", end_time=self._seconds + frame.duration)])

    def clause_ended(self, frame: rtc.AudioFrame) -> rtc.AudioFrame:
        """Write the end of a clause into the silence after it."""
        return self._write(frame, [TimedString("", end_time=self._seconds)])

    def speech_ended(self, frame: rtc.AudioFrame) -> rtc.AudioFrame | None:
        """Write the last words, if they have no sound, into a frame of silence. None if there are none."""
        return self._write(frame, [TimedString(self._words, start_time=self._seconds)]) if self._words else None

    def _write(self, frame: rtc.AudioFrame, times: list[TimedString]) -> rtc.AudioFrame:
        frame.userdata[USERDATA_TIMED_TRANSCRIPT] = times
        self._seconds += frame.duration
        return frame


class Playout:
    """Estimates when the sound of a speech ends that was given to the loudspeaker. It plays at the speed of speech."""

    def __init__(self) -> None:
        self._ends = 0.0
        self._sound_ends = 0.0

    @property
    def ends(self) -> float:
        """The time of the event loop at which everything has been played, silence too."""
        return self._ends

    def sound_ends(self) -> float:
        """Return the time of the event loop at which the last sound has been played, without silence after it."""
        return self._sound_ends

    def add(self, frame: rtc.AudioFrame, *, silent: bool = False) -> None:
        """Add a frame that is played after those before it."""
        self._ends = max(self._ends, asyncio.get_running_loop().time()) + frame.duration
        if not silent:
            self._sound_ends = self._ends


async def sound_of_clauses(
    agent: Agent, clauses: AsyncIterable[str], model_settings: ModelSettings, playout: Playout
) -> AsyncGenerator[rtc.AudioFrame, None]:
    """Synthesize clauses as they come.

    Each is a text of its own for the voice: livekit-agents would hold a sentence back until the next one begins. If
    the next clause is late, silence is played. Otherwise the sound would last shorter than the clock says, and
    livekit-agents would report words as heard that were not played yet. The frames say when a clause begins and ends.

    Args:
        agent: The agent of the session.
        clauses: The clauses.
        model_settings: Handed on.
        playout: Told of each frame.

    Yields:
        The sound. `SilentVoiceError` is raised for a clause without sound within `FIRST_SOUND_SECONDS`.
    """
    frames: asyncio.Queue[rtc.AudioFrame | _Mark | str] = asyncio.Queue()
    times = _Times()

    async def synthesize() -> None:
        try:
            async for clause in clauses:
                frames.put_nowait(clause)
                async with aclosing(sound_of(agent, clause.strip(), model_settings)) as sound:
                    async for frame in sound:
                        frames.put_nowait(frame)
                frames.put_nowait(_Mark.CLAUSE_ENDS)
        finally:
            frames.put_nowait(_Mark.ALL_ENDS)

    synthesizing = asyncio.create_task(synthesize())
    pause: rtc.AudioFrame | None = None
    """What is played while nothing comes. None within a clause: a word must not be torn."""
    last: rtc.AudioFrame | None = None
    try:
        while True:
            try:
                async with asyncio.timeout_at(None if pause is None else playout.ends):
                    following = await frames.get()
            except TimeoutError:
                if pause is not None:
                    playout.add(pause, silent=True)
                    yield times.silence(pause)
                continue
            match following:
                case str(clause):
                    times.begins(clause)
                case _Mark.CLAUSE_ENDS:
                    if times.ends() and last is not None:
                        yield times.clause_ended(_added(_silence_like(last, END_SECONDS), playout))
                    pause = None if last is None else _silence_like(last)
                case _Mark.ALL_ENDS:
                    break
                case frame:
                    last, pause = frame, None
                    playout.add(frame)
                    yield times.sound(frame)
        if last is not None and (ending := times.speech_ended(_silence_like(last, END_SECONDS))) is not None:
            yield _added(ending, playout)
        await synthesizing
    finally:
        synthesizing.cancel()
        await asyncio.wait({synthesizing})


def _added(silence: rtc.AudioFrame, playout: Playout) -> rtc.AudioFrame:
    playout.add(silence, silent=True)
    return silence


def _silence_like(frame: rtc.AudioFrame, seconds: float = GAP_SECONDS) -> rtc.AudioFrame:
    return rtc.AudioFrame.create(frame.sample_rate, frame.num_channels, int(frame.sample_rate * seconds))


async def sound_of(agent: Agent, text: str, model_settings: ModelSettings) -> AsyncGenerator[rtc.AudioFrame, None]:
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


async def _once(text: str) -> AsyncGenerator[str, None]:
    if text:
        yield text
