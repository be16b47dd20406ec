"""A reverse proxy on loopback between a worker and the API. A test makes it fail."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from testing.processes import HOST


@dataclass(slots=True)
class UnreliableApi:
    """The proxy. Its fields apply to each later request."""

    api_url: str
    down: bool = False
    """The proxy closes connections without a response, and the API gets no request."""
    holds_answers: bool = False
    """The API processes a request, and the proxy sends the response after `release`."""
    loses_answers: bool = False
    """The API processes each distinct request, but the proxy discards the first response."""
    lost: int = 0
    url: str = ""
    _seen: set[tuple[str, bytes]] = field(default_factory=set)
    _released: int = 0

    def mend(self) -> None:
        self.down, self.holds_answers, self.loses_answers, self.lost = False, False, False, 0

    def release(self) -> None:
        """Send the responses to all requests that have arrived. Later ones wait for the next release."""
        self._released += 1

    async def pass_on(self, request: web.Request) -> web.Response:
        if self.down:
            return _closed(request)
        released = self._released
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOPS}
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=40)) as http,
            http.request(request.method, self.api_url + request.path_qs, data=body, headers=headers) as response,
        ):
            answer = await response.read()
        first = (request.path_qs, body) not in self._seen
        self._seen.add((request.path_qs, body))
        if self.loses_answers and first:
            self.lost += 1
            return _closed(request)
        while self.holds_answers and released == self._released:  # noqa: ASYNC110  # set from another thread
            await asyncio.sleep(0.02)
        return web.Response(status=response.status, body=answer, content_type=response.content_type)


_HOPS = ("host", "content-length", "connection", "transfer-encoding", "accept-encoding")


def _closed(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)


@contextlib.contextmanager
def unreliable(api_url: str) -> Iterator[UnreliableApi]:
    proxy = UnreliableApi(api_url)
    with serving(proxy):
        yield proxy


@contextlib.contextmanager
def serving(proxy: UnreliableApi) -> Iterator[None]:
    """Serve in a separate thread, because tests have their own event loops."""
    loop = asyncio.new_event_loop()

    async def serve() -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", proxy.pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, HOST, 0).start()
        proxy.url = f"http://{HOST}:{runner.addresses[0][1]}"
        return runner

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(serve(), loop).result(10)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
