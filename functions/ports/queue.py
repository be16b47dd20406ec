"""A queue, as far as whoever writes to it or reads from it needs one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class QueueMessage:
    key: str
    """The writer's own name for it."""
    body: str = field(repr=False)


class Outbox(Protocol):
    def put(self, letters: Sequence[QueueMessage]) -> frozenset[str]:
        """Hand letters over, each at least once; the keys of those that were not taken. Never raises for a queue."""
        ...


class Inbox(Protocol):
    def set_visibility_timeout(self, receipt: str, seconds: int) -> bool:
        """Hand a letter out again no sooner than in so many seconds (at most twelve hours).

        False where the queue did not take that: then it is handed out again when the queue itself says so.
        """
        ...
