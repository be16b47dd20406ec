"""`Deadline`: the moment at which an operation must be finished, on this process's monotonic clock.

A request's deadline is also kept in a context variable. The store's client knows nothing of turns: without the deadline
it would retry past the moment at which API Gateway drops the request.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """A moment. The earlier of two deadlines is the smaller one.

    Args:
        moment: Seconds, as `time.monotonic()` counts them. Infinity is no deadline.
    """

    moment: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Make the deadline that is `seconds` from now."""
        return cls(time.monotonic() + seconds)

    def remaining(self) -> float:
        """Return the seconds until the deadline; negative after it."""
        return self.moment - time.monotonic()

    def expired(self) -> bool:
        """Whether no time remains."""
        return self.remaining() <= 0

    def earlier(self, seconds: float) -> Deadline:
        """Make the deadline that is `seconds` before this one."""
        return Deadline(self.moment - seconds)

    def within(self, seconds: float) -> Deadline:
        """Return this deadline, or the one `seconds` from now if that is earlier."""
        return min(self, Deadline.after(seconds))

    def sleep(self, seconds: float) -> None:
        """Sleep for `seconds`, or until the deadline if that is earlier."""
        time.sleep(max(0.0, min(seconds, self.remaining())))

    @classmethod
    def current(cls) -> Deadline:
        """Return the deadline of the request or job that runs here; `NEVER` if it has none."""
        return _current.get()

    @contextmanager
    def as_current(self) -> Iterator[None]:
        """Make this the deadline of the code in the `with` block, in this thread or task."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)


NEVER = Deadline(math.inf)
"""No deadline."""

_current: ContextVar[Deadline] = ContextVar("deadline", default=NEVER)
