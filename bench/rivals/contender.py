"""The parts of a turn that all libraries share, and the timing of one turn."""

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
"""Decisions since the process began. It proves that each library takes all of them."""


def decide(said: str) -> bool:
    """Evaluate the condition, which is the same in all six decisions."""
    global decided
    decided += 1
    return len(said) > 0


def conversation(turns: int) -> list[dict[str, str]]:
    """Return the messages of that many turns."""
    return [message for _ in range(turns) for message in (dict(USER), dict(ASSISTANT))]


class Contender(ABC):
    name: str
    storage: str
    """A note for the report: how the state gets from one turn to the next."""
    saves = True
    """Whether another request, or another process, can take the next turn."""

    @abstractmethod
    def stored(self, turn: int) -> Any:
        """Return the stored state before turn `turn`. It is not timed. Each stored state is used once."""

    @abstractmethod
    def turn(self, stored: Any) -> Any:
        """Run one user turn and return the new state."""

    @abstractmethod
    def messages(self, left: Any) -> int:
        """Return the number of messages in the state after a turn."""

    def forget(self, stored: Any) -> None:  # noqa: B027  # most have nothing to delete
        """Delete a stored state, not timed. The size of a growing store would otherwise affect the times."""

    def timed(self, stored: Any) -> tuple[float, Any]:
        """Run one turn and return its microseconds and the new state."""
        began = time.perf_counter()
        left = self.turn(stored)
        return (time.perf_counter() - began) * 1e6, left


class AsyncContender(Contender):
    """A library whose turn is a coroutine. It is timed inside the loop, because a server's loop is already running."""

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
