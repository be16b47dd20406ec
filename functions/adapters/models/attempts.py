"""How often a model is asked, and until when: by the wall clock, whatever a server does. Never a provider's format."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from functions.deadline import Deadline
from functions.ports.model import ModelOutcome, Replied, Silent

PAUSE_SECONDS = 0.2
"""Before the second attempt, unless the server names another pause."""

LATE = Silent("the model did not answer in time")


@dataclass(frozen=True, slots=True)
class Passing:
    """A failure that another attempt may not meet."""

    error: str
    pause: float = PAUSE_SECONDS
    malformed: bool = False
    """The model answered, but not what it was asked for."""
    input_tokens: int = 0
    output_tokens: int = 0
    cause: BaseException | None = field(default=None, compare=False, repr=False)
    """As Silent.cause."""


Attempted: TypeAlias = Replied | Silent | Passing

Attempt: TypeAlias = Callable[[bool], Attempted]
"""One attempt. The argument: whether the reply to the one before was malformed."""


def ask_until(deadline: Deadline, attempt: Attempt) -> ModelOutcome:
    """At most two attempts, answered by `deadline` .

    They run in a thread that is left behind when time is up: a client's time-out counts from one read to the next, so
    a server that sends a byte now and then would hold the call for ever. What `attempt` raises is raised here.
    """
    if deadline.expired():
        return Silent("no time was left to ask the model")
    asking = _Asking(deadline, attempt)
    asking.start()
    asking.join(max(0.0, deadline.remaining()))
    if asking.broken is not None:
        raise asking.broken
    return asking.outcome or LATE


class _Asking(threading.Thread):
    def __init__(self, deadline: Deadline, attempt: Attempt) -> None:
        super().__init__(name="ask-model", daemon=True)
        self.outcome: ModelOutcome | None = None
        self.broken: BaseException | None = None
        self._deadline = deadline
        self._attempt = attempt

    def run(self) -> None:
        try:
            self.outcome = self._attempts()
        except BaseException as error:
            self.broken = error

    def _attempts(self) -> ModelOutcome:
        first = self._attempt(False)
        if not isinstance(first, Passing):
            return first
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
                return Silent(second.error, second.cause)
