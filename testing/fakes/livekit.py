"""A LiveKit server as far as Callflow asks one: rooms with participants, dispatches, and workers that take them.

It keeps a job as running for ever, as livekit-server 1.13 does, whatever becomes of the agent.
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
    participants: dict[str, Any] = field(default_factory=dict)
    dispatches: dict[str, Any] = field(default_factory=dict)

    def enters(self, identity: str, kind: Any = Kind.STANDARD, **attributes: str) -> None:
        self.participants[identity] = api.ParticipantInfo(identity=identity, kind=kind, attributes=attributes)

    def leaves(self, identity: str) -> None:
        del self.participants[identity]


@dataclass(slots=True)
class FakeLiveKit:
    workers: bool = True
    """Whether one is there that takes what it is given."""
    joins: bool = True
    """Whether the worker's agent is in the room at once, or still on its way."""
    lists: bool = True
    """Whether a job is written down at once: the real one may take seconds."""
    rooms: dict[str, Room] = field(default_factory=dict)
    answers: bool = True
    """Whether it is in reach."""
    on_create: Callable[[], None] = lambda: None
    """Runs when a dispatch is asked for, before it is made: what another webhook does in between."""
    _numbers: Any = field(default_factory=lambda: count(1))
    _lock: Any = field(default_factory=threading.RLock)

    def room(self, name: str) -> Room:
        return self.rooms.setdefault(name, Room())

    def dispatch(self, room_name: str, agent_name: str = "callflow", metadata: str = "") -> str:
        """What a token's room configuration does, or CreateDispatch."""
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
        """A worker takes a dispatch; who its agent is."""
        room = self.room(room_name)
        dispatch, identity = room.dispatches[dispatch_id], f"agent-{dispatch_id}"
        if self.lists:
            state = api.JobState(status=api.JobStatus.JS_RUNNING, participant_identity=identity)
            dispatch.state.jobs.append(api.Job(id=f"AJ_{dispatch_id}", dispatch_id=dispatch_id, state=state))
        if self.joins:
            room.enters(identity, Kind.AGENT, **{"lk.agent_name": dispatch.agent_name})
        return identity

    def go_on(self, seconds: float) -> None:
        """Time passes, as far as it can be read off a dispatch."""
        for room in self.rooms.values():
            for dispatch in room.dispatches.values():
                dispatch.state.created_at -= int(seconds * 1e9)

    def undispatch(self, room_name: str, dispatch_id: str) -> bool:
        """DeleteDispatch: its agents are sent out of the room. False if there was none."""
        with self._lock:
            gone = self.room(room_name).dispatches.pop(dispatch_id, None)
            for job in gone.state.jobs if gone is not None else ():
                self.room(room_name).participants.pop(job.state.participant_identity, None)
            return gone is not None

    def answer(self, exchange: Exchange) -> None:
        """Its Twirp API, in protobuf as livekit-api speaks it."""
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
                doomed = api.DeleteAgentDispatchRequest.FromString(body)
                deleted = self.undispatch(doomed.room, doomed.dispatch_id)
                return api.AgentDispatch(id=doomed.dispatch_id) if deleted else "dispatch ID not found"
            case _:
                return f"no method {method}"

    def served(self) -> Loopback:
        return Loopback(self.answer)
