"""Builds the adapters of the API and of the turn function; idle.py and post_call.py build those of the other functions.

What is slow to load is imported in the property that makes it: pynamodb with botocore, httpx, Powertools, and what only
an author's requests use. A function that starts loads none of them, and a process whose flows call no tool never loads
httpx (decision 31).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flow_core.effects import CallMcp, CallTool, Text
from flow_core.evaluate import Inspect
from flow_core.flow import Flow
from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.names import JavaScriptInspect
from functions.adapters.livekit.keys import SHAPE, LiveKitKeys, ReadKeys, fixed, from_secret
from functions.adapters.livekit.rooms import LiveKitRooms
from functions.adapters.models.by_name import Models, providers
from functions.adapters.observability.redaction import Redaction
from functions.adapters.observability.reported import ReportedModel, ReportedSecrets
from functions.adapters.observability.traced import TracedMcp, TracedModel, TracedTools
from functions.adapters.secrets.call_keys import CALL_KEYS_SHAPE, FixedCallKeys, SecretCallKeys
from functions.adapters.secrets.environment import EnvironmentSecrets
from functions.adapters.secrets.file import FileSecrets
from functions.deadline import Deadline
from functions.failures.codes import Failure
from functions.json_schema.check import schema_problem
from functions.judging.choice import WithJudge
from functions.lifecycle.settings_at_start import BegunHead, SettingsAtStart
from functions.ports.access.api_keys import ApiKeys
from functions.ports.agents import Agents, Environments
from functions.ports.audit import Audit
from functions.ports.changes.replays import Replays
from functions.ports.drafts import Drafts
from functions.ports.flows import Flows, FlowTests, FlowVersions, Gates, ModelNames
from functions.ports.observe import Observe
from functions.ports.observing.spans import NoSpans, Spans
from functions.ports.organizations import OpenCalls, Organizations, Rates
from functions.ports.queue import Outbox
from functions.ports.reporting.counts import Counts
from functions.ports.reporting.scores import Scores
from functions.ports.rooms import Rooms
from functions.ports.search.session_search import SessionSearch
from functions.ports.secrets import CallKeys, Seals, Secrets, SecretStore
from functions.ports.sessions import Sessions
from functions.ports.speaking.voices import Voices
from functions.ports.supervision.takeovers import Takeovers
from functions.ports.tools import Failed, SecretNamed, ToolOutcome, Tools
from functions.ports.webhooks import Deliveries
from functions.post_call.by_hand import SendByHand
from functions.records import answers_type, head_type, turn_type
from functions.redaction.sealed_sessions import RedactionRules, SealedSessions
from functions.redaction.values import TOKEN
from functions.services import OffLoop, Services
from functions.settings import Settings
from functions.simulation.store import Simulations
from functions.turn.attempt import Engine
from functions.turn.flow_versions import CachedFlows, resolve
from functions.turn.frozen.settings import DeployedSettings
from functions.turn.perform import Perform
from functions.turn.protocol import RunTurn
from functions.version import VERSION

if TYPE_CHECKING:
    from flow_core.check.mcp_tools import ListedTool
    from functions.adapters.dynamodb.items import Table
    from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
    from functions.adapters.mcp.servers import McpOverHttp
    from functions.adapters.secrets.json_secret import JsonSecret
    from functions.erasure.callers import EraseCaller
    from functions.erasure.erase import EraseSession
    from functions.turn.mcp_tools import ListTools
    from functions.turn.try_tool import TryTool

Result = TypeVar("Result")


def build(settings: Settings, observe: Observe | None = None, events_queue: Outbox | None = None) -> Services:
    """Build the services.

    Args:
        settings: The environment.
        observe: The log and metrics; CloudWatch's by default.
        events_queue: The queue of events for webhooks; that of the environment by default.

    Returns:
        The services. Nothing that is slow to load is loaded yet.
    """
    return _Services(settings, observe, events_queue)


class _Services:
    """See `Services`."""

    def __init__(self, settings: Settings, observe: Observe | None, events_queue: Outbox | None) -> None:
        self.settings = settings
        self.deployed = DeployedSettings(settings.model, settings.speech_to_text, settings.text_to_speech)
        self.rooms: Rooms = LiveKitRooms(_livekit_keys(settings), settings.agent_name)
        self.off_loop: OffLoop = _in_thread if settings.threads else _on_the_spot
        self._javascript = JavaScript(children=settings.javascript_children)
        self._tools = _LazyTools(settings, lambda: self.spans.outgoing())
        self._mcp = _LazyMcp(settings, lambda: self.spans.outgoing())
        if observe is not None:
            self.observe = observe
        if events_queue is not None:
            self.events_queue = events_queue

    @cached_property
    def observe(self) -> Observe:
        from functions.adapters.observability.powertools import PowertoolsObserve

        return PowertoolsObserve(self.settings.stack, flows=frozenset(self.settings.metric_flows))

    @cached_property
    def spans(self) -> Spans:
        if not self.settings.traces:
            return NoSpans()
        from functions.adapters.observability.otlp import OtlpSpans

        return OtlpSpans("callflow-api", VERSION, trace_headers(self.settings))

    @cached_property
    def _dynamo_sessions(self) -> DynamoSessions:
        from functions.adapters.dynamodb.sessions.sessions import DynamoSessions

        return DynamoSessions(_table(self.settings, self.settings.sessions_table), keep_days=self.settings.session_days)

    @cached_property
    def sessions(self) -> Sessions:
        return self._dynamo_sessions

    @cached_property
    def takeovers(self) -> Takeovers:
        from functions.adapters.dynamodb.sessions.takeovers import DynamoTakeovers

        return DynamoTakeovers(self._dynamo_sessions.items, self._dynamo_sessions.connection)

    @cached_property
    def session_search(self) -> SessionSearch:
        from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch

        table = _table(self.settings, self.settings.sessions_table)
        return DynamoSessionSearch(table, self._dynamo_sessions.connection)

    @cached_property
    def _drafts(self) -> Drafts:
        from functions.adapters.dynamodb.sessions.drafts import DynamoDrafts

        return DynamoDrafts(self._dynamo_sessions.items, self._dynamo_sessions.connection)

    @cached_property
    def flows(self) -> Flows:
        from functions.adapters.dynamodb.flows.flows import DynamoFlows

        table = _table(self.settings, self.settings.flows_table)
        return DynamoFlows(table, keep_days=self.settings.session_days, reads=self._dynamo_sessions.connection)

    @cached_property
    def pinned(self) -> FlowVersions:
        names = {"bedrock", *(provider.name for provider in self.settings.model_providers)}
        follows = not self.settings.frozen_models
        return CachedFlows(self.flows, lambda model: not follows and model.partition("/")[0] in names)

    @cached_property
    def flow_tests(self) -> FlowTests:
        from functions.adapters.dynamodb.flows.flow_tests import DynamoFlowTests

        return DynamoFlowTests(_table(self.settings, self.settings.flows_table))

    @cached_property
    def simulations(self) -> Simulations:
        from functions.adapters.dynamodb.flows.simulations import DynamoSimulations

        table = _table(self.settings, self.settings.flows_table)
        return DynamoSimulations(table, keep_days=self.settings.session_days)

    @cached_property
    def agents(self) -> Agents:
        from functions.adapters.dynamodb.flows.agents import DynamoAgents

        return DynamoAgents(_table(self.settings, self.settings.flows_table))

    @cached_property
    def model_names(self) -> ModelNames:
        from functions.adapters.dynamodb.flows.model_names import DynamoModelNames

        table = _table(self.settings, self.settings.flows_table)
        return DynamoModelNames(table, reads=self._dynamo_sessions.connection)

    @cached_property
    def environments(self) -> Environments:
        from functions.adapters.dynamodb.flows.environments import DynamoEnvironments

        table = _table(self.settings, self.settings.flows_table)
        return DynamoEnvironments(table, reads=self._dynamo_sessions.connection)

    @cached_property
    def gates(self) -> Gates:
        from functions.adapters.dynamodb.flows.gates import DynamoGates

        table = _table(self.settings, self.settings.flows_table)
        return DynamoGates(table, reads=self._dynamo_sessions.connection)

    @cached_property
    def counts(self) -> Counts:
        from functions.adapters.dynamodb.sessions.counts import DynamoCounts

        table = _table(self.settings, self.settings.sessions_table)
        return DynamoCounts(table, self._dynamo_sessions.connection)

    @cached_property
    def scores(self) -> Scores:
        from functions.adapters.dynamodb.sessions.scores import DynamoScores

        return DynamoScores(self._dynamo_sessions)

    @cached_property
    def replays(self) -> Replays:
        from functions.adapters.dynamodb.flows.replays import DynamoReplays

        return DynamoReplays(_table(self.settings, self.settings.flows_table))

    @cached_property
    def replay_queue(self) -> Outbox:
        from functions.wiring.replays import replay_queue

        return replay_queue(self)

    @cached_property
    def audit(self) -> Audit:
        from functions.adapters.dynamodb.flows.audit import DynamoAudit

        table = _table(self.settings, self.settings.flows_table)
        return DynamoAudit(table, self._dynamo_sessions.connection)

    @cached_property
    def api_keys(self) -> ApiKeys:
        from functions.adapters.dynamodb.access.api_keys import DynamoApiKeys

        table = _table(self.settings, self.settings.flows_table)
        return DynamoApiKeys(table, reads=self._dynamo_sessions.connection)

    @cached_property
    def erase(self) -> EraseSession:
        from functions.adapters.dynamodb.sessions.erasures import DynamoErasures
        from functions.erasure.erase import EraseSession

        return EraseSession(
            sessions=self.sessions,
            erasures=DynamoErasures(self._dynamo_sessions.items, self._dynamo_sessions.connection),
            agents=self.agents,
            open_calls=self.open_calls,
            flow_tests=self.flow_tests,
            simulations=self.simulations,
            audit=self.audit,
            search=self.session_search,
            now=self.now,
        )

    @cached_property
    def erase_caller(self) -> EraseCaller:
        from functions.erasure.callers import EraseCaller

        return EraseCaller(self.erase, self.session_search)

    @cached_property
    def organizations(self) -> Organizations:
        from functions.adapters.dynamodb.flows.organizations import DynamoOrganizations

        table = _table(self.settings, self.settings.flows_table)
        return DynamoOrganizations(table, reads=self._dynamo_sessions.connection)

    @cached_property
    def tool_secrets(self) -> SecretStore | None:
        from functions.wiring.webhooks import secret_store

        return secret_store(self.settings, "tools")

    @cached_property
    def webhook_secrets(self) -> SecretStore | None:
        from functions.wiring.webhooks import secret_store

        return secret_store(self.settings, "webhooks")

    @cached_property
    def deliveries(self) -> Deliveries:
        from functions.adapters.dynamodb.deliveries import DynamoDeliveries

        return DynamoDeliveries(_table(self.settings, self.settings.flows_table))

    @cached_property
    def send_by_hand(self) -> SendByHand:
        from functions.wiring.webhooks import send_by_hand

        return send_by_hand(self)

    @cached_property
    def events_queue(self) -> Outbox:
        from functions.wiring.webhooks import events_queue

        return events_queue(self)

    @cached_property
    def open_calls(self) -> OpenCalls:
        from functions.adapters.dynamodb.flows.open_calls import DynamoOpenCalls

        sessions = self._dynamo_sessions
        table = _table(self.settings, self.settings.flows_table)
        return DynamoOpenCalls(table, sessions.items, sessions.connection)

    @cached_property
    def rates(self) -> Rates:
        from functions.adapters.dynamodb.flows.rates import DynamoRates

        return DynamoRates(_table(self.settings, self.settings.flows_table))

    @cached_property
    def voices(self) -> Voices:
        from functions.wiring.voices import voices

        return voices(self.settings)

    @cached_property
    def call_keys(self) -> CallKeys:
        return _call_keys(self.settings)

    @cached_property
    def _seals(self) -> Seals:
        from functions.adapters.secrets.seals import LOCAL_KEY, AesSeals

        keys = self.call_keys
        if self.settings.auth == "local" and not self.settings.call_key and self.settings.call_keys_secret is None:
            keys = FixedCallKeys(LOCAL_KEY)
        return AesSeals(keys)

    @cached_property
    def run_turn(self) -> RunTurn:
        settings = self.settings
        at_start = SettingsAtStart(self.organizations, self.now)
        redaction_rules = RedactionRules(self.pinned, self._redacted_kinds, self._seals, time.monotonic)
        return RunTurn(
            sessions=SealedSessions(self.sessions, self._seals, _search_for),
            begun=WithJudge(self.pinned, BegunHead(at_start, redaction_rules)),
            flows=self.pinned,
            perform=Perform(
                model=ReportedModel(
                    TracedModel(
                        Models(
                            settings.model,
                            providers(
                                settings.model_providers,
                                bedrock_region=settings.bedrock_region,
                                aws_profile=settings.aws_profile,
                                openai_key=_openai_key(settings),
                            ),
                        ),
                        self.spans,
                    ),
                    self._failed,
                ),
                tools=TracedTools(self._tools, self.spans),
                mcp=TracedMcp(self._mcp, self.spans),
                secrets=ReportedSecrets(_secrets(settings), self._failed),
                stamp=_stamp,
                failed=self._failed,
                has_model=settings.model is not None,
            ),
            engine=Engine(self._javascript, lambda: time.perf_counter_ns() // 1000, self._failed),
            now=self.now,
            store_now=self._dynamo_sessions.now,
            latest=lambda organization, flow: resolve(self.flows, self.pinned, organization, flow, "latest"),
            turn_seconds=settings.turn_seconds,
            drafts=self._drafts,
            transfers=lambda organization: self.organizations.settings(organization).transfers,
            keep_days=at_start.keep_days,
        )

    @cached_property
    def try_tool(self) -> TryTool:
        from functions.turn.try_tool import TryTool

        run_turn = self.run_turn
        return TryTool(run_turn.perform, run_turn.engine, self.now, self.settings.turn_seconds)

    @cached_property
    def list_tools(self) -> ListTools:
        from functions.turn.mcp_tools import ListTools

        return ListTools(self._mcp, self.run_turn.perform.secrets, schema_problem)

    def inspect(self, organization_id: str, /) -> Inspect:
        return JavaScriptInspect(self._javascript.syntax_errors, organization_id)

    def schema_problem(self, schema: Mapping[str, Json], /) -> str | None:
        return schema_problem(schema)

    def webhook_url_problem(self, url: str, /) -> str | None:
        from functions.adapters.http.webhook import url_problem

        return url_problem(url, may_be_private=self.settings.tools_may_be_private)

    def now(self) -> int:
        return _now()

    def start(self) -> None:
        self._javascript.start()

    def warm(self) -> None:
        _ = self.run_turn, self.observe, self.organizations
        if self.settings.traces:
            import opentelemetry.exporter.otlp.proto.http.trace_exporter  # noqa: F401  # only to load it
            import opentelemetry.sdk.trace.export  # noqa: F401  # only to load it
        self._tools.warm()
        head_type()
        turn_type()
        answers_type()
        Flow.model_rebuild()
        # pynamodb makes the client when it is first read.
        _ = self._dynamo_sessions.connection.client
        _ = self.call_keys
        # Imported where they are used, and slowly.
        import boto3  # noqa: F401  # only to load it
        import jwt  # noqa: F401  # only to load it
        import openai  # noqa: F401  # only to load it
        import re2  # noqa: F401  # only to load it

        import flow_core.check  # noqa: F401  # only to load it
        from flow_core.spoken import libraries

        libraries.load()

    def close(self) -> None:
        # The client stays, with the source of its credentials.
        self._dynamo_sessions.connection.client.close()
        self._javascript.stop()

    def _redacted_kinds(self, organization_id: str) -> Sequence[str]:
        return self.organizations.settings(organization_id).redact

    def _failed(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self.observe.failed(failure, error, **known)


class _LazyTools:
    """`Tools` over HTTP. httpx is loaded with the first call."""

    def __init__(self, settings: Settings, trace: Callable[[], Mapping[str, str]]) -> None:
        self._settings = settings
        self._trace = trace

    @cached_property
    def _tools(self) -> Tools:
        from functions.adapters.http.tools import HttpTools

        return HttpTools(allow_private=self._settings.tools_may_be_private, version=VERSION, trace=self._trace)

    def warm(self) -> None:
        _ = self._tools

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See `Tools.call`."""
        return self._tools.call(effect, idempotency_key=idempotency_key, secrets=secrets, deadline=deadline)


class _LazyMcp:
    """`McpServers` and `McpLists` over HTTP. The SDK is loaded at the first use: never for other flows."""

    def __init__(self, settings: Settings, trace: Callable[[], Mapping[str, str]]) -> None:
        self._settings = settings
        self._trace = trace

    @cached_property
    def _servers(self) -> McpOverHttp:
        from functions.adapters.mcp.servers import McpOverHttp

        return McpOverHttp(allow_private=self._settings.tools_may_be_private, version=VERSION, trace=self._trace)

    def call(self, effect: CallMcp, *, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See `McpServers.call`."""
        return self._servers.call(effect, secrets=secrets, deadline=deadline)

    def list_tools(
        self, server: str, headers: Mapping[str, Text], *, secrets: SecretNamed, deadline: Deadline
    ) -> tuple[ListedTool, ...] | Failed:
        """See `McpLists.list_tools`."""
        return self._servers.list_tools(server, headers, secrets=secrets, deadline=deadline)


def _table(settings: Settings, name: str) -> Table:
    from functions.adapters.dynamodb.items import Table

    return Table(name, settings.region, settings.dynamodb_endpoint)


def _now() -> int:
    return time.time_ns() // 1_000_000


def _stamp(turn_id: str) -> dict[str, Any]:
    return {"turn_id": turn_id, "at": _now(), "seed": secrets.randbelow(2**53)}


def _secrets(settings: Settings) -> Secrets:
    if settings.secrets_file:
        return FileSecrets(Path(settings.secrets_file))
    if settings.auth == "local":
        return EnvironmentSecrets("{}")
    from functions.adapters.secrets.secrets_manager import SecretsManagerSecrets

    return SecretsManagerSecrets(prefix=f"{settings.secrets_prefix}tools/")


def _livekit_keys(settings: Settings) -> ReadKeys:
    if settings.livekit_secret is None:
        return fixed(LiveKitKeys(settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret))
    name = settings.livekit_secret

    @cache
    def read() -> ReadKeys:
        from functions.adapters.secrets.json_secret import JsonSecret

        return from_secret(JsonSecret(name, "CALLFLOW_LIVEKIT_SECRET", SHAPE))

    return lambda again: read()(again)


def trace_headers(settings: Settings) -> Callable[[], Mapping[str, str]] | None:
    """Build the reading of the headers for the collector of traces. None for those of OpenTelemetry's variables."""
    if settings.traces_secret is None:
        return None
    from functions.adapters.secrets import trace_headers

    return trace_headers.of(settings.traces_secret)


def _openai_key(settings: Settings) -> Callable[[], str | None] | None:
    if settings.openai_secret is None:
        return None
    name = settings.openai_secret

    @cache
    def secret() -> JsonSecret:
        from functions.adapters.secrets.json_secret import JsonSecret

        return JsonSecret(name, "CALLFLOW_OPENAI_SECRET", '{"apiKey": "…"}')

    def read() -> str:
        key = secret().values().get("apiKey")
        if not (isinstance(key, str) and key.strip()):
            raise secret().malformed("has no apiKey")
        return key.strip()

    return read


def _search_for(values: Mapping[str, str]) -> Redaction:
    return Redaction(values, lambda name: TOKEN)


def _call_keys(settings: Settings) -> CallKeys:
    if settings.call_keys_secret is None:
        return FixedCallKeys(settings.call_key)
    from functions.adapters.secrets.json_secret import JsonSecret

    return SecretCallKeys(JsonSecret(settings.call_keys_secret, "CALLFLOW_CALL_KEYS_SECRET", CALL_KEYS_SHAPE))


async def _on_the_spot(work: Callable[[], Result]) -> Result:
    return work()


def _in_thread(work: Callable[[], Result]) -> Awaitable[Result]:
    # Not for a process that serves one request at a time.
    import anyio.to_thread

    return anyio.to_thread.run_sync(work)
