"""The Lambda handler that closes idle sessions. A schedule calls it every five minutes."""

from __future__ import annotations

from typing import Any, Protocol

from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.failures import current_operation
from functions.failures.codes import failure_of
from functions.settings import from_environment
from functions.wiring.idle import close_idle

_SPARE_SECONDS = 30.0
"""Seconds kept at the end of the function's time to finish a turn, ask LiveKit and store the cursor."""

_close_idle = close_idle(from_environment())


class _Context(Protocol):
    """The part of Lambda's context that is used here."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: object, context: _Context) -> dict[str, Any]:
    """Close idle sessions.

    Args:
        event: The schedule's event, which is not used.
        context: Lambda's context, with the time that remains.

    Returns:
        The round as JSON: `closed`, `finished`, `failed` and `complete`.

    Raises:
        UnavailableError: If the store or LiveKit is unavailable. It is logged.
    """
    seconds = context.get_remaining_time_in_millis() / 1000 - _SPARE_SECONDS
    current_operation.begin(operation="close idle sessions", request_id=str(getattr(context, "aws_request_id", "")))
    try:
        done = _close_idle(Deadline.after(seconds))
    except UnavailableError as error:
        _close_idle.observe.failed(failure_of(error), error)
        raise
    counts = {"closed": done.closed, "finished": done.finished, "failed": done.failed}
    _close_idle.observe.counted(
        "idle sessions", {"SessionsClosedQuiet": done.closed, "SessionsNotClosed": done.failed}, {**counts}
    )
    return {**counts, "complete": done.complete}
