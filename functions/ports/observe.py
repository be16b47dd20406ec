"""The port to logs and metrics: a line for each turn, metrics and failures. A caller's words are never in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from functions.failures.codes import Failure
from functions.records import Head, Phase, TurnRecord


class Observe(Protocol):
    """Observes requests and turns."""

    def request(self, request_id: str) -> None:
        """Note that a request begins. All later lines of the log have its id."""
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
        """Note that a turn was answered.

        Args:
            head: The session after the turn.
            record: The turn; None if the session had ended before.
            turn_id: The turn's id.
            millis: The milliseconds of the request.
            timings: The milliseconds of each phase. The rest of `millis` is HTTP.
            again: True for a duplicate request.
        """
        ...

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        """Note a failure of this service.

        Args:
            failure: The failure code.
            error: The exception, which is logged with its causes; None without one.
            **known: Ids and counts, in addition to those of the current operation.
        """
        ...


class Report(Protocol):
    """`Observe.failed` alone."""

    def __call__(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        """See `Observe.failed`."""
        ...


class ObserveJob(Protocol):
    """Observes jobs that no caller waits for: post-call summaries and the closing of idle sessions."""

    def counted(self, what: str, counts: Mapping[str, int], known: Mapping[str, str | int]) -> None:
        """Note the result of a job.

        Args:
            what: The job, as the message of the line.
            counts: Metrics.
            known: Ids and names, for the line alone.
        """
        ...

    def failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        """See `Observe.failed`."""
        ...
