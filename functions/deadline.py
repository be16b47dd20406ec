"""By when the call that runs here must be answered, for whatever it asks of the world on its way.

A store knows neither turns nor gateways, and its client would patiently try again past the end of both.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_answer_by: ContextVar[float | None] = ContextVar("answer_by", default=None)


@contextmanager
def answered_by(moment: float) -> Iterator[None]:
    """moment: a time.monotonic() value. It holds for this thread, or task, until the block ends."""
    token = _answer_by.set(moment)
    try:
        yield
    finally:
        _answer_by.reset(token)


def seconds_left() -> float:
    """Negative when it is too late; infinity where nobody waits for an answer."""
    moment = _answer_by.get()
    return float("inf") if moment is None else moment - time.monotonic()
