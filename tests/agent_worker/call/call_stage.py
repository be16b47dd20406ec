"""A `FlowAgent` in a real session of livekit-agents, without a room. The test controls the loudspeaker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from livekit import rtc
from livekit.agents import AgentSession, ModelSettings, StopResponse, TurnHandlingOptions, llm
from livekit.agents.voice import io

from agent_worker.backend.reply import Hangup, Transfer
from agent_worker.call.flow_agent import FlowAgent
from agent_worker.call.turn_timings import TurnTimingsPublisher
from agent_worker.turn.active_conversation import ActiveConversation
from agent_worker.turn.early.running_draft import Drafts
from agent_worker.turn.state import Options
from tests.agent_worker.turn.conversation_driver import ATTEMPTS, QUICK
from tests.agent_worker.turn.scripted_turns import ScriptedFallback, ScriptedTurns, StreamedTurns


class Loudspeaker(io.AudioOutput):
    """Plays each speech at once. If it is held, it plays until the test lets it go or cuts it off."""

    def __init__(self) -> None:
        super().__init__(label="test", capabilities=io.AudioOutputCapabilities(pause=False), sample_rate=16000)
        self.held = False
        self.heard = ""
        """The part of a speech that is heard if it is cut off."""
        self._playing = False

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        await super().capture_frame(frame)
        if not self._playing:
            self._playing = True
            self.on_playback_started(created_at=0.0)

    def flush(self) -> None:
        super().flush()
        if not self.held:
            self.let_go()

    def let_go(self) -> None:
        if self._playing:
            self._playing = False
            self.on_playback_finished(playback_position=1.0, interrupted=False)

    def clear_buffer(self) -> None:
        if self._playing:
            self._playing = False
            self.on_playback_finished(playback_position=0.5, interrupted=True, synchronized_transcript=self.heard)

    @property
    def playing(self) -> bool:
        return self._playing


class Voiced(FlowAgent):
    """An agent with a voice. It records each text that it speaks."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.spoken: list[str] = []
        self.failures = 0
        """Number of the next speeches that fail."""

    async def tts_node(self, text: AsyncIterable[str], model_settings: ModelSettings) -> AsyncIterator[rtc.AudioFrame]:
        words = "".join([part async for part in text])
        if self.failures:
            self.failures -= 1
            raise ConnectionError("no voice")
        self.spoken.append(words)
        yield rtc.AudioFrame(b"\x00\x00" * 160, 16000, 1, 160)


@dataclass(slots=True)
class Stage:
    session: AgentSession[None]
    agent: Voiced
    turns: ScriptedTurns
    conversation: ActiveConversation
    speaker: Loudspeaker
    left: list[Transfer | Hangup] = field(default_factory=list)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not condition():  # noqa: ASYNC110  # livekit-agents has no event for each of them
                await asyncio.sleep(0.001)

    async def quiet(self) -> None:
        """Wait until no speech is in progress or about to start."""
        await self.until(lambda: self.session.current_speech is None and not self.agent._speeches)

    async def say(self, words: str) -> None:
        """Let the caller speak. As in livekit-agents, the current speech is cut off first."""
        speech = self.session.current_speech
        if speech is not None:
            await speech.interrupt()
        message = llm.ChatMessage(role="user", content=[words])
        try:
            await self.agent.on_user_turn_completed(llm.ChatContext.empty(), message)
        except StopResponse:
            return
        raise AssertionError("livekit-agents would answer by itself")

    async def write(self, words: str) -> None:
        await self.agent.type(self.session, cast(Any, SimpleNamespace(text=words)))

    @property
    def bodies(self) -> list[Mapping[str, object]]:
        """The body of each turn once, in order."""
        return list(dict(self.turns.posted).values())


@asynccontextmanager
async def call(
    turns: ScriptedTurns | StreamedTurns,
    leave: Callable[[Transfer | Hangup], Awaitable[bool]] | None = None,
    *,
    silence_is_input: bool = True,
    held: bool = False,
    timings: TurnTimingsPublisher | None = None,
    agent_type: type[FlowAgent] = Voiced,
    chat: io.TextOutput | None = None,
    drafts: Drafts | None = None,
    begins_taken_over: bool | None = None,
) -> AsyncIterator[Stage]:
    """A call in progress. `chat` receives the words of a call without sound.

    `begins_taken_over`: a person takes the call over before it begins, and has left again if it is false.
    """
    left: list[Transfer | Hangup] = []

    async def over(action: Transfer | Hangup) -> bool:
        left.append(action)
        return await leave(action) if leave is not None else True

    options = Options(silence_is_input=silence_is_input)
    conversation = ActiveConversation(turns, ScriptedFallback(), options, QUICK, ATTEMPTS, drafts)
    agent = agent_type(conversation, over, timings=timings)
    if begins_taken_over is not None:
        agent.take_over(True)
        agent.take_over(begins_taken_over)
    session: AgentSession[None] = AgentSession(
        vad=None,
        user_away_timeout=None,
        tts_text_transforms=None,
        turn_handling=TurnHandlingOptions(turn_detection="manual"),
    )
    speaker = Loudspeaker()
    speaker.held = held
    if chat is None:
        session.output.audio = speaker
    else:
        session.output.transcription = chat
    await session.start(agent, record=False)
    try:
        yield Stage(session, cast(Voiced, agent), cast(ScriptedTurns, turns), conversation, speaker, left)
    finally:
        speaker.held = False
        speaker.let_go()
        await session.aclose()
