"""One turn of a session and all its attempts, under one id and with one body, so that it happens once."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

from agent_worker.backend.reply import Hangup, Reply
from agent_worker.turn.inputs import Input, request_fields
from agent_worker.turn.phrases import GOODBYE

_log = logging.getLogger(__name__)


class OutOfReachError(Exception):
    """The API did not answer, or not in words that are its own; it may tomorrow. The text says why."""


class RefusedError(Exception):
    """The API will not take this turn, however often it is asked. The text says why."""


class Turns(Protocol):
    async def post(self, turn_id: str, fields: dict[str, object]) -> Reply:
        """One attempt. OutOfReachError, RefusedError."""
        ...


@dataclass(frozen=True, slots=True)
class Attempts:
    """Seconds."""

    first_pause: float = 0.1
    longest_pause: float = 1.0
    """Between attempts, doubling from the first."""
    give_up: float = 60.0
    """After which the caller is asked to call again."""


class Turn:
    """Posted as soon as it is made, and carried on to its answer whoever talks meanwhile."""

    def __init__(self, turns: Turns, turn_id: str, given: Input, extra: dict[str, object], attempts: Attempts) -> None:
        self.turn_id = turn_id
        self.given = given
        self.failing = False
        """Whether the last attempt failed."""
        self.phrased = False
        """Whether the worker said something by itself while the caller waited."""
        self.times_said = 0
        self.heard = ""
        """Of its reply, the last time that it was said and not heard to the end."""
        self.following: Turn | None = None
        """The turn that runs the tool, while this one's reply is spoken."""
        self._turns = turns
        self._fields = {**request_fields(given), **extra}
        self.reply = asyncio.create_task(self._attempt(attempts))
        """Never fails: after the last attempt it is a goodbye."""

    def cancel(self) -> None:
        self.reply.cancel()
        if self.following is not None:
            self.following.cancel()

    async def _attempt(self, attempts: Attempts) -> Reply:
        now = asyncio.get_running_loop().time
        give_up, pause = now() + attempts.give_up, attempts.first_pause
        while True:
            try:
                reply = await self._turns.post(self.turn_id, self._fields)
            except RefusedError:
                return _goodbye()
            except Exception as error:  # whatever is raised on the way: the caller must not hear nothing for ever
                if not isinstance(error, OutOfReachError):
                    _log.exception("an attempt failed as none should", extra={"turn_id": self.turn_id})
                if now() > give_up:
                    return _goodbye()
                self.failing = True
            else:
                self.failing = False
                return reply
            await asyncio.sleep(pause)
            pause = min(pause * 2, attempts.longest_pause)


def _goodbye() -> Reply:
    return Reply(response=GOODBYE, completed=True, action=Hangup())
