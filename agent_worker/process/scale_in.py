"""Keeps ECS from ending the task of a worker with a call on: task scale-in protection, by the ECS agent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp

MINUTES = 30
"""The protection lasts that long, should this process die; it is renewed in time."""
RENEW_SECONDS = 600.0
_log = logging.getLogger(__name__)


async def protect_calls(
    ecs_agent: str, calls: Callable[[], int], *, look_seconds: float = 1.0, renew_seconds: float = RENEW_SECONDS
) -> None:
    """For ever: protected while there is a call, and not otherwise.

    ecs_agent: ECS_AGENT_URI of the task.
    """
    now = asyncio.get_running_loop().time
    stands, renewed = False, 0.0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        while True:
            wanted = calls() > 0
            due = wanted != stands or (wanted and now() - renewed > renew_seconds)
            if due and await _protect(http, ecs_agent, wanted=wanted):
                stands, renewed = wanted, now()
            await asyncio.sleep(look_seconds)


async def _protect(http: aiohttp.ClientSession, ecs_agent: str, *, wanted: bool) -> bool:
    body: dict[str, object] = {"ProtectionEnabled": wanted}
    if wanted:
        body["ExpiresInMinutes"] = MINUTES
    try:
        async with http.put(f"{ecs_agent}/task-protection/v1/state", json=body) as response:
            answer = await response.json(content_type=None) if response.status == 200 else None
            # What ECS itself refuses is a `failure`, with status 200 as well.
            if isinstance(answer, dict) and "protection" in answer:
                return True
            _log.warning("ECS does not change the task's protection: status %s", response.status)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        _log.warning("ECS does not change the task's protection: %s", type(error).__name__)
    return False
