"""Who may run an expression next: a few slots, shared out evenly among organizations. Processes are only handed on
here, never asked, started or ended.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from queue import Empty, SimpleQueue
from typing import Final, Literal, TypeAlias

from functions.adapters.javascript.process import Process
from functions.ports.javascript import EngineClosedError

Slot: TypeAlias = Process | None
"""The right to run one expression, with the child that runs it. None: the child is yet to be started."""

_CLOSED: Final = "closed"
_Waiter: TypeAlias = SimpleQueue[Process | Literal["closed"] | None]


class NoSlotError(Exception):
    """No slot became free in time."""


class Slots:
    """A fixed number of slots, for any number of threads.

    - One organization holds `most_held` slots at most, so that the next organization finds one free.
    - A slot that becomes free goes to the waiting organization that holds the fewest; of several, to the one that
      was served longest ago.
    - Within an organization, who waits longest is served first.
    """

    def __init__(self, count: int, most_held: int) -> None:
        self._most_held = most_held
        self._lock = threading.Lock()
        self._free: deque[Slot] = deque([None] * count)
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, deque[_Waiter]] = {}
        """Ordered by when an organization was served last."""
        self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    def take(self, organization_id: str, until: float) -> Slot:
        """A slot, which is to be given back. until: a time.monotonic() value. NoSlotError, EngineClosedError."""
        waiter: _Waiter = SimpleQueue()
        with self._lock:
            if self._closed:
                raise EngineClosedError("JavaScript is closed")
            if self._free and self._held[organization_id] < self._most_held:
                self._held[organization_id] += 1
                return self._free.popleft()
            self._waiting.setdefault(organization_id, deque()).append(waiter)
        return self._await(waiter, organization_id, until)

    def give_back(self, organization_id: str, slot: Slot) -> None:
        """To whoever is next. After `close` the child is ended instead."""
        with self._lock:
            self._held[organization_id] -= 1
            if not self._held[organization_id]:
                del self._held[organization_id]
            kept = self._keep(slot)
        if not kept and slot is not None:
            slot.kill()
            slot.reap()

    def take_cold(self) -> int:
        """Take every slot that is free and has no child, whoever it is for. How many there were.

        Each is to be given back by `put_back`.
        """
        with self._lock:
            warm = [slot for slot in self._free if slot is not None]
            cold = len(self._free) - len(warm)
            self._free = deque(warm)
            return cold

    def put_back(self, slot: Slot) -> None:
        """A slot that `take_cold` took."""
        with self._lock:
            kept = self._keep(slot)
        if not kept and slot is not None:
            slot.kill()
            slot.reap()

    def _keep(self, slot: Slot) -> bool:
        """Free a slot again, under the lock. False after `close`: its child is to be ended, without the lock."""
        if not self._closed:
            self._free.append(slot)
            self._assign()
        return not self._closed

    def empty(self) -> list[Process]:
        """Take the children out of the free slots, which stay."""
        with self._lock:
            idle = [slot for slot in self._free if slot is not None]
            self._free = deque([None] * len(self._free))
            return idle

    def close(self) -> list[Process]:
        """Hand out no slot any more. The children of the free ones."""
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
        """The lock is held."""
        while self._free:
            waiting = [name for name in self._waiting if self._held[name] < self._most_held]
            if not waiting:
                return
            # Of equals, min takes the first, which was served longest ago.
            chosen = min(waiting, key=lambda name: self._held[name])
            waiters = self._waiting.pop(chosen)
            waiters.popleft().put(self._free.popleft())
            self._held[chosen] += 1
            if waiters:
                self._waiting[chosen] = waiters

    def _await(self, waiter: _Waiter, organization_id: str, until: float) -> Slot:
        try:
            left = until - time.monotonic()
            got = waiter.get(timeout=None if left > threading.TIMEOUT_MAX else max(left, 0))
        except BaseException as error:
            slot = self._withdraw(waiter, organization_id)
            if slot is not None:
                self.give_back(organization_id, slot[0])
            if isinstance(error, Empty):
                raise NoSlotError from None
            raise
        if got == _CLOSED:
            raise EngineClosedError("JavaScript is closed")
        return got

    def _withdraw(self, waiter: _Waiter, organization_id: str) -> tuple[Slot] | None:
        """Wait no longer. The slot, if it was handed over in the meantime."""
        with self._lock:
            waiters = self._waiting.get(organization_id)
            if waiters is not None and waiter in waiters:
                waiters.remove(waiter)
                if not waiters:
                    del self._waiting[organization_id]
                return None
        got = waiter.get()
        return None if got == _CLOSED else (got,)
