"""What operators see: one line a turn, metrics, failures. No words of a caller are ever in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from functions.failures.codes import Failure
from functions.records import Head, Phase, TurnRecord


class Observe(Protocol):
    def request(self, request_id: str) -> None:
        """A request begins; what is logged from here on carries its id."""
        ...

    def turn(
        self,
        head: Head,
        record: TurnRecord | None,
        *,
        turn_id: str,
        millis: float,
        timings: Mapping[Phase, float],
        again: bool,
    ) -> None:
        """A turn was answered. `record` is None where the session had ended before.

        timings: The milliseconds of each phase. The rest of `millis` is HTTP.
        """
        ...

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        """One line with the chain of causes. known: ids and counts beside those of the current operation.

        error: None where nothing was raised.
        """
        ...


class Report(Protocol):
    """Observe.failed alone, for whoever has nothing else to tell."""

    def __call__(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None: ...


class ObserveJob(Protocol):
    """The same for what runs while no caller waits: post-call summaries, quiet sessions."""

    def counted(self, what: str, counts: Mapping[str, int], known: Mapping[str, str | int]) -> None:
        """One line, and a metric for each count. known: ids and words of ours that say which."""
        ...

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        """As Observe.failed."""
        ...
