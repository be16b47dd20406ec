"""LiveKit tokens and webhooks, by livekit-api. No request to a server is ever made here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flow_core.json import Json
from functions.ports.rooms import NoRoomsError, NotFromLiveKitError


@dataclass(frozen=True, slots=True)
class LiveKitRooms:
    """functions.ports.rooms.Rooms. livekit.api is slow to import and most turns need none of it: it is loaded late."""

    server_url: str
    api_key: str
    api_secret: str
    agent_name: str

    def token(self, *, identity: str, room_name: str, metadata: Mapping[str, Json]) -> str:
        self._configured()
        from livekit import api

        dispatch = api.RoomAgentDispatch(agent_name=self.agent_name, metadata=json.dumps(metadata))
        token = (
            api.AccessToken(self.api_key, self.api_secret)
            .with_identity(identity)
            .with_grants(api.VideoGrants(room_join=True, room=room_name))
            .with_room_config(api.RoomConfiguration(name=room_name, agents=[dispatch]))
        )
        return str(token.to_jwt())

    def finished_room(self, body: bytes, authorization: str | None) -> str | None:
        self._configured()
        from livekit import api

        receiver = api.WebhookReceiver(api.TokenVerifier(self.api_key, self.api_secret))
        try:
            event = receiver.receive(body.decode(), (authorization or "").removeprefix("Bearer "))
        except Exception as error:  # the receiver raises bare Exceptions, and a stranger can cause each of them
            raise NotFromLiveKitError from error
        return str(event.room.name) or None if event.event == "room_finished" else None

    def _configured(self) -> None:
        if not (self.server_url and self.api_key and self.api_secret):
            raise NoRoomsError("Set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.")
