"""The Lambda handler that a schedule calls every five minutes."""

from __future__ import annotations

from typing import Any, Protocol

from functions.deadline import Deadline
from functions.failures import current_operation
from functions.failures.codes import failure_of
from functions.ports.errors import UnavailableError
from functions.settings import from_environment
from functions.wiring.idle import close_idle

_SPARE_SECONDS = 30.0
"""Between the last thing begun and the function's own end: a tool is finished, LiveKit is asked, the place is kept."""

_close_idle = close_idle(from_environment())


class _Context(Protocol):
    """Of what Lambda hands over."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: object, context: _Context) -> dict[str, Any]:
    """What this round did: {closed, finished, failed, complete}.

    UnavailableError: the log says why.
    """
    seconds = context.get_remaining_time_in_millis() / 1000 - _SPARE_SECONDS
    current_operation.begin(operation="close quiet sessions", request_id=str(getattr(context, "aws_request_id", "")))
    try:
        done = _close_idle(Deadline.after(seconds))
    except UnavailableError as error:
        _close_idle.observe.failed(failure_of(error), error)
        raise
    told = {"closed": done.closed, "finished": done.finished, "failed": done.failed}
    _close_idle.observe.counted(
        "quiet sessions", {"SessionsClosedQuiet": done.closed, "SessionsNotClosed": done.failed}, {**told}
    )
    return {**told, "complete": done.complete}
