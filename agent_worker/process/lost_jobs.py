"""Takes the agents of jobs that ended out of their rooms, lest a dead one stays there until LiveKit notices.

A process that was killed cannot leave its room. LiveKit waits about twenty seconds for it to come back; only then is
the backend told, which sends another agent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

import aiohttp
from livekit import api

_log = logging.getLogger(__name__)


async def take_out_lost(present: Callable[[], Iterable[tuple[str, str]]], *, look_seconds: float = 0.25) -> None:
    """For ever. Where LiveKit is, and its keys, are read from LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.

    present: room and identity of each agent that has a job in this worker now.
    """
    known: set[tuple[str, str]] = set()
    async with api.LiveKitAPI() as livekit:
        while True:
            now = set(present())
            for room, identity in known - now:
                await _take_out(livekit, room, identity)
            known = now
            await asyncio.sleep(look_seconds)


async def _take_out(livekit: api.LiveKitAPI, room: str, identity: str) -> None:
    """Most have left by themselves, and then there is nobody to take out."""
    try:
        await livekit.room.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))
        _log.warning("an agent had not left its room", extra={"room": room})
    except api.TwirpError as error:
        if error.code != api.TwirpErrorCode.NOT_FOUND:
            _log.warning("an agent may still be in its room: %s", error.code, extra={"room": room})
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("an agent may still be in its room: %s", type(error).__name__, extra={"room": room})
