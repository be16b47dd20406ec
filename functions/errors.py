"""The family of errors: every error that this backend raises on purpose. Never a library's own error.

Adapters translate their library's errors into these. `functions/api/http/problems.py` lists once which of them an HTTP
request may meet, and what its response is.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Port: TypeAlias = Literal["store", "rooms", "secrets", "webhooks", "secret-store", "voices"]
"""A group of ports that one service implements: the tables, LiveKit, the two kinds of secrets, the store that an
organization writes its secrets to, and the engine of text to speech."""

Reason: TypeAlias = Literal["unreachable", "throttled", "no-time", "refused"]
"""Why a port did not do what was requested.

`unreachable`: no response, or one that says the other side is broken (5xx). `throttled`: too many requests now.
`no-time`: too little time remained before the deadline, so no further request was sent. `refused`: the other side does
not do this: no permission, no such table, a malformed item.
"""


class CallflowError(Exception):
    """The base of the family."""


class PlainError(CallflowError):
    """An error whose text may be logged.

    The text consists of names, codes and ids of this system. It holds no caller's words and no secret.
    """


class EngineBrokenError(PlainError, RuntimeError):
    """The JavaScript engine does not start or does not respond. Nothing was evaluated."""


class ConflictError(CallflowError):
    """Another request changed the same item each time that it was to be saved. Nothing was saved."""


class UnavailableError(PlainError):
    """A port did not do what was requested. Nothing was changed, or the same call again changes nothing more.

    Args:
        port: The port that was called.
        operation: The operation, such as "PutItem callflow-sessions".
        reason: Why it was not done.
        detail: The text of the error. The default text names port, operation, reason, attempts and time.
        attempts: The number of requests that were sent, if it is known.
        millis: The milliseconds from the first request to the error, if they are known.
    """

    def __init__(
        self,
        port: Port,
        operation: str,
        reason: Reason,
        *,
        detail: str | None = None,
        attempts: int | None = None,
        millis: float | None = None,
    ) -> None:
        tried = [] if attempts is None else [f"{attempts} attempts"]
        tried += [] if millis is None else [f"{millis:.0f} ms"]
        composed = f"{port}: {operation}: {reason}" + (f" ({', '.join(tried)})" if tried else "")
        super().__init__(composed if detail is None else detail)
        self.port: Port = port
        self.operation = operation
        self.reason: Reason = reason
        self.attempts = attempts
        self.millis = millis
