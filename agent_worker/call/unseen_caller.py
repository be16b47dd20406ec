"""Notices that a caller is in the room whom this agent does not see, after its connection was made anew.

LiveKit's client then misses one who connects again in the same moment: it hears nothing of him, for ever. The agent
leaves, and the backend sends another, who sees him.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp
from livekit import api
from livekit.agents import JobContext

from agent_worker.call.caller_gone import is_caller

LOOKS = 30
"""A caller whose own connection is made anew may need that many seconds."""
_Kind = api.ParticipantInfo.Kind
_log = logging.getLogger(__name__)


class UnseenCaller:
    """Calls `leave` once."""

    def __init__(self, job: JobContext, leave: Callable[[], None], *, look_seconds: float = 1.0) -> None:
        self._job, self._leave, self._look_seconds = job, leave, look_seconds
        self._looking: asyncio.Task[None] | None = None
        job.room.on("reconnected", self._reconnected)

    def close(self) -> None:
        self._job.room.off("reconnected", self._reconnected)
        if self._looking is not None:
            self._looking.cancel()

    def _reconnected(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        unseen = 0
        for _ in range(LOOKS):
            await asyncio.sleep(self._look_seconds)
            if any(is_caller(each) for each in self._job.room.remote_participants.values()):
                _log.info("the agent sees its caller again")
                return
            # Twice: one who has just come is seen a moment later.
            unseen = unseen + 1 if await self._is_there() else 0
            if unseen == 2:
                _log.warning("a caller is in the room whom this agent does not see")
                self._leave()
                return

    async def _is_there(self) -> bool:
        request = api.ListParticipantsRequest(room=self._job.room.name)
        try:
            present = (await self._job.api.room.list_participants(request)).participants
        except (api.TwirpError, aiohttp.ClientError, OSError, TimeoutError):
            return False
        return any(
            each.kind in (_Kind.STANDARD, _Kind.SIP) and each.state == api.ParticipantInfo.State.ACTIVE
            for each in present
        )
