"""Which rooms have a participant, by LiveKit's API. Slow to import: see rooms.py."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from http import HTTPStatus

from livekit import api

from functions.adapters.livekit.requests import UNAVAILABLE, run
from functions.errors import UnavailableError

SECONDS = 10.0
"""Seconds for all requests of one question."""
_AT_ONCE = 8
"""Requests for the participants of a room that run at the same time."""


def occupied(server_url: str, api_key: str, api_secret: str, room_names: Collection[str]) -> frozenset[str]:
    """Find the occupied rooms: one request for the rooms that exist, and one for each of those.

    Args:
        server_url: LiveKit's address.
        api_key: The id of the API key.
        api_secret: The secret that signs the requests.
        room_names: The rooms to look at.

    Returns:
        The names of the rooms that have a participant.

    Raises:
        UnavailableError: If LiveKit did not answer, or refused.
    """
    if not room_names:
        return frozenset()
    try:
        return run(server_url, api_key, api_secret, lambda livekit: _occupied(livekit, sorted(room_names)), SECONDS)
    except UNAVAILABLE as error:
        detail = f"LiveKit at {server_url} is out of reach, or refused."
        raise UnavailableError("rooms", "ListRooms", "unreachable", detail=detail) from error


async def _occupied(livekit: api.LiveKitAPI, room_names: Sequence[str]) -> frozenset[str]:
    found = await livekit.room.list_rooms(api.ListRoomsRequest(names=room_names))
    existing = {str(room.name) for room in found.rooms} & set(room_names)
    limit = asyncio.Semaphore(_AT_ONCE)

    async def has_participant(name: str) -> bool:
        # LiveKit keeps a room for a while after its last participant has left.
        try:
            async with limit:
                present = (await livekit.room.list_participants(api.ListParticipantsRequest(room=name))).participants
        except api.ServerError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return False
            raise
        return any(each.state != api.ParticipantInfo.State.DISCONNECTED for each in present)

    answers = await asyncio.gather(*(has_participant(name) for name in existing))
    return frozenset(name for name, is_occupied in zip(existing, answers, strict=True) if is_occupied)
