"""LiveKit tokens and webhooks, by livekit-api.

Requests to the server are in dispatch.py and participants.py.

livekit.api takes long to import, and most turns need none of it. So it is imported at the first use.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flow_core.json import Json
from functions.adapters.livekit.keys import LiveKitKeys, ReadKeys
from functions.ports.rooms import (
    AgentLeft,
    NoRoomsError,
    NotFromLiveKitError,
    RoomEvent,
    RoomFinished,
    TakeoverChanged,
)
from functions.ports.supervision.rooms import MODE_ATTRIBUTE, SESSION_ATTRIBUTE, Occupants, Supervision
from functions.ports.supervision.takeovers import Takeover

if TYPE_CHECKING:
    from functions.adapters.livekit.participants import Participants

# LiveKit sends the first for a participant that had connected, and the second for one that had not.
_LEFT = ("participant_left", "participant_connection_aborted")
_JOIN_MINUTES = 5
"""Minutes in which a supervisor may enter the room. LiveKit renews the token of one who is there."""
_LOOK_SECONDS = 3.0
"""Seconds in which a supervisor learns who is in a room."""


@dataclass(frozen=True, slots=True)
class LiveKitRooms:
    """`Rooms` on a LiveKit server. Each method raises NoRoomsError if an address or a key is missing.

    The keys are read at each use, because an operator may rotate them while this process runs.
    """

    read_keys: ReadKeys
    agent_name: str

    @property
    def server_url(self) -> str:
        """See `Rooms.server_url`."""
        return self.read_keys(False).url

    def grant_secrets(self) -> tuple[str, ...]:
        """See `Rooms.grant_secrets`."""
        return tuple(secret for _, secret in self.read_keys(False).accepted())

    def token(self, *, identity: str, room_name: str, metadata: Mapping[str, Json]) -> str:
        """See `Rooms.token`. Signs locally."""
        keys = self._configured()
        from livekit import api

        dispatch = api.RoomAgentDispatch(agent_name=self.agent_name, metadata=json.dumps(metadata))
        token = (
            api.AccessToken(keys.api_key, keys.api_secret)
            .with_identity(identity)
            # A caller who could set attributes could pass for a supervisor.
            .with_grants(api.VideoGrants(room_join=True, room=room_name, can_update_own_metadata=False))
            .with_room_config(api.RoomConfiguration(name=room_name, agents=[dispatch]))
        )
        return str(token.to_jwt())

    def event(self, body: bytes, authorization: str | None) -> RoomEvent | None:
        """See `Rooms.event`. Verifies locally. If no key fits, the keys are read again: they may have been rotated."""
        keys = self._configured()
        try:
            event = _received(body, authorization, keys)
        except NotFromLiveKitError:
            again = self.read_keys(True)
            if again == keys:
                raise
            event = _received(body, authorization, again)
        from livekit import api

        room_name = str(event.room.name)
        if not room_name:
            return None
        if event.event == "room_finished":
            return RoomFinished(room_name)
        participant = event.participant
        if event.event in _LEFT and participant.kind == api.ParticipantInfo.Kind.AGENT:
            return AgentLeft(room_name, str(participant.identity), int(participant.joined_at_ms))
        if event.event in ("participant_joined", "participant_left"):
            return _takeover(participant, None if event.event == "participant_joined" else int(event.created_at))
        return None

    def dispatch(self, metadata: Mapping[str, Json], *, instead_of: AgentLeft) -> bool:
        """See `Rooms.dispatch`. Takes at most three seconds."""
        keys = self._configured()
        from functions.adapters.livekit.dispatch import Dispatches

        dispatches = Dispatches(keys.url, keys.api_key, keys.api_secret, self.agent_name)
        return dispatches.send(json.dumps(metadata), instead_of)

    def occupied(self, room_names: Collection[str]) -> frozenset[str]:
        """One request, and one more for each room that exists; at most ten seconds."""
        found = self._participants(10.0).occupants(room_names)
        return frozenset(name for name, there in found.items() if there.caller or there.agent or there.others)

    def occupants(self, room_names: Collection[str]) -> Mapping[str, Occupants]:
        """One request, and one more for each room that exists; at most three seconds."""
        return self._participants(_LOOK_SECONDS).occupants(room_names)

    def supervisor_token(self, *, identity: str, name: str, room_name: str, session_id: str, mode: Supervision) -> str:
        """See `SupervisedRooms.supervisor_token`. Signs locally."""
        keys = self._configured()
        from livekit import api

        grants = api.VideoGrants(
            room_join=True,
            room=room_name,
            can_publish=mode == "takeOver",
            can_publish_sources=["microphone"] if mode == "takeOver" else None,
            can_publish_data=False,
            can_update_own_metadata=False,
            hidden=mode == "listen",
        )
        token = (
            api.AccessToken(keys.api_key, keys.api_secret)
            .with_identity(identity)
            .with_name(name)
            .with_attributes({MODE_ATTRIBUTE: mode, SESSION_ATTRIBUTE: session_id})
            .with_grants(grants)
            .with_ttl(timedelta(minutes=_JOIN_MINUTES))
        )
        return str(token.to_jwt())

    def whisper(self, room_name: str, whisper_id: str, text: str) -> bool:
        """Two requests; at most three seconds."""
        return self._participants(_LOOK_SECONDS).whisper(room_name, whisper_id, text)

    def _participants(self, seconds: float) -> Participants:
        keys = self._configured()
        from functions.adapters.livekit.participants import Participants

        return Participants(keys.url, keys.api_key, keys.api_secret, self.agent_name, seconds)

    def _configured(self) -> LiveKitKeys:
        keys = self.read_keys(False)
        if not (keys.url and keys.api_key and keys.api_secret):
            raise NoRoomsError("Set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.")
        return keys


def _takeover(participant: Any, left_at: int | None) -> TakeoverChanged | None:
    """Return the takeover of a participant that joined, or left at a time in seconds. None for any other participant.

    LiveKit signs its webhook, and the attributes were signed with the token.
    """
    attributes = participant.attributes
    session_id = str(attributes.get(SESSION_ATTRIBUTE, ""))
    if attributes.get(MODE_ATTRIBUTE) != "takeOver" or not session_id:
        return None
    since = int(participant.joined_at_ms) or int(participant.joined_at) * 1000
    until = None if left_at is None else max(left_at * 1000, since)
    return TakeoverChanged(session_id, Takeover(str(participant.sid), str(participant.name), since, until))


def _received(body: bytes, authorization: str | None, keys: LiveKitKeys) -> Any:
    """Verify a webhook with each accepted key. NotFromLiveKitError is raised if none fits."""
    token = (authorization or "").removeprefix("Bearer ")
    # Anybody can send a request here. No process must load LiveKit's library for a stranger.
    fitting = [(key, secret) for key, secret in keys.accepted() if _is_signed(token, key, secret)]
    if not fitting:
        raise NotFromLiveKitError
    from livekit import api

    cause: Exception | None = None
    for key, secret in fitting:
        receiver = api.WebhookReceiver(api.TokenVerifier(key, secret))
        try:
            return receiver.receive(body.decode(), token)
        except Exception as error:  # the receiver raises bare Exceptions, and any sender can cause each of them
            cause = error
    raise NotFromLiveKitError from cause


def _is_signed(token: str, key: str, secret: str) -> bool:
    """Whether a token has the signature of a key. Its times and its content are not checked."""
    import jwt

    try:
        jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            issuer=key,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
    except (jwt.InvalidTokenError, ValueError):
        return False
    return True
