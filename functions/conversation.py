"""A session's turns in order, and the conversation that they make. Read for people; no turn needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flow_core.state import Message
from functions.records import Head, TurnRecord


@dataclass(frozen=True, slots=True)
class Said:
    message: Message
    at: int
    """Milliseconds since the epoch."""


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


def _cut(said: list[Said], turn_id: str, heard: str) -> None:
    for index in range(len(said) - 1, -1, -1):
        message = said[index].message
        if message.turn_id == turn_id and message.role == "assistant":
            said[index] = Said(replace(message, content=heard, interrupted=True), said[index].at)
            return
