"""The errors that ports share: something outside did not do what it was asked. Never a library's own error."""

from __future__ import annotations

from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["unreachable", "throttled", "no-time", "refused"]
"""`unreachable`: no answer, or an answer that says the other side is broken (5xx). `throttled`: too many requests for
now. `no-time`: too little time was left before the answer is due, so nothing more was sent. `refused`: the other side
answered that it does not do this (no permission, no such table, a request that it does not accept)."""


class PlainError(Exception):
    """Its text is made of names, codes and ids of ours and holds no caller's words and no secret: it may be logged."""


class EngineBrokenError(PlainError, RuntimeError):
    """The JavaScript engine does not start or does not answer. Nothing was evaluated."""


class UnavailableError(PlainError):
    """A port did not do what it was asked. Nothing was changed, or the same call again changes nothing more."""

    def __init__(
        self, port: str, operation: str, reason: Reason, *, attempts: int | None = None, millis: float | None = None
    ) -> None:
        """
        port: what was asked, such as "sessions".
        operation: what it was asked for, such as "PutItem callflow-sessions".
        attempts, millis: how often it was sent and how long that took, where that is known.
        """
        tried = [] if attempts is None else [f"{attempts} attempts"]
        tried += [] if millis is None else [f"{millis:.0f} ms"]
        super().__init__(f"{port}: {operation}: {reason}" + (f" ({', '.join(tried)})" if tried else ""))
        self.port = port
        self.operation = operation
        self.reason: Reason = reason
        self.attempts = attempts
        self.millis = millis
