"""What the record under a turn id is: a turn, one that a copy of it is about to commit, or nothing. Reads only."""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

from functions.ports.sessions import Sessions
from functions.records import Head, TurnCall, TurnRecord

Outcome: TypeAlias = Literal["committed", "lost", "unknown"]
"""`committed`: it is a turn, or can still become one. `lost`: another turn has its number. `unknown`: the head is
too old to decide."""


class Overtaken(Enum):
    """Another runner moved the session first: the turn is tried again on what stands now."""

    OVERTAKEN = "overtaken"


OVERTAKEN = Overtaken.OVERTAKEN


def duplicate_of(sessions: Sessions, head: Head, call: TurnCall) -> TurnRecord | Overtaken | None:
    """The record that another copy of the turn has written, if it is or can become a turn. One read."""
    record = sessions.turn(head.session_id, call.turn_id)
    if record is None:
        return None
    match outcome_of(sessions, head, record):
        case "committed":
            return record
        case "lost":
            return None
        case "unknown":
            return OVERTAKEN


def outcome_of(sessions: Sessions, head: Head, record: TurnRecord) -> Outcome:
    """Without a read for the last eight turns, and by a read beyond."""
    if record.number > head.turns + 1:
        return "unknown"
    if record.number == head.turns + 1:
        return "committed"
    back = head.turns - record.number
    if back < len(head.recent):
        return "committed" if head.recent[-1 - back] == record.turn_id else "lost"
    return "committed" if sessions.turn_at(head, record.number) == record.turn_id else "lost"
