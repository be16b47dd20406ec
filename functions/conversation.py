"""A session's turns in order, and the conversation that they make. Read for people; no turn needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flow_core.state import Message
from functions.ports.sessions import Sessions
from functions.records import Head, TurnRecord


@dataclass(frozen=True, slots=True)
class Said:
    message: Message
    at: int
    """Milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Continued:
    """What a session has gained since one of its turns."""

    turns: tuple[TurnRecord, ...]
    said: tuple[Said, ...]
    """All that these turns said, and the turns before them whose replies they cut short."""


def turns_in_order(head: Head, records: Sequence[TurnRecord]) -> list[TurnRecord]:
    """The turns that were committed, first to last: the chain that leads to the head. Other records are left out."""
    by_id = {record.turn_id: record for record in records}
    turns: list[TurnRecord] = []
    following = head.recent[-1] if head.recent else None
    while following is not None and following in by_id and len(turns) <= len(records):
        turns.append(by_id[following])
        following = by_id[following].previous
    return turns[::-1]


def conversation(turns: Sequence[TurnRecord]) -> list[Said]:
    """All that was said, each interrupted reply cut to what was heard of it."""
    said: list[Said] = []
    for turn in turns:
        if turn.interrupted is not None:
            _cut(said, turn.interrupted.turn_id, turn.interrupted.heard)
        said.extend(Said(message, turn.at) for message in turn.messages)
    return said


def later(sessions: Sessions, head: Head, after: str) -> Continued | None:
    """What came after a turn, each record read by its key. None where only the whole session can tell: the turn is none
    of the last eight, or something older than these was cut short.
    """
    if after not in head.recent:
        return None
    border = head.recent.index(after) + 1
    turns = [sessions.turn(head.session_id, turn_id) for turn_id in head.recent[border:]]
    cut = {turn.interrupted.turn_id for turn in turns if turn is not None and turn.interrupted is not None}
    before = [sessions.turn(head.session_id, turn_id) for turn_id in head.recent[:border] if turn_id in cut]
    # A worker may name a turn that there never was: nothing was cut then.
    old = any(sessions.turn(head.session_id, turn_id) for turn_id in cut.difference(head.recent))
    found = tuple(turn for turn in turns if turn is not None)
    touched = [turn for turn in before if turn is not None]
    if old or len(found) < len(turns) or len(touched) < len(before):
        return None
    return Continued(found, tuple(conversation([*touched, *found])))


def _cut(said: list[Said], turn_id: str, heard: str) -> None:
    for index in range(len(said) - 1, -1, -1):
        message = said[index].message
        if message.turn_id == turn_id and message.role == "assistant":
            said[index] = Said(replace(message, content=heard, interrupted=True), said[index].at)
            return
