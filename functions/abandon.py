"""Closes the sessions of a room that is over, as `abandoned`. A tool that is running is waited for, never cut off."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from flow_core.state import Hangup, Status
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.run_turn import RunTurn, TurnInProgressError
from functions.time_left import answered_by


def close(sessions: Sessions, head: Head, at: int) -> bool:
    """End a session as `abandoned`, in milliseconds since the epoch; False where it has moved on since `head` was read.

    A session with a claim is not closed so: its tool is running, or its answer is still to be kept.
    """
    state = replace(head.state, status=Status.ABANDONED, action=Hangup(), awaiting=None)
    return sessions.advance(replace(head, version=head.version + 1, updated_at=at, state=state))


@dataclass(frozen=True, slots=True)
class Abandon:
    run_turn: RunTurn
    wait_seconds: float = 15.0
    """How long a call waits for tools that are running."""

    def __call__(self, room_name: str) -> int:
        """How many sessions this call closed. TurnInProgressError: LiveKit sends its webhook again."""
        give_up = time.monotonic() + self.wait_seconds
        with answered_by(give_up + self.run_turn.turn_seconds):
            return sum(self._close(session_id, give_up) for session_id in self.run_turn.sessions.in_room(room_name))

    def _close(self, session_id: str, give_up: float) -> bool:
        sessions, now = self.run_turn.sessions, self.run_turn.now
        while (head := sessions.head(session_id)) is not None and not head.state.status.ended:
            if head.claim is None:
                if close(sessions, head, now()):
                    return True
            elif self.run_turn.finish_claimed(head, time.monotonic() + self.run_turn.turn_seconds):
                continue
            if time.monotonic() > give_up:
                raise TurnInProgressError(session_id)
            time.sleep(0.05)
        return False
