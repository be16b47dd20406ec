"""LiveKit rooms, as far as the API needs them: tokens that let someone in, and word that a room is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from flow_core.json import Json


class NotFromLiveKitError(Exception):
    """A webhook that LiveKit did not sign."""


class NoRoomsError(Exception):
    """LiveKit is not configured; the text says how to do it."""


class Rooms(Protocol):
    @property
    def server_url(self) -> str:
        """Where a browser or a worker finds LiveKit."""
        ...

    def token(self, *, identity: str, room_name: str, metadata: Mapping[str, Json]) -> str:
        """Lets `identity` into the room, and has an agent sent there with `metadata`. NoRoomsError."""
        ...

    def finished_room(self, body: bytes, authorization: str | None) -> str | None:
        """The name of the room that a webhook says is over; None for other events. NotFromLiveKitError."""
        ...
