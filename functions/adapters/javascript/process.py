"""One JavaScript child, seen from its parent: it starts the child, sends it a request and limits its time.

Which child runs which expression is decided in slots.py and engine.py. values.py reads the answers.
"""

from __future__ import annotations

import importlib.util
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from functions.adapters.javascript.child import LENGTH, MAX_READ_BYTES, READY, REPLY
from functions.deadline import NEVER, Deadline
from functions.errors import EngineBrokenError

TIME_LIMIT_SECONDS = 0.25
"""Seconds of work that an expression has by default."""
STARVED_TIMES = 4
"""How many times its limit an expression may take by the clock, on a machine too busy to give it processor time."""
START_LIMIT_SECONDS = 20.0
"""Seconds a child may take to start and build its first context."""
MAX_REPLY_BYTES = 1 << 20
"""Bytes of JSON that a result may have."""

_CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Late:
    """The child did not answer in time."""


@dataclass(frozen=True, slots=True)
class Died:
    """The child ended before it answered."""

    exit_code: int
    """Negative for the signal that ended the child."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The answer is larger than MAX_REPLY_BYTES."""


Asked: TypeAlias = bytes | TooLarge | Late | Died
"""The result of one request: the bytes of the answer, or why there are none."""


class TooLateError(Exception):
    """The child was not ready in time. Nothing was evaluated, and the child can take another request."""


class GoneBeforeAskedError(Exception):
    """The child ended while it was idle. Nothing was evaluated, and another child can take the request."""


def cpu_seconds(pid: int) -> float | None:
    """Read the processor time of a process.

    Returns:
        Seconds, or None if the system does not tell. On Linux the clock's id is as in clock_getcpuclockid(3).
    """
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return None


def _engine_path() -> str:
    spec = importlib.util.find_spec("_quickjs")
    if spec is None or spec.origin is None:
        raise EngineBrokenError("the JavaScript engine is not installed: quickjs-ng")
    return spec.origin


def _environment() -> dict[str, str]:
    """Only TZ, and LD_LIBRARY_PATH for an interpreter whose library is off the loader's path, as on AWS Lambda."""
    inherited = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return {"TZ": "UTC0", **inherited}


class Process:
    """A child process, for one caller at a time. The constructor starts it and does not wait until it is ready.

    Raises:
        EngineBrokenError: If the system cannot start the child, or quickjs-ng is not installed.
    """

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, a file of this package
                [sys.executable, "-I", "-S", str(_CHILD), _engine_path()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
                bufsize=0,
            )
        except OSError as error:
            raise EngineBrokenError(f"no JavaScript child can start ({type(error).__name__})") from error
        assert self._process.stdin is not None  # noqa: S101 - both were asked for as pipes
        assert self._process.stdout is not None  # noqa: S101  # for the type checker: it is a pipe
        self._in = self._process.stdin.fileno()
        self._out = self._process.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        self._ready = False
        self.worked = 0.0
        """Seconds that the last request took: of processor time if the system tells it, else by the clock."""

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def is_ready(self) -> bool:
        """Whether the child has built the context for its next request."""
        return self._ready or bool(self._poll.poll(0))

    def ask(self, request: bytes, limit: float = TIME_LIMIT_SECONDS, deadline: Deadline = NEVER) -> Asked:
        """Send a request and wait for its answer.

        Args:
            request: The request, as `values.encode` writes it.
            limit: Seconds of the child's work. The time begins when the child has built its next context.
            deadline: The request is not sent after it.

        Returns:
            The answer. After Late or Died the caller must kill the child.

        Raises:
            GoneBeforeAskedError: If the child has ended.

        TooLateError is raised if the child was not ready before `deadline`, EngineBrokenError if it cannot start.
        """
        self.worked = 0.0
        self._await_ready(deadline)
        self._ready = False
        started, used_before = time.monotonic(), cpu_seconds(self.pid)
        try:
            self._send(LENGTH.pack(len(request)) + request)
        except BrokenPipeError as error:
            raise GoneBeforeAskedError from error
        asked = self._receive(started, used_before, limit)
        used = cpu_seconds(self.pid)
        taken = time.monotonic() - started
        self.worked = taken if used is None or used_before is None else min(used - used_before, taken)
        if isinstance(asked, Late | Died):
            self.worked = max(self.worked, min(taken, limit))
        return asked

    def kill(self) -> None:
        """End the child at once."""
        self._process.kill()
        self._close_pipes()

    def reap(self) -> int:
        """Wait for the end of a killed child, and return its exit code."""
        return self._process.wait()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _await_ready(self, deadline: Deadline) -> None:
        left = deadline.remaining()
        if left <= 0:
            raise TooLateError
        if self._ready:
            return
        if not self._poll.poll(min(left, START_LIMIT_SECONDS) * 1000):
            if left < START_LIMIT_SECONDS:
                raise TooLateError
            raise EngineBrokenError(f"the JavaScript child was not ready within {START_LIMIT_SECONDS:g} s")
        first = os.read(self._out, 1)
        if not first:
            raise GoneBeforeAskedError
        if first != READY:
            reason = os.read(self._out, 400).decode(errors="replace")
            raise EngineBrokenError(f"the JavaScript child cannot work: {reason}")
        self._ready = True

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._in, view) :]

    def _receive(self, started: float, used_before: float | None, limit: float) -> Asked:
        head = len(REPLY) + LENGTH.size
        received, size = b"", head
        until = started + limit
        while len(received) < size:
            left = until - time.monotonic()
            # An answer that is there counts, even if this process was too busy to read it in time.
            if not self._poll.poll(left * 1000 + 1 if left > 0 else 0):
                until = self._extended(started, used_before, limit)
                if until <= time.monotonic():
                    return Late()
                continue
            chunk = os.read(self._out, MAX_READ_BYTES)
            if not chunk:
                return Died(self._process.wait())
            received += chunk
            if len(received) >= head:
                size = head + LENGTH.unpack_from(received, len(REPLY))[0]
                if not received.startswith(REPLY) or size > 4 * MAX_REPLY_BYTES:
                    self._process.kill()
                    return Died(self._process.wait())
        self._ready = received[size:] == READY
        return TooLarge() if size - head > MAX_REPLY_BYTES + 1 else received[head:size]

    def _extended(self, started: float, used_before: float | None, limit: float) -> float:
        """The end of the child's time. A child waits for no I/O: if it used little processor time, it was starved."""
        used = cpu_seconds(self.pid)
        if used is None or used_before is None:
            return started
        unused = limit - (used - used_before)
        return min(time.monotonic() + unused, started + STARVED_TIMES * limit)
