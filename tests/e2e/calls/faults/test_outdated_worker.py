"""Two workers of two deployments of an ECS service: the old one takes no new call, and its own goes on to the end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from testing.calls.calls import Calls, Json
from testing.calls.faults import (
    GREETING,
    CountingTool,
    WatchedCaller,
    Worker,
    counting_flow,
    eventually,
    reply_to,
    worker,
)
from testing.calls.livekit_stack import LiveKitStack
from testing.fakes.ecs import FakeEcs, FakeTask, fake_ecs

TAKES_NO_MORE = "a newer deployment takes the calls"


@pytest.fixture
def ecs() -> Iterator[FakeEcs]:
    with fake_ecs() as ecs:
        yield ecs


@contextlib.contextmanager
def task(ecs: FakeEcs, name: str, deployment: str, livekit: LiveKitStack, log: Path) -> Iterator[Worker]:
    """Run a worker as a task of the fake ECS, which counts as healthy once it is registered."""
    ecs.tasks[name] = FakeTask(deployment, healthy=False)
    environment = {**livekit.environment, **ecs.environment(name), "CALLFLOW_DEPLOYMENT_SECONDS": "1"}
    with worker(environment, livekit.environment["CALLFLOW_API_URL"], log, 60) as started:
        ecs.tasks[name].healthy = True
        yield started


def test_an_outdated_worker_takes_no_new_call_and_ends_its_own(
    calls: Calls, tool: CountingTool, livekit: LiveKitStack, livekit_logs: Path, ecs: FakeEcs
) -> None:
    calls.publish("counting", counting_flow(tool.url))
    log = livekit_logs / "outdated-worker.log"
    with task(ecs, "old", "ecs-svc/1", livekit, log) as old:

        async def talk() -> None:
            first = calls.started("counting", "test-chat")
            async with WatchedCaller(first) as caller:
                await caller.until(GREETING)
                await eventually(lambda: ecs.tasks["old"].protected)
                await asyncio.to_thread(deploy_and_call, first)
                assert await caller.ask("one", reply_to(1, "one")) == []
                assert ecs.tasks["old"].protected
                assert await caller.ask("bye", "Goodbye after 2.") == []
                await caller.until_gone()
                await eventually(lambda: not ecs.tasks["old"].protected)

        def deploy_and_call(first: Json) -> None:
            ecs.primary = "ecs-svc/2"
            with task(ecs, "new", "ecs-svc/2", livekit, livekit_logs / "new-worker.log") as new:
                assert old.told_of(first["roomName"])
                asyncio.run(eventually(lambda: TAKES_NO_MORE in log.read_text()))
                for _ in range(4):
                    room = calls.started("counting", "test-chat")
                    asyncio.run(_short_call(room))
                    assert new.told_of(room["roomName"])
                    assert not old.told_of(room["roomName"])

        asyncio.run(talk())
        # ECS stops the unprotected task.
        old.process.terminate()
        assert old.process.wait(60) == 0


async def _short_call(room: Json) -> None:
    async with WatchedCaller(room) as caller:
        await caller.until(GREETING)
        await caller.ask("bye", "Goodbye after 1.")
        await caller.until_gone()
