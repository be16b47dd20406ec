"""Closes the sessions of a room that is over, as `abandoned`. A tool that is running is waited for, never cut off."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from flow_core.state import Hangup, Status
from functions.ports.sessions import Sessions
from functions.run_turn import TurnInProgressError

_WAIT_SECONDS = 15.0


def abandon(sessions: Sessions, room_name: str, now: Callable[[], int], *, wait_seconds: float = _WAIT_SECONDS) -> int:
    """How many sessions this call closed. TurnInProgressError: LiveKit sends its webhook again."""
    give_up = time.monotonic() + wait_seconds
    return sum(_close(sessions, session_id, now, give_up) for session_id in sessions.in_room(room_name))


def _close(sessions: Sessions, session_id: str, now: Callable[[], int], give_up: float) -> bool:
    while (head := sessions.head(session_id)) is not None and not head.state.status.ended:
        if head.claim is None or now() >= head.claim.until:
            state = replace(head.state, status=Status.ABANDONED, action=Hangup(), awaiting=None)
            closed = replace(head, version=head.version + 1, updated_at=now(), state=state, claim=None)
            if sessions.advance(closed):
                return True
        if time.monotonic() > give_up:
            raise TurnInProgressError(session_id)
        time.sleep(0.1)
    return False
