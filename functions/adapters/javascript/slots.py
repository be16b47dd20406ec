"""Which organization runs an expression next: a fixed number of slots that organizations share evenly.

No process is asked, started or awaited here; a child is killed only if it comes back after `close`.

Strategy. A slot is the right to run one expression. It carries the child process that runs it, so a warm child moves
from one expression to the next with its slot. Two rules keep one busy organization from delaying the others:

1. An organization holds at most `max_held` slots. With `max_held` below the number of slots, one slot stays free for
   the next organization, which then does not wait.
2. A released slot goes to the waiting organization that holds the fewest slots. Among several of those it goes to the
   one that was served longest ago. So organizations with one slot each take turns, however long their queues are.

Each waiting thread has a queue of its own (`SimpleQueue`), and `release` puts the slot straight into the queue of the
thread that it has chosen. With a condition variable all waiting threads would wake up, and the choice would be left to
the operating system.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from queue import Empty, SimpleQueue
from typing import Final, Literal, TypeAlias

from functions.adapters.javascript.process import Process
from functions.deadline import Deadline
from functions.ports.javascript import EngineClosedError

Slot: TypeAlias = Process | None
"""The right to run one expression, with the child that runs it. None: the owner of the slot starts a child."""

_CLOSED: Final = "closed"
_Waiter: TypeAlias = SimpleQueue[Process | Literal["closed"] | None]


class NoSlotError(Exception):
    """No slot became free in time."""


class Slots:
    """A fixed number of slots, for any number of threads.

    Within an organization the thread that has waited longest is served first.

    Args:
        count: How many expressions run at the same time.
        max_held: How many slots one organization holds at most; 1 <= max_held <= count.
    """

    def __init__(self, count: int, max_held: int) -> None:
        self._max_held = max_held
        self._lock = threading.Lock()
        self._free: deque[Slot] = deque([None] * count)
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, deque[_Waiter]] = {}
        """By organization. The organization that was served longest ago comes first."""
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def take(self, organization_id: str, deadline: Deadline) -> Slot:
        """Wait for a slot. The caller returns it with `release`.

        Args:
            organization_id: The organization that the slot is counted for.
            deadline: The wait ends at it.

        Returns:
            The slot.

        Raises:
            EngineClosedError: If `close` was called before or during the wait.

        NoSlotError is raised if no slot became free in time.
        """
        waiter: _Waiter = SimpleQueue()
        with self._lock:
            if self._closed:
                raise EngineClosedError("JavaScript is closed")
            if self._free and self._held[organization_id] < self._max_held:
                self._held[organization_id] += 1
                return self._free.popleft()
            self._waiting.setdefault(organization_id, deque()).append(waiter)
        return self._await(waiter, organization_id, deadline)

    def release(self, organization_id: str, slot: Slot) -> None:
        """Return a slot of `take`, for the next organization. After `close` its child is ended."""
        with self._lock:
            self._held[organization_id] -= 1
            if not self._held[organization_id]:
                del self._held[organization_id]
            freed = self._free_slot(slot)
        if not freed and slot is not None:
            slot.kill()
            slot.reap()

    def take_cold(self) -> int:
        """Take all free slots without a child, for no organization in particular.

        Returns:
            How many slots were taken. The caller returns each of them with `put_back`.
        """
        with self._lock:
            warm = [slot for slot in self._free if slot is not None]
            cold = len(self._free) - len(warm)
            self._free = deque(warm)
            return cold

    def put_back(self, slot: Slot) -> None:
        """Return a slot of `take_cold`. After `close` its child is ended."""
        with self._lock:
            freed = self._free_slot(slot)
        if not freed and slot is not None:
            slot.kill()
            slot.reap()

    def _free_slot(self, slot: Slot) -> bool:
        """Free a slot; the lock is held. False after `close`: the caller ends the child, after it drops the lock."""
        if not self._closed:
            self._free.append(slot)
            self._assign()
        return not self._closed

    def empty(self) -> list[Process]:
        """Take the children out of the free slots. The slots stay, without a child."""
        with self._lock:
            idle = [slot for slot in self._free if slot is not None]
            self._free = deque([None] * len(self._free))
            return idle

    def close(self) -> list[Process]:
        """End every wait with EngineClosedError, and assign no slot from now on.

        Returns:
            The children of the free slots. The caller ends them.
        """
        with self._lock:
            self._closed = True
            idle = [slot for slot in self._free if slot is not None]
            self._free.clear()
            for waiters in self._waiting.values():
                for waiter in waiters:
                    waiter.put(_CLOSED)
            self._waiting.clear()
            return idle

    def _assign(self) -> None:
        """Give the free slots to waiting threads; the lock is held."""
        while self._free:
            waiting = [name for name in self._waiting if self._held[name] < self._max_held]
            if not waiting:
                return
            # Of equals, min returns the first, which was served longest ago.
            chosen = min(waiting, key=lambda name: self._held[name])
            waiters = self._waiting.pop(chosen)
            waiters.popleft().put(self._free.popleft())
            self._held[chosen] += 1
            if waiters:
                # At the end of the dict: the organization that was served last.
                self._waiting[chosen] = waiters

    def _await(self, waiter: _Waiter, organization_id: str, deadline: Deadline) -> Slot:
        try:
            left = deadline.remaining()
            got = waiter.get(timeout=None if left > threading.TIMEOUT_MAX else max(left, 0))
        except BaseException as error:
            slot = self._withdraw(waiter, organization_id)
            if slot is not None:
                self.release(organization_id, slot[0])
            if isinstance(error, Empty):
                raise NoSlotError from None
            raise
        if got == _CLOSED:
            raise EngineClosedError("JavaScript is closed")
        return got

    def _withdraw(self, waiter: _Waiter, organization_id: str) -> tuple[Slot] | None:
        """Stop waiting. The slot, if another thread assigned one between the end of the wait and this call."""
        with self._lock:
            waiters = self._waiting.get(organization_id)
            if waiters is not None and waiter in waiters:
                waiters.remove(waiter)
                if not waiters:
                    del self._waiting[organization_id]
                return None
        got = waiter.get()
        return None if got == _CLOSED else (got,)
