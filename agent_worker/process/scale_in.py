"""ECS task scale-in protection: ECS must not end the task of a worker that serves a call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp

MINUTES = 30
"""Minutes that a protection lasts if this process dies and does not renew it."""
RENEW_SECONDS = 600.0
"""Seconds after which a protection is renewed."""
_log = logging.getLogger(__name__)


async def protect_calls(
    ecs_agent: str, calls: Callable[[], int], *, look_seconds: float = 1.0, renew_seconds: float = RENEW_SECONDS
) -> None:
    """Protect the task while it serves a call, until cancelled.

    Args:
        ecs_agent: The address of the ECS agent, from ECS_AGENT_URI.
        calls: Returns how many calls the worker serves.
        look_seconds: Seconds between two calls of `calls`.
        renew_seconds: Seconds after which a protection is renewed.
    """
    now = asyncio.get_running_loop().time
    protected, renewed = False, 0.0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        while True:
            wanted = calls() > 0
            due = wanted != protected or (wanted and now() - renewed > renew_seconds)
            if due and await _protect(http, ecs_agent, wanted=wanted):
                protected, renewed = wanted, now()
            await asyncio.sleep(look_seconds)


async def _protect(http: aiohttp.ClientSession, ecs_agent: str, *, wanted: bool) -> bool:
    body: dict[str, object] = {"ProtectionEnabled": wanted}
    if wanted:
        body["ExpiresInMinutes"] = MINUTES
    try:
        async with http.put(f"{ecs_agent}/task-protection/v1/state", json=body) as response:
            answer = await response.json(content_type=None) if response.status == 200 else None
            # A refusal of ECS itself is a `failure`, also with status 200.
            if isinstance(answer, dict) and "protection" in answer:
                return True
            _log.warning("ECS did not change the task's protection: status %s", response.status)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        _log.warning("ECS did not change the task's protection: %s", type(error).__name__)
    return False
