"""Task scale-in protection, against a fake ECS agent on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from agent_worker.process.scale_in import MINUTES, protect_calls

pytestmark = pytest.mark.anyio

PROTECTED = {"ProtectionEnabled": True, "ExpiresInMinutes": MINUTES}
UNPROTECTED = {"ProtectionEnabled": False}


@dataclass(slots=True)
class EcsAgent:
    """The endpoint of the ECS agent for task protection."""

    asked: asyncio.Queue[dict[str, object]] = field(default_factory=asyncio.Queue)
    wrong: list[str] = field(default_factory=list)
    fails: list[tuple[int, str]] = field(default_factory=list)
    """Status and body of the next responses, instead of a success."""
    protected: bool = False

    async def answer(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = await request.json()
        if (request.method, request.path) != ("PUT", "/api/id/task-protection/v1/state"):
            self.wrong.append(f"{request.method} {request.path}")
        self.asked.put_nowait(body)
        if self.fails:
            status, text = self.fails.pop(0)
            return web.Response(status=status, text=text)
        self.protected = body["ProtectionEnabled"]
        return web.json_response({"protection": {"ProtectionEnabled": self.protected, "TaskArn": "arn"}})


@dataclass(slots=True)
class Stage:
    ecs: EcsAgent
    calls: int = 0

    async def asked(self) -> dict[str, object]:
        async with asyncio.timeout(30):
            return await self.ecs.asked.get()


@asynccontextmanager
async def protected(renew_seconds: float = 600.0) -> AsyncIterator[Stage]:
    """A worker whose task is protected by a fake ECS agent."""
    ecs = EcsAgent()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", ecs.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    stage = Stage(ecs)
    protecting = asyncio.create_task(
        protect_calls(
            f"http://{host}:{port}/api/id", lambda: stage.calls, look_seconds=0.001, renew_seconds=renew_seconds
        )
    )
    try:
        yield stage
        assert not protecting.done()
        assert ecs.wrong == []
    finally:
        protecting.cancel()
        await asyncio.wait({protecting})
        await runner.cleanup()


async def test_a_task_is_protected_only_while_it_serves_a_call() -> None:
    async with protected() as stage:
        await asyncio.sleep(0.01)
        assert stage.ecs.asked.empty()
        stage.calls = 1
        assert await stage.asked() == PROTECTED
        stage.calls = 3
        await asyncio.sleep(0.01)
        stage.calls = 0
        assert await stage.asked() == UNPROTECTED
        await asyncio.sleep(0.01)
        assert stage.ecs.asked.empty()
        assert not stage.ecs.protected


async def test_the_protection_of_a_long_call_is_renewed() -> None:
    async with protected(renew_seconds=0.005) as stage:
        stage.calls = 1
        for _ in range(3):
            assert await stage.asked() == PROTECTED
        stage.calls = 0
        while await stage.asked() != UNPROTECTED:
            pass


async def test_a_request_that_fails_is_sent_again() -> None:
    async with protected() as stage:
        stage.ecs.fails = [(500, "{}"), (429, "slow down"), (400, '{"error": {"Code": "InvalidParameterException"}}')]
        stage.calls = 1
        for _ in range(4):
            assert await stage.asked() == PROTECTED
        await asyncio.sleep(0.01)
        assert stage.ecs.asked.empty()
        assert stage.ecs.protected


async def test_a_failure_with_status_200_is_not_a_success() -> None:
    """The ECS agent responds with it if ECS refuses to change the protection, for example during a deployment."""
    async with protected() as stage:
        failure = {"failure": {"Arn": "arn", "Reason": "DEPLOYMENT_BLOCKED"}}
        stage.ecs.fails = [(200, json.dumps(failure)), (200, "no json"), (200, "[]")]
        stage.calls = 1
        for _ in range(4):
            assert await stage.asked() == PROTECTED
        await asyncio.sleep(0.01)
        assert stage.ecs.asked.empty()


async def test_the_end_of_a_protection_is_requested_until_it_succeeds() -> None:
    async with protected() as stage:
        stage.calls = 1
        await stage.asked()
        stage.ecs.fails = [(503, "")]
        stage.calls = 0
        assert await stage.asked() == await stage.asked() == UNPROTECTED


async def test_an_unreachable_ecs_agent_does_not_end_the_loop() -> None:
    looked = asyncio.Event()
    times = 0

    def calls() -> int:
        nonlocal times
        times += 1
        if times > 3:
            looked.set()
        return 1

    protecting = asyncio.create_task(protect_calls("http://127.0.0.1:1", calls, look_seconds=0.001))
    async with asyncio.timeout(30):
        await looked.wait()
    assert not protecting.done()
    protecting.cancel()
    await asyncio.wait({protecting})
