"""A queue of replays that keeps its messages until a test runs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.ports.queue import QueueMessage
from functions.wiring.replays import replay_messages
from testing.api.stack import Stack, replaced


@dataclass(slots=True)
class Held:
    """Implements `Outbox`."""

    messages: list[QueueMessage] = field(default_factory=list)
    refuses: bool = False

    def put(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        if self.refuses:
            return frozenset(message.key for message in messages)
        self.messages += messages
        return frozenset()

    def run(self, stack: Stack) -> int:
        """Run all messages, also those that follow from them. Return their number."""
        count = 0
        while self.messages:
            assert self.deliver(stack, self.messages.pop(0)) == []
            count += 1
        return count

    def deliver(self, stack: Stack, message: QueueMessage, receives: int = 1) -> list[str]:
        """Deliver one message, and return the ids of those that are to be delivered again."""
        return replay_messages(replaced(stack.services, replay_queue=self))([record_of(message, receives)])


def record_of(message: QueueMessage, receives: int = 1) -> Mapping[str, Any]:
    """Return a message in the shape of SQS."""
    attributes = {"ApproximateReceiveCount": str(receives)}
    return {"messageId": "m", "body": message.body, "attributes": attributes}
