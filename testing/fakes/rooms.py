"""Rooms on a FakeLiveKit in this process, without valid tokens, signatures or requests."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from flow_core.json import Json
from functions.errors import UnavailableError
from functions.ports.rooms import (
    AgentLeft,
    NoAgentError,
    NotFromLiveKitError,
    RoomEvent,
    RoomFinished,
)
from testing.fakes.livekit import FakeLiveKit, Kind


@dataclass(frozen=True, slots=True)
class InMemoryRooms:
    """Implements `Rooms`. A webhook is signed if its authorization is `signed`."""

    livekit: FakeLiveKit = field(default_factory=FakeLiveKit)
    server_url: str = "ws://livekit.test"

    def grant_secrets(self) -> tuple[str, ...]:
        return ("a-secret-of-more-than-thirty-two-bytes",)

    def token(self, *, identity: str, room_name: str, metadata: Mapping[str, Json]) -> str:
        return json.dumps({"identity": identity, "roomName": room_name, "metadata": metadata})

    def event(self, body: bytes, authorization: str | None) -> RoomEvent | None:
        if authorization != "signed":
            raise NotFromLiveKitError
        event = json.loads(body)
        room_name = event.get("room", {}).get("name", "")
        participant = event.get("participant", {})
        match event["event"]:
            case "room_finished" if room_name:
                return RoomFinished(room_name)
            case "participant_left" | "participant_connection_aborted" if room_name:
                if participant.get("kind") != "AGENT":
                    return None
                return AgentLeft(room_name, participant["identity"], int(participant.get("joinedAtMs", 0)))
            case _:
                return None

    def dispatch(self, metadata: Mapping[str, Json], *, instead_of: AgentLeft) -> bool:
        room_name = instead_of.room_name
        room = self.livekit.room(room_name)
        if not any(each.kind in (Kind.STANDARD, Kind.SIP) for each in room.participants.values()):
            return False
        if any(each.attributes.get("lk.agent_name") == "callflow" for each in room.participants.values()):
            return False
        for dispatch_id, dispatch in list(room.dispatches.items()):
            if any(job.state.participant_identity == instead_of.identity for job in dispatch.state.jobs):
                self.livekit.undispatch(room_name, dispatch_id)
        if any(dispatch.agent_name == "callflow" for dispatch in room.dispatches.values()):
            return False
        made = self.livekit.dispatch(room_name, metadata=json.dumps(metadata))
        if not room.dispatches[made].state.jobs:
            self.livekit.undispatch(room_name, made)
            raise NoAgentError("no worker")
        return True

    def occupied(self, room_names: Collection[str]) -> frozenset[str]:
        if not self.livekit.answers:
            raise UnavailableError("rooms", "ListRooms", "unreachable", detail="out of reach")
        rooms = self.livekit.rooms
        return frozenset(name for name in room_names if name in rooms and rooms[name].participants)
