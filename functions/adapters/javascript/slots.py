"""Who may run an expression next: a few places, shared out evenly among organizations. Processes are only handed on
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

Place: TypeAlias = Process | None
"""The right to run one expression, with the child that runs it. None: the child is yet to be started."""

_CLOSED: Final = "closed"
_Waiter: TypeAlias = SimpleQueue[Process | Literal["closed"] | None]


class NoPlaceError(Exception):
    """No place became free in time."""


class Places:
    """A fixed number of places, for any number of threads.

    - One organization holds `most_held` places at most, so that the next organization finds one free.
    - A place that becomes free goes to the waiting organization that holds the fewest; of several, to the one that
      was served longest ago.
    - Within an organization, who waits longest is served first.
    """

    def __init__(self, count: int, most_held: int) -> None:
        self._most_held = most_held
        self._lock = threading.Lock()
        self._free: deque[Place] = deque([None] * count)
        self._held: Counter[str] = Counter()
        self._waiting: dict[str, deque[_Waiter]] = {}
        """Ordered by when an organization was served last."""
        self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    def take(self, organization_id: str, until: float) -> Place:
        """A place, which is to be given back. until: a time.monotonic() value. NoPlaceError, EngineClosedError."""
        waiter: _Waiter = SimpleQueue()
        with self._lock:
            if self._closed:
                raise EngineClosedError("JavaScript is closed")
            if self._free and self._held[organization_id] < self._most_held:
                self._held[organization_id] += 1
                return self._free.popleft()
            self._waiting.setdefault(organization_id, deque()).append(waiter)
        return self._await(waiter, organization_id, until)

    def give_back(self, organization_id: str, place: Place) -> None:
        """To whoever is next. After `close` the child is ended instead."""
        with self._lock:
            self._held[organization_id] -= 1
            if not self._held[organization_id]:
                del self._held[organization_id]
            kept = self._keep(place)
        if not kept and place is not None:
            place.kill()
            place.reap()

    def take_cold(self) -> int:
        """Take every place that is free and has no child, whoever it is for. How many there were.

        Each is to be given back by `put_in`.
        """
        with self._lock:
            warm = [place for place in self._free if place is not None]
            cold = len(self._free) - len(warm)
            self._free = deque(warm)
            return cold

    def put_in(self, place: Place) -> None:
        """A place that `take_cold` took."""
        with self._lock:
            kept = self._keep(place)
        if not kept and place is not None:
            place.kill()
            place.reap()

    def _keep(self, place: Place) -> bool:
        """Free a place again, under the lock. False after `close`: its child is to be ended, without the lock."""
        if not self._closed:
            self._free.append(place)
            self._hand_out()
        return not self._closed

    def empty(self) -> list[Process]:
        """Take the children out of the free places, which stay."""
        with self._lock:
            idle = [place for place in self._free if place is not None]
            self._free = deque([None] * len(self._free))
            return idle

    def close(self) -> list[Process]:
        """Hand out no place any more. The children of the free ones."""
        with self._lock:
            self._closed = True
            idle = [place for place in self._free if place is not None]
            self._free.clear()
            for waiters in self._waiting.values():
                for waiter in waiters:
                    waiter.put(_CLOSED)
            self._waiting.clear()
            return idle

    def _hand_out(self) -> None:
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

    def _await(self, waiter: _Waiter, organization_id: str, until: float) -> Place:
        try:
            left = until - time.monotonic()
            got = waiter.get(timeout=None if left > threading.TIMEOUT_MAX else max(left, 0))
        except BaseException as error:
            place = self._withdraw(waiter, organization_id)
            if place is not None:
                self.give_back(organization_id, place[0])
            if isinstance(error, Empty):
                raise NoPlaceError from None
            raise
        if got == _CLOSED:
            raise EngineClosedError("JavaScript is closed")
        return got

    def _withdraw(self, waiter: _Waiter, organization_id: str) -> tuple[Place] | None:
        """Wait no longer. The place, if it was handed over in the meantime."""
        with self._lock:
            waiters = self._waiting.get(organization_id)
            if waiters is not None and waiter in waiters:
                waiters.remove(waiter)
                if not waiters:
                    del self._waiting[organization_id]
                return None
        got = waiter.get()
        return None if got == _CLOSED else (got,)
