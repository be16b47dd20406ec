"""The Lambda handler that a schedule calls every five minutes."""

from __future__ import annotations

import time
from typing import Any, Protocol

from functions.quiet.wiring import close_quiet
from functions.settings import from_environment

_SPARE_SECONDS = 30.0
"""Between the last thing begun and the function's own end: a tool is finished, LiveKit is asked, the place is kept."""

_close_quiet = close_quiet(from_environment())


class _Context(Protocol):
    """Of what Lambda hands over."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: object, context: _Context) -> dict[str, Any]:
    """What this round did: {closed, finished, failed, complete}. RoomsOutOfReachError: LiveKit does not tell."""
    seconds = context.get_remaining_time_in_millis() / 1000 - _SPARE_SECONDS
    done = _close_quiet(time.monotonic() + seconds)
    told = {"closed": done.closed, "finished": done.finished, "failed": done.failed}
    _close_quiet.observe.counted(
        "quiet sessions", {"SessionsClosedQuiet": done.closed, "SessionsNotClosed": done.failed}, {**told}
    )
    return {**told, "complete": done.complete}
