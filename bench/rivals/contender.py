"""What every library does alike in a turn, and how one turn of it is timed."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from typing import Any

from bench.core.seven_nodes import ASKED, DECISIONS, SAID

NAMES = [f"decision_{number}" for number in range(1, DECISIONS + 1)]

USER = {"role": "user", "content": SAID}
ASSISTANT = {"role": "assistant", "content": ASKED}

decided = 0
"""Decisions taken since the process began: tells that no library was excused from one."""


def decide(said: str) -> bool:
    """The condition of each of the six decisions."""
    global decided
    decided += 1
    return len(said) > 0


def conversation(turns: int) -> list[dict[str, str]]:
    """What was said in so many turns."""
    return [message for _ in range(turns) for message in (dict(USER), dict(ASSISTANT))]


class Contender(ABC):
    name: str
    keeps: str
    """How the state comes from one turn to the next, and what else a reader should know."""
    saves = True
    """Whether another process could take the next turn, or at least another request."""

    @abstractmethod
    def stored(self, turn: int) -> Any:
        """What stands before turn `turn`. Not timed; each is used once."""

    @abstractmethod
    def turn(self, stored: Any) -> Any:
        """One user turn, and what it leaves behind."""

    @abstractmethod
    def messages(self, left: Any) -> int:
        """How many messages of the conversation a turn has left behind."""

    def forget(self, stored: Any) -> None:  # noqa: B027  # most have nothing to forget
        """Not timed: a store that only grows would tell of its size, and not of a turn."""

    def timed(self, stored: Any) -> tuple[float, Any]:
        """Microseconds of one turn, and what it left behind."""
        began = time.perf_counter()
        left = self.turn(stored)
        return (time.perf_counter() - began) * 1e6, left


class AsyncContender(Contender):
    """A library whose turn is a coroutine: timed from inside the loop, which a server has running anyway."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()

    @abstractmethod
    async def turn_on_loop(self, stored: Any) -> Any: ...

    def turn(self, stored: Any) -> Any:
        return self.loop.run_until_complete(self.turn_on_loop(stored))

    def timed(self, stored: Any) -> tuple[float, Any]:
        return self.loop.run_until_complete(self._timed(stored))

    async def _timed(self, stored: Any) -> tuple[float, Any]:
        began = time.perf_counter()
        left = await self.turn_on_loop(stored)
        return (time.perf_counter() - began) * 1e6, left
