"""A session's turns in order, in pages, and the conversation that they make. Read for people; no turn needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flow_core.state import Message
from functions.ports.sessions import Sessions
from functions.records import Head, TurnRecord

LONGEST_TURN_ID = 64
"""Characters, as the API takes them."""


@dataclass(frozen=True, slots=True)
class Said:
    message: Message
    at: int
    """Milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Part:
    """Turns of a session that follow one another."""

    after: str | None
    """The turn that they follow; None where they begin with the first."""
    turns: tuple[TurnRecord, ...]
    said: tuple[Said, ...]
    """All that these turns said, and the turns before them whose replies they cut short."""
    more: bool
    """Whether later turns exist."""


def read(sessions: Sessions, head: Head, after: str | None = None) -> Part:
    """As many turns as fit in a page, after a turn: from the first on where it is None, or no turn of the session."""
    number = None if after is None else _number_of(sessions, head, after)
    if number is None:
        page = sessions.turns_after(head, 0)
        return Part(None, page.turns, tuple(conversation(page.turns)), page.more)
    page = sessions.turns_after(head, number)
    shown = {turn.turn_id for turn in page.turns}
    cut = {turn.interrupted.turn_id for turn in page.turns if turn.interrupted is not None}
    # A worker may name a turn that there never was: nothing was cut then.
    found = (_turn(sessions, head, turn_id) for turn_id in sorted(cut - shown))
    touched = sorted((turn for turn in found if turn is not None), key=lambda turn: turn.number)
    return Part(after, page.turns, tuple(conversation([*touched, *page.turns])), page.more)


def every_turn(sessions: Sessions, head: Head) -> list[TurnRecord]:
    """All turns of a session, first to last, read in pages."""
    turns: list[TurnRecord] = []
    more = True
    while more:
        page = sessions.turns_after(head, turns[-1].number if turns else 0)
        turns += page.turns
        more = page.more
    return turns


def conversation(turns: Sequence[TurnRecord]) -> list[Said]:
    """All that was said, each interrupted reply cut to what was heard of it."""
    said: list[Said] = []
    for turn in turns:
        if turn.interrupted is not None:
            _cut(said, turn.interrupted.turn_id, turn.interrupted.heard)
        said.extend(Said(message, turn.at) for message in turn.messages)
    return said


def _number_of(sessions: Sessions, head: Head, turn_id: str) -> int | None:
    if turn_id in head.recent:
        return head.turns - (len(head.recent) - 1 - head.recent.index(turn_id))
    turn = _turn(sessions, head, turn_id)
    return None if turn is None else turn.number


def _turn(sessions: Sessions, head: Head, turn_id: str) -> TurnRecord | None:
    """None for what is no turn of the session: unknown, or a record that lost its number to another."""
    if len(turn_id) > LONGEST_TURN_ID:
        return None
    record = sessions.turn(head.session_id, turn_id)
    if record is None or not 0 < record.number <= head.turns:
        return None
    return record if sessions.turn_at(head, record.number) == turn_id else None


def _cut(said: list[Said], turn_id: str, heard: str) -> None:
    for index in range(len(said) - 1, -1, -1):
        message = said[index].message
        if message.turn_id == turn_id and message.role == "assistant":
            said[index] = Said(replace(message, content=heard, interrupted=True), said[index].at)
            return
