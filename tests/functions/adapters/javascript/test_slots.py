"""The order in which organizations run their expressions. The tests start no process."""

from __future__ import annotations

import threading
import time

import pytest

from functions.adapters.javascript.slots import NoSlotError, Slots
from functions.deadline import NEVER, Deadline
from functions.ports.javascript import EngineClosedError


class Waiting:
    """Threads that wait for a slot, and the order in which they get one."""

    def __init__(self, slots: Slots) -> None:
        self.served: list[str] = []
        self._slots = slots
        self._threads: list[threading.Thread] = []

    def join_the_queue(self, organization_id: str) -> None:
        started = threading.Event()

        def wait() -> None:
            started.set()
            self._slots.take(organization_id, NEVER)
            self.served.append(organization_id)

        thread = threading.Thread(target=wait)
        thread.start()
        started.wait()
        time.sleep(0.02)
        self._threads.append(thread)

    def release(self, organization_id: str) -> None:
        """Release one slot, and wait until a thread has it."""
        before = len(self.served)
        self._slots.release(organization_id, None)
        until = time.monotonic() + 5
        while len(self.served) == before and time.monotonic() < until:
            time.sleep(0.001)

    def join(self) -> None:
        for thread in self._threads:
            thread.join()


def test_one_organization_leaves_a_slot_for_the_next() -> None:
    slots = Slots(4, 3)
    for _ in range(3):
        slots.take("busy", NEVER)
    with pytest.raises(NoSlotError):
        slots.take("busy", Deadline.after(0))
    slots.take("neighbour", Deadline.after(0))


def test_the_only_slot_goes_to_any_organization() -> None:
    slots = Slots(1, 1)
    assert slots.take("alone", Deadline.after(0)) is None
    with pytest.raises(NoSlotError):
        slots.take("neighbour", Deadline.after(0.01))
    slots.release("alone", None)
    assert slots.take("neighbour", Deadline.after(0)) is None


def test_the_organization_with_the_fewest_slots_is_served_first() -> None:
    slots = Slots(3, 2)
    for name in ("busy", "busy", "other"):
        slots.take(name, NEVER)
    waiting = Waiting(slots)
    for name in ("busy", "busy", "neighbour"):
        waiting.join_the_queue(name)
    waiting.release("other")
    assert waiting.served == ["neighbour"]
    waiting.release("busy")
    waiting.release("busy")
    waiting.join()
    assert waiting.served == ["neighbour", "busy", "busy"]


def test_waiting_organizations_take_turns_and_each_serves_its_longest_wait_first() -> None:
    slots = Slots(1, 1)
    slots.take("a", NEVER)
    waiting = Waiting(slots)
    for name in ("a", "a", "a", "b", "b", "c"):
        waiting.join_the_queue(name)
    for _ in range(6):
        waiting.release(waiting.served[-1] if waiting.served else "a")
    waiting.join()
    assert waiting.served == ["a", "b", "c", "a", "b", "a"]


def test_a_thread_that_stops_waiting_takes_no_slot() -> None:
    slots = Slots(1, 1)
    slots.take("a", NEVER)
    with pytest.raises(NoSlotError):
        slots.take("b", Deadline.after(0.01))
    slots.release("a", None)
    slots.take("c", Deadline.after(0))


def test_close_ends_every_wait() -> None:
    slots = Slots(1, 1)
    slots.take("a", NEVER)
    failed: list[type[BaseException]] = []

    def wait() -> None:
        try:
            slots.take("b", NEVER)
        except EngineClosedError as error:
            failed.append(type(error))

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.02)
    assert slots.close() == []
    thread.join()
    assert failed == [EngineClosedError]
    with pytest.raises(EngineClosedError):
        slots.take("b", NEVER)
    slots.release("a", None)
