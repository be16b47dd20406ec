"""Evaluates JavaScript in child processes, and keeps enough of them warm. What an expression is for is elsewhere.

Strategy. An expression needs a slot (slots.py), which limits how many run at once, and a child process (process.py).
A child builds its next context before it is asked, so an expression does not wait for one. A child that passed a limit
is killed, and starting another takes tens of milliseconds. So one more child than slots is kept in reserve: it takes
over the slot of a killed child, or of a child that has used up its contexts, and another reserve is started behind it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import assert_never

from flow_core.evaluate import Evaluated, Overran, Threw
from flow_core.json import Json, Variables
from functions.adapters.javascript.child import MEMORY_LIMIT, MIB, TOO_LARGE
from functions.adapters.javascript.process import (
    TIME_LIMIT_SECONDS,
    Asked,
    Died,
    GoneBeforeAskedError,
    Late,
    Process,
    TooLarge,
    TooLateError,
)
from functions.adapters.javascript.slots import NoSlotError, Slot, Slots
from functions.adapters.javascript.values import decode, encode, names_to_pass, parse
from functions.deadline import NEVER
from functions.errors import EngineBrokenError
from functions.ports.javascript import Limits, Ran

MAX_REQUEST_BYTES = 16 << 20
"""Bytes of a request. Its text and the values parsed from it are in the child's memory at the same time."""

_TOO_MUCH_MEMORY = Overran(f"the expression needed more than {MEMORY_LIMIT // MIB} MiB")
_TOO_LATE = Overran("the turn's time was over before the expression could begin")


class JavaScript:
    """`JavaScriptEngine` and `flow_core.evaluate.Evaluate` on QuickJS. Thread-safe.

    Children start at the first use, or by `start`. An expression is limited in time (up to four times its limit by the
    clock, on a machine that starves the child), to 32 MiB of memory and to 1 MiB of JSON as its result.

    Args:
        children: How many expressions run at once, at least 1. Organizations share them evenly (`Slots`).

    Raises:
        ValueError: If `children` is less than 1.
    """

    def __init__(self, children: int = 1) -> None:
        if children < 1:
            raise ValueError("children must be at least 1")
        # One organization may use neither all children nor all processors: one of each is left for the next.
        self._slots = Slots(children, max(1, min(children, _processors()) - 1))
        self._lock = threading.Lock()
        self._reserve: Process | None = None
        self._starting_reserve = False

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """See `Evaluate`. The limit is 250 ms; EngineClosedError and EngineBrokenError are raised as by `evaluate`."""
        return self.evaluate(expression, variables, at, seed, _WITHOUT_DEADLINE).evaluated

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        """See `JavaScriptEngine.evaluate`. Encoding and decoding in this process count as work on the expression."""
        # A value of 1 MiB takes this process longer than the child.
        began = time.thread_time()
        names = names_to_pass(expression, variables)
        request = [at, seed >> 32, seed & 0xFFFFFFFF, expression, names, [*map(variables.get, names)]]
        try:
            data = encode(request)
        except RecursionError:
            return Ran(Threw("RangeError: a variable is nested too deep"), 0.0)
        if len(data) > MAX_REQUEST_BYTES:
            return Ran(_TOO_MUCH_MEMORY, time.thread_time() - began)
        encoded = time.thread_time()
        try:
            asked, seconds = self._ask(data, limits)
        except (NoSlotError, TooLateError):
            return Ran(_TOO_LATE, 0.0)
        answered = time.thread_time()
        evaluated = _evaluated(asked, limits.seconds)
        return Ran(evaluated, encoded - began + seconds + time.thread_time() - answered)

    def syntax_errors(self, expressions: Sequence[str], limits: Limits) -> tuple[list[str | None] | None, float]:
        """Compile expressions in one request, without running them.

        Args:
            expressions: The expressions.
            limits: The limits for all of them together.

        Returns:
            The syntax error of each expression, or None if it compiles; and the seconds that the engine worked. None
            replaces the list if the expressions passed a limit.

        The errors of `evaluate` are raised here too.
        """
        try:
            asked, seconds = self._ask(encode([None, 0, 0, expressions, [], []]), limits)
        except (NoSlotError, TooLateError):
            return None, 0.0
        found: Json | Threw = parse(asked[1:]) if isinstance(asked, bytes) else None
        if not isinstance(found, list) or len(found) != len(expressions):
            return None, seconds
        return [error if isinstance(error, str) else None for error in found], seconds

    def start(self) -> None:
        """Start every child now, without waiting until it is ready."""
        for _ in range(self._slots.take_cold()):
            slot: Slot = None
            try:
                slot = self._reserve_or_new()
            finally:
                self._slots.put_back(slot)
        self._keep_reserve()

    def stop(self) -> None:
        """End every idle child. The next expression, or `start`, starts another."""
        self._end([*self._slots.empty(), *self._take_reserve()])

    def close(self) -> None:
        """End every child; a busy child ends after its expression. Later calls raise EngineClosedError."""
        idle = self._slots.close()
        self._end([*idle, *self._take_reserve()])

    def __enter__(self) -> JavaScript:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, request: bytes, limits: Limits) -> tuple[Asked, float]:
        """Send a request to a child. Its result, and the seconds that the child worked."""
        for _ in range(3):
            child = self._take(limits)
            usable = False
            try:
                asked = child.ask(request, limits.seconds, limits.deadline)
                usable = not isinstance(asked, Late | Died)
                return asked, child.worked
            except GoneBeforeAskedError:
                continue
            except TooLateError:
                usable = True
                raise
            finally:
                if usable:
                    self._return(limits.organization_id, child)
                else:
                    self._replace(limits.organization_id, child)
        raise EngineBrokenError("JavaScript children end before they are asked")

    def _take(self, limits: Limits) -> Process:
        slot = self._slots.take(limits.organization_id, limits.deadline)
        try:
            return slot or self._reserve_or_new()
        except BaseException:
            self._slots.release(limits.organization_id, None)
            raise

    def _return(self, organization_id: str, child: Process) -> None:
        """Release a slot. A child with a context keeps its slot, because it is warm; else a ready reserve takes it."""
        with self._lock:
            slot = child
            if self._reserve is not None and not child.is_ready() and self._reserve.is_ready():
                slot, self._reserve = self._reserve, child
            no_reserve = self._reserve is None
        self._slots.release(organization_id, slot)
        if no_reserve:
            self._keep_reserve()

    def _replace(self, organization_id: str, child: Process) -> None:
        child.kill()
        slot: Slot = None
        try:
            # This request has its result. If no child can start, the next request raises the error.
            with contextlib.suppress(EngineBrokenError):
                slot = None if self._slots.closed else self._reserve_or_new()
        finally:
            self._slots.release(organization_id, slot)
            self._keep_reserve()
            child.reap()

    def _reserve_or_new(self) -> Process:
        return next(iter(self._take_reserve()), None) or Process()

    def _take_reserve(self) -> list[Process]:
        with self._lock:
            reserve, self._reserve = self._reserve, None
        return [] if reserve is None else [reserve]

    def _keep_reserve(self) -> None:
        with self._lock:
            if self._slots.closed or self._starting_reserve or self._reserve is not None:
                return
            self._starting_reserve = True
        child: Process | None = None
        try:
            with contextlib.suppress(EngineBrokenError):
                child = Process()
        finally:
            with self._lock:
                self._starting_reserve = False
                closed = self._slots.closed
                if not closed:
                    self._reserve = child
            if closed and child is not None:
                self._end([child])

    def _end(self, children: Sequence[Process]) -> None:
        for child in children:
            child.kill()
        for child in children:
            child.reap()


def _processors() -> int:
    """How many processors this process may use; all of them if the system does not tell."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


_WITHOUT_DEADLINE = Limits("", TIME_LIMIT_SECONDS, NEVER)


def _evaluated(asked: Asked, seconds: float) -> Evaluated:
    timed_out = Overran(f"the expression took longer than {seconds * 1000:.0f} ms")
    match asked:
        case bytes():
            return decode(asked) or _TOO_MUCH_MEMORY
        case TooLarge():
            return Threw(TOO_LARGE, truthy=True)
        case Late():
            return timed_out
        case Died(exit_code) if exit_code == -signal.SIGXCPU:
            return timed_out
        case Died(exit_code):
            return Overran(f"the expression ended the JavaScript engine (exit code {exit_code})")
        case never:
            assert_never(never)
