"""A room without sound: a voice that takes time for each word, and a caller who listens, answers and cuts in.

It does what `FlowAgent` and livekit-agents do with the commands of the conversation.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.active_conversation import ActiveConversation
from agent_worker.turn.commands import LeaveCall, StartSpeech, StartTimer, StopTimer
from agent_worker.turn.events import (
    CallerStarted,
    CallerStopped,
    CallEvent,
    CallLeft,
    Closed,
    InputReceived,
    SpeechEnded,
    TimerExpired,
)
from agent_worker.turn.inputs import Message, Proceed, Said
from agent_worker.turn.state import Idle, Left, Options, SpokenText
from testing.whole_calls.paced_api import PacedApi

VOICE_SECONDS = 0.3
"""Seconds from a text to its first sound."""
WORD_SECONDS = 0.3
"""Seconds of a spoken word."""
THINKING_SECONDS = 0.7
"""Seconds until the caller answers."""
TALKING_SECONDS = 0.8
"""Seconds that the caller speaks."""
TRANSCRIBING_SECONDS = 0.6
"""Seconds from the caller's last word to its text."""
NEW_WORKER_SECONDS = 3.0
"""Seconds from the death of a worker until another one is in the room."""
OWN = frozenset((*phrases_in(None).slow, *phrases_in(None).out_of_reach))
"""The worker's own words."""


class _NoFallback:
    async def answer(self, messages: Sequence[Message]) -> str | None:
        return None


@dataclass(slots=True)
class _Playing:
    """The speech that is played."""

    speech_id: str
    texts: list[SpokenText] = field(default_factory=list)
    words: list[tuple[float, str]] = field(default_factory=list)
    """Each word, with the time at which it ends."""
    sounds: list[tuple[float, float]] = field(default_factory=list)
    """When each text is to be heard."""
    cut: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def interruptible(self) -> bool:
        return all(text.interruptible for text in self.texts)


class QuietRoom:
    """One call.

    Args:
        api: The API.
        lines: What the caller answers, in order.
        cuts_in: What the caller says after hearing a number of words of the flow, counted in the whole call.
        dies_at: The number of the flow's words after which the worker dies. None if it lives.
    """

    def __init__(
        self, api: PacedApi, lines: Sequence[str], cuts_in: Mapping[int, str] | None = None, dies_at: int | None = None
    ) -> None:
        self.api = api
        self.heard: list[str] = []
        """The words of the flow that the caller heard and that were reported, in order."""
        self.lost: list[str] = []
        """The words that the caller heard of a speech during which the worker died."""
        self.own: list[str] = []
        """The worker's own words that the caller heard."""
        self.said: list[str] = []
        """What the caller said."""
        self.was_cut_off = False
        """Whether the caller cut off a speech."""
        self.over = False
        """Whether the flow ended the call."""
        self._lines, self._cuts_in, self._dies_at = list(lines), dict(cuts_in or {}), dies_at
        self._conversation = ActiveConversation(api, _NoFallback())
        self._ids = itertools.count()
        self._waiting: list[StartSpeech] = []
        self._playing: _Playing | None = None
        self._player: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._talking = self._is_dead = False
        self._flow_words = 0
        self._sound_ends = 0.0
        self._rest = asyncio.Event()
        """Set when the caller has no more to say, or the call is over."""
        self._excused: list[tuple[float, float]] = []
        """The times in which silence is no fault: somebody speaks, it is the caller's turn, or there is no worker."""
        self._idle_since: float | None = None

    async def run(self) -> None:
        """Hold the call until the caller has no more to say, or the call is over."""
        self._handle(InputReceived(self._id(), Proceed()))
        async with asyncio.timeout(600):
            await self._rest.wait()
        self._track()
        self._stop()
        await self.api.at_rest()

    def longest_silence(self) -> float:
        """Return the longest time in which the caller waited and heard nothing, in seconds."""
        longest, until = 0.0, 0.0
        for begins, ends in sorted(self._excused):
            longest, until = max(longest, begins - until), max(until, ends)
        return longest

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def _id(self) -> str:
        return f"id-{next(self._ids)}"

    def _handle(self, event: CallEvent) -> None:
        for command in self._conversation.handle(event):
            match command:
                case StartSpeech():
                    self._waiting.append(command)
                    self._play_next()
                case StartTimer(seconds):
                    self._stop_timer()
                    loop = asyncio.get_running_loop()
                    self._timer = loop.call_later(seconds, lambda: self._handle(TimerExpired(self._id())))
                case StopTimer():
                    self._stop_timer()
                case LeaveCall():
                    self.over = True
                    self._handle(CallLeft())
        self._track()

    def _track(self) -> None:
        """Note whose turn it is, and let the caller answer."""
        if self._is_dead:
            return
        is_idle = isinstance(self._conversation.state, Idle | Left) and self._playing is None and not self._talking
        if is_idle and self._idle_since is None:
            self._idle_since = self.now
            state = self._conversation.state
            if not self._lines and isinstance(state, Idle) and (state.context.missed or state.context.interrupted):
                # The next turn tells the API what was heard.
                self._lines.append("and nothing else")
            if self.over or not self._lines:
                self._rest.set()
            else:
                self._spawn(self._answer())
        elif not is_idle and self._idle_since is not None:
            self._excused.append((self._idle_since, self.now))
            self._idle_since = None

    async def _answer(self) -> None:
        since = self._idle_since
        await asyncio.sleep(THINKING_SECONDS)
        if self._idle_since == since and since is not None:
            await self._talk(self._lines.pop(0))

    async def _talk(self, words: str) -> None:
        self._talking, began = True, self.now
        self.said.append(words)
        self._handle(CallerStarted())
        if self._playing is not None and self._playing.interruptible:
            self._playing.cut.set()
        await asyncio.sleep(TALKING_SECONDS)
        self._excused.append((began, self.now))
        self._handle(CallerStopped())
        await asyncio.sleep(TRANSCRIBING_SECONDS)
        self._talking = False
        self._handle(InputReceived(self._id(), Said(words)))

    def _play_next(self) -> None:
        if self._player is None and self._waiting:
            self._playing = _Playing(self._waiting.pop(0).speech_id)
            self._player = self._spawn(self._play(self._playing))

    async def _play(self, playing: _Playing) -> None:
        generating = self._spawn(self._generate(playing))
        cut = self._spawn(_set(playing.cut))
        await asyncio.wait({generating, cut}, return_when=asyncio.FIRST_COMPLETED)
        if not playing.cut.is_set():
            await asyncio.wait({cut}, timeout=max(0.0, self._sound_ends - self.now))
        interrupted = playing.cut.is_set()
        self.was_cut_off |= interrupted
        generating.cancel()
        cut.cancel()
        await asyncio.wait({generating, cut})
        heard = self._end_sound(playing)
        if interrupted and len(heard) <= 2:
            # The speech is spoken again, and these words are not reported.
            heard = []
        if playing.texts and playing.texts[0].turn_id is None and playing.texts[-1].text in OWN:
            self.own += heard
        else:
            self.heard += heard
        self._playing = self._player = None
        self._handle(
            SpeechEnded(
                playing.speech_id,
                " ".join(heard),
                interrupted=interrupted,
                failed=False,
                caller_active=self._talking,
                next_speech_id=self._id(),
            )
        )
        self._play_next()

    def _end_sound(self, playing: _Playing) -> list[str]:
        """End the sound of a speech. Return the words that were heard."""
        self._excused += [(begins, min(ends, self.now)) for begins, ends in playing.sounds if begins < self.now]
        self._sound_ends = min(self._sound_ends, self.now)
        return [word for ends, word in playing.words if ends <= self.now + 1e-6]

    async def _generate(self, playing: _Playing) -> None:
        async with aclosing(self._conversation.texts_for(playing.speech_id, lambda: self._sound_ends)) as texts:
            async for text in texts:
                playing.texts.append(text)
                self._speak(playing, text)

    def _speak(self, playing: _Playing, text: SpokenText) -> None:
        words = text.text.split()
        if not words:
            return
        begins = max(self.now + VOICE_SECONDS, self._sound_ends)
        playing.sounds.append((begins, begins + len(words) * WORD_SECONDS))
        loop = asyncio.get_running_loop()
        for index, word in enumerate(words, start=1):
            ends = begins + index * WORD_SECONDS
            playing.words.append((ends, word))
            if text.turn_id is not None:
                self._flow_words += 1
                if (line := self._cuts_in.pop(self._flow_words, None)) is not None:
                    loop.call_at(ends, self._cut_in, playing, line)
                if self._flow_words == self._dies_at:
                    loop.call_at(ends, self._die)
        self._sound_ends = begins + len(words) * WORD_SECONDS

    def _cut_in(self, playing: _Playing, words: str) -> None:
        if self._playing is playing and playing.interruptible and not self._talking:
            self._spawn(self._talk(words))

    def _die(self) -> None:
        """Let the worker die. Another one takes the call over."""
        self._is_dead = True
        if self._playing is not None:
            self.lost += self._end_sound(self._playing)
        self._stop()
        self._excused.append((self.now, self.now + NEW_WORKER_SECONDS))
        asyncio.get_running_loop().call_later(NEW_WORKER_SECONDS, self._begin_again)

    def _begin_again(self) -> None:
        self._is_dead = False
        self._conversation = ActiveConversation(self.api, _NoFallback(), Options(repeat_last_reply=True))
        self._handle(InputReceived(self._id(), Proceed()))

    def _stop(self) -> None:
        self._handle(Closed())
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()
        self._waiting.clear()
        self._playing = self._player = None
        self._talking = False

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _spawn(self, work: object) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _set(event: asyncio.Event) -> None:
    await event.wait()
