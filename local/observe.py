"""What the local stack tells on standard error: failures, and where they came from. Never a caller's words."""

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
    """functions.ports.observe.Observe and ObserveJob."""

    def request(self, request_id: str) -> None:
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
        if not _log.isEnabledFor(logging.INFO):
            return
        number, of_these = (
            record.number if record else None,
            ", ".join(f"{phase} {timings[phase]:.1f}" for phase in timings),
        )
        told = (number, head.session_id, head.state.node_id, millis, of_these, _request.get())
        _log.info("turn %s of %s at %s: %.1f ms (%s; request %s)", *told)

    def counted(self, what: str, counts: Mapping[str, int], known: Mapping[str, str | int]) -> None:
        """What is told without counts is one thing that went wrong, and worth a line."""
        told = ", ".join(f"{name} {value}" for name, value in {**counts, **known}.items())
        _log.log(logging.INFO if counts else logging.WARNING, "%s: %s", what, told)

    def failed(self, failure: codes.Failure, error: BaseException | None, /, **known: str | int) -> None:
        told = codes.line(failure, None, {"request": _request.get(), **known})
        lines = [f"{codes.MESSAGES[failure]} ({', '.join(f'{name} {value}' for name, value in told.items())})"]
        if error is not None:
            lines += [f"cause: {cause}" for cause in causes(error)] + frames(error)
        _log.error("%s", "\n    ".join(lines))
