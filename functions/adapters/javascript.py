"""Evaluates JavaScript in child processes: which child answers whom, and how values cross. What an expression is for
never stands here.
"""

from __future__ import annotations

import json
import math
import re
import signal
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from types import TracebackType
from typing import Any, assert_never

from flow_core.evaluate import Evaluated, Overran, Threw, Value
from flow_core.json import Json, Variables
from functions.adapters.javascript_process import Asked, Died, GoneBeforeAskedError, Late, Process, TooLarge

MOST_REQUEST_BYTES = 16 << 20
"""A text and the values parsed from it stand in the child's 32 MiB side by side."""
MOST_DEPTH = 200
MOST_EXACT = 2**53

_TOO_MUCH_MEMORY = Overran("the expression needed more than 32 MiB")
_TOO_DEEP = Threw(f"RangeError: the result is nested more than {MOST_DEPTH} deep")
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_SEES_ALL = re.compile(r"\\|arguments|eval|Function")
"""What may read a variable whose name is not in the text: an escape in an identifier, `arguments`, code from text."""
_RESERVED = frozenset(
    "break case catch class const continue debugger default delete do else enum export extends false finally for "
    "function if import in instanceof new null return super switch this throw true try typeof var void while "
    "with".split()
)
_JSON_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_ESCAPED_SURROGATE = re.compile(r"(\\\\)|\\ud[89a-f][0-9a-f]{2}")


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
        names = _names_to_pass(expression, variables)
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

    def _evaluate(self, request: list[Any]) -> Evaluated:
        try:
            text = _encode(request)
        except RecursionError:
            return Threw("RangeError: a variable is nested too deep")
        data = text.encode("ascii")
        return _TOO_MUCH_MEMORY if len(data) > MOST_REQUEST_BYTES else _decode(self._ask(data))

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
                    self._give_back(child)
                    if self._reserve is None:
                        self._keep_reserve()
                else:
                    self._replace(child)
        raise RuntimeError("JavaScript children end before they are asked")

    def _take(self) -> Process:
        queue: SimpleQueue[Process | None] | None = None
        with self._lock:
            if self._closed:
                raise RuntimeError("JavaScript is closed")
            if self._free:
                place = self._free.popleft()
            else:
                queue = SimpleQueue()
                self._waiting.append(queue)
        if queue is not None:
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


def _names_to_pass(expression: str, variables: Variables) -> list[str]:
    if _SEES_ALL.search(expression):
        return [name for name in variables if name not in _RESERVED and _WORD.fullmatch(name)]
    return [name for name in dict.fromkeys(_WORD.findall(expression)) if name in variables and name not in _RESERVED]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a {type(value).__name__} is no JSON value")


_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"), default=_plain)


def _encode(value: Any) -> str:
    """As ASCII JSON: a native string ends at NUL and a native integer is cut to 32 bits on the way into the engine."""
    try:
        return _ENCODER.encode(value)
    except ValueError:  # NaN, an infinity, an integer too long to be written
        return _ENCODER.encode(_finite(value))


def _finite(value: Any) -> Any:
    match value:
        case float() if not math.isfinite(value):
            return None
        case int() if value.bit_length() > 4096:
            return int(math.copysign(1, value)) * 10**400  # Infinity to the engine, like every integer past its range
        case str() | int() | float():
            return value
        case Mapping():
            return {name: _finite(item) for name, item in value.items()}
        case Sequence():
            return [_finite(item) for item in value]
    return value


def _decode(asked: Asked) -> Evaluated:
    match asked:
        case bytes():
            text = asked.decode()
        case TooLarge():
            return Threw("RangeError: the result is larger than 1 MiB of JSON")
        case Late():
            return Overran("the expression took longer than 250 ms")
        case Died(exit_code) if exit_code == -signal.SIGXCPU:
            return Overran("the expression took longer than 250 ms")
        case Died(exit_code):
            return Overran(f"the expression ended the JavaScript engine (exit code {exit_code})")
        case never:
            assert_never(never)
    if text[0] == "3":
        return _TOO_MUCH_MEMORY
    value = _parse(text[1:])
    if isinstance(value, Threw):
        return value
    return Threw(str(value)) if text[0] == "2" else Value(value, text[0] == "1")


def _parse(text: str) -> Json | Threw:
    if "\\ud" in text:
        # Half of a pair, as when an emoji is cut in two: no encoder further on takes it, so it becomes U+FFFD here.
        text = _ESCAPED_SURROGATE.sub(lambda found: found[1] or "\ufffd", text)
    if text.count("[") + text.count("{") > MOST_DEPTH and _depth(text) > MOST_DEPTH:
        return _TOO_DEEP
    parsed: Json = json.loads(text, parse_int=_integer)
    return parsed


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _JSON_STRUCTURE.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        deepest = max(deepest, depth)
    return deepest


def _integer(digits: str) -> int | float:
    """JavaScript writes a number past 2**53 with digits that its value does not have."""
    number = int(digits)
    return number if -MOST_EXACT <= number <= MOST_EXACT else float(digits)
