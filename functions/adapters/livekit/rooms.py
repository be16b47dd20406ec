"""LiveKit tokens and webhooks, by livekit-api. Requests to the server are in dispatch.py and occupied.py.

livekit.api takes long to import, and most turns need none of it. So it is imported at the first use.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flow_core.json import Json
from functions.ports.rooms import AgentLeft, NoRoomsError, NotFromLiveKitError, RoomEvent, RoomFinished

# LiveKit sends the first for a participant that had connected, and the second for one that had not.
_LEFT = ("participant_left", "participant_connection_aborted")


@dataclass(frozen=True, slots=True)
class LiveKitRooms:
    """`Rooms` on a LiveKit server. Any of the first three may be empty: then each method raises NoRoomsError."""

    server_url: str
    api_key: str
    api_secret: str
    agent_name: str

    def token(self, *, identity: str, room_name: str, metadata: Mapping[str, Json]) -> str:
        """See `Rooms.token`. Signs locally, without a request."""
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

    def event(self, body: bytes, authorization: str | None) -> RoomEvent | None:
        """See `Rooms.event`. Verifies locally, without a request."""
        self._configured()
        from livekit import api

        receiver = api.WebhookReceiver(api.TokenVerifier(self.api_key, self.api_secret))
        try:
            event = receiver.receive(body.decode(), (authorization or "").removeprefix("Bearer "))
        except Exception as error:  # the receiver raises bare Exceptions, and any sender can cause each of them
            raise NotFromLiveKitError from error
        room_name = str(event.room.name)
        if not room_name:
            return None
        if event.event == "room_finished":
            return RoomFinished(room_name)
        if event.event in _LEFT and event.participant.kind == api.ParticipantInfo.Kind.AGENT:
            return AgentLeft(room_name, str(event.participant.identity), int(event.participant.joined_at_ms))
        return None

    def dispatch(self, metadata: Mapping[str, Json], *, instead_of: AgentLeft) -> bool:
        """See `Rooms.dispatch`. Takes at most three seconds."""
        self._configured()
        from functions.adapters.livekit.dispatch import Dispatches

        dispatches = Dispatches(self.server_url, self.api_key, self.api_secret, self.agent_name)
        return dispatches.send(json.dumps(metadata), instead_of)

    def occupied(self, room_names: Collection[str]) -> frozenset[str]:
        """One request, and one more for each room that exists; at most ten seconds."""
        self._configured()
        from functions.adapters.livekit.occupied import occupied

        return occupied(self.server_url, self.api_key, self.api_secret, room_names)

    def _configured(self) -> None:
        if not (self.server_url and self.api_key and self.api_secret):
            raise NoRoomsError("Set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.")
