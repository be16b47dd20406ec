"""Sends the requests of the MCP SDK by the HTTP stack of tools: public addresses only, before a deadline, within bytes.

The SDK is asynchronous and brings an HTTP client of its own; the stack of tools is synchronous. So each step runs in a
thread, with the deadline of the call.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TypeVar

import anyio.to_thread
import httpx
import httpx2

from functions.adapters.http.failures import RAISED, Failure, failure_of
from functions.adapters.http.public_network import PublicNetwork
from functions.deadline import Deadline

TARGET = "MCP server"
"""The addressee in the texts of failures."""

Result = TypeVar("Result")


class BoundedTransport(httpx2.AsyncBaseTransport):
    """The transport of one call.

    Args:
        network: Has the clock of each thread.
        transport: Sends on the network.
        deadline: Ends each wait.
        max_bytes: Bytes that the server may send during the call.
    """

    def __init__(
        self, network: PublicNetwork, transport: httpx.BaseTransport, deadline: Deadline, max_bytes: int
    ) -> None:
        self._network = network
        self._transport = transport
        self._deadline = deadline
        self._left = max_bytes
        self.failure: Failure | None = None
        """Why the first request that failed did so. The SDK raises errors of its own."""
        self.cut: bytes | None = None
        """The beginning of the answer that was too large; None if none was."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request. The stream of the server's own messages is refused: a call needs none."""
        if request.method == "GET":
            return httpx2.Response(405, request=request)
        content = await request.aread()
        sent = httpx.Request(request.method, str(request.url), headers=request.headers.raw, content=content)
        answer = await self.in_thread(lambda: self._transport.handle_request(sent))
        if answer.headers.get("content-encoding", "identity").lower() != "identity":
            await self.in_thread(answer.close)
            raise self._failed(Failure(f"the {TARGET} compressed its answer, which it was not asked for", False))
        return httpx2.Response(
            answer.status_code, headers=answer.headers.raw, stream=_Body(self, answer), request=request
        )

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """Do a step in a thread that is abandoned if the call is cancelled."""

        def timed() -> Result:
            with self._network.clock.until(self._deadline):
                return work()

        try:
            return await anyio.to_thread.run_sync(timed, abandon_on_cancel=True)
        except RAISED as error:
            failure = failure_of(error, TARGET, in_time=not self._deadline.expired())
            raise self._failed(failure) from None

    def take(self, chunk: bytes, before: bytearray) -> None:
        """Count the bytes that the server sent. An error is raised if they are too many.

        Args:
            chunk: A part of an answer.
            before: The answer up to there. The part is added to it.
        """
        before += chunk[: self._left]
        self._left -= len(chunk)
        if self._left < 0:
            self.cut = bytes(before)
            raise self._failed(Failure(f"the {TARGET} answered with more than 1 MiB", False))

    def _failed(self, failure: Failure) -> httpx2.TransportError:
        self.failure = self.failure or failure
        return httpx2.TransportError(failure.error)


class _Body(httpx2.AsyncByteStream):
    def __init__(self, transport: BoundedTransport, answer: httpx.Response) -> None:
        self._transport = transport
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: Iterator[bytes] = self._answer.iter_raw()
        before = bytearray()
        while (chunk := await self._transport.in_thread(lambda: next(chunks, None))) is not None:
            self._transport.take(chunk, before)
            yield chunk

    async def aclose(self) -> None:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self._answer.close)
