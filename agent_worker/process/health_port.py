"""The worker's HTTP port: `GET /` says whether the worker is healthy, `GET /worker` how many calls it has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from agent_worker.process.availability import Availability, Look


@asynccontextmanager
async def health_port(
    host: str, port: int, agent_name: str, availability: Availability, look: Callable[[], Look]
) -> AsyncIterator[int]:
    """Serve the health check during a block.

    `GET /` answers 200, or 503 with the reason as text. `GET /worker` answers with JSON: `agent_name`, `calls` (in
    progress), `places` (maximum), `free` (calls that the worker can take now) and `takes_calls`.

    Args:
        host: The address to listen on.
        port: The port. 0 chooses a free one.
        agent_name: The worker's agent name.
        availability: Judges the looks.
        look: Looks at the worker.

    Yields:
        The port.

    A port that is taken raises `OSError`.
    """

    async def healthy(_: web.Request) -> web.Response:
        availability.observe(look())
        fault = availability.fault()
        return web.Response(text="OK") if fault is None else web.Response(status=503, text=fault)

    async def worker(_: web.Request) -> web.Response:
        availability.observe(look())
        return web.json_response(
            {
                "agent_name": agent_name,
                "calls": availability.last.calls,
                "places": availability.places,
                "free": availability.free,
                "takes_calls": availability.takes_calls,
            }
        )

    app = web.Application()
    app.add_routes([web.get("/", healthy), web.get("/worker", worker)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
