"""The agent in a room: gives each input to the conversation, has its answer spoken, then does what the flow wants."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from livekit.agents import (
    Agent,
    AgentSession,
    ModelSettings,
    StopResponse,
    UserStateChangedEvent,
    llm,
)
from livekit.agents.voice import SpeechHandle
from livekit.agents.voice.room_io import TextInputEvent

from agent_worker.backend.reply import Hangup, Listen, Transfer
from agent_worker.call.dtmf import Keys
from agent_worker.call.timer import Silence
from agent_worker.call.turn_timings import TurnTimes
from agent_worker.turn.conversation import Conversation, Saying
from agent_worker.turn.inputs import Input, KeptSilent, Nothing, Pressed, Said, words

OWED_SECONDS = 1.5
"""Of silence, before a reply is said again that somebody talked over without saying anything."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Asked:
    given: Input
    speech: SpeechHandle | None = None
    saying: Saying | None = None


class NoModel(llm.LLM[None]):
    """livekit-agents replies only where there is a model. The flow's is behind the API, and `llm_node` asks that."""

    def chat(self, **_: object) -> llm.LLMStream:
        raise NotImplementedError


class FlowAgent(Agent):
    """One turn for each input, one speech for each answer.

    leave: carries a transfer or a hang-up out, and may have the call go on: see `agent_worker.call.leave`.
    waits: whether silence counts as input; it does not where the caller types.
    times: told of each reply, where somebody wants to know.
    """

    def __init__(
        self,
        conversation: Conversation,
        leave: Callable[[Transfer | Hangup], Awaitable[bool]],
        *,
        waits: bool,
        times: TurnTimes | None = None,
    ) -> None:
        super().__init__(instructions="", llm=NoModel())
        self._conversation = conversation
        self._leave = leave
        self._waits = waits
        self._times = times
        self._no_input_seconds: float | None = None
        self._asked: dict[str, _Asked] = {}
        """By message id: what is being answered, and spoken. One at a time, unless a speech is being cut off."""
        self._later: deque[Input] = deque()
        """What the caller wrote or pressed during words that cannot be cut off."""
        self._silence = Silence(self._silence_over)
        self._keys = Keys(self._pressed)
        self._cutting_in: asyncio.Task[None] | None = None
        self._left = False
        self._leaving: asyncio.Task[None] | None = None

    def converse(self, given: Input, turn_id: str | None = None) -> None:
        """Have the answer to an input spoken, after what is being spoken now."""
        if self._left or self._leaving is not None:
            return
        self._silence.stop()
        message = llm.ChatMessage(id=turn_id or uuid.uuid4().hex, role="user", content=[words(given)])
        asked = self._asked[message.id] = _Asked(given)
        asked.speech = self.session.generate_reply(user_input=message, chat_ctx=llm.ChatContext.empty())
        asked.speech.add_done_callback(lambda _: self._spoken(message.id))

    async def type(self, session: AgentSession[None], event: TextInputEvent) -> None:
        """The caller wrote something."""
        if event.text.strip():
            await self._cut_in(Said(event.text))

    def press(self, key: str) -> None:
        """The caller pressed a key of a telephone."""
        self._silence.stop()
        with contextlib.suppress(RuntimeError):  # words that cannot be cut off
            self.session.interrupt()
        self._keys.press(key)
        self._quiet()

    def _pressed(self, keys: str) -> None:
        self._cutting_in = asyncio.create_task(self._cut_in(Pressed(keys)))

    async def _cut_in(self, given: Input) -> None:
        """What was heard of the words that are cut off comes first: the input may be its answer."""
        try:
            await self.session.interrupt()
        except RuntimeError:
            self._later.append(given)
        else:
            self.converse(given)

    async def on_enter(self) -> None:
        self.session.on("user_state_changed", self._user_state_changed)
        if self._times is not None:
            self.session.on("agent_state_changed", self._times.state_changed)
        self.converse(Nothing())

    async def on_exit(self) -> None:
        self._left = True
        self._silence.stop()
        self._keys.stop_timer()
        self._conversation.close()

    async def on_user_turn_completed(self, turn_ctx: llm.ChatContext, new_message: llm.ChatMessage) -> None:
        text = new_message.text_content or ""
        if text.strip():
            if self._times is not None:
                self._times.heard(new_message)
            self.converse(Said(text), new_message.id)
        else:
            self._quiet()
        # The reply is asked for above, where its speech is known and what follows it can be done.
        raise StopResponse

    async def llm_node(
        self, chat_ctx: llm.ChatContext, tools: list[llm.Tool], model_settings: ModelSettings
    ) -> AsyncIterator[str]:
        message = chat_ctx.messages()[-1]
        asked = self._asked.get(message.id) or _Asked(Said(message.text_content or ""))
        saying = await self._conversation.next(asked.given, message.id)
        asked.saying = saying
        if asked.speech is not None and not saying.may_be_cut and not asked.speech.interrupted:
            asked.speech.allow_interruptions = False
        if self._times is not None:
            await self._times.replies(saying.turn)
        if saying.text:
            yield saying.text

    def _spoken(self, message_id: str) -> None:
        asked = self._asked.pop(message_id)
        speech, saying = asked.speech, asked.saying
        if self._left or speech is None:
            return
        if (error := speech.exception()) is not None:
            _log.error("a speech failed: %s", type(error).__name__)
        if saying is not None:
            heard = "".join(
                item.text_content or ""
                for item in speech.chat_items
                if isinstance(item, llm.ChatMessage) and item.role == "assistant"
            )
            # A voice that fails says nothing, and was not interrupted.
            self._conversation.spoken(saying, heard, cut=speech.interrupted or not heard.strip())
            match saying.action:
                case Transfer() | Hangup():
                    self._carry_out(saying.action)
                    return
                case Listen():
                    self._no_input_seconds = saying.action.no_input_seconds
                case None:
                    pass
        if self._asked:
            return
        if self._later:
            self.converse(self._later.popleft())
        elif self._conversation.owes and not speech.interrupted and error is None:
            self.converse(Nothing())
        else:
            self._quiet()

    def _carry_out(self, action: Transfer | Hangup) -> None:
        async def leave() -> None:
            try:
                gone = await self._leave(action)
            except Exception:
                _log.exception("the call could not be left in order")
                gone = True
                self.session.shutdown(drain=False)
            if gone:
                self._left = True
            else:
                self._leaving = None
                self.converse(Nothing())

        # Whatever is said while a transfer rings is no turn: the flow would take the caller for one who came back.
        if self._leaving is None:
            self._leaving = asyncio.create_task(leave())

    def _user_state_changed(self, event: UserStateChangedEvent) -> None:
        if event.new_state == "speaking":
            self._silence.stop()
        else:
            self._quiet()

    def _quiet(self) -> None:
        """Wait for the caller, unless somebody speaks or something is about to be spoken."""
        if self._left or self._asked or self._keys.gathering or self.session.user_state == "speaking":
            return
        if self._conversation.owes:
            self._silence.wait(OWED_SECONDS)
        elif self._waits and self._no_input_seconds is not None:
            self._silence.wait(self._no_input_seconds)

    def _silence_over(self) -> None:
        self.converse(Nothing() if self._conversation.owes else KeptSilent())
