"""Notices that the caller has left for good: a phone's at once, a browser's when it does not come back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from livekit import rtc

RELOAD_SECONDS = 20.0
"""A browser may reload its page, or change its network."""


class CallerGone:
    """Calls `gone` once. The agents of a room are not callers."""

    def __init__(self, room: rtc.Room, gone: Callable[[], None], *, reload_seconds: float = RELOAD_SECONDS) -> None:
        self._room = room
        self._gone = gone
        self._reload_seconds = reload_seconds
        self._timer: asyncio.TimerHandle | None = None
        room.on("participant_disconnected", self._disconnected)
        room.on("participant_connected", self._connected)

    def close(self) -> None:
        self._room.off("participant_disconnected", self._disconnected)
        self._room.off("participant_connected", self._connected)
        self._stop()

    def _disconnected(self, participant: rtc.RemoteParticipant) -> None:
        if not is_caller(participant) or any(is_caller(other) for other in self._room.remote_participants.values()):
            return
        self._stop()
        if participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_SIP:
            self._over()
        else:
            self._timer = asyncio.get_running_loop().call_later(self._reload_seconds, self._over)

    def _over(self) -> None:
        self.close()
        self._gone()

    def _connected(self, participant: rtc.RemoteParticipant) -> None:
        if is_caller(participant):
            self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def is_caller(participant: rtc.RemoteParticipant) -> bool:
    return participant.kind in (
        rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD,
        rtc.ParticipantKind.PARTICIPANT_KIND_SIP,
    )
