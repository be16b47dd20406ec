"""The worker's main process: registers with LiveKit, accepts calls up to its limit, drains on a signal to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator

from livekit.agents import AgentServer, JobProcess

from agent_worker.entry import answer
from agent_worker.process.logs import log_json
from agent_worker.process.lost_jobs import remove_lost_agents
from agent_worker.process.scale_in import protect_calls
from agent_worker.settings import Settings, from_environment
from agent_worker.speech.build import register_plugins

_log = logging.getLogger(__name__)


async def work(settings: Settings) -> None:
    """Run the worker until SIGTERM or SIGINT. Calls in progress then continue for at most `drain_seconds`.

    Args:
        settings: The settings of the worker.
    """
    server = build_server(settings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    running = asyncio.create_task(server.run())
    stopping = asyncio.create_task(stop.wait())
    watching = [asyncio.create_task(remove_lost_agents(lambda: _agents(server)))]
    if settings.ecs_agent:
        watching.append(asyncio.create_task(protect_calls(settings.ecs_agent, lambda: len(server.active_jobs))))
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


def _agents(server: AgentServer) -> Iterator[tuple[str, str]]:
    for running in server.active_jobs:
        yield running.job.room.name, running.accept_arguments.identity


async def _drain(server: AgentServer, seconds: int) -> None:
    _log.info("draining: %d calls in progress, no new calls are accepted", len(server.active_jobs))
    with contextlib.suppress(TimeoutError):
        await server.drain(timeout=seconds or 1)


def build_server(settings: Settings) -> AgentServer:
    """Create the server of livekit-agents, which runs each job in a separate process."""
    server = AgentServer(
        load_fnc=lambda server: len(server.active_jobs) / settings.calls,
        load_threshold=1.0,
        num_idle_processes=min(settings.calls, 2),
        host=settings.health_host,
        port=settings.health_port,
        drain_timeout=settings.drain_seconds,
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
