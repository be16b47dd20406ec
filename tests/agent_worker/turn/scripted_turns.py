"""An API for tests of the conversation: it replies from a script, and fails on request."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent_worker.backend.errors import ApiUnavailableError
from agent_worker.backend.reply import Reply
from agent_worker.backend.turn_stream import OnWords
from agent_worker.turn.inputs import Message

LISTEN: dict[str, object] = {"type": "listen", "noInputSeconds": 8, "interruptible": True}


def reply(response: str, action: dict[str, object] | None = None, **more: object) -> Reply:
    return Reply.model_validate({"sessionId": "s", "response": response, "action": action or LISTEN, **more})


@dataclass(slots=True)
class ScriptedTurns:
    """`agent_worker.turn.attempts.Turns`: a known id gets the same reply again, a new id the next of the script."""

    script: list[Reply]
    posted: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    answers: dict[str, Reply] = field(default_factory=dict)
    down: bool = False
    lose_answers: int = 0
    seconds: float = 0.0

    async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Reply:
        self.posted.append((turn_id, fields))
        if self.down:
            raise ApiUnavailableError("down")
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if turn_id not in self.answers:
            self.answers[turn_id] = self.script.pop(0)
        if self.lose_answers:
            self.lose_answers -= 1
            raise ApiUnavailableError("lost")
        return self.answers[turn_id]


@dataclass(slots=True)
class ScriptedFallback:
    """`agent_worker.turn.active_conversation.Fallback` with one answer."""

    text: str | None = None
    asked: list[list[Message]] = field(default_factory=list)

    async def answer(self, messages: Sequence[Message]) -> str | None:
        self.asked.append(list(messages))
        return self.text


@dataclass(slots=True)
class StreamedTurns:
    """`agent_worker.turn.attempts.Turns` that streams: each attempt follows the next script.

    A string is words, an event is waited for, an error is raised, and a reply is returned.
    """

    scripts: list[list[str | asyncio.Event | Exception | Reply]]
    posted: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    cancelled: int = 0
    """Attempts that the worker cancelled."""

    async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Reply:
        self.posted.append((turn_id, fields))
        reply = await self.follow(on_words)
        if reply is None:
            raise ApiUnavailableError("the stream ended")
        return reply

    async def follow(self, on_words: OnWords) -> Reply | None:
        """Follow the next script. None if it has no reply."""
        for item in self.scripts.pop(0):
            match item:
                case str():
                    on_words(item)
                    await asyncio.sleep(0)
                case asyncio.Event():
                    try:
                        await item.wait()
                    except asyncio.CancelledError:
                        self.cancelled += 1
                        raise
                case Exception():
                    raise item
                case Reply():
                    return item
        return None
