"""Builds every adapter of the API. The only file that does; post_call/ and quiet/ have one each for what they need.

What is slow to load is made late (late.py), and imported where it is made: pynamodb with botocore, httpx, Powertools. A
function that starts waits for none of it, and one whose flows call no tool never loads httpx.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.adapters.livekit.rooms import LiveKitRooms
from functions.adapters.models.by_name import Models, providers
from functions.adapters.observability.reported import ReportedModel, ReportedSecrets
from functions.adapters.secrets.environment import EnvironmentSecrets
from functions.failures.codes import Failure
from functions.json_schema.check import schema_problem
from functions.late import late
from functions.ports.agents import Agents
from functions.ports.audit import Audit
from functions.ports.flows import Flows
from functions.ports.observe import Observe
from functions.ports.organizations import Organizations
from functions.ports.secrets import Secrets
from functions.ports.tools import Tools
from functions.services import Services
from functions.settings import Settings
from functions.turn.attempt import Engine
from functions.turn.flow_versions import KeptFlows, resolve
from functions.turn.perform import Perform
from functions.turn.protocol import RunTurn
from functions.version import VERSION

if TYPE_CHECKING:
    from functions.adapters.dynamodb.items import Table
    from functions.adapters.dynamodb.sessions.sessions import DynamoSessions

Result = TypeVar("Result")


def build(settings: Settings, observe: Observe | None = None) -> Services:
    """observe: CloudWatch's where left out. SettingsError."""
    if settings.livekit_secret is not None:
        from functions.adapters.livekit.secret import with_livekit

        settings = with_livekit(settings)
    telling = observe or late(_cloudwatch)

    def failed(failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        telling.failed(failure, error, **known)

    sessions = late(lambda: _sessions(settings))
    flows = late(lambda: _flows(settings, sessions))
    organizations = late(lambda: _organizations(settings, sessions))
    pinned = KeptFlows(flows)
    javascript = JavaScript(children=settings.javascript_children)
    perform = Perform(
        model=ReportedModel(
            Models(
                settings.model,
                providers(
                    settings.model_providers, bedrock_region=settings.bedrock_region, aws_profile=settings.aws_profile
                ),
            ),
            failed,
        ),
        tools=late(lambda: _tools(settings)),
        secrets=late(lambda: ReportedSecrets(_secrets(settings), failed)),
        stamp=_stamp,
        failed=failed,
    )
    return Services(
        settings=settings,
        sessions=sessions,
        flows=flows,
        pinned=pinned,
        agents=late(lambda: _agents(settings)),
        audit=late(lambda: _audit(settings)),
        organizations=organizations,
        rooms=LiveKitRooms(
            settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret, settings.agent_name
        ),
        run_turn=RunTurn(
            sessions=sessions,
            flows=pinned,
            perform=perform,
            engine=Engine(javascript, lambda: time.perf_counter() * 1000, failed),
            now=_now,
            store_now=lambda: sessions.now(),
            latest=lambda organization, flow: resolve(flows, pinned, organization, flow, "latest"),
            turn_seconds=settings.turn_seconds,
            transfers=lambda organization: organizations.settings(organization).transfers,
        ),
        observe=telling,
        inspect=partial(JavaScriptInspect, javascript.syntax_errors),
        schema_problem=schema_problem,
        now=_now,
        off_loop=_in_thread if settings.threads else _on_the_spot,
    )


def _table(settings: Settings, name: str) -> Table:
    from functions.adapters.dynamodb.items import Table

    return Table(name, settings.region, settings.dynamodb_endpoint)


def _sessions(settings: Settings) -> DynamoSessions:
    from functions.adapters.dynamodb.sessions.sessions import DynamoSessions

    return DynamoSessions(_table(settings, settings.sessions_table), keep_days=settings.session_days)


def _flows(settings: Settings, sessions: DynamoSessions) -> Flows:
    from functions.adapters.dynamodb.flows.flows import DynamoFlows

    table = _table(settings, settings.flows_table)
    return DynamoFlows(table, keep_days=settings.session_days, reads=sessions.connection)


def _agents(settings: Settings) -> Agents:
    from functions.adapters.dynamodb.flows.agents import DynamoAgents

    return DynamoAgents(_table(settings, settings.flows_table))


def _organizations(settings: Settings, sessions: DynamoSessions) -> Organizations:
    from functions.adapters.dynamodb.flows.organizations import DynamoOrganizations

    return DynamoOrganizations(_table(settings, settings.flows_table), reads=sessions.connection)


def _audit(settings: Settings) -> Audit:
    from functions.adapters.dynamodb.flows.audit import DynamoAudit

    return DynamoAudit(_table(settings, settings.flows_table))


def _tools(settings: Settings) -> Tools:
    from functions.adapters.http.tools import HttpTools

    return HttpTools(allow_private=settings.tools_may_be_private, version=VERSION)


def _secrets_manager() -> Secrets:
    from functions.adapters.secrets.secrets_manager import SecretsManagerSecrets

    return SecretsManagerSecrets()


def _cloudwatch() -> Observe:
    from functions.adapters.observability.powertools import PowertoolsObserve

    return PowertoolsObserve()


def _now() -> int:
    return time.time_ns() // 1_000_000


def _stamp(turn_id: str) -> dict[str, Any]:
    return {"turn_id": turn_id, "at": _now(), "seed": secrets.randbelow(2**53)}


def _secrets(settings: Settings) -> Secrets:
    if settings.secrets_file:
        return EnvironmentSecrets(Path(settings.secrets_file))
    return EnvironmentSecrets("{}") if settings.auth == "local" else _secrets_manager()


async def _on_the_spot(work: Callable[[], Result]) -> Result:
    return work()


def _in_thread(work: Callable[[], Result]) -> Awaitable[Result]:
    # Not for a process that serves one request at a time.
    import anyio.to_thread

    return anyio.to_thread.run_sync(work)
