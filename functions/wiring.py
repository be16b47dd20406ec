"""Builds every adapter. The only file that does."""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import anyio.to_thread

from functions.adapters.dynamodb import Table
from functions.adapters.dynamodb_agents import DynamoAgents
from functions.adapters.dynamodb_flows import DynamoFlows
from functions.adapters.dynamodb_sessions import DynamoSessions
from functions.adapters.http_tools import HttpTools
from functions.adapters.javascript import JavaScript
from functions.adapters.javascript_names import JavaScriptInspect
from functions.adapters.livekit_rooms import LiveKitRooms
from functions.adapters.models import Models, providers
from functions.adapters.secrets import EnvironmentSecrets
from functions.adapters.secrets_manager import SecretsManagerSecrets
from functions.attempt import Engine
from functions.flow_versions import KeptFlows
from functions.perform import Perform
from functions.ports.observe import Observe
from functions.ports.secrets import Secrets
from functions.run_turn import RunTurn
from functions.schemas import schema_problem
from functions.services import Services
from functions.settings import Settings
from functions.version import VERSION

Result = TypeVar("Result")


def build(settings: Settings, observe: Observe | None = None) -> Services:
    """observe: CloudWatch's where left out."""
    sessions = DynamoSessions(
        Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint), keep_days=settings.session_days
    )
    flows_table = Table(settings.flows_table, settings.region, settings.dynamodb_endpoint)
    flows = DynamoFlows(flows_table, keep_days=settings.session_days)
    pinned = KeptFlows(flows)
    javascript = JavaScript(children=settings.javascript_children)
    perform = Perform(
        model=Models(
            settings.model,
            providers(
                settings.model_providers, bedrock_region=settings.bedrock_region, aws_profile=settings.aws_profile
            ),
        ),
        tools=HttpTools(allow_private=settings.tools_may_be_private, version=VERSION),
        secrets=_secrets(settings),
        given=_given,
    )
    return Services(
        settings=settings,
        sessions=sessions,
        flows=flows,
        pinned=pinned,
        agents=DynamoAgents(flows_table),
        rooms=LiveKitRooms(
            settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret, settings.agent_name
        ),
        run_turn=RunTurn(
            sessions=sessions,
            flows=pinned,
            perform=perform,
            engine=Engine(javascript, lambda: time.perf_counter() * 1000),
            now=_now,
            turn_seconds=settings.turn_seconds,
        ),
        observe=observe or _cloudwatch(),
        inspect=JavaScriptInspect(javascript.syntax_error),
        schema_problem=schema_problem,
        now=_now,
        off_loop=_in_thread if settings.threads else _on_the_spot,
    )


def _cloudwatch() -> Observe:
    # Slow to import, and of no use but on Lambda.
    from functions.adapters.powertools import PowertoolsObserve

    return PowertoolsObserve()


def _now() -> int:
    return time.time_ns() // 1_000_000


def _given(turn_id: str) -> dict[str, Any]:
    return {"turn_id": turn_id, "at": _now(), "seed": secrets.randbelow(2**53)}


def _secrets(settings: Settings) -> Secrets:
    if settings.secrets_file:
        return EnvironmentSecrets(Path(settings.secrets_file))
    return EnvironmentSecrets("{}") if settings.auth == "local" else SecretsManagerSecrets()


async def _on_the_spot(work: Callable[[], Result]) -> Result:
    return work()


def _in_thread(work: Callable[[], Result]) -> Awaitable[Result]:
    return anyio.to_thread.run_sync(work)
