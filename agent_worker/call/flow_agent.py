"""The agent in a LiveKit room: turns the session's callbacks into events, and carries out the commands for the room.

It decides nothing: `agent_worker.turn.conversation` does.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import assert_never

from livekit import rtc
from livekit.agents import (
    NOT_GIVEN,
    Agent,
    AgentSession,
    ErrorEvent,
    ModelSettings,
    StopResponse,
    UserStateChangedEvent,
    llm,
    stt,
    tts,
)
from livekit.agents.voice import SpeechHandle
from livekit.agents.voice.room_io import TextInputEvent

from agent_worker.backend.reply import Hangup, Transfer
from agent_worker.call.backchannels import without_backchannels
from agent_worker.call.dtmf import KeyCollector
from agent_worker.call.hearing.pending_words import PendingWords
from agent_worker.call.hearing.utterance import Utterance
from agent_worker.call.open_question import OpenQuestion
from agent_worker.call.patience import TurnEnd
from agent_worker.call.sound import Playout, SilentVoiceError, sound_of_clauses
from agent_worker.call.timer import Timer
from agent_worker.call.turn_timings import TurnTimingsPublisher
from agent_worker.phrases.phrases import phrases_in
from agent_worker.speech.busy_clip import BusyClip
from agent_worker.speech.failure import LOST_METRIC, Part, cause, is_final
from agent_worker.turn.active_conversation import ActiveConversation
from agent_worker.turn.commands import LeaveCall, StartSpeech, StartTimer, StopTimer
from agent_worker.turn.events import (
    CallerStarted,
    CallerStopped,
    CallEvent,
    CallLeft,
    Closed,
    InputDeferred,
    InputForeseen,
    InputReceived,
    LeaveFailed,
    PersonCame,
    PersonLeft,
    SpeechEnded,
    SpeechLost,
    TimerExpired,
    Whispered,
)
from agent_worker.turn.inputs import Input, Pressed, Proceed, Said, words
from agent_worker.turn.state import Leaving, Left, Refusing, SpokenText

INTERRUPT_SECONDS = 3.0
"""Maximum seconds until a speech is cut off for the busy sentence. The sentence then follows it."""
_log = logging.getLogger(__name__)


class NoModel(llm.LLM[None]):
    """A placeholder: livekit-agents replies only if there is a model. `FlowAgent.llm_node` asks the API instead."""

    def chat(self, **_: object) -> llm.LLMStream:
        """Never called."""
        raise NotImplementedError


class FlowAgent(Agent):
    """One turn for each input, one speech for each answer.

    The path of an input: `_handle(InputReceived)` → `StartSpeech` → the session calls `llm_node` with the id of the
    speech → `ActiveConversation.texts_for` that id → the session plays the texts as they come →
    `_handle(SpeechEnded)`.

    Args:
        conversation: Decides what to do, and asks the API.
        leave: Carries out a transfer or a hang-up, and returns whether the call is over. See `agent_worker.call.leave`.
        timings: Publishes the timings of each turn. None for a call that nobody observes.
        turn_end: What ends an utterance of the caller. None for a call without speech.
        busy: The sentence with which the call ends if nothing hears the caller or nothing speaks. None for the English
            one.
    """

    def __init__(
        self,
        conversation: ActiveConversation,
        leave: Callable[[Transfer | Hangup], Awaitable[bool]],
        *,
        timings: TurnTimingsPublisher | None = None,
        turn_end: TurnEnd | None = None,
        busy: BusyClip | None = None,
    ) -> None:
        super().__init__(instructions="", llm=NoModel())
        self._conversation = conversation
        self._leave = leave
        self._timings = timings
        self._busy = busy or BusyClip(phrases_in(None).busy)
        self.speaks = True
        """Whether text to speech can be had."""
        self._refusal: asyncio.Future[None] | None = None
        self._speeches: dict[str, SpeechHandle] = {}
        """The speeches that have not ended, by id."""
        self._playout = Playout()
        self._timer = Timer(lambda: self._handle(TimerExpired(_new_id())))
        self._question = OpenQuestion(turn_end)
        self._utterance = Utterance()
        self._pending_words = PendingWords(lambda text: self._said(text, None))
        self._keys = KeyCollector(self._keys_collected, lambda: self._question.keys)
        self._entered = False
        """Whether the call has begun for this agent."""
        self._taken_over = False
        """Whether a person speaks in place of the agent."""
        self._tasks: set[asyncio.Future[None]] = set()

    async def on_enter(self) -> None:
        """Begin the call. Called by the session."""
        self.session.on("user_state_changed", self._user_state_changed)
        self.session.on("error", self._speech_failed)
        if self._timings is not None:
            self.session.on("agent_state_changed", self._timings.state_changed)
        self._entered = True
        if self._taken_over:
            self._handle(PersonCame())
        self._handle(InputReceived(_new_id(), Proceed()))

    async def on_exit(self) -> None:
        """End the call. Called by the session."""
        self._keys.stop()
        self._pending_words.stop()
        self._handle(Closed())

    async def on_user_turn_completed(self, turn_ctx: llm.ChatContext, new_message: llm.ChatMessage) -> None:
        """Handle what the caller said. Called by the session.

        Args:
            turn_ctx: Not used: the API keeps the conversation.
            new_message: The transcript. Its id becomes the id of the turn, unless a draft has one for it.

        Raises:
            StopResponse: Always. `StartSpeech` asks for the reply, because it needs the handle of the speech.
        """
        text = self._pending_words.complete(new_message.text_content or "")
        if self._taken_over:
            self._pending_words.stop()
        elif text:
            self._said(text, new_message)
        elif text is not None:
            self._caller_stopped()
        raise StopResponse

    def _said(self, text: str, message: llm.ChatMessage | None) -> None:
        """Handle all words of an utterance. The message is the last part of it, if livekit-agents has ended one."""
        self._utterance.ended(text)
        draft = self._conversation.draft_of(text)
        new_id = _new_id() if message is None else message.id
        turn_id, said = (new_id, Said(text)) if draft is None else (draft.turn_id, draft.input)
        if self._timings is not None and message is not None:
            self._timings.caller_spoke(message, turn_id)
        self._handle(InputReceived(turn_id, said))

    async def type(self, session: AgentSession[None], event: TextInputEvent) -> None:
        """Handle text that the caller typed. Called by the session."""
        if event.text.strip():
            await self._cut_in(Said(event.text))

    def press(self, key: str) -> None:
        """Handle a DTMF key that the caller pressed. A key that is ignored cuts off no speech."""
        if self._taken_over or not self._keys.press(key):
            return
        self._handle(CallerStarted())
        with contextlib.suppress(RuntimeError):  # raised for a speech that cannot be cut off
            self.session.interrupt()
        self._caller_stopped()

    def take_over(self, taken: bool) -> None:
        """Fall silent because a person speaks in place of the agent, or go on because the person has left.

        The caller's sound still goes to speech to text, whose connection ends without any. The words are ignored.

        Args:
            taken: Whether a person has taken the call over.
        """
        self._taken_over = taken
        if not self._entered:  # `on_enter` looks whether a person is there
            return
        if taken:
            self._keys.stop()
            self._pending_words.stop()
            self._handle(PersonCame())
        with contextlib.suppress(RuntimeError):  # raised if the session has ended
            if taken:
                self.session.interrupt(force=True)
            else:
                # What the caller said to the person is no answer to the flow.
                self.session.clear_user_turn()
        if not taken:
            self._handle(PersonLeft(_new_id()))

    def whisper(self, text: str) -> None:
        """Take guidance of a supervisor. The next turn has it."""
        self._handle(Whispered(text))

    async def stt_node(
        self, audio: AsyncIterable[rtc.AudioFrame], model_settings: ModelSettings
    ) -> AsyncIterator[stt.SpeechEvent | str]:
        """Recognize what the caller says, without "mm-hm" while the agent speaks. Called by the session.

        Words that may be all that the caller says are drafted.

        Args:
            audio: The sound of the caller.
            model_settings: Handed on.

        Yields:
            The events of speech to text.
        """
        events = self._followed(Agent.default.stt_node(self, audio, model_settings))
        async with aclosing(without_backchannels(events, self._backchannels)) as heard:
            async for event in heard:
                words_so_far = self._utterance.hear(event)
                if words_so_far is not None and self._conversation.drafts:
                    self._handle(InputForeseen(_new_id(), Said(words_so_far)))
                yield event

    async def _followed(
        self, events: AsyncGenerator[stt.SpeechEvent | str, None]
    ) -> AsyncGenerator[stt.SpeechEvent | str, None]:
        async with aclosing(events):
            async for event in events:
                self._pending_words.hear(event)
                yield event

    def _backchannels(self) -> frozenset[str]:
        """Return the sounds that are no input now: none while the agent is silent, or asks for a yes or a no."""
        state = self._conversation.state
        if isinstance(state, Left) or not self._speeches or self._question.may_be_agreed_to:
            return frozenset()
        return state.context.phrases.backchannels

    async def llm_node(
        self, chat_ctx: llm.ChatContext, tools: list[llm.Tool], model_settings: ModelSettings
    ) -> AsyncIterator[str]:
        """Generate the text of a speech. Called by the session.

        Args:
            chat_ctx: Ends with the message of the speech; its id is the id of the speech.
            tools: Not used.
            model_settings: Not used.

        Yields:
            The text, in clauses as they come.
        """
        speech_id = chat_ctx.messages()[-1].id
        async with aclosing(self._conversation.texts_for(speech_id, self._playout.sound_ends)) as texts:
            begun = False
            async for text in texts:
                await self._prepare(speech_id, text, begun=begun)
                begun = True
                if text.text:
                    yield text.text

    async def _prepare(self, speech_id: str, text: SpokenText, *, begun: bool) -> None:
        """Prepare the session for a text before its first word is spoken.

        Args:
            speech_id: The id of the speech.
            text: The text.
            begun: Whether the speech has spoken the beginning of the text.
        """
        speech = self._speeches.get(speech_id)
        if speech is not None and not text.interruptible and not speech.interrupted:
            speech.allow_interruptions = False
        if text.whole or not begun:
            self._question.ask(self.session, text.action)
            if self._timings is not None:
                await self._timings.publish(text, begun=begun)

    async def tts_node(self, text: AsyncIterable[str], model_settings: ModelSettings) -> AsyncIterator[rtc.AudioFrame]:
        """Synthesize the text of a speech. Called by the session.

        Args:
            text: The text, in clauses as they come. The busy sentence comes whole.
            model_settings: Handed on.

        Yields:
            The sound. The busy sentence is played from its recording if nothing speaks.
        """
        clauses = aiter(text)
        first = await anext(clauses, "")
        is_busy, begun = first == self._busy.text, False
        if self.speaks or not is_busy:
            try:
                async with aclosing(
                    sound_of_clauses(self, _after(first, clauses), model_settings, self._playout)
                ) as sound:
                    async for frame in sound:
                        begun = True
                        yield frame
            except Exception as error:  # any error of a provider's library
                if isinstance(error, SilentVoiceError):
                    self._lose("text to speech", type(error).__name__)
                if not is_busy:
                    raise
                _log.warning("the busy sentence is played from its recording: %s", cause(error))
        if is_busy and not begun:
            for frame in self._busy.frames():
                yield frame

    def _speech_failed(self, event: ErrorEvent) -> None:
        error = event.error
        if isinstance(error, stt.STTError | tts.TTSError) and is_final(error):
            part: Part = "speech to text" if isinstance(error, stt.STTError) else "text to speech"
            self._lose(part, cause(error.error))

    def _lose(self, part: Part, why: str) -> None:
        """End the call with the busy sentence, because a part of the speech can no longer be had."""
        self.speaks = self.speaks and part != "text to speech"
        refused = isinstance(self._conversation.state, Refusing | Leaving | Left)
        if refused or (self._refusal is not None and not self._refusal.done()):
            return
        _log.error(
            "%s is lost: %s; the caller hears that all lines are busy", part, why,
            extra={"metric": LOST_METRIC, "part": part},
        )  # fmt: skip
        self._refusal = self._run(self._refuse())

    async def _refuse(self) -> None:
        with contextlib.suppress(RuntimeError, TimeoutError):  # RuntimeError: the speech cannot be cut off
            async with asyncio.timeout(INTERRUPT_SECONDS):
                await self.session.interrupt()
        self._handle(SpeechLost(_new_id(), self._busy.text))

    def _handle(self, event: CallEvent) -> None:
        for command in self._conversation.handle(event):
            match command:
                case StartSpeech(speech_id, user_input, interruptible):
                    self._start_speech(speech_id, user_input, interruptible=interruptible)
                case StartTimer(seconds):
                    self._timer.start(seconds)
                case StopTimer():
                    self._timer.stop()
                case LeaveCall(action):
                    self._run(self._leave_call(action))
                case _:
                    assert_never(command)

    def _start_speech(self, speech_id: str, user_input: Input, *, interruptible: bool) -> None:
        message = llm.ChatMessage(id=speech_id, role="user", content=[words(user_input)])
        speech = self.session.generate_reply(
            user_input=message,
            chat_ctx=llm.ChatContext.empty(),
            allow_interruptions=NOT_GIVEN if interruptible else False,
        )
        self._speeches[speech_id] = speech
        speech.add_done_callback(lambda _: self._speech_ended(speech_id))

    def _speech_ended(self, speech_id: str) -> None:
        speech = self._speeches.pop(speech_id)
        if isinstance(self._conversation.state, Left):
            return
        error = speech.exception()
        if error is not None:
            _log.error("a speech failed: %s", type(error).__name__)
        heard = "".join(
            item.text_content or ""
            for item in speech.chat_items
            if isinstance(item, llm.ChatMessage) and item.role == "assistant"
        )
        self._handle(
            SpeechEnded(
                speech_id,
                heard,
                interrupted=speech.interrupted,
                failed=error is not None,
                caller_active=self._caller_active,
                next_speech_id=_new_id(),
            )
        )

    async def _leave_call(self, action: Transfer | Hangup) -> None:
        try:
            left = await self._leave(action)
        except Exception:
            _log.exception("the transfer or hang-up failed; the session is shut down")
            left = True
            self.session.shutdown(drain=False)
        self._handle(CallLeft() if left else LeaveFailed(_new_id()))

    def _keys_collected(self, keys: str) -> None:
        self._run(self._cut_in(Pressed(keys)))

    async def _cut_in(self, user_input: Input) -> None:
        """Cut the current speech off, then handle an input.

        The order matters: the input may answer the reply, so the part that was heard is recorded first.
        """
        speech_id = _new_id()
        if self._timings is not None:
            self._timings.input_ended(speech_id, time.monotonic())
        try:
            await self.session.interrupt()
        except RuntimeError:  # raised for a speech that cannot be cut off
            self._handle(InputDeferred(user_input))
        else:
            self._handle(InputReceived(speech_id, user_input))

    def _user_state_changed(self, event: UserStateChangedEvent) -> None:
        if event.new_state == "speaking":
            self._handle(CallerStarted())
        else:
            self._caller_stopped()

    def _caller_stopped(self) -> None:
        if not isinstance(self._conversation.state, Left) and not self._caller_active:
            self._handle(CallerStopped())

    @property
    def _caller_active(self) -> bool:
        return self._keys.collecting or self._pending_words.waits or self.session.user_state == "speaking"

    def _run(self, work: Awaitable[None]) -> asyncio.Future[None]:
        """Run a coroutine in a task, and hold the task until it is done: the event loop does not."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _after(first: str, following: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for each in following:
        yield each


def _new_id() -> str:
    return uuid.uuid4().hex
