"""Detects that the last caller has left the room and does not come back."""

from __future__ import annotations

from collections.abc import Callable

from livekit import rtc

from agent_worker.call.supervision.participants import is_caller
from agent_worker.call.timer import Timer

RELOAD_SECONDS = 20.0
"""Seconds in which a browser may come back after it reloads its page or changes its network."""


class CallerGone:
    """Calls a function once: immediately if a telephone hangs up, later if a browser does not come back.

    Agents, recorders and supervisors in the room are not callers.

    Args:
        room: The room of the call.
        on_gone: The function.
        reload_seconds: Seconds in which a browser may come back.
    """

    def __init__(self, room: rtc.Room, on_gone: Callable[[], None], *, reload_seconds: float = RELOAD_SECONDS) -> None:
        self._room = room
        self._on_gone = on_gone
        self._reload_seconds = reload_seconds
        self._timer = Timer(self._report_gone)
        room.on("participant_disconnected", self._disconnected)
        room.on("participant_connected", self._connected)

    def close(self) -> None:
        """Stop watching the room."""
        self._room.off("participant_disconnected", self._disconnected)
        self._room.off("participant_connected", self._connected)
        self._timer.stop()

    def _disconnected(self, participant: rtc.RemoteParticipant) -> None:
        if not is_caller(participant) or any(is_caller(other) for other in self._room.remote_participants.values()):
            return
        if participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_SIP:
            self._report_gone()
        else:
            self._timer.start(self._reload_seconds)

    def _report_gone(self) -> None:
        self.close()
        self._on_gone()

    def _connected(self, participant: rtc.RemoteParticipant) -> None:
        if is_caller(participant):
            self._timer.stop()
