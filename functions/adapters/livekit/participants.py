"""Who is in rooms, and packets to the agents there, by LiveKit's API. Slow to import: see rooms.py."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, TypeVar

from livekit import api

from functions.adapters.livekit.requests import UNAVAILABLE, run
from functions.errors import UnavailableError
from functions.ports.supervision.rooms import MODE_ATTRIBUTE, WHISPER_TOPIC, Occupants, Supervision, Supervisor

_AT_ONCE = 8
"""Requests for the participants of a room that run at the same time."""
_WHISPER_VALID = timedelta(minutes=1)
"""How long the packet of a whisper is valid."""
_Kind = api.ParticipantInfo.Kind
_NO_CALLERS = (_Kind.AGENT, _Kind.EGRESS, _Kind.INGRESS)
_NAME = "lk.agent_name"
"""The attribute of an agent's participant that holds the agent's name. livekit-server sets it in the agent's token."""
Result = TypeVar("Result")


def supervision(participant: Any) -> Supervision | None:
    """Return what a participant does as a supervisor; None if it is none. The attribute is signed with the token."""
    match participant.attributes.get(MODE_ATTRIBUTE):
        case "takeOver":
            return "takeOver"
        case None | "":
            return None
        case _:
            return "listen"


def is_caller(participant: Any) -> bool:
    """Whether a participant is a telephone or a browser that calls. A supervisor is none."""
    return int(participant.kind) not in _NO_CALLERS and supervision(participant) is None


def is_agent(participant: Any, agent_name: str) -> bool:
    """Whether a participant is an agent of a name. An agent without the attribute counts."""
    return bool(participant.kind == _Kind.AGENT and participant.attributes.get(_NAME, agent_name) == agent_name)


async def present(livekit: api.LiveKitAPI, room_name: str) -> list[Any]:
    """List the participants of a room: none if the room does not exist."""
    try:
        listed = (await livekit.room.list_participants(api.ListParticipantsRequest(room=room_name))).participants
    except api.ServerError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return []
        raise
    return [each for each in listed if each.state != api.ParticipantInfo.State.DISCONNECTED]


def signed_whisper(api_key: str, api_secret: str, room_name: str, whisper_id: str, text: str) -> bytes:
    """Write the packet of a whisper. A participant can send packets too, so the agent reads only what is signed.

    Args:
        api_key: LiveKit's key.
        api_secret: Its secret, with which the packet is signed for a minute.
        room_name: The room, the only one in which the packet counts.
        whisper_id: Tells the whisper from others.
        text: The whisper.

    Returns:
        JSON. Its `token` is a token of LiveKit's with the SHA-256 of room, id and text.
    """
    digest = hashlib.sha256("\0".join((room_name, whisper_id, text)).encode("utf-8", "replace")).hexdigest()
    token = api.AccessToken(api_key, api_secret).with_sha256(digest).with_ttl(_WHISPER_VALID).to_jwt()
    return json.dumps({"id": whisper_id, "text": text, "token": token}).encode()


@dataclass(frozen=True, slots=True)
class Participants:
    """The participants of rooms on one LiveKit server. UnavailableError is raised if it does not answer, or refuses."""

    server_url: str
    api_key: str
    api_secret: str
    agent_name: str
    seconds: float = 10.0
    """Seconds for all requests of one question."""

    def occupants(self, room_names: Collection[str]) -> Mapping[str, Occupants]:
        """Say who is in rooms: one request for the rooms that exist, and one for each of those."""
        if not room_names:
            return {}
        names = sorted(set(room_names))
        return self._ask("ListRooms", lambda livekit: self._occupants(livekit, names))

    def whisper(self, room_name: str, whisper_id: str, text: str) -> bool:
        """Send a text to the agents of a room: one request for the participants, and one with the text."""
        return self._ask("SendData", lambda livekit: self._whisper(livekit, room_name, whisper_id, text))

    def _ask(self, operation: str, work: Callable[[api.LiveKitAPI], Awaitable[Result]]) -> Result:
        try:
            return run(self.server_url, self.api_key, self.api_secret, work, self.seconds)
        except UNAVAILABLE as error:
            detail = f"LiveKit at {self.server_url} is out of reach, or refused."
            raise UnavailableError("rooms", operation, "unreachable", detail=detail) from error

    async def _occupants(self, livekit: api.LiveKitAPI, names: Sequence[str]) -> dict[str, Occupants]:
        found = await livekit.room.list_rooms(api.ListRoomsRequest(names=names))
        existing = {str(room.name) for room in found.rooms} & set(names)
        limit = asyncio.Semaphore(_AT_ONCE)

        async def of(name: str) -> Occupants:
            # LiveKit keeps a room for a while after its last participant has left.
            async with limit:
                return self._seen(await present(livekit, name))

        answers = await asyncio.gather(*(of(name) for name in existing))
        return {name: Occupants() for name in names} | dict(zip(existing, answers, strict=True))

    def _seen(self, participants: Sequence[Any]) -> Occupants:
        modes = [(each, supervision(each)) for each in participants]
        others = [each for each, mode in modes if mode is None and not is_caller(each)]
        agents = [each for each in others if is_agent(each, self.agent_name)]
        return Occupants(
            caller=any(is_caller(each) for each in participants),
            agent=bool(agents),
            others=len(others) > len(agents),
            supervisors=tuple(Supervisor(str(each.name), mode) for each, mode in modes if mode is not None),
        )

    async def _whisper(self, livekit: api.LiveKitAPI, room_name: str, whisper_id: str, text: str) -> bool:
        there = await present(livekit, room_name)
        agents = [str(each.identity) for each in there if is_agent(each, self.agent_name)]
        if not agents:
            return False
        request = api.SendDataRequest(
            room=room_name,
            data=signed_whisper(self.api_key, self.api_secret, room_name, whisper_id, text),
            kind=api.DataPacket.Kind.RELIABLE,
            destination_identities=agents,
            topic=WHISPER_TOPIC,
        )
        await livekit.room.send_data(request)
        return True
