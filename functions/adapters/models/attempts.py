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
from functions.adapters.models.reply import Completion, Malformed
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
        The outcome. The tokens of both attempts are added. `Silent.said` has the words that were let out.
    """
    if deadline.expired():
        return Silent("no time was left to ask the model")
    asking = _Asking(deadline, attempt, outlet)
    asking.start()
    asking.join(max(0.0, deadline.remaining()))
    said = "" if outlet is None else outlet.close()
    if asking.broken is not None:
        raise asking.broken
    outcome = asking.outcome or LATE
    return replace(outcome, said=said) if said and isinstance(outcome, Silent) else outcome


def attempted(reply: Replied | Silent | Malformed, completion: Completion) -> Attempted:
    """Return the result of an attempt with a reply. A malformed one may pass, and its tokens count."""
    if isinstance(reply, Malformed):
        return Passing(reply.error, 0.0, True, completion.input_tokens, completion.output_tokens)
    return reply


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
        has_spoken = self._outlet is not None and bool(self._outlet.said)
        if has_spoken or self._deadline.remaining() <= first.pause:
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
                return Silent(second.error, second.cause)
