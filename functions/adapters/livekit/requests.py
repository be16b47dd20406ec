"""Requests to LiveKit's server API from synchronous code. Slow to import: see rooms.py.

What is asked, and which error of a port a failure becomes, is decided by the callers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api

Result = TypeVar("Result")

# livekit-api raises the last two if the responder is not LiveKit: for an empty error, and for a page with status 200.
UNAVAILABLE = (aiohttp.ClientError, TimeoutError, api.ServerError, AttributeError, DecodeError)
"""The errors of a request if LiveKit cannot be reached, refuses it, or the responder is not LiveKit."""


def run(
    server_url: str, api_key: str, api_secret: str, work: Callable[[api.LiveKitAPI], Awaitable[Result]], seconds: float
) -> Result:
    """Open a client, await `work` with it, and close it.

    Args:
        server_url: LiveKit's address, `wss://` or `https://`.
        api_key: The id of the API key.
        api_secret: The secret that signs the requests.
        work: The requests, made with the client.
        seconds: The limit for all of it.

    Returns:
        The result of `work`.

    An exception of `UNAVAILABLE`, or any other that `work` raises, is raised here.
    """

    async def bounded() -> Result:
        async with asyncio.timeout(seconds):
            async with api.LiveKitAPI(server_url, api_key, api_secret, failover=False) as livekit:
                return await work(livekit)

    # In a separate thread: the calling thread may run an event loop already, and asyncio.run refuses a second one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, bounded()).result()
