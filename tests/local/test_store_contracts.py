"""The embedded store passes the contracts of every store and the tests of the turn protocol."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from functions.settings import Settings
from local.processes.dynamodb import EmbeddedDynamoDB
from testing.strict_dynamodb import tables_on
from tests.e2e.api import test_strict_dynamodb
from tests.e2e.api.test_strict_dynamodb import (  # noqa: F401
    _flows_table,
    _sessions_table,
    again,
    agents,
    both,
    flows,
    sessions,
)
from tests.functions.adapters.dynamodb import (
    test_agents_contract,
    test_open_sessions_contract,
    test_sessions_contract,
)
from tests.functions.adapters.dynamodb.flows import test_flow_versions_contract, test_flows_contract
from tests.functions.conftest import dynamo_agents, dynamo_flows, dynamo_sessions, javascript  # noqa: F401
from tests.functions.turn import test_cost, test_leases, test_once
from tests.functions.turn.test_cost import watch  # noqa: F401
from tests.functions.turn.test_leases import tools  # noqa: F401


def _without_http(module: ModuleType) -> type:
    """Collect the tests that need the store only. tests/e2e runs those that need the whole API."""
    every = again(module)
    tests = {name: test for name, test in vars(every).items() if name.startswith("test_")}
    needs = {name: set(inspect.signature(test.__func__).parameters) for name, test in tests.items()}
    return type(module.__name__, (), {name: test for name, test in tests.items() if "api" not in needs[name]})


TestSessions = again(test_sessions_contract)
TestOpenSessions = again(test_open_sessions_contract)
TestFlows = again(test_flows_contract)
TestFlowVersions = again(test_flow_versions_contract)
TestAgents = again(test_agents_contract)
TestTurnsHappenOnce = again(test_once)
TestLeases = again(test_leases)
TestCost = again(test_cost)
TestWhatMotoCannotShow = _without_http(test_strict_dynamodb)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of new tables on the embedded store. The imported fixtures use them."""
    data: Path = tmp_path_factory.mktemp("store")
    with EmbeddedDynamoDB(data) as store, tables_on(store.endpoint) as settings:
        yield settings
