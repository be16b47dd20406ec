"""The part of a LiveKit server that Callflow uses: rooms with participants, dispatches, and workers that take them.

A job stays recorded as running, as in livekit-server 1.13, also after its agent has left or died.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from google.protobuf.message import Message
from livekit import api

from testing.fakes.loopback import Exchange, Loopback

Kind = api.ParticipantInfo.Kind
KEY, SECRET = "an-api-key", "an-api-secret-of-more-than-thirty-two-bytes"


@dataclass(slots=True)
class Room:
    """A room with its participants and dispatches."""

    participants: dict[str, Any] = field(default_factory=dict)
    dispatches: dict[str, Any] = field(default_factory=dict)

    packets: list[tuple[str, str, bytes]] = field(default_factory=list)
    """The data packets of the server API: destination, topic, content."""

    def enters(self, identity: str, kind: Any = Kind.STANDARD, **attributes: str) -> None:
        self.participants[identity] = api.ParticipantInfo(identity=identity, kind=kind, attributes=attributes)

    def supervised_by(self, name: str, mode: str, session_id: str = "session_1") -> str:
        """Let a supervisor enter, and return the identity."""
        identity = f"supervisor-{len(self.participants)}"
        self.enters(identity, **{"callflow.supervisor": mode, "callflow.session": session_id})
        self.participants[identity].name = name
        return identity

    def leaves(self, identity: str) -> None:
        del self.participants[identity]


@dataclass(slots=True)
class FakeLiveKit:
    """The LiveKit server."""

    workers: bool = True
    """Whether a worker takes each dispatch."""
    joins: bool = True
    """Whether the worker's agent joins immediately. False: it joins later."""
    lists: bool = True
    """Whether a job is recorded immediately. A real server may take seconds."""
    rooms: dict[str, Room] = field(default_factory=dict)
    answers: bool = True
    """False if the server is unreachable."""
    on_create: Callable[[], None] = lambda: None
    """Called before a dispatch is created, for the actions of a concurrent webhook."""
    _numbers: Any = field(default_factory=lambda: count(1))
    _lock: Any = field(default_factory=threading.RLock)

    def room(self, name: str) -> Room:
        return self.rooms.setdefault(name, Room())

    def dispatch(self, room_name: str, agent_name: str = "callflow", metadata: str = "") -> str:
        """Create a dispatch, as a token's room configuration or CreateDispatch does, and return its id."""
        with self._lock:
            number = next(self._numbers)
            state = api.AgentDispatchState(created_at=time.time_ns())
            made = api.AgentDispatch(
                id=f"AD_{number:03}", room=room_name, agent_name=agent_name, metadata=metadata, state=state
            )
            self.room(room_name).dispatches[made.id] = made
            if self.workers:
                self.takes(room_name, made.id)
            return str(made.id)

    def takes(self, room_name: str, dispatch_id: str) -> str:
        """Let a worker take a dispatch, and return the agent's identity."""
        room = self.room(room_name)
        dispatch, identity = room.dispatches[dispatch_id], f"agent-{dispatch_id}"
        if self.lists:
            state = api.JobState(status=api.JobStatus.JS_RUNNING, participant_identity=identity)
            dispatch.state.jobs.append(api.Job(id=f"AJ_{dispatch_id}", dispatch_id=dispatch_id, state=state))
        if self.joins:
            room.enters(identity, Kind.AGENT, **{"lk.agent_name": dispatch.agent_name})
        return identity

    def go_on(self, seconds: float) -> None:
        """Advance the time: make all dispatches older."""
        for room in self.rooms.values():
            for dispatch in room.dispatches.values():
                dispatch.state.created_at -= int(seconds * 1e9)

    def undispatch(self, room_name: str, dispatch_id: str) -> bool:
        """Delete a dispatch and remove its agents from the room. Return False if it does not exist."""
        with self._lock:
            deleted = self.room(room_name).dispatches.pop(dispatch_id, None)
            for job in deleted.state.jobs if deleted is not None else ():
                self.room(room_name).participants.pop(job.state.participant_identity, None)
            return deleted is not None

    def answer(self, exchange: Exchange) -> None:
        """Answer a request of the Twirp API, in protobuf, as livekit-api sends it."""
        if not self.answers:
            exchange.json(json.dumps({"code": "unavailable", "msg": "no nodes"}), 503)
            return
        method = exchange.received.target.rpartition("/")[2]
        reply = self._reply(method, exchange.received.body)
        if isinstance(reply, str):
            exchange.json(json.dumps({"code": "not_found", "msg": reply}), 404)
        else:
            exchange.answer(200, reply.SerializeToString(), {"Content-Type": "application/protobuf"})

    def _reply(self, method: str, body: bytes) -> Message | str:
        match method:
            case "ListRooms":
                names = api.ListRoomsRequest.FromString(body).names
                listed = [api.Room(name=name) for name in self.rooms if name in names or not names]
                return api.ListRoomsResponse(rooms=listed)
            case "ListParticipants":
                room_name = api.ListParticipantsRequest.FromString(body).room
                if room_name not in self.rooms:
                    return "requested room does not exist"
                return api.ListParticipantsResponse(participants=self.room(room_name).participants.values())
            case "ListDispatch":
                room_name = api.ListAgentDispatchRequest.FromString(body).room
                return api.ListAgentDispatchResponse(agent_dispatches=self.room(room_name).dispatches.values())
            case "CreateDispatch":
                asked = api.CreateAgentDispatchRequest.FromString(body)
                self.on_create()
                made: Message = self.room(asked.room).dispatches[
                    self.dispatch(asked.room, asked.agent_name, asked.metadata)
                ]
                return made
            case "DeleteDispatch":
                request = api.DeleteAgentDispatchRequest.FromString(body)
                deleted = self.undispatch(request.room, request.dispatch_id)
                return api.AgentDispatch(id=request.dispatch_id) if deleted else "dispatch ID not found"
            case "SendData":
                sent = api.SendDataRequest.FromString(body)
                for identity in sent.destination_identities:
                    self.room(sent.room).packets.append((identity, sent.topic, sent.data))
                return api.SendDataResponse()
            case _:
                return f"no method {method}"

    def served(self) -> Loopback:
        return Loopback(self.answer)
