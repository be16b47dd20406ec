"""The worker's port, asked as ECS and the container `load` ask it."""

from __future__ import annotations

import asyncio
import json
import urllib.request

import pytest

from agent_worker.process import health_check, report_load
from agent_worker.process.availability import Availability, Look
from agent_worker.process.health_port import health_port

pytestmark = pytest.mark.anyio


async def test_the_health_check_follows_the_worker(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    look = Look()
    async with health_port("127.0.0.1", 0, "callflow", Availability(10), lambda: look) as port:
        monkeypatch.setenv("CALLFLOW_HEALTH_PORT", str(port))
        assert await asyncio.to_thread(health_check.main) == 1
        assert capsys.readouterr().err == "not registered with LiveKit yet\n"
        look = Look(registered=True, idle_processes=1)
        assert await asyncio.to_thread(health_check.main) == 0


async def test_a_worker_that_does_not_answer_is_unhealthy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLFLOW_HEALTH_PORT", "1")
    assert await asyncio.to_thread(health_check.main) == 1
    assert "does not answer" in capsys.readouterr().err


async def test_the_workers_calls_are_what_load_reports() -> None:
    look = Look(registered=True, idle_processes=1, calls=4)

    def ask() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/worker") as answer:
            text: str = answer.read().decode()
            return text

    async with health_port("127.0.0.1", 0, "callflow", Availability(10), lambda: look) as port:
        worker = json.loads(await asyncio.to_thread(ask))
    assert worker == {"agent_name": "callflow", "calls": 4, "places": 10, "free": 6, "takes_calls": True}
    assert report_load.report(worker, "prod", 0) is not None
