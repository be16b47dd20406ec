"""The worker's main process: registers with LiveKit, accepts calls up to its limit, drains on a signal to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine, Iterator

from livekit.agents import AgentServer, JobProcess

from agent_worker.entry import answer
from agent_worker.process.availability import MAX_START_SECONDS, Availability
from agent_worker.process.deployment import watch_deployment
from agent_worker.process.health_port import health_port
from agent_worker.process.livekit_state import look_at
from agent_worker.process.logs import log_json
from agent_worker.process.lost_jobs import remove_lost_agents
from agent_worker.process.scale_in import protect_calls
from agent_worker.settings import Settings, from_environment
from agent_worker.speech.build import register_plugins

_LOOK_SECONDS = 1.0
"""Seconds between two looks at the worker's health."""
_ALWAYS = 10**9
"""Times that the connection to LiveKit is tried: the health check, not the library, ends a worker without LiveKit."""
_log = logging.getLogger(__name__)


async def work(settings: Settings) -> None:
    """Run the worker until SIGTERM or SIGINT. Calls in progress then continue for at most `drain_seconds`.

    Args:
        settings: The settings of the worker.
    """
    availability = Availability(settings.calls)
    server = build_server(settings, availability)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with health_port(
        settings.health_host, settings.health_port, settings.agent_name, availability, lambda: look_at(server)
    ) as port:
        _log.info("the health check listens on port %d", port)
        await _run(settings, server, availability, stop)


async def _run(settings: Settings, server: AgentServer, availability: Availability, stop: asyncio.Event) -> None:
    running = asyncio.create_task(server.run())
    stopping = asyncio.create_task(stop.wait())
    watching = [asyncio.create_task(each) for each in _watches(settings, server, availability)]
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if not running.done():
            await _drain(server, settings.drain_seconds)
            await server.aclose()
        await running
    finally:
        stopping.cancel()
        for task in watching:
            task.cancel()


def _watches(
    settings: Settings, server: AgentServer, availability: Availability
) -> Iterator[Coroutine[None, None, None]]:
    yield _look(server, availability)
    yield remove_lost_agents(lambda: _agents(server))
    if settings.ecs_agent:
        yield protect_calls(settings.ecs_agent, lambda: len(server.active_jobs))
    if settings.ecs_metadata:

        def tell(outdated: bool) -> None:
            availability.outdated = outdated

        yield watch_deployment(settings.ecs_metadata, settings.region, tell, seconds=float(settings.deployment_seconds))


async def _look(server: AgentServer, availability: Availability) -> None:
    while True:
        availability.observe(look_at(server))
        await asyncio.sleep(_LOOK_SECONDS)


def _agents(server: AgentServer) -> Iterator[tuple[str, str]]:
    for running in server.active_jobs:
        yield running.job.room.name, running.accept_arguments.identity


async def _drain(server: AgentServer, seconds: int) -> None:
    _log.info("draining: %d calls in progress, no new calls are accepted", len(server.active_jobs))
    with contextlib.suppress(TimeoutError):
        await server.drain(timeout=seconds or 1)


def build_server(settings: Settings, availability: Availability) -> AgentServer:
    """Create the server of livekit-agents, which runs each job in a separate process.

    Args:
        settings: The settings of the worker.
        availability: Says whether the worker takes calls.

    Returns:
        The server, which does not run yet.
    """
    server = AgentServer(
        load_fnc=lambda server: availability.load(look_at(server)),
        load_threshold=1.0,
        num_idle_processes=min(settings.calls, 2),
        # The library's own health check knows of neither processes nor a lost connection: nobody asks it.
        host="127.0.0.1",
        port=0,
        max_retry=_ALWAYS,
        drain_timeout=settings.drain_seconds,
        # With the library's ten seconds, a worker on a busy machine registers before it can take a call.
        initialize_process_timeout=MAX_START_SECONDS,
        setup_fnc=_prepare_process,
        preload_modules=["agent_worker.entry"],
        log_level="INFO",
    )
    server.rtc_session(answer, agent_name=settings.agent_name)
    return server


def _prepare_process(process: JobProcess) -> None:
    """Prepare a process that has no job yet. Local speech models are loaded later, because a chat needs none."""
    log_json()
    register_plugins(from_environment().speech)
