"""Logs failures with their causes, and turns, to standard error. A log line never quotes a caller."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextvars import ContextVar

from functions.failures import codes
from functions.failures.causes import causes, frames
from functions.records import Head, Phase, TurnRecord

_log = logging.getLogger("callflow")
_request: ContextVar[str] = ContextVar("request", default="")


class LocalObserve:
    """Implements `Observe` and `ObserveJob` of functions/ports/observe.py."""

    def request(self, request_id: str) -> None:
        """Set the request id that later lines name."""
        _request.set(request_id)

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
        """See `Observe.turn`. The line appears at log level INFO."""
        if not _log.isEnabledFor(logging.INFO):
            return
        number = record.number if record else None
        phases = ", ".join(f"{phase} {timings[phase]:.1f}" for phase in timings)
        fields = (number, head.session_id, head.state.node_id, millis, phases, _request.get())
        _log.info("turn %s of %s at %s: %.1f ms (%s; request %s)", *fields)

    def counted(self, what: str, counts: Mapping[str, int], known: Mapping[str, str | int]) -> None:
        """See `ObserveJob.counted`. A call without counts reports one fault and is a warning."""
        fields = ", ".join(f"{name} {value}" for name, value in {**counts, **known}.items())
        _log.log(logging.INFO if counts else logging.WARNING, "%s: %s", what, fields)

    def failed(self, failure: codes.Failure, error: BaseException | None, /, **known: str | int) -> None:
        """See `ObserveJob.failed`."""
        fields = codes.line(failure, None, {"request": _request.get(), **known})
        lines = [f"{codes.MESSAGES[failure]} ({', '.join(f'{name} {value}' for name, value in fields.items())})"]
        if error is not None:
            lines += [f"cause: {cause}" for cause in causes(error)] + frames(error)
        _log.error("%s", "\n    ".join(lines))
