"""The client of Polly that all texts of a call share, so that a connection is open before a text is spoken.

A new client for each text, as livekit-agents' plugin makes one, opens a connection and reads the SDK's data again.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from livekit.agents import get_job_context

SESSIONS, CONFIGS = "aiobotocore.session", "aiobotocore.config"
"""The modules of the SDK. They are imported on first use, because the environment of the tests does not have them."""
CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
"""Maximum seconds for a connection, and between two parts of an answer."""
OPEN_SECONDS = 10.0
"""Seconds after an answer for which its connection counts as open. The SDK drops an idle one after 12 s."""
_log = logging.getLogger(__name__)


class ClosedError(Exception):
    """The client was closed, because the job has ended."""


class SharedClient:
    """A client of Polly in one event loop.

    Args:
        region: The AWS region.
        clock: Returns seconds.
    """

    def __init__(self, region: str, clock: Callable[[], float]) -> None:
        self._region, self._clock = region, clock
        self._creating = asyncio.Lock()
        self._context: Any = None
        self._client: Any = None
        self._closed = False
        self._open_until = 0.0

    async def get(self) -> Any:
        """Return the client of the SDK. The first call creates it.

        Raises:
            ClosedError: The job has ended.
        """
        async with self._creating:
            if self._closed:
                raise ClosedError
            if self._client is None:
                self._context = _new_client(self._region)
                self._client = await self._context.__aenter__()
        return self._client

    def answered(self) -> None:
        """Say that an answer was read to its end, so that its connection serves the next request."""
        self._open_until = self._clock() + OPEN_SECONDS

    def broke_off(self) -> None:
        """Say that an answer was not read to its end, which closes its connection."""
        self._open_until = 0.0

    async def open(self) -> None:
        """Open a connection, unless one is open. A failure is logged: the next text opens one.

        The request lists the voices of Welsh. That is the shortest answer, and costs nothing.
        """
        if self._clock() < self._open_until:
            return
        try:
            client = await self.get()
            await client.describe_voices(LanguageCode="cy-GB")
        except ClosedError:
            return
        except Exception as error:  # any error of the SDK
            if getattr(error, "response", None) is None:
                _log.warning("no connection to Polly was opened ahead: %s", type(error).__name__)
                return
            # Without the right polly:DescribeVoices, the answer is an error. The connection is open all the same.
        self.answered()

    async def aclose(self) -> None:
        """Close the client and its connections."""
        async with self._creating:
            self._closed = True
            context, self._context, self._client = self._context, None, None
        if context is not None:
            await context.__aexit__(None, None, None)


_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, SharedClient]] = WeakKeyDictionary()


def shared_client(region: str) -> SharedClient:
    """Return the client of the running event loop. It is closed when the job ends.

    Args:
        region: The AWS region.
    """
    loop = asyncio.get_running_loop()
    clients = _clients.setdefault(loop, {})
    if region not in clients:
        clients[region] = client = SharedClient(region, loop.time)
        if (job := get_job_context(required=False)) is not None:
            job.add_shutdown_callback(client.aclose)
    return clients[region]


def load(region: str) -> None:
    """Read the SDK's data for Polly and the credentials into the memory of this process.

    It takes about a tenth of a second of the processor, which the beginning of a call would otherwise wait for.

    Args:
        region: The AWS region.
    """

    async def create() -> None:
        async with _new_client(region):
            pass

    with ThreadPoolExecutor(1) as thread:  # the caller may have an event loop
        try:
            thread.submit(asyncio.run, create()).result()
        except Exception as error:  # any error of the SDK: a call tries again
            _log.warning("the client of Polly was not loaded ahead: %s", type(error).__name__)


@cache
def _session() -> Any:
    return importlib.import_module(SESSIONS).get_session()


def _new_client(region: str) -> Any:
    """Return the context of a client with the credentials of the process. livekit-agents makes the other attempts."""
    config = importlib.import_module(CONFIGS).AioConfig(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return _session().create_client("polly", region_name=region, config=config)
