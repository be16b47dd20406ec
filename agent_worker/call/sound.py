"""The sound of a speech, by the session's text to speech: clause by clause, with a deadline for each beginning."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from enum import Enum, auto

from livekit import rtc
from livekit.agents import Agent, ModelSettings

FIRST_SOUND_SECONDS = 15.0
"""Seconds from a text until its first sound. All attempts and all engines share them."""
GAP_SECONDS = 0.05
"""Seconds of silence that are played at once while the next clause is not synthesized yet."""


class SilentVoiceError(Exception):
    """Text to speech made no sound in time."""


class _Mark(Enum):
    CLAUSE_ENDS = auto()
    ALL_ENDS = auto()


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
    livekit-agents would report words as heard that were not played yet.

    Args:
        agent: The agent of the session.
        clauses: The clauses.
        model_settings: Handed on.
        playout: Told of each frame.

    Yields:
        The sound. `SilentVoiceError` is raised for a clause without sound within `FIRST_SOUND_SECONDS`.
    """
    frames: asyncio.Queue[rtc.AudioFrame | _Mark] = asyncio.Queue()

    async def synthesize() -> None:
        try:
            async for clause in clauses:
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
                    yield pause
                continue
            match following:
                case _Mark.CLAUSE_ENDS:
                    pause = None if last is None else _silence_like(last)
                case _Mark.ALL_ENDS:
                    break
                case frame:
                    last, pause = frame, None
                    playout.add(frame)
                    yield frame
        await synthesizing
    finally:
        synthesizing.cancel()
        await asyncio.wait({synthesizing})


def _silence_like(frame: rtc.AudioFrame) -> rtc.AudioFrame:
    return rtc.AudioFrame.create(frame.sample_rate, frame.num_channels, int(frame.sample_rate * GAP_SECONDS))


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
