"""The private names of livekit-agents that the health check reads. The tests with livekit-server read their values."""

from __future__ import annotations

import pytest
from livekit.agents.ipc.proc_pool import ProcPool

from agent_worker.process.availability import Availability, Look
from agent_worker.process.livekit_state import look_at
from agent_worker.settings import from_environment
from agent_worker.worker import build_server

pytestmark = pytest.mark.anyio


async def test_a_server_that_does_not_run_is_neither_registered_nor_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLFLOW_STT", "local")
    settings = from_environment({"CALLFLOW_STT": "local", "CALLFLOW_TTS": "local"})
    server = build_server(settings, Availability(settings.calls))
    assert look_at(server) == Look()
    assert server._connecting is False
    assert {"_warmed_proc_queue", "_proc_spawn_task"} <= {*ProcPool.__init__.__code__.co_names, *vars(ProcPool)}
