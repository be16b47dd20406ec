"""Asks a model at most twice, and returns before the deadline in any case.

The formats of providers are in their own modules.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from functions.adapters.models.outlet import Outlet
from functions.deadline import Deadline
from functions.ports.model import ModelOutcome, Replied, Silent

PAUSE_SECONDS = 0.2
"""Seconds before the second attempt, unless the server asks for a longer pause."""

LATE = Silent("the model did not answer in time")


@dataclass(frozen=True, slots=True)
class Passing:
    """A failure that may pass: another attempt may succeed."""

    error: str
    pause: float = PAUSE_SECONDS
    """Seconds before the next attempt."""
    malformed: bool = False
    """True if the model replied, but without a valid object."""
    input_tokens: int = 0
    output_tokens: int = 0
    cause: BaseException | None = field(default=None, compare=False, repr=False)
    """See `Silent.cause`."""


Attempted: TypeAlias = Replied | Silent | Passing
"""The result of one attempt."""

Attempt: TypeAlias = Callable[[bool], Attempted]
"""Makes one attempt. The argument is True if the reply to the first attempt was malformed."""


def ask_until(deadline: Deadline, attempt: Attempt, outlet: Outlet | None = None) -> ModelOutcome:
    """Make at most two attempts, in a thread that is abandoned at the deadline.

    A client's timeout counts from one read to the next: a server that sends a byte now and then would never time out.

    Args:
        deadline: The outcome is returned by then.
        attempt: Makes one attempt. An exception that it raises is raised here.
        outlet: Has the words that were let out. After the first of them there is no second attempt: it would speak
            again. It is closed at the deadline.

    Returns:
        The outcome. The tokens of both attempts are added.
    """
    if deadline.expired():
        return Silent("no time was left to ask the model")
    asking = _Asking(deadline, attempt, outlet)
    asking.start()
    asking.join(max(0.0, deadline.remaining()))
    said = "" if outlet is None else outlet.close()
    if asking.broken is not None:
        raise asking.broken
    return asking.outcome or replace(LATE, said=said)


class _Asking(threading.Thread):
    def __init__(self, deadline: Deadline, attempt: Attempt, outlet: Outlet | None) -> None:
        super().__init__(name="ask-model", daemon=True)
        self.outcome: ModelOutcome | None = None
        self.broken: BaseException | None = None
        self._deadline = deadline
        self._attempt = attempt
        self._outlet = outlet

    def run(self) -> None:
        try:
            self.outcome = self._attempts()
        except BaseException as error:
            self.broken = error

    def _attempts(self) -> ModelOutcome:
        first = self._attempt(False)
        if not isinstance(first, Passing):
            return first
        if self._said:
            return Silent(first.error, first.cause, self._said)
        if self._deadline.remaining() <= first.pause:
            return Silent(first.error, first.cause)
        time.sleep(first.pause)
        second = self._attempt(first.malformed)
        match second:
            case Replied():
                return replace(
                    second,
                    input_tokens=second.input_tokens + first.input_tokens,
                    output_tokens=second.output_tokens + first.output_tokens,
                )
            case Silent():
                return second
            case Passing():
                return Silent(second.error, second.cause, self._said)

    @property
    def _said(self) -> str:
        return "" if self._outlet is None else self._outlet.said
