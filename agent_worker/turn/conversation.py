"""What to say next, from what the API answers and what the caller heard. Nothing of rooms, of sound or of a flow."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from agent_worker.backend.reply import Continue, Hangup, Listen, Reply, Transfer
from agent_worker.turn.attempts import Attempts, Turn, Turns
from agent_worker.turn.inputs import Input, KeptSilent, Message, Nothing, Pressed, request_fields, words
from agent_worker.turn.phrases import BACK, CUT_OFF, OUT_OF_REACH, SLOW, Phrases

UNHEARD_WORDS = 2
"""A reply of which no more was heard counts as not begun, and is said again."""
MOST_TIMES_SAID = 3
MOST_MISSED, MOST_CHARACTERS, MOST_CHARACTERS_IN_ALL = 100, 4000, 8000
MOST_BYTES = 62_000
"""What a turn may carry: a body of 64 KiB, its ids among it."""
REMEMBERED = 20
"""Messages kept for the fallback model."""


class Fallback(Protocol):
    async def answer(self, messages: Sequence[Message]) -> str | None:
        """In the flow's place, while the API is out of reach; None if there is no model or it does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds without an answer, before the worker says something by itself."""

    first: float = 3.0
    again: float = 4.0
    """A caller should not hear nothing for five seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """Words to be spoken: a turn's reply, or, with no turn, the worker's own."""

    text: str
    turn: Turn | None = None
    action: Listen | Transfer | Hangup | None = None
    """What follows; None while a reply is still owed."""

    @property
    def may_be_cut(self) -> bool:
        match self.action:
            case Listen(interruptible=interruptible):
                return interruptible
            case Transfer() | Hangup():
                return False
            case None:
                return True


@dataclass(slots=True)
class Conversation:
    """The caller's side of one session, used from one event loop.

    A reply that the caller has not heard is still owed: words that come before it cannot be its answer, so they go
    along as `missed` with the next turn, and it is said again.
    """

    turns: Turns
    fallback: Fallback
    patience: Patience = field(default_factory=Patience)
    attempts: Attempts = field(default_factory=Attempts)
    repeats: bool = False
    """Whether a call that another worker began goes on with its last reply, of which the caller may have heard none."""
    _owed: Turn | None = None
    _interrupted: dict[str, object] | None = None
    _missed: list[Message] = field(default_factory=list)
    _last: list[Message] = field(default_factory=list)
    _phrases: Phrases = field(default_factory=Phrases)

    @property
    def owes(self) -> bool:
        """Whether a reply is awaited or unheard."""
        return self._owed is not None

    async def next(self, given: Input, turn_id: str) -> Saying:
        """What to say to an input. Cut off by cancellation it loses nothing: the turn goes on, its reply is owed."""
        said = words(given)
        if said:
            self._remember(Message("user", said))
        if isinstance(given, Pressed) and self._owed is not None and self._owed.times_said:
            # Who knows the question need not hear it to press a key.
            self._interrupted = {"turnId": self._owed.turn_id, "heard": self._owed.heard}
            self._owed = self._owed.following
        if self._owed is None:
            self._owed = self._post(turn_id, given)
        elif said:
            self._missed.append(Message("user", said))
        return await self._answer(self._owed)

    def spoken(self, saying: Saying, heard: str, *, cut: bool) -> None:
        """Words were spoken, or cut off.

        heard: as much of the text as was played.
        """
        heard = heard.strip()
        if heard:
            self._remember(Message("assistant", heard))
        turn = saying.turn
        if turn is None:
            if heard:
                self._missed.append(Message("assistant", heard))
            return
        cut = cut and heard != saying.text.strip()
        begun = len(heard.split()) > UNHEARD_WORDS or turn.times_said >= MOST_TIMES_SAID
        if cut and not begun and isinstance(saying.action, Listen):
            turn.heard = heard[:MOST_CHARACTERS]
            return
        if cut:
            self._interrupted = {"turnId": turn.turn_id, "heard": heard[:MOST_CHARACTERS]}
        if self._owed is turn:
            self._owed = turn.following

    def close(self) -> None:
        """Stop asking. What was posted happens all the same."""
        if self._owed is not None:
            self._owed.cancel()

    def _post(self, turn_id: str, given: Input) -> Turn:
        extra: dict[str, object] = {}
        if self._interrupted is not None:
            extra["interrupted"] = self._interrupted
        if self._missed:
            room = MOST_BYTES - _size(request_fields(given)) - _size(extra)
            extra["missed"] = _fitting(self._missed, room)
        self._interrupted, self._missed = None, []
        return Turn(self.turns, turn_id, given, extra, self.attempts)

    async def _answer(self, turn: Turn) -> Saying:
        patience = self.patience.again if turn.phrased else self.patience.first
        done, _ = await asyncio.wait({turn.reply}, timeout=patience)
        if not done:
            turn.phrased = True
            return Saying(await self._meanwhile(turn))
        reply = turn.reply.result()
        if _another_worker_began(reply):
            self._owed = None
            back = f"{CUT_OFF} {reply.last_response}" if self.repeats and reply.last_response else BACK
            return Saying(back, action=None if isinstance(reply.action, Continue) else reply.action)
        turn.times_said += 1
        if isinstance(reply.action, Continue):
            if turn.following is None:
                turn.following = self._post(uuid.uuid4().hex, Nothing())
            return Saying(reply.response, turn)
        return Saying(reply.response, turn, reply.action)

    async def _meanwhile(self, turn: Turn) -> str:
        if not turn.failing:
            return self._phrases.next(SLOW)
        if not isinstance(turn.given, Nothing | KeptSilent):
            answer = await self.fallback.answer(self._last)
            if answer:
                return answer
        return self._phrases.next(OUT_OF_REACH)

    def _remember(self, message: Message) -> None:
        self._last.append(message)
        del self._last[:-REMEMBERED]


def _another_worker_began(reply: Reply) -> bool:
    """The caller has heard that worker fall silent, and this one greets nobody twice."""
    return reply.last_response is not None and not reply.response and not reply.completed


def _fitting(missed: Sequence[Message], most_bytes: int) -> list[dict[str, object]]:
    """The latest, as far as a turn's request takes them."""
    fitting: list[dict[str, object]] = []
    room = MOST_CHARACTERS_IN_ALL
    for message in reversed(missed[-MOST_MISSED:]):
        content = message.content[:MOST_CHARACTERS]
        written: dict[str, object] = {"role": message.role, "content": content}
        room -= len(content)
        most_bytes -= _size(written)
        if room < 0 or most_bytes < 0:
            break
        fitting.append(written)
    return fitting[::-1]


def _size(fields: dict[str, object]) -> int:
    """Bytes in a request's body, with what parts it from the next."""
    return len(json.dumps(fields, ensure_ascii=False).encode(errors="replace")) + 2
