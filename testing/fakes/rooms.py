"""Rooms on a FakeLiveKit in this process, without valid tokens, signatures or requests."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from flow_core.json import Json
from functions.errors import UnavailableError
from functions.ports.rooms import (
    AgentLeft,
    NoAgentError,
    NotFromLiveKitError,
    RoomEvent,
    RoomFinished,
    TakeoverChanged,
)
from functions.ports.supervision.rooms import WHISPER_TOPIC, Occupants, Supervision, Supervisor
from functions.ports.supervision.takeovers import Takeover
from testing.fakes.livekit import FakeLiveKit, Kind, Room


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
            case "participant_left" | "participant_connection_aborted" if (
                room_name and participant.get("kind") == "AGENT"
            ):
                return AgentLeft(room_name, participant["identity"], int(participant.get("joinedAtMs", 0)))
            case "participant_joined" | "participant_left" if room_name:
                return _takeover(event, participant)
            case _:
                return None

    def dispatch(self, metadata: Mapping[str, Json], *, instead_of: AgentLeft) -> bool:
        room_name = instead_of.room_name
        room = self.livekit.room(room_name)
        if not _seen(room).caller:
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
        found = self.occupants(room_names)
        return frozenset(name for name, there in found.items() if there.caller or there.agent or there.others)

    def occupants(self, room_names: Collection[str]) -> dict[str, Occupants]:
        self._require_answers()
        rooms = self.livekit.rooms
        return {name: _seen(rooms[name]) if name in rooms else Occupants() for name in room_names}

    def supervisor_token(self, *, identity: str, name: str, room_name: str, session_id: str, mode: Supervision) -> str:
        return json.dumps(
            {"identity": identity, "name": name, "roomName": room_name, "sessionId": session_id, "mode": mode}
        )

    def whisper(self, room_name: str, whisper_id: str, text: str) -> bool:
        self._require_answers()
        room = self.livekit.room(room_name)
        agents = [each.identity for each in room.participants.values() if _is_agent(each)]
        packet = json.dumps({"id": whisper_id, "text": text}).encode()
        room.packets += [(identity, WHISPER_TOPIC, packet) for identity in agents]
        return bool(agents)

    def _require_answers(self) -> None:
        if not self.livekit.answers:
            raise UnavailableError("rooms", "ListRooms", "unreachable", detail="out of reach")


def _is_agent(participant: Any) -> bool:
    name = participant.attributes.get("lk.agent_name", "callflow")
    return bool(participant.kind == Kind.AGENT and name == "callflow")


def _seen(room: Room) -> Occupants:
    callers = others = agents = 0
    supervisors: list[Supervisor] = []
    for each in room.participants.values():
        mode = each.attributes.get("callflow.supervisor")
        if mode:
            supervisors.append(Supervisor(each.name, "takeOver" if mode == "takeOver" else "listen"))
        elif each.kind in (Kind.STANDARD, Kind.SIP):
            callers += 1
        elif _is_agent(each):
            agents += 1
        else:
            others += 1
    return Occupants(callers > 0, agents > 0, others > 0, tuple(supervisors))


def _takeover(event: Any, participant: Any) -> TakeoverChanged | None:
    attributes = participant.get("attributes", {})
    if attributes.get("callflow.supervisor") != "takeOver" or "callflow.session" not in attributes:
        return None
    since = int(participant["joinedAtMs"])
    until = None if event["event"] == "participant_joined" else max(int(event["createdAt"]) * 1000, since)
    takeover = Takeover(participant["sid"], participant["name"], since, until)
    return TakeoverChanged(attributes["callflow.session"], takeover)
