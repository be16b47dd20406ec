"""Evaluates JavaScript in child processes: which child answers whom. What an expression is for never stands here."""

from __future__ import annotations

import contextlib
import math
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
from functions.ports.errors import EngineBrokenError
from functions.ports.javascript import Limits, Ran

MOST_REQUEST_BYTES = 16 << 20
"""A text and the values parsed from it stand in the child's 32 MiB side by side."""

_TOO_MUCH_MEMORY = Overran("the expression needed more than 32 MiB")
_TOO_LATE = Overran("the turn's time was over before the expression could begin")
_ANYBODY = ""


class JavaScript:
    """`functions.ports.javascript.JavaScriptEngine`, and `flow_core.evaluate.Evaluate`, on QuickJS; thread-safe.

    children: how many expressions run at once. Organizations share them evenly (`Slots`). One more child is kept in
    reserve, so that the next expression need not wait for a replacement to start. Children start with the first use,
    or `start`. Limits for an expression: its time (up to four times that on a machine that starves the child), 32 MiB,
    1 MiB of JSON as result.
    """

    def __init__(self, children: int = 1) -> None:
        if children < 1:
            raise ValueError("children must be at least 1")
        # Neither all children nor all processors: the next organization's expression finds one of each.
        self._slots = Slots(children, max(1, min(children, _processors()) - 1))
        self._lock = threading.Lock()
        self._reserve: Process | None = None
        self._starting_reserve = False

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        """See `flow_core.evaluate.Evaluate`. The limit is 250 ms.

        Raises EngineClosedError when closed, and EngineBrokenError when no child can start.
        """
        return self.evaluate(expression, variables, at, seed, _ANYTIME).evaluated

    def evaluate(self, expression: str, variables: Variables, at: int, seed: int, limits: Limits) -> Ran:
        """See `functions.ports.javascript.JavaScriptEngine`."""
        # A value of 1 MiB takes this process longer than the child: that is work on the expression, too.
        began = time.thread_time()
        names = names_to_pass(expression, variables)
        request = [at, seed >> 32, seed & 0xFFFFFFFF, expression, names, [*map(variables.get, names)]]
        try:
            data = encode(request)
        except RecursionError:
            return Ran(Threw("RangeError: a variable is nested too deep"), 0.0)
        if len(data) > MOST_REQUEST_BYTES:
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
        """Why the engine does not take each expression, or None where it does. They are compiled together, and not run.

        None in place of the list where they pass a limit together. Beside it the seconds that the engine worked.
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
        """Start every child now, without waiting for it."""
        for _ in range(self._slots.take_cold()):
            slot: Slot = None
            try:
                slot = self._reserve_or_new()
            finally:
                self._slots.put_back(slot)
        self._keep_reserve()

    def stop(self) -> None:
        """End every child that is idle; the next expression, or `start`, starts another."""
        self._end([*self._slots.empty(), *self._taken_reserve()])

    def close(self) -> None:
        """End every child; one that is busy ends with its expression. Later calls raise EngineClosedError."""
        idle = self._slots.close()
        self._end([*idle, *self._taken_reserve()])

    def __enter__(self) -> JavaScript:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, request: bytes, limits: Limits) -> tuple[Asked, float]:
        """What came of it, and the seconds that the child worked."""
        for _ in range(3):
            child = self._take(limits)
            usable = False
            try:
                asked = child.ask(request, limits.seconds, limits.until)
                usable = not isinstance(asked, Late | Died)
                return asked, child.worked
            except GoneBeforeAskedError:
                continue
            except TooLateError:
                usable = True
                raise
            finally:
                if usable:
                    self._rest(limits.organization_id, child)
                else:
                    self._replace(limits.organization_id, child)
        raise EngineBrokenError("JavaScript children end before they are asked")

    def _take(self, limits: Limits) -> Process:
        slot = self._slots.take(limits.organization_id, limits.until)
        try:
            return slot or self._reserve_or_new()
        except BaseException:
            self._slots.give_back(limits.organization_id, None)
            raise

    def _rest(self, organization_id: str, child: Process) -> None:
        """The child keeps its slot while it has contexts, for it is warm; else a reserve that has one takes over."""
        with self._lock:
            slot = child
            if self._reserve is not None and not child.is_ready() and self._reserve.is_ready():
                slot, self._reserve = self._reserve, child
            alone = self._reserve is None
        self._slots.give_back(organization_id, slot)
        if alone:
            self._keep_reserve()

    def _replace(self, organization_id: str, child: Process) -> None:
        child.kill()
        slot: Slot = None
        try:
            # What was asked is answered. Who asks next is told where no child can start.
            with contextlib.suppress(EngineBrokenError):
                slot = None if self._slots.closed else self._reserve_or_new()
        finally:
            self._slots.give_back(organization_id, slot)
            self._keep_reserve()
            child.reap()

    def _reserve_or_new(self) -> Process:
        return next(iter(self._taken_reserve()), None) or Process()

    def _taken_reserve(self) -> list[Process]:
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
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


_ANYTIME = Limits(_ANYBODY, TIME_LIMIT_SECONDS, math.inf)


def _evaluated(asked: Asked, seconds: float) -> Evaluated:
    too_much_time = Overran(f"the expression took longer than {seconds * 1000:.0f} ms")
    match asked:
        case bytes():
            return decode(asked) or _TOO_MUCH_MEMORY
        case TooLarge():
            return Threw("RangeError: the result is larger than 1 MiB of JSON", truthy=True)
        case Late():
            return too_much_time
        case Died(exit_code) if exit_code == -signal.SIGXCPU:
            return too_much_time
        case Died(exit_code):
            return Overran(f"the expression ended the JavaScript engine (exit code {exit_code})")
        case never:
            assert_never(never)
