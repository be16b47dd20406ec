"""Reads the whispers that the API sends to the agent of a call."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

from livekit import rtc

TOPIC = "callflow.whisper"
"""The topic of the packets with whispers."""
MAX_CHARACTERS = 1000
"""Characters of a whisper that the API accepts in a turn."""
_KNOWN = 100
"""Ids of whispers that are remembered."""
_log = logging.getLogger(__name__)


class Whispers:
    """Takes each whisper of LiveKit's server API once. A packet that a participant sent is ignored.

    Args:
        room: The room of the call.
        whispered: Takes the text of a whisper.
    """

    def __init__(self, room: rtc.Room, whispered: Callable[[str], None]) -> None:
        self._room, self._whispered = room, whispered
        self._known: list[str] = []
        room.on("data_received", self._received)

    def close(self) -> None:
        """Stop listening."""
        self._room.off("data_received", self._received)

    def _received(self, packet: rtc.DataPacket) -> None:
        # A packet of the server API names no participant.
        if packet.topic != TOPIC or packet.participant is not None:
            return
        try:
            content = json.loads(packet.data)
            whisper_id, text = str(content["id"]), str(content["text"]).strip()[:MAX_CHARACTERS]
        except (ValueError, TypeError, KeyError):
            _log.warning("a whisper that cannot be read is ignored")
            return
        if text and whisper_id not in self._known:
            self._known = [*self._known, whisper_id][-_KNOWN:]
            self._whispered(text)
