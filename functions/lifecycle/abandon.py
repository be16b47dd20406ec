"""Closes the sessions of a finished room as `abandoned`. A running tool is waited for.

A turn that cannot be finished ends its session too, as `failed` (`RunTurn.finish_leased`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flow_core.state import Hangup, Status
from functions.deadline import Deadline
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.turn.protocol import RunTurn
from functions.turn.results import TurnInProgressError

_RETRY_SECONDS = (0.5, 1.0)
"""Seconds before the room's sessions are read again: LiveKit reports a finished room once, and an index shows a new
session with a delay."""
_POLL_SECONDS = 0.05
"""Seconds between two looks at a session whose tool runs."""


def close(sessions: Sessions, head: Head, at: int) -> bool:
    """End a session as `abandoned`.

    Args:
        sessions: The store.
        head: The head. It has no lease: under a lease a tool runs, or its answer is still to be stored.
        at: The time of the end, in milliseconds since the epoch.

    Returns:
        False if the session has moved on since `head` was read.
    """
    state = replace(head.state, status=Status.ABANDONED, action=Hangup(), awaiting=None)
    return sessions.advance(replace(head, version=head.version + 1, updated_at=at, state=state))


@dataclass(frozen=True, slots=True)
class Abandon:
    """Closes all open sessions of a room."""

    run_turn: RunTurn
    wait_seconds: float = 15.0
    """Seconds a call waits for running tools."""
    sleep: Callable[[float], None] = time.sleep
    """Pauses between two reads of the room's sessions."""

    def __call__(self, room_name: str) -> int:
        """Close the sessions of a room and return how many. TurnInProgressError: LiveKit repeats its webhook."""
        patience = Deadline.after(self.wait_seconds)
        deadline = patience.earlier(-self.run_turn.finish_seconds)
        with deadline.as_current():
            return sum(self._close(session_id, patience, deadline) for session_id in self._in_room(room_name))

    def _in_room(self, room_name: str) -> Sequence[str]:
        found = self.run_turn.sessions.in_room(room_name)
        for pause in _RETRY_SECONDS:
            if found:
                break
            self.sleep(pause)
            found = self.run_turn.sessions.in_room(room_name)
        return found

    def _close(self, session_id: str, patience: Deadline, deadline: Deadline) -> bool:
        sessions, now = self.run_turn.sessions, self.run_turn.now
        while (head := sessions.head(session_id)) is not None and not head.state.status.ended:
            if head.lease is None:
                if close(sessions, head, now()):
                    return True
            elif self.run_turn.finish_leased(head, deadline):
                continue
            if patience.expired():
                raise TurnInProgressError(session_id, "another-turn")
            time.sleep(_POLL_SECONDS)
        return False
