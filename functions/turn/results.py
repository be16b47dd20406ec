"""The results of a turn: a reply, no flow, or the error of a turn that is not done yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from functions.errors import PlainError
from functions.records import Head, Phase, TurnRecord

Busy: TypeAlias = Literal["this-turn", "another-turn", "no-time"]
"""Why a turn is not done yet.

`this-turn`: another request runs the same turn, under a lease. `another-turn`: the lease is another turn's, or other
turns were committed first, again and again. `no-time`: nothing else runs, but the time to answer was used up.
"""
_BUSY: Mapping[Busy, str] = {
    "this-turn": "Another request is still running this turn.",
    "another-turn": "Another turn of this session is still running.",
    "no-time": "The time to answer was used up before this turn was done.",
}


class TurnInProgressError(PlainError):
    """The turn is not done yet. It may be sent again, with the same turn id."""

    def __init__(self, session_id: str, reason: Busy = "another-turn") -> None:
        super().__init__(f"{session_id}: {_BUSY[reason]}")
        self.session_id = session_id
        self.reason: Busy = reason

    @property
    def detail(self) -> str:
        """Why the turn is not done, as a sentence."""
        return _BUSY[self.reason]


@dataclass(frozen=True, slots=True)
class Finished:
    """The reply to a turn, and how it was made."""

    body: str
    """The JSON of the reply."""
    head: Head
    record: TurnRecord | None
    """None if the session had ended before."""
    again: bool = False
    """True if a duplicate request has run the turn."""
    timings: Mapping[Phase, float] = field(default_factory=dict)
    """The milliseconds of each phase."""


class NoFlow:
    """There is no published flow for a new session."""


NO_FLOW = NoFlow()
"""The one value of `NoFlow`."""
