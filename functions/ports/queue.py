"""A message queue, as its writer and its reader use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """One item of a queue."""

    key: str
    """The writer's own name of the message. It is not sent."""
    body: str = field(repr=False)


class Outbox(Protocol):
    """The writer's side of a queue."""

    def put(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        """Send messages, each at least once.

        Args:
            messages: The messages.

        Returns:
            The keys of the messages that were not sent. The queue causes no exception.
        """
        ...


class Inbox(Protocol):
    """The reader's side of a queue."""

    def set_visibility_timeout(self, receipt: str, seconds: int) -> bool:
        """Delay the next delivery of a message.

        Args:
            receipt: The receipt of the current delivery.
            seconds: The delay, at most twelve hours.

        Returns:
            False if the queue refused. Then it delivers the message after its own delay.
        """
        ...
