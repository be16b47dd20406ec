"""Reads the state of livekit-agents' server, which the library does not publish: only this file uses private names.

`tests/agent_worker/process/test_livekit_state.py` and the tests with livekit-server fail if a new version changes them.
"""

from __future__ import annotations

from livekit.agents import AgentServer

from agent_worker.process.availability import Look


def look_at(server: AgentServer) -> Look:
    """Return the state of the server at this moment.

    Args:
        server: The server, which may not run yet.
    """
    pool = getattr(server, "_proc_pool", None)
    if pool is None:
        return Look()
    return Look(
        registered=server.id != "unregistered" and not server._connecting,
        idle_processes=pool._warmed_proc_queue.qsize(),
        calls=len(server.active_jobs),
        draining=server.draining,
    )
