"""Closes the sessions of a room that is over, as `abandoned`. A tool that is running is waited for, never cut off.

A turn that cannot be finished ends its session too, as `failed` (run_turn.finish_leased).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flow_core.state import Hangup, Status
from functions.deadline import Deadline
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.turn.protocol import RunTurn, TurnInProgressError

_LOOK_AGAIN_SECONDS = (0.5, 1.0)
"""An index tells of a new session a moment later. LiveKit tells that a room is over once, so it is looked up again."""


def close(sessions: Sessions, head: Head, at: int) -> bool:
    """End a session as `abandoned`, in milliseconds since the epoch; False where it has moved on since `head` was read.

    A session with a lease is not closed so: its tool is running, or its answer is still to be kept.
    """
    state = replace(head.state, status=Status.ABANDONED, action=Hangup(), awaiting=None)
    return sessions.advance(replace(head, version=head.version + 1, updated_at=at, state=state))


@dataclass(frozen=True, slots=True)
class Abandon:
    run_turn: RunTurn
    wait_seconds: float = 15.0
    """How long a call waits for tools that are running."""
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, room_name: str) -> int:
        """How many sessions this call closed. TurnInProgressError: LiveKit sends its webhook again."""
        patience = Deadline.after(self.wait_seconds)
        deadline = patience.earlier(-self.run_turn.finish_seconds)
        with deadline.as_current():
            return sum(self._close(session_id, patience, deadline) for session_id in self._in_room(room_name))

    def _in_room(self, room_name: str) -> Sequence[str]:
        """The room's sessions. Where there is none it is looked again, within two seconds: it may just have begun."""
        found = self.run_turn.sessions.in_room(room_name)
        for pause in _LOOK_AGAIN_SECONDS:
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
            time.sleep(0.05)
        return False
