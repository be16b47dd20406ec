"""Records the busy sentence in the voice of a call, once that voice has spoken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from livekit.agents import AgentSession, AgentStateChangedEvent, tts

from agent_worker.speech.busy_clip import BusyClip


class BusyRecorder:
    """Records the sentence after the first speech of a call, unless this worker has a recording of the voice.

    A recording needs a voice that works. It must exist before that voice fails, in another call perhaps.

    Args:
        session: The session of the call.
        clip: The sentence.
        speaks: Returns whether text to speech works in the call.
        build_voice: Builds text to speech apart from the session.
    """

    def __init__(
        self,
        session: AgentSession[None],
        clip: BusyClip,
        speaks: Callable[[], bool],
        build_voice: Callable[[], Awaitable[tts.TTS[Any]]],
    ) -> None:
        self._session, self._clip, self._speaks, self._build_voice = session, clip, speaks, build_voice
        self._recording: asyncio.Task[None] | None = None
        session.on("agent_state_changed", self._state_changed)

    def close(self) -> None:
        """End a recording in progress. The next call records it."""
        self._session.off("agent_state_changed", self._state_changed)
        if self._recording is not None:
            self._recording.cancel()

    def _state_changed(self, event: AgentStateChangedEvent) -> None:
        wanted = self._clip.recording is not None and not self._clip.recording.exists()
        if wanted and self._recording is None and event.old_state == "speaking" and self._speaks():
            self._recording = asyncio.create_task(self._record())

    async def _record(self) -> None:
        voice = await self._build_voice()
        try:
            await self._clip.record(voice)
        finally:
            await voice.aclose()
