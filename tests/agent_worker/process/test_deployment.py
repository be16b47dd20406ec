"""A worker learns from ECS that a newer deployment takes its calls, against a fake ECS on loopback."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from agent_worker.process.deployment import MAX_TASKS, is_replaced, place, watch_deployment
from testing.fakes.ecs import FakeEcs, FakeTask, arn, fake_ecs

pytestmark = pytest.mark.anyio


@pytest.fixture
def ecs(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEcs]:
    with fake_ecs() as ecs:
        for name, value in ecs.environment("old").items():
            monkeypatch.setenv(name, value)
        ecs.tasks["old"] = FakeTask("ecs-svc/1")
        yield ecs


@asynccontextmanager
async def watched(ecs: FakeEcs) -> AsyncIterator[asyncio.Queue[bool]]:
    """Watch the deployments of the task `old`. Yields what the worker is told."""
    told: asyncio.Queue[bool] = asyncio.Queue()
    watching = asyncio.create_task(
        watch_deployment(f"{ecs.url}/metadata/old", "us-east-1", told.put_nowait, seconds=0.01)
    )
    try:
        yield told
    finally:
        watching.cancel()
        await asyncio.wait({watching})


async def until(told: asyncio.Queue[bool], wanted: bool) -> None:
    async with asyncio.timeout(30):
        while await told.get() is not wanted:
            pass


async def next_looks(told: asyncio.Queue[bool]) -> list[bool]:
    """Return what the next looks tell, without the one that may be under way."""
    while not told.empty():
        told.get_nowait()
    async with asyncio.timeout(30):
        return [await told.get() for _ in range(4)][1:]


async def test_a_worker_of_the_primary_deployment_is_not_outdated(ecs: FakeEcs) -> None:
    async with watched(ecs) as told:
        assert await next_looks(told) == [False] * 3
    assert "ListTasks" not in ecs.asked


async def test_a_worker_is_outdated_as_soon_as_its_successor_is_healthy(ecs: FakeEcs) -> None:
    async with watched(ecs) as told:
        ecs.tasks["new"] = FakeTask("ecs-svc/2", healthy=False)
        ecs.primary = "ecs-svc/2"
        assert await next_looks(told) == [False] * 3
        ecs.tasks["new"].healthy = True
        await until(told, True)


async def test_a_worker_takes_calls_again_after_a_rollback(ecs: FakeEcs) -> None:
    async with watched(ecs) as told:
        ecs.tasks["new"] = FakeTask("ecs-svc/2")
        ecs.primary = "ecs-svc/2"
        await until(told, True)
        ecs.primary = "ecs-svc/1"
        await until(told, False)


async def test_a_refusal_of_ecs_changes_nothing(ecs: FakeEcs, caplog: pytest.LogCaptureFixture) -> None:
    async with watched(ecs) as told:
        ecs.tasks["new"] = FakeTask("ecs-svc/2")
        ecs.primary = "ecs-svc/2"
        await until(told, True)
        ecs.error = "ThrottlingException"
        asked = len(ecs.asked)
        async with asyncio.timeout(30):
            while len(ecs.asked) < asked + 4:  # noqa: ASYNC110 - the fake answers in other threads
                await asyncio.sleep(0.01)
        assert False not in [told.get_nowait() for _ in range(told.qsize())]
        ecs.error = None
        await until(told, True)
    assert "the service's deployments are unknown: ThrottlingException" in caplog.text


async def test_a_task_without_a_service_is_never_outdated(ecs: FakeEcs) -> None:
    ecs.tasks["old"].group = "family:worker"
    async with asyncio.timeout(30):
        await watch_deployment(f"{ecs.url}/metadata/old", "us-east-1", lambda _: pytest.fail("told"), seconds=0.01)


def successors(number: int, healthy: int) -> list[dict[str, str]]:
    return [{"healthStatus": "HEALTHY" if each < healthy else "UNHEALTHY"} for each in range(number)]


def test_old_tasks_stop_taking_calls_one_by_one_while_the_new_ones_start() -> None:
    old = [arn(str(number)) for number in range(20)]
    over = [{each for each in old if is_replaced(each, 20, successors(20, healthy))} for healthy in range(21)]
    assert over[0] == set()
    assert over[20] == set(old)
    assert all(before <= after for before, after in itertools.pairwise(over))
    assert 5 <= len(over[10]) <= 15


def test_of_a_large_deployment_a_part_is_looked_at() -> None:
    assert is_replaced(arn("1"), 1200, successors(MAX_TASKS, MAX_TASKS))
    assert not is_replaced(arn("1"), 1200, successors(MAX_TASKS, 0))


def test_a_deployment_that_should_have_no_task_replaces_every_old_one() -> None:
    assert is_replaced(arn("1"), 0, [])


def test_places_are_spread() -> None:
    places = sorted(place(arn(str(number))) for number in range(1000))
    assert 0 <= places[0] < 0.02
    assert 0.98 < places[-1] < 1
