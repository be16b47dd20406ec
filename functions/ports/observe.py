"""What operators see: one line a turn, metrics, failures. No words of a caller are ever in them."""

from __future__ import annotations

from typing import Protocol

from functions.records import Head, TurnRecord


class Observe(Protocol):
    def request(self, request_id: str) -> None:
        """A request begins; what is logged from here on carries its id."""
        ...

    def turn(self, head: Head, record: TurnRecord | None, *, turn_id: str, millis: float, again: bool) -> None:
        """A turn was answered. `record` is None where the session had ended before."""
        ...

    def failed(self, what: str, error: BaseException) -> None: ...
