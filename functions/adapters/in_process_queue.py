"""A queue in this process: a thread works off its messages, one after the other. They end with the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from typing import Any

from functions.ports.queue import QueueMessage

RETRY_SECONDS = 0.5
"""Seconds before a message is delivered again."""
DELIVERIES = 6
"""Deliveries of a message after which it is dropped: `maxReceiveCount` of these queues in the template."""
Work = Callable[[Sequence[Mapping[str, Any]]], Sequence[str]]
"""Takes messages in the shape of SQS, and returns the ids of those that are to be delivered again."""


class InProcessQueue:
    """`Outbox` with its own reader. The thread begins with the first message.

    Args:
        work: Works off messages. It reports its own failures.
        name: The name of the thread.
    """

    def __init__(self, work: Work, name: str) -> None:
        self._work = work
        self._name = name
        self._messages: SimpleQueue[tuple[QueueMessage, int]] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, messages: Sequence[QueueMessage]) -> frozenset[str]:
        """See `Outbox.put`."""
        for message in messages:
            self._messages.put((message, 1))
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._deliver, name=self._name, daemon=True)
                self._thread.start()
        return frozenset()

    def _deliver(self) -> None:
        while True:
            message, receives = self._messages.get()
            record = {
                "messageId": message.key,
                "body": message.body,
                "attributes": {"ApproximateReceiveCount": str(receives)},
            }
            if self._work([record]) and receives < DELIVERIES:
                time.sleep(RETRY_SECONDS)
                self._messages.put((message, receives + 1))
