"""The current operation: names and ids of the request or job that runs here, for the log line of a failure.

A caller's words are never here. There is one record for each request. Threads that work for the request write to the
same record.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

Known = Mapping[str, str | int]


@dataclass(slots=True)
class _Doing:
    began: float = field(default_factory=time.monotonic)
    known: dict[str, str | int] = field(default_factory=dict)


_doing: ContextVar[_Doing | None] = ContextVar("doing", default=None)


def begin(**known: str | int) -> None:
    """Begin a request or a job. The names of the previous one are dropped."""
    _doing.set(_Doing(known=dict(known)))


def add(**known: str | int | None) -> None:
    """Add names, such as `session`. A value of None leaves the name as it is."""
    doing = _doing.get()
    if doing is not None:
        doing.known.update({name: value for name, value in known.items() if value is not None})


def known() -> dict[str, str | int | float]:
    """Return the names, and `millis` since the beginning. Empty if no operation has begun."""
    doing = _doing.get()
    return {} if doing is None else {**doing.known, "millis": round((time.monotonic() - doing.began) * 1000, 1)}
