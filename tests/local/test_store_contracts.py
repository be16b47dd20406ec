"""The embedded store passes what moto and DynamoDB Local pass: every store's contract, and the turn protocol on it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from functions.adapters.dynamodb.flows.agents import DynamoAgents
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import LIMITS
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.settings import Settings
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables
from testing.strict_dynamodb import flows_table, sessions_table
from tests.e2e.api import test_strict_dynamodb
from tests.e2e.api.test_strict_dynamodb import again
from tests.functions.adapters.dynamodb import (
    test_agents_contract,
    test_flows_contract,
    test_open_sessions_contract,
    test_sessions_contract,
)
from tests.functions.adapters.dynamodb.test_open_sessions_contract import Both
from tests.functions.conftest import dynamo_agents, dynamo_flows, dynamo_sessions, javascript  # noqa: F401
from tests.functions.turn import test_cost, test_leases, test_once
from tests.functions.turn.test_cost import watch  # noqa: F401
from tests.functions.turn.test_leases import tools  # noqa: F401


def _without_http(module: ModuleType) -> type:
    """What needs a whole Callflow beside the store is left to tests/e2e."""
    every = again(module)
    kept = {name: test for name, test in vars(every).items() if name.startswith("test_")}
    needs = {name: set(inspect.signature(test.__func__).parameters) for name, test in kept.items()}
    return type(module.__name__, (), {name: test for name, test in kept.items() if "api" not in needs[name]})


TestSessions = again(test_sessions_contract)
TestOpenSessions = again(test_open_sessions_contract)
TestFlows = again(test_flows_contract)
TestAgents = again(test_agents_contract)
TestTurnsHappenOnce = again(test_once)
TestLeases = again(test_leases)
TestCost = again(test_cost)
TestWhatMotoCannotShow = _without_http(test_strict_dynamodb)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Of tables that local/tables.py has made; no credentials of the machine's own are near them."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "testing")
        for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE"):
            environment.delenv(name, raising=False)
        environment.setenv("AWS_EC2_METADATA_DISABLED", "true")
        # A slow disk delays an answer. The client must not send the request again: these tests count requests.
        environment.setitem(LIMITS, "read_timeout_seconds", 60)
        data: Path = tmp_path_factory.mktemp("store")
        with EmbeddedDynamoDB(data) as store:
            settings = replace(Settings(), dynamodb_endpoint=store.endpoint)
            make_tables(settings)
            yield settings


@pytest.fixture(scope="module")
def _sessions_table(settings: Settings) -> DynamoSessions:
    return DynamoSessions(sessions_table(settings), keep_days=30)


@pytest.fixture(scope="module")
def _flows_table(settings: Settings) -> tuple[DynamoFlows, DynamoAgents]:
    table = flows_table(settings)
    return DynamoFlows(table, keep_days=30), DynamoAgents(table)


@pytest.fixture
def sessions(dynamo_sessions: DynamoSessions) -> DynamoSessions:  # noqa: F811
    return dynamo_sessions


@pytest.fixture
def flows(dynamo_flows: DynamoFlows) -> DynamoFlows:  # noqa: F811
    return dynamo_flows


@pytest.fixture
def agents(dynamo_agents: DynamoAgents) -> DynamoAgents:  # noqa: F811
    return dynamo_agents


@pytest.fixture
def both(sessions: DynamoSessions, settings: Settings) -> Both:
    return Both(sessions, DynamoOpenSessions(sessions_table(settings)))
