"""Reads the whispers that the API sends to the agent of a call."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable

import jwt
from livekit import api, rtc

TOPIC = "callflow.whisper"
"""The topic of the packets with whispers."""
MAX_CHARACTERS = 1000
"""Characters of a whisper that the API accepts in a turn."""
_KNOWN = 100
"""Ids of whispers that are remembered."""
_log = logging.getLogger(__name__)


class Whispers:
    """Takes each whisper of the API once. A packet that the API has not signed for this room is ignored.

    Args:
        room: The room of the call.
        whispered: Takes the text of a whisper.
        verifier: Verifies signatures, by default with the key of LIVEKIT_API_KEY and LIVEKIT_API_SECRET.
    """

    def __init__(
        self, room: rtc.Room, whispered: Callable[[str], None], verifier: api.TokenVerifier | None = None
    ) -> None:
        self._room, self._whispered = room, whispered
        self._verifier = verifier or api.TokenVerifier()
        self._known: list[str] = []
        room.on("data_received", self._received)

    def close(self) -> None:
        """Stop listening."""
        self._room.off("data_received", self._received)

    def _received(self, packet: rtc.DataPacket) -> None:
        # A packet of the server API names no participant. So does one of a participant that has just left.
        if packet.topic != TOPIC or packet.participant is not None:
            return
        try:
            content = json.loads(packet.data)
            whisper_id, text = str(content["id"]), str(content["text"])
            signed = self._verifier.verify(str(content["token"])).sha256 or ""
        except (ValueError, TypeError, KeyError, RecursionError, jwt.InvalidTokenError):
            _log.warning("a whisper that cannot be read, or that the API has not signed, is ignored")
            return
        if not hmac.compare_digest(signed.encode(), self._digest(whisper_id, text).encode()):
            _log.warning("a whisper with the signature of another one is ignored")
            return
        text = text.strip()[:MAX_CHARACTERS]
        if text and whisper_id not in self._known:
            self._known = [*self._known, whisper_id][-_KNOWN:]
            self._whispered(text)

    def _digest(self, whisper_id: str, text: str) -> str:
        """Return what the API signs: see `signed_whisper` in functions/adapters/livekit/participants.py."""
        return hashlib.sha256("\0".join((self._room.name, whisper_id, text)).encode("utf-8", "replace")).hexdigest()
