"""Detects a caller whom this agent does not see after its connection to LiveKit was restored.

LiveKit's client may miss a participant who reconnects at the same moment: it never reports the participant and
receives no audio. The agent then leaves, and the backend dispatches another one, which sees the caller.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp
from livekit import api
from livekit.agents import JobContext

from agent_worker.call.supervision.participants import MODE_ATTRIBUTE, is_caller

MAX_CHECKS = 30
"""Checks after a reconnection, one a second. A caller's own connection may take that long to be restored."""
UNSEEN_CHECKS = 2
"""Consecutive checks that must miss a caller. LiveKit reports a new participant to the agent with a short delay."""
_Kind = api.ParticipantInfo.Kind
_log = logging.getLogger(__name__)


class UnseenCaller:
    """Calls a function once if LiveKit lists a caller whom the agent does not see.

    Args:
        job: The job of the call.
        on_unseen: The function.
        check_seconds: Seconds between two checks.
    """

    def __init__(self, job: JobContext, on_unseen: Callable[[], None], *, check_seconds: float = 1.0) -> None:
        self._job, self._on_unseen, self._check_seconds = job, on_unseen, check_seconds
        self._checking: asyncio.Task[None] | None = None
        job.room.on("reconnected", self._reconnected)

    def close(self) -> None:
        """Stop watching the connection."""
        self._job.room.off("reconnected", self._reconnected)
        if self._checking is not None:
            self._checking.cancel()

    def _reconnected(self) -> None:
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._check())

    async def _check(self) -> None:
        unseen = 0
        for _ in range(MAX_CHECKS):
            await asyncio.sleep(self._check_seconds)
            if any(is_caller(each) for each in self._job.room.remote_participants.values()):
                _log.info("the agent sees its caller again")
                return
            unseen = unseen + 1 if await self._livekit_lists_a_caller() else 0
            if unseen == UNSEEN_CHECKS:
                _log.warning("a caller is in the room whom this agent does not see")
                self._on_unseen()
                return

    async def _livekit_lists_a_caller(self) -> bool:
        request = api.ListParticipantsRequest(room=self._job.room.name)
        try:
            present = (await self._job.api.room.list_participants(request)).participants
        except (api.TwirpError, aiohttp.ClientError, OSError, TimeoutError):
            return False
        return any(
            each.kind in (_Kind.STANDARD, _Kind.SIP)
            and each.state == api.ParticipantInfo.State.ACTIVE
            and MODE_ATTRIBUTE not in each.attributes
            for each in present
        )
