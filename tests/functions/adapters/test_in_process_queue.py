"""The queue in this process: messages are worked off in order, again if need be, and not without a limit."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from functions.adapters import in_process_queue
from functions.adapters.in_process_queue import DELIVERIES, InProcessQueue
from functions.ports.queue import QueueMessage


def test_a_message_that_always_fails_is_dropped_and_delays_the_next_one_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_process_queue, "RETRY_SECONDS", 0.0)
    seen: list[tuple[str, str, str]] = []
    done = threading.Event()

    def work(records: Sequence[Mapping[str, Any]]) -> list[str]:
        (record,) = records
        receives = record["attributes"]["ApproximateReceiveCount"]
        seen.append((record["body"], receives, threading.current_thread().name))
        if record["body"] == "last":
            done.set()
        return [record["messageId"]] if record["body"] == "fails" else []

    queue = InProcessQueue(work, "a-name")
    assert queue.put([QueueMessage("1", "works"), QueueMessage("2", "fails")]) == frozenset()
    while sum(body == "fails" for body, _, _ in list(seen)) < DELIVERIES:
        done.wait(0.01)
    queue.put([QueueMessage("3", "last")])
    assert done.wait(10)
    assert seen[0] == ("works", "1", "a-name")
    assert [receives for body, receives, _ in seen if body == "fails"] == [str(n) for n in range(1, DELIVERIES + 1)]
