"""Evaluates JavaScript in child processes: which child answers whom. What an expression is for never stands here."""

from __future__ import annotations

import signal
import threading
from collections import deque
from queue import SimpleQueue
from types import TracebackType
from typing import assert_never

from flow_core.evaluate import Evaluated, Overran, Threw, Value
from flow_core.json import Variables
from functions.adapters.javascript_process import Asked, Died, GoneBeforeAskedError, Late, Process, TooLarge
from functions.adapters.javascript_values import decode, encode, names_to_pass
from functions.ports.errors import EngineBrokenError

MOST_REQUEST_BYTES = 16 << 20
"""A text and the values parsed from it stand in the child's 32 MiB side by side."""

_TOO_MUCH_MEMORY = Overran("the expression needed more than 32 MiB")
_TOO_MUCH_TIME = Overran("the expression took longer than 250 ms")


class JavaScript:
    """`flow_core.evaluate.Evaluate` on QuickJS, for any number of threads.

    children: how many expressions run at once; who comes later waits in order. One more child is kept in reserve, so
    that the next expression need not wait for a replacement to start. Children start with the first use, or `start`.
    Limits for an expression: 250 ms (up to 1 s on a machine that starves the child), 32 MiB, 1 MiB of JSON as result.
    """

    def __init__(self, children: int = 1) -> None:
        if children < 1:
            raise ValueError("children must be at least 1")
        self._lock = threading.Lock()
        # A place is the right to run one expression; None in it means that its child is yet to be started.
        self._free: deque[Process | None] = deque([None] * children)
        self._waiting: deque[SimpleQueue[Process | None]] = deque()
        self._reserve: Process | None = None
        self._starting_reserve = False
        self._closed = False

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """See `flow_core.evaluate.Evaluate`. Raises RuntimeError when closed or when no child can start."""
        names = names_to_pass(expression, variables)
        return self._evaluate(
            [True, at, seed >> 32, seed & 0xFFFFFFFF, expression, names, [*map(variables.get, names)]]
        )

    def syntax_error(self, expression: str) -> str | None:
        """Why the engine does not take the expression, or None. It is compiled and not run."""
        match self._evaluate([False, 0, 0, 0, expression, [], []]):
            case Value():
                return None
            case Threw(error) | Overran(error):
                return error
            case never:
                assert_never(never)

    def start(self) -> None:
        """Start every child now, without waiting for it."""
        with self._lock:
            cold = len(self._free)
        places = [self._take() for _ in range(cold)]
        for place in places:
            self._give_back(place)
        self._keep_reserve()

    def stop(self) -> None:
        """End every child that is idle; the next expression, or `start`, starts another."""
        with self._lock:
            ending = [child for child in (*self._free, self._reserve) if child is not None]
            self._free = deque([None] * len(self._free))
            self._reserve = None
        for child in ending:
            child.kill()
        for child in ending:
            child.reap()

    def close(self) -> None:
        """End every child; one that is busy ends with its expression. Later calls raise RuntimeError."""
        with self._lock:
            self._closed = True
            ending = [child for child in (*self._free, self._reserve) if child is not None]
            self._free.clear()
            self._reserve = None
            waiting, self._waiting = self._waiting, deque()
        for queue in waiting:
            queue.put(None)
        for child in ending:
            child.kill()
        for child in ending:
            child.reap()

    def __enter__(self) -> JavaScript:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _evaluate(self, request: list[object]) -> Evaluated:
        try:
            data = encode(request)
        except RecursionError:
            return Threw("RangeError: a variable is nested too deep")
        return _evaluated(self._ask(data)) if len(data) <= MOST_REQUEST_BYTES else _TOO_MUCH_MEMORY

    def _ask(self, request: bytes) -> Asked:
        for _ in range(3):
            child = self._take()
            usable = False
            try:
                asked = child.ask(request)
                usable = not isinstance(asked, Late | Died)
                return asked
            except GoneBeforeAskedError:
                continue
            finally:
                if usable:
                    self._rest(child)
                else:
                    self._replace(child)
        raise EngineBrokenError("JavaScript children end before they are asked")

    def _take(self) -> Process:
        queue: SimpleQueue[Process | None] = SimpleQueue()
        with self._lock:
            if self._closed:
                raise RuntimeError("JavaScript is closed")
            if self._free:
                queue.put(self._free.popleft())
            else:
                self._waiting.append(queue)
        place = self._await_place(queue)
        try:
            return place or self._reserve_or_new()
        except BaseException:
            self._give_back(None)
            raise

    def _await_place(self, queue: SimpleQueue[Process | None]) -> Process | None:
        try:
            place = queue.get()
        except BaseException:
            with self._lock:
                gave_up = queue in self._waiting
                if gave_up:
                    self._waiting.remove(queue)
            if not gave_up:
                self._give_back(queue.get())
            raise
        if self._closed:
            self._give_back(place)
            raise RuntimeError("JavaScript is closed")
        return place

    def _give_back(self, place: Process | None) -> None:
        """To whoever has waited longest."""
        with self._lock:
            if not self._closed:
                if self._waiting:
                    self._waiting.popleft().put(place)
                else:
                    self._free.append(place)
                return
        if place is not None:
            place.kill()
            place.reap()

    def _rest(self, child: Process) -> None:
        """The child keeps its place while it has contexts, for it is warm; else a reserve that has one takes over."""
        with self._lock:
            place = child
            if self._reserve is not None and not child.is_ready() and self._reserve.is_ready():
                place, self._reserve = self._reserve, child
            alone = self._reserve is None
        self._give_back(place)
        if alone:
            self._keep_reserve()

    def _replace(self, child: Process) -> None:
        child.kill()
        place: Process | None = None
        try:
            place = None if self._closed else self._reserve_or_new()
        finally:
            self._give_back(place)
            self._keep_reserve()
            child.reap()

    def _reserve_or_new(self) -> Process:
        with self._lock:
            reserve, self._reserve = self._reserve, None
        return reserve or Process()

    def _keep_reserve(self) -> None:
        with self._lock:
            if self._closed or self._starting_reserve or self._reserve is not None:
                return
            self._starting_reserve = True
        child: Process | None = None
        try:
            child = Process()
        finally:
            with self._lock:
                self._starting_reserve = False
                closed = self._closed
                if not closed:
                    self._reserve = child
            if closed and child is not None:
                child.kill()
                child.reap()


def _evaluated(asked: Asked) -> Evaluated:
    match asked:
        case bytes():
            return decode(asked) or _TOO_MUCH_MEMORY
        case TooLarge():
            return Threw("RangeError: the result is larger than 1 MiB of JSON")
        case Late():
            return _TOO_MUCH_TIME
        case Died(exit_code) if exit_code == -signal.SIGXCPU:
            return _TOO_MUCH_TIME
        case Died(exit_code):
            return Overran(f"the expression ended the JavaScript engine (exit code {exit_code})")
        case never:
            assert_never(never)
