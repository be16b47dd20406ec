"""The conversation of a session, made from the records of its turns. People read it; no turn needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flow_core.state import Message
from functions.ports.sessions import Sessions
from functions.records import Head, TurnRecord

MAX_TURN_ID = 64
"""Characters of a turn id, at most. The API accepts no longer one."""


@dataclass(frozen=True, slots=True)
class TimedMessage:
    """A message with the time of its turn."""

    message: Message
    at: int
    """Milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Consecutive turns of a session, and their messages."""

    after: str | None
    """The id of the turn before the page; None if the page begins with the first turn."""
    turns: tuple[TurnRecord, ...]
    """The turns, first to last."""
    messages: tuple[TimedMessage, ...]
    """The messages of these turns and of the earlier turns that they interrupted."""
    more: bool
    """True if later turns exist."""


def read_page(sessions: Sessions, head: Head, after: str | None = None) -> HistoryPage:
    """Read as many turns as fit into a page.

    Args:
        sessions: The store.
        head: The session's head.
        after: The id of a turn. The page begins after this turn. It begins with the first turn if `after` is None or is
            not a turn of the session.

    Returns:
        The page.
    """
    number = None if after is None else _number_of(sessions, head, after)
    if number is None:
        page = sessions.turns_after(head, 0)
        return HistoryPage(None, page.turns, tuple(conversation(page.turns)), page.more)
    page = sessions.turns_after(head, number)
    on_page = {turn.turn_id for turn in page.turns}
    interrupted = {turn.interrupted.turn_id for turn in page.turns if turn.interrupted is not None}
    # A worker may name a turn that does not exist. Then there is no message to cut.
    found = (_turn(sessions, head, turn_id) for turn_id in sorted(interrupted - on_page))
    earlier = sorted((turn for turn in found if turn is not None), key=lambda turn: turn.number)
    return HistoryPage(after, page.turns, tuple(conversation([*earlier, *page.turns])), page.more)


def every_turn(sessions: Sessions, head: Head, most: int | None = None) -> list[TurnRecord]:
    """Read the turns of a session, first to last.

    Args:
        sessions: The store.
        head: The session's head.
        most: Only the first turns, this many. None reads all.

    Returns:
        The turns. UnavailableError is raised if the store does not answer.
    """
    turns: list[TurnRecord] = []
    # A session that was prepared and never began has no turn.
    more = bool(head.recent)
    while more and (most is None or len(turns) < most):
        page = sessions.turns_after(head, turns[-1].number if turns else 0)
        turns += page.turns
        more = page.more
    return turns[:most]


def conversation(turns: Sequence[TurnRecord]) -> list[TimedMessage]:
    """Return the messages of the turns in order. An interrupted reply is cut to the part that the caller heard."""
    messages: list[TimedMessage] = []
    for turn in turns:
        if turn.interrupted is not None:
            _cut(messages, turn.interrupted.turn_id, turn.interrupted.heard)
        messages.extend(TimedMessage(message, turn.at) for message in turn.messages)
    return messages


def _number_of(sessions: Sessions, head: Head, turn_id: str) -> int | None:
    if turn_id in head.recent:
        return head.turns - (len(head.recent) - 1 - head.recent.index(turn_id))
    turn = _turn(sessions, head, turn_id)
    return None if turn is None else turn.number


def _turn(sessions: Sessions, head: Head, turn_id: str) -> TurnRecord | None:
    """Read a turn; None if the id is unknown, or if the record lost its number to another turn's record."""
    if len(turn_id) > MAX_TURN_ID:
        return None
    record = sessions.turn(head.session_id, turn_id)
    if record is None or not 0 < record.number <= head.turns:
        return None
    return record if sessions.turn_at(head, record.number) == turn_id else None


def _cut(messages: list[TimedMessage], turn_id: str, heard: str) -> None:
    for index in range(len(messages) - 1, -1, -1):
        message = messages[index].message
        if message.is_reply_to(turn_id):
            messages[index] = TimedMessage(replace(message, content=heard, interrupted=True), messages[index].at)
            return
