"""Finds out whether a newer deployment of the ECS service replaces this worker's task.

ECS stops an old task by itself, unless the task is protected because it serves a call. Nothing tells such a task that
it is old: it would take new calls and stay protected. It has to ask.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

MAX_SECONDS = 300.0
"""Maximum seconds between two looks. The time doubles after each failure, such as a throttled request."""
MAX_TASKS = 100
"""The number of a deployment's tasks that are looked at. DescribeTasks takes no more."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """This worker's task."""

    arn: str
    cluster: str
    service: str
    deployment: str
    """The id of the deployment that started the task."""


async def watch_deployment(
    metadata: str, region: str, tell: Callable[[bool], None], *, seconds: float = 30.0, endpoint: str | None = None
) -> None:
    """Call `tell` with whether this task is outdated, after each look, until cancelled.

    Args:
        metadata: The address of the task's metadata, from ECS_CONTAINER_METADATA_URI_V4.
        region: The AWS region of the task.
        tell: Gets True if a newer deployment takes this worker's calls, and False if it does not, or no longer.
        seconds: Seconds between two looks, give or take a fifth.
        endpoint: The address of ECS, for tests.
    """
    ecs: BaseClient | None = None
    task: Task | None = None
    outdated, wait = False, seconds
    while True:
        try:
            ecs = ecs or await asyncio.to_thread(_client, region, endpoint)
            if task is None and (task := await _own_task(metadata, ecs)) is None:
                _log.info("the task belongs to no service: it is never outdated")
                return
            was, outdated = outdated, await asyncio.to_thread(_is_outdated, ecs, task)
            tell(outdated)
            if was != outdated:
                _log.info("a newer deployment takes the calls" if outdated else "this deployment takes calls again")
            wait = seconds
        except (aiohttp.ClientError, BotoCoreError, ClientError, OSError, ValueError, LookupError) as error:
            _log.warning("the service's deployments are unknown: %s", _cause(error))
            wait = min(2 * wait, max(MAX_SECONDS, seconds))
        await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311 - no secret


def _client(region: str, endpoint: str | None) -> BaseClient:
    config = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 2, "mode": "standard"})
    return get_session().create_client("ecs", region_name=region, endpoint_url=endpoint, config=config)


async def _own_task(metadata: str, ecs: BaseClient) -> Task | None:
    """Return this worker's task, or None if it belongs to no service."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http,
        http.get(f"{metadata}/task", raise_for_status=True) as response,
    ):
        told = await response.json(content_type=None)
    arn, cluster = told["TaskARN"], told["Cluster"]
    answer = await asyncio.to_thread(ecs.describe_tasks, cluster=cluster, tasks=[arn])
    described = answer["tasks"][0]
    kind, _, service = described.get("group", "").partition(":")
    return Task(arn, cluster, service, described["startedBy"]) if kind == "service" else None


def _is_outdated(ecs: Any, task: Task) -> bool:
    [service] = ecs.describe_services(cluster=task.cluster, services=[task.service])["services"]
    primary = next(each for each in service["deployments"] if each["status"] == "PRIMARY")
    if primary["id"] == task.deployment:
        return False
    # With startedBy, ECS allows no other filter.
    arns = ecs.list_tasks(cluster=task.cluster, startedBy=primary["id"], maxResults=MAX_TASKS)["taskArns"]
    described = ecs.describe_tasks(cluster=task.cluster, tasks=arns)["tasks"] if arns else []
    return is_replaced(task.arn, primary["desiredCount"], described)


def is_replaced(arn: str, wanted: int, successors: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether the successors of an old task's deployment are enough to take this task's calls.

    Each old task has a fixed place between 0 and 1. It stops taking calls once this share of the successors is healthy.
    So the old tasks stop one by one while the new ones start, and none does if no new one becomes healthy.

    Args:
        arn: The ARN of the old task.
        wanted: The number of tasks that the new deployment should have.
        successors: The tasks of the new deployment, at most MAX_TASKS, as DescribeTasks returns them.
    """
    if wanted == 0:
        return True
    healthy = sum(each.get("healthStatus") == "HEALTHY" for each in successors)
    return bool(healthy / min(wanted, MAX_TASKS) > place(arn))


def place(arn: str) -> float:
    """Return the fixed place of a task among the old tasks, from 0 to less than 1.

    Args:
        arn: The ARN of the task.
    """
    return int.from_bytes(hashlib.sha256(arn.encode()).digest()[:4]) / 2**32


def _cause(error: Exception) -> str:
    if isinstance(error, ClientError):
        return str(error.response.get("Error", {}).get("Code", "ClientError"))
    return type(error).__name__
