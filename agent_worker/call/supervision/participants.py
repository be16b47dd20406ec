"""Who the participants of a room are: callers, supervisors, and others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from livekit import rtc

MODE_ATTRIBUTE = "callflow.supervisor"
"""The attribute of a supervisor's participant, as the API signs it. No participant can change its attributes."""
TAKES_OVER = "takeOver"
"""The attribute of a supervisor who speaks in place of the agent."""


def is_caller(participant: rtc.RemoteParticipant) -> bool:
    """Return whether a participant is a telephone or a browser that calls. A supervisor is none."""
    return MODE_ATTRIBUTE not in participant.attributes and participant.kind in (
        rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD,
        rtc.ParticipantKind.PARTICIPANT_KIND_SIP,
    )


async def caller_identity(room: rtc.Room) -> str | None:
    """Return the identity of the caller. None if nobody is in the room yet: then the first one to enter is the caller.

    If only a supervisor is there, the caller is waited for: livekit-agents would take the supervisor for the caller.
    """
    while room.remote_participants:
        for participant in room.remote_participants.values():
            if is_caller(participant):
                return participant.identity
        if not any(MODE_ATTRIBUTE in each.attributes for each in room.remote_participants.values()):
            return None
        await _someone_comes_or_goes(room)
    return None


async def _someone_comes_or_goes(room: rtc.Room) -> None:
    moved = asyncio.Event()

    def note(_: rtc.RemoteParticipant) -> None:
        moved.set()

    room.on("participant_connected", note)
    room.on("participant_disconnected", note)
    try:
        await moved.wait()
    finally:
        room.off("participant_connected", note)
        room.off("participant_disconnected", note)


class Takeovers:
    """Reports when a person takes the call over, and when the last one who did has left.

    The room itself is the truth. So the agent that replaces one that died finds who is there.

    Args:
        room: The room of the call.
        changed: Called with True when somebody takes the call over, and with False when nobody does any longer.
    """

    def __init__(self, room: rtc.Room, changed: Callable[[bool], None]) -> None:
        self._room, self._changed = room, changed
        self._taken = False
        room.on("participant_connected", self._moved)
        room.on("participant_disconnected", self._moved)
        room.on("reconnected", self._look)
        self._look()

    def close(self) -> None:
        """Stop watching the room."""
        self._room.off("participant_connected", self._moved)
        self._room.off("participant_disconnected", self._moved)
        self._room.off("reconnected", self._look)

    def _moved(self, _: rtc.RemoteParticipant) -> None:
        self._look()

    def _look(self) -> None:
        there = self._room.remote_participants.values()
        taken = any(each.attributes.get(MODE_ATTRIBUTE) == TAKES_OVER for each in there)
        if taken != self._taken:
            self._taken = taken
            self._changed(taken)
