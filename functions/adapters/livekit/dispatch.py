"""Sends an agent into a room in place of one that left, once, by LiveKit's API. Slow to import: see livekit_rooms.

LiveKit's server writes down a job as running and never corrects it: a dead agent's dispatch looks like a living one's.
So a job counts as over if its participant is the one who left, and that dispatch is deleted before another is made.
It writes a job down up to five seconds after a worker took it: until then, a dispatch that is older than the one who
left is taken for his.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api

from functions.ports.rooms import AgentLeft, NoAgentError

_Kind = api.ParticipantInfo.Kind
_NO_CALLERS = (_Kind.AGENT, _Kind.EGRESS, _Kind.INGRESS)
# livekit-api raises the last two where what answers is no LiveKit: an empty error, a page with status 200.
_AWAY = (aiohttp.ClientError, TimeoutError, api.ServerError, AttributeError, DecodeError)
# livekit-server writes an agent's name here when it makes its token.
_NAME = "lk.agent_name"
# livekit-server writes a job down up to five seconds after a worker took it. After that, none did and none will: a
# worker that registers later is not told of rooms that wait.
_TAKE_NANOSECONDS = 5 * 10**9


@dataclass(frozen=True, slots=True)
class Dispatches:
    server_url: str
    api_key: str
    api_secret: str
    agent_name: str
    seconds: float = 3.0
    """For all of it."""
    take_seconds: float = 1.5
    """How long a worker may take to accept: ordinarily a few hundredths."""

    def send(self, metadata: str, instead_of: AgentLeft) -> bool:
        """As Rooms.dispatch. NoAgentError."""
        # In a thread of its own: a Lambda function's work runs on the spot, where an event loop is running already.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, self._bounded(metadata, instead_of)).result()

    async def _bounded(self, metadata: str, instead_of: AgentLeft) -> bool:
        try:
            async with asyncio.timeout(self.seconds):
                async with api.LiveKitAPI(self.server_url, self.api_key, self.api_secret, failover=False) as livekit:
                    room = _Room(livekit, instead_of.room_name, self.agent_name)
                    return await room.send(metadata, instead_of, self.take_seconds)
        except _AWAY as error:
            raise NoAgentError(f"LiveKit at {self.server_url} is out of reach, or refused.") from error


@dataclass(frozen=True, slots=True)
class _Room:
    livekit: api.LiveKitAPI
    name: str
    agent_name: str

    async def send(self, metadata: str, instead_of: AgentLeft, take_seconds: float) -> bool:
        present = await self._present()
        if not any(each.kind not in _NO_CALLERS for each in present) or self._agent_of_ours(present):
            return False
        coming = []
        for dispatch in await self._dispatches():
            if _is_over(dispatch, instead_of):
                await self._delete(dispatch.id)
            else:
                coming.append(dispatch)
        if any(dispatch.state.jobs for dispatch in coming):
            return False
        # One that is new may be another webhook's, and a worker may be about to take it.
        ours = coming[0].id if coming else await self._create(metadata)
        return await self._taken(ours, take_seconds, made=not coming)

    async def _taken(self, ours: str, seconds: float, *, made: bool) -> bool:
        """Wait until a worker has taken our dispatch. An older one than ours wins, and ours is taken back."""
        give_up = asyncio.get_running_loop().time() + seconds
        while True:
            living = await self._dispatches()
            if living and living[0].id != ours:
                if made:
                    await self._delete(ours)
                return False
            if any(dispatch.state.jobs for dispatch in living) or self._agent_of_ours(await self._present()):
                return made
            if asyncio.get_running_loop().time() > give_up:
                raise NoAgentError(f"No worker named {self.agent_name} has taken the call in {self.name} yet.")
            await asyncio.sleep(0.1)

    async def _present(self) -> list[Any]:
        request = api.ListParticipantsRequest(room=self.name)
        try:
            present = (await self.livekit.room.list_participants(request)).participants
        except api.ServerError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return []
            raise
        return [each for each in present if each.state != api.ParticipantInfo.State.DISCONNECTED]

    def _agent_of_ours(self, present: Sequence[Any]) -> bool:
        agents = (each for each in present if each.kind == _Kind.AGENT)
        return any(each.attributes.get(_NAME, self.agent_name) == self.agent_name for each in agents)

    async def _dispatches(self) -> Sequence[Any]:
        """Ours, the oldest first."""
        found = await self.livekit.agent_dispatch.list_dispatch(self.name)
        ours = [each for each in found if each.agent_name == self.agent_name and not each.state.deleted_at]
        return sorted(ours, key=lambda each: (each.state.created_at, each.id))

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
    """Whether each job of it has ended, or was done by the agent who left; or whether it found no worker."""
    if not dispatch.state.jobs:
        created_at = int(dispatch.state.created_at)
        return created_at < left.joined_at * 10**6 or time.time_ns() - created_at > _TAKE_NANOSECONDS
    ended = (api.JobStatus.JS_SUCCESS, api.JobStatus.JS_FAILED)
    return all(
        job.state.participant_identity == left.identity or job.state.status in ended for job in dispatch.state.jobs
    )
