"""The worker's image under Fargate's rules: user, read-only root, the mounts of infra/worker.yaml, and SIGTERM."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from testing.calls.calls import Calls, Json
from testing.calls.faults import GREETING, CountingTool, WatchedCaller, counting_flow, counting_tool, of_stack, reply_to
from testing.calls.livekit_stack import LiveKitStack
from testing.containers.fargate import Container, on_fargate, task_container
from testing.containers.podman import build, need_podman, podman
from testing.processes import PATIENCE, free_port


@pytest.fixture(scope="module")
def image() -> str:
    need_podman()
    return build("agent_worker/Dockerfile", "localhost/callflow-worker")


@pytest.fixture
def calls(livekit: LiveKitStack) -> Calls:
    return of_stack(livekit)


@pytest.fixture
def tool() -> Iterator[CountingTool]:
    with counting_tool() as tool:
        yield tool


def environment(livekit: LiveKitStack, port: int) -> dict[str, str]:
    """The variables that ECS would set. The API of this machine wants no signature."""
    return {
        **livekit.environment,
        "CALLFLOW_API_AUTH": "none",
        "CALLFLOW_HEALTH_PORT": str(port),
        "CALLFLOW_STT": "aws",
        "CALLFLOW_TTS": "aws",
        "AWS_REGION": "us-east-1",
    }


def until(found: Callable[[], bool], container: Container) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline, container.log()[-4000:]
        assert container.running(), container.log()[-4000:]
        time.sleep(0.5)


def test_the_image_names_a_volume_for_each_writable_mount(image: str) -> None:
    named = podman("image", "inspect", "--format", "{{json .Config.Volumes}}", image).stdout
    for mount in task_container("worker")["MountPoints"]:
        assert mount["ReadOnly"] or f'"{mount["ContainerPath"]}"' in named


def test_the_health_check_of_the_image_is_that_of_the_task(image: str) -> None:
    in_image = json.loads(podman("image", "inspect", "--format", "{{json .Config.Healthcheck.Test}}", image).stdout)
    assert in_image == task_container("worker")["HealthCheck"]["Command"]


def test_a_call_is_held_on_fargate_and_goes_on_after_sigterm(
    image: str, livekit: LiveKitStack, calls: Calls, tool: CountingTool, tmp_path: Path
) -> None:
    calls.publish("counting", counting_flow(tool.url))
    variables = environment(livekit, free_port())
    with on_fargate(image, task_container("worker"), variables, tmp_path) as container:
        until(container.healthy, container)
        room = calls.started("counting", "test-chat")
        asyncio.run(_talk(room, container))
        assert container.exit_code() == 0, container.log()[-4000:]
        assert "FileNotFoundError" not in container.log()
    session = calls.session(room["sessionId"])
    assert session["status"] == "completed"
    assert session["context"]["variables"]["all"] == ["one", "two", "bye"]


async def _talk(room: Json, container: Container) -> None:
    async with WatchedCaller(room) as caller:
        await caller.until(GREETING)
        await caller.ask("one", reply_to(1, "one"))
        await asyncio.to_thread(container.terminate)
        await asyncio.to_thread(until, lambda: "draining" in container.log(), container)
        await caller.ask("two", reply_to(2, "two"))
        assert await asyncio.to_thread(container.running)
        await caller.ask("bye", "Goodbye after 3.")
        await caller.until_gone()


def test_without_the_volume_the_worker_is_unhealthy_and_takes_no_call(
    image: str, livekit: LiveKitStack, tmp_path: Path
) -> None:
    """The folder for temporary files then belongs to root, and no job process can start."""
    port = free_port()
    with on_fargate(image, task_container("worker"), environment(livekit, port), tmp_path, volumes=False) as container:
        # The worker registers all the same, after it has waited for its first process.
        until(lambda: "registered worker" in container.log(), container)
        status, reason = container.ask(f"http://127.0.0.1:{port}/")
        assert (status, reason) == (503, "no job process can be started: is the temporary folder writable?")
        assert '"free": 0' in container.ask(f"http://127.0.0.1:{port}/worker")[1]
