"""Which rooms someone is in, by LiveKit's API. Slow to import: see livekit_rooms."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api

from functions.ports.rooms import RoomsOutOfReachError

# livekit-api raises the last two where what answers is no LiveKit: an empty error, a page with status 200.
_AWAY = (aiohttp.ClientError, TimeoutError, api.ServerError, AttributeError, DecodeError)
SECONDS = 10.0
"""For all of it."""
_AT_ONCE = 8


def living(server_url: str, api_key: str, api_secret: str, room_names: Collection[str]) -> frozenset[str]:
    """As Rooms.living: one request that tells which rooms exist, and one for each of those."""

    async def ask() -> frozenset[str]:
        async with asyncio.timeout(SECONDS):
            async with api.LiveKitAPI(server_url, api_key, api_secret, failover=False) as livekit:
                return await _living(livekit, sorted(room_names))

    if not room_names:
        return frozenset()
    try:
        # In a thread of its own, as whoever asks may have an event loop running already.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, ask()).result()
    except _AWAY as error:
        raise RoomsOutOfReachError(f"LiveKit at {server_url} is out of reach, or refused.") from error


async def _living(livekit: api.LiveKitAPI, room_names: Sequence[str]) -> frozenset[str]:
    found = await livekit.room.list_rooms(api.ListRoomsRequest(names=room_names))
    existing = {str(room.name) for room in found.rooms} & set(room_names)
    turn = asyncio.Semaphore(_AT_ONCE)

    async def lives(name: str) -> bool:
        """A room stays for a while after the last has left it."""
        try:
            async with turn:
                present = (await livekit.room.list_participants(api.ListParticipantsRequest(room=name))).participants
        except api.ServerError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return False
            raise
        return any(each.state != api.ParticipantInfo.State.DISCONNECTED for each in present)

    answers = await asyncio.gather(*(lives(name) for name in existing))
    return frozenset(name for name, is_living in zip(existing, answers, strict=True) if is_living)
