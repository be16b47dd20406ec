"""Fakes of a LiveKit room, of its job and of the LiveKit server API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from google.protobuf.message import Message
from livekit import api, rtc
from livekit.agents import JobContext

from testing.fakes.loopback import Exchange, Loopback

SIP = rtc.ParticipantKind.PARTICIPANT_KIND_SIP
BROWSER = rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD
AGENT = rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
EGRESS = rtc.ParticipantKind.PARTICIPANT_KIND_EGRESS


class Room(rtc.EventEmitter[str]):
    """A room whose participants join and leave, with the events of an `rtc.Room` in the same order."""

    name = "room-1"

    def __init__(self, **kinds: int) -> None:
        super().__init__()
        self.remote_participants = {name: _participant(name, kind) for name, kind in kinds.items()}

    def come(self, name: str, kind: int, supervises: str | None = None) -> None:
        participant = self.remote_participants[name] = _participant(name, kind, supervises)
        self.emit("participant_connected", participant)

    def leave(self, name: str) -> None:
        self.emit("participant_disconnected", self.remote_participants.pop(name))

    @property
    def as_room(self) -> rtc.Room:
        return cast(rtc.Room, self)


def _participant(name: str, kind: int, supervises: str | None = None) -> SimpleNamespace:
    attributes = {} if supervises is None else {"callflow.supervisor": supervises}
    return SimpleNamespace(identity=name, kind=kind, attributes=attributes)


@dataclass(slots=True)
class Job:
    """The parts of a `JobContext` that end a call, with a real client of LiveKit's server API."""

    room: Room
    api: api.LiveKitAPI

    def delete_room(self) -> asyncio.Task[None]:
        async def delete() -> None:
            await self.api.room.delete_room(api.DeleteRoomRequest(room=self.room.name))

        return asyncio.create_task(delete())

    @property
    def as_context(self) -> JobContext:
        return cast(JobContext, self)


@dataclass(slots=True)
class FakeLiveKit:
    """LiveKit's server API on loopback: deletes rooms, lists participants, and transfers with the result of a test."""

    transfer: Message | tuple[int, str] | None = None
    """The response to a transfer: a message, or an error's status and code. None never responds."""
    present: list[api.ParticipantInfo] = field(default_factory=list)
    listed: int = 0
    """Number of requests for the list of participants."""
    deleted: list[str] = field(default_factory=list)
    transfers: list[api.TransferSIPParticipantRequest] = field(default_factory=list)

    def answer(self, exchange: Exchange) -> None:
        received = exchange.received
        match received.target:
            case "/twirp/livekit.RoomService/DeleteRoom":
                self.deleted.append(api.DeleteRoomRequest.FromString(received.body).room)
                self._say(exchange, api.DeleteRoomResponse())
            case "/twirp/livekit.RoomService/ListParticipants":
                self.listed += 1
                self._say(exchange, api.ListParticipantsResponse(participants=self.present))
            case "/twirp/livekit.SIP/TransferSIPParticipant":
                self.transfers.append(api.TransferSIPParticipantRequest.FromString(received.body))
                if self.transfer is None:
                    exchange.hang()
                elif isinstance(self.transfer, tuple):
                    status, code = self.transfer
                    body = f'{{"code": "{code}", "msg": "no"}}'.encode()
                    exchange.answer(status, body, {"Content-Type": "application/json"})
                else:
                    self._say(exchange, self.transfer)
            case _:
                exchange.answer(404)

    def _say(self, exchange: Exchange, message: Any) -> None:
        exchange.answer(200, message.SerializeToString(), {"Content-Type": "application/protobuf"})

    @asynccontextmanager
    async def job(self, room: Room) -> AsyncIterator[Job]:
        with Loopback(self.answer) as server:
            async with api.LiveKitAPI(server.origin, "key", "a-secret-of-more-than-thirty-two-bytes") as client:
                yield Job(room, client)
