"""A conversation in progress: holds its state and carries out the commands for the API, not those for the room."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol, assert_never

from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.attempts import Attempts, Turns, post_until_reply
from agent_worker.turn.commands import (
    AskFallback,
    AwaitReply,
    CallCommand,
    CancelPosts,
    EndSpeech,
    GenerationCommand,
    LeaveCall,
    Post,
    PostDraft,
    Say,
    SayWords,
    StartSpeech,
    StartTimer,
    StopTimer,
)
from agent_worker.turn.conversation import transition
from agent_worker.turn.early.foresee import draft_of
from agent_worker.turn.early.running_draft import Drafts, RunningDraft
from agent_worker.turn.events import (
    AttemptFailed,
    CallEvent,
    DraftEnded,
    Event,
    FallbackAnswered,
    GenerationStarted,
    Replied,
    ReplyLate,
    ReplyReady,
    WordsArrived,
    WordsReady,
)
from agent_worker.turn.inputs import Message
from agent_worker.turn.state import Context, Draft, Idle, Left, Options, SpokenText, State


class Fallback(Protocol):
    """Answers instead of the flow while the API is unavailable."""

    async def answer(self, messages: Sequence[Message]) -> str | None:
        """Answer the latest messages.

        Args:
            messages: The latest messages, oldest first.

        Returns:
            The answer, or None if there is no model or it fails.
        """
        ...


@dataclass(frozen=True, slots=True)
class ReplyTimeouts:
    """Seconds after which the worker speaks its own words, because the reply is late."""

    first: float = 3.0
    """Seconds of silence before the first words of the worker."""
    further: float = 4.0
    """Seconds of silence before each further words. A caller should never hear nothing for five seconds."""


class ActiveConversation:
    """The conversation of one call, used from one event loop.

    Args:
        turns: The API.
        fallback: Answers while the API is unavailable.
        options: The options of the call.
        timeouts: When the worker speaks its own words.
        attempts: The schedule of the attempts to post a turn.
        drafts: The API's endpoint for drafts. None if no turn is drafted.
    """

    def __init__(
        self,
        turns: Turns,
        fallback: Fallback,
        options: Options | None = None,
        timeouts: ReplyTimeouts | None = None,
        attempts: Attempts | None = None,
        drafts: Drafts | None = None,
    ) -> None:
        self.state: State = Idle(Context(options or Options()))
        self._turns, self._fallback = turns, fallback
        self._timeouts, self._attempts = timeouts or ReplyTimeouts(), attempts or Attempts()
        self._posts: dict[str, asyncio.Task[None]] = {}
        self._drafts = drafts
        self._draft: RunningDraft | None = None
        """The draft whose turn was not posted."""
        self._changed = asyncio.Event()
        """Set after each event, for the speeches that wait."""

    def handle(self, event: CallEvent) -> Sequence[CallCommand]:
        """Fold an event of the room into the state, and return the commands for the room."""
        for_room, _ = self._apply(event)
        return for_room

    @property
    def drafts(self) -> bool:
        """Whether turns are drafted."""
        return self._drafts is not None

    def draft_of(self, text: str) -> Draft | None:
        """Return the draft that final words take, or None if there is none with the same words."""
        return None if isinstance(self.state, Left) else draft_of(self.state.context, text)

    async def texts_for(
        self, speech_id: str, sound_ends: Callable[[], float] = lambda: 0.0
    ) -> AsyncGenerator[SpokenText, None]:
        """Generate the text of a speech: the reply to its input, or words of the worker if the reply is late.

        A cancellation loses nothing: the turn continues, and its reply stays pending.

        Args:
            speech_id: The id of the speech.
            sound_ends: Returns the time of the event loop at which the words so far have been played. The silence
                before words of the worker begins then.

        Yields:
            Words of the reply as they come (`whole` is false), then the rest of it. Nothing more if the speech or the
            call has ended, or if the reply goes on in another speech.
        """
        _, step = self._apply(GenerationStarted(speech_id))
        # The silence goes on if the speech waits for another turn: the one that answers the caller who cut in.
        silent_since = asyncio.get_running_loop().time()
        while True:
            event: Event
            match step:
                case AwaitReply(_, _, own_words_spoken):
                    seconds = self._timeouts.further if own_words_spoken else self._timeouts.first
                    event = await self._wait(speech_id, seconds, silent_since, sound_ends)
                case SayWords(_, text):
                    yield text
                    silent_since = asyncio.get_running_loop().time()
                    event = await self._wait(speech_id, self._timeouts.first, silent_since, sound_ends)
                case AskFallback(_, messages):
                    event = FallbackAnswered(speech_id, await self._fallback.answer(messages))
                case Say(_, text):
                    yield text
                    return
                case EndSpeech() | None:
                    return
                case _:
                    assert_never(step)
            _, step = self._apply(event)

    def _apply(self, event: Event) -> tuple[Sequence[CallCommand], GenerationCommand | None]:
        self.state, commands = transition(self.state, event)
        for_room: list[CallCommand] = []
        generation: GenerationCommand | None = None
        for command in commands:
            match command:
                case StartSpeech() | StartTimer() | StopTimer() | LeaveCall():
                    for_room.append(command)
                case Post():
                    draft = self._take_draft(command)
                    self._posts[command.turn_id] = asyncio.create_task(self._post(command, draft, self._goodbye))
                case PostDraft(turn_id, fields):
                    self._drop_draft()
                    if self._drafts is not None:
                        self._draft = RunningDraft(self._drafts, turn_id, fields)
                case CancelPosts():
                    self._drop_draft()
                    for task in self._posts.values():
                        task.cancel()
                case AwaitReply() | SayWords() | AskFallback() | Say() | EndSpeech():
                    generation = command
                case _:
                    assert_never(command)
        self._discard_replies()
        self._changed.set()
        return for_room, generation

    def _take_draft(self, command: Post) -> RunningDraft | None:
        """Return the draft of a turn that is posted. Any other draft is dropped."""
        draft, self._draft = self._draft, None
        if draft is None or (command.drafted and draft.turn_id == command.turn_id):
            return draft
        draft.drop()
        return None

    def _drop_draft(self) -> None:
        if self._draft is not None:
            self._draft.drop()
            self._draft = None

    async def _post(self, command: Post, draft: RunningDraft | None, goodbye: str) -> None:
        if draft is not None:
            # The turn would ask the model again while its draft asks. After it, the turn takes the model's answer.
            async with aclosing(draft.words()) as words:
                async for text in words:
                    self._record(WordsArrived(command.turn_id, text))
            self._record(DraftEnded(command.turn_id))
        reply = await post_until_reply(
            self._turns,
            command.turn_id,
            command.fields,
            self._attempts,
            goodbye,
            lambda: self._record(AttemptFailed(command.turn_id)),
            lambda text: self._record(WordsArrived(command.turn_id, text)),
        )
        self._record(Replied(command.turn_id, reply))

    def _record(self, event: AttemptFailed | DraftEnded | WordsArrived | Replied) -> None:
        self._apply(event)

    @property
    def _goodbye(self) -> str:
        return phrases_in(None if isinstance(self.state, Left) else self.state.context.language).goodbye

    async def _wait(
        self, speech_id: str, seconds: float, silent_since: float, sound_ends: Callable[[], float]
    ) -> WordsReady | ReplyReady | ReplyLate:
        """Wait until a speech can go on, or until the caller has heard nothing for some seconds."""
        now = asyncio.get_running_loop().time
        while True:
            self._changed.clear()
            match "reply" if isinstance(self.state, Left) else self.state.context.ready(speech_id):
                case "words":
                    return WordsReady(speech_id)
                case "reply":
                    return ReplyReady(speech_id, uuid.uuid4().hex)
                case None:
                    pass
            late_at = max(silent_since, sound_ends()) + seconds
            if now() >= late_at:
                return ReplyLate(speech_id)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(late_at):
                    await self._changed.wait()

    def _discard_replies(self) -> None:
        """Discard the replies to turns that no pending reply and no speech refers to."""
        if isinstance(self.state, Left):
            return
        known = {turn.turn_id for turn in self.state.context.turns}
        self._posts = {turn_id: task for turn_id, task in self._posts.items() if turn_id in known or not task.done()}
