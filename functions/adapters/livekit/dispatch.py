"""Dispatches an agent into a room to replace one that left, by LiveKit's API. Slow to import: see rooms.py.

livekit-server records a job as running and never corrects the record. The dispatch of a dead agent looks like the
dispatch of a connected one. So a job counts as over if its participant is the agent that left. That dispatch is deleted
before another one is created.

livekit-server records a job up to five seconds after a worker took it. Until then a dispatch has no job. It is taken
for the dispatch of the agent that left if it is older than that agent's join.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from livekit import api

from functions.adapters.livekit.participants import is_agent, is_caller, present
from functions.adapters.livekit.requests import UNAVAILABLE, run
from functions.ports.rooms import AgentLeft, NoAgentError

_TAKE_NANOSECONDS = 5 * 10**9
"""A dispatch without a job that is older than this has no worker, and gets none: a worker that registers later is not
offered rooms that wait."""


@dataclass(frozen=True, slots=True)
class Dispatches:
    """The dispatches of one agent name on one LiveKit server."""

    server_url: str
    api_key: str
    api_secret: str
    agent_name: str
    seconds: float = 3.0
    """Seconds for all requests of one dispatch."""
    take_seconds: float = 1.5
    """Seconds a worker may take to accept a dispatch. It ordinarily takes a few hundredths."""

    def send(self, metadata: str, instead_of: AgentLeft) -> bool:
        """Do what `Rooms.dispatch` asks.

        Args:
            metadata: The JSON that the agent's job carries.
            instead_of: The agent that left.

        Returns:
            True if a new dispatch was created and a worker took it.

        Raises:
            NoAgentError: If LiveKit is unavailable, or no worker took the dispatch in time.
        """

        async def replace(livekit: api.LiveKitAPI) -> bool:
            room = _Room(livekit, instead_of.room_name, self.agent_name)
            return await room.send(metadata, instead_of, self.take_seconds)

        try:
            return run(self.server_url, self.api_key, self.api_secret, replace, self.seconds)
        except UNAVAILABLE as error:
            raise NoAgentError(f"LiveKit at {self.server_url} is out of reach, or refused.") from error


@dataclass(frozen=True, slots=True)
class _Room:
    livekit: api.LiveKitAPI
    name: str
    agent_name: str

    async def send(self, metadata: str, instead_of: AgentLeft, take_seconds: float) -> bool:
        there = await self._present()
        if not any(is_caller(each) for each in there) or self._has_agent(there):
            return False
        valid = []
        for dispatch in await self._dispatches():
            if _is_over(dispatch, instead_of):
                await self._delete(dispatch.id)
            else:
                valid.append(dispatch)
        if any(dispatch.state.jobs for dispatch in valid):
            return False
        # A new dispatch without a job may come from another webhook, and a worker may be about to take it.
        awaited = valid[0].id if valid else await self._create(metadata)
        return await self._taken(awaited, take_seconds, created=not valid)

    async def _taken(self, awaited: str, seconds: float, *, created: bool) -> bool:
        """Wait until a worker takes the dispatch. If an older dispatch appears, delete the one that we created."""
        end = asyncio.get_running_loop().time() + seconds
        while True:
            dispatches = await self._dispatches()
            if dispatches and dispatches[0].id != awaited:
                if created:
                    await self._delete(awaited)
                return False
            if any(dispatch.state.jobs for dispatch in dispatches) or self._has_agent(await self._present()):
                return created
            if asyncio.get_running_loop().time() > end:
                raise NoAgentError(f"No worker named {self.agent_name} has taken the call in {self.name} yet.")
            await asyncio.sleep(0.1)

    async def _present(self) -> list[Any]:
        return await present(self.livekit, self.name)

    def _has_agent(self, there: Sequence[Any]) -> bool:
        return any(is_agent(each, self.agent_name) for each in there)

    async def _dispatches(self) -> Sequence[Any]:
        """The valid dispatches of this agent name, the oldest first."""
        found = await self.livekit.agent_dispatch.list_dispatch(self.name)
        valid = [each for each in found if each.agent_name == self.agent_name and not each.state.deleted_at]
        return sorted(valid, key=lambda each: (each.state.created_at, each.id))

    async def _create(self, metadata: str) -> str:
        request = api.CreateAgentDispatchRequest(room=self.name, agent_name=self.agent_name, metadata=metadata)
        return str((await self.livekit.agent_dispatch.create_dispatch(request)).id)

    async def _delete(self, dispatch_id: str) -> None:
        try:
            await self.livekit.agent_dispatch.delete_dispatch(dispatch_id, self.name)
        except api.ServerError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise


def _is_over(dispatch: Any, left: AgentLeft) -> bool:
    """Whether each job of a dispatch ended or belonged to the agent that left; without a job, whether it is too old."""
    if not dispatch.state.jobs:
        created_at = int(dispatch.state.created_at)
        return created_at < left.joined_at * 10**6 or time.time_ns() - created_at > _TAKE_NANOSECONDS
    ended = (api.JobStatus.JS_SUCCESS, api.JobStatus.JS_FAILED)
    return all(
        job.state.participant_identity == left.identity or job.state.status in ended for job in dispatch.state.jobs
    )
