"""Removes the agent of each job that has ended from its room.

A process that was killed cannot leave its room. LiveKit waits about twenty seconds for it to come back. Only then
does it notify the backend, which dispatches another agent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

import aiohttp
from livekit import api

_log = logging.getLogger(__name__)


async def remove_lost_agents(present: Callable[[], Iterable[tuple[str, str]]], *, look_seconds: float = 0.25) -> None:
    """Watch the jobs of this worker until cancelled.

    The address and keys of LiveKit come from LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET.

    Args:
        present: Returns the room and the identity of each agent that has a job in this worker.
        look_seconds: Seconds between two calls of `present`.
    """
    known: set[tuple[str, str]] = set()
    async with api.LiveKitAPI() as livekit:
        while True:
            now = set(present())
            for room, identity in known - now:
                await _remove(livekit, room, identity)
            known = now
            await asyncio.sleep(look_seconds)


async def _remove(livekit: api.LiveKitAPI, room: str, identity: str) -> None:
    """Remove an agent. Most agents have already left, which LiveKit reports as not found."""
    try:
        await livekit.room.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))
        _log.warning("removed an agent whose job has ended", extra={"room": room})
    except api.TwirpError as error:
        if error.code != api.TwirpErrorCode.NOT_FOUND:
            _log.warning("an agent may still be in its room: %s", error.code, extra={"room": room})
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("an agent may still be in its room: %s", type(error).__name__, extra={"room": room})
