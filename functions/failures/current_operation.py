"""What the request or job that runs here is doing, for the log line of a failure: its operation and whose it is.

Holds names and ids only, never what a caller said. One record for each request: threads that work for the request write
to the same one.
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
    """A request or a job begins; what was known of the one before is forgotten."""
    _doing.set(_Doing(known=dict(known)))


def add(**known: str | int | None) -> None:
    """More is known of it now, such as `session`. None leaves a name as it is."""
    doing = _doing.get()
    if doing is not None:
        doing.known.update({name: value for name, value in known.items() if value is not None})


def known() -> dict[str, str | int | float]:
    """All that was told, and `millis` since it began. Empty where nothing has begun."""
    doing = _doing.get()
    return {} if doing is None else {**doing.known, "millis": round((time.monotonic() - doing.began) * 1000, 1)}
