"""Fixtures of these tests: tables on moto, and one JavaScript engine for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from functions.adapters.dynamodb.access.api_keys import DynamoApiKeys
from functions.adapters.dynamodb.flows.agents import DynamoAgents
from functions.adapters.dynamodb.flows.audit import DynamoAudit
from functions.adapters.dynamodb.flows.environments import DynamoEnvironments
from functions.adapters.dynamodb.flows.flow_tests import DynamoFlowTests
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.flows.gates import DynamoGates
from functions.adapters.dynamodb.flows.model_names import DynamoModelNames
from functions.adapters.dynamodb.flows.organizations import DynamoOrganizations
from functions.adapters.dynamodb.flows.replays import DynamoReplays
from functions.adapters.dynamodb.flows.simulations import DynamoSimulations
from functions.adapters.dynamodb.items import Item, Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.adapters.javascript.engine import JavaScript
from testing.stage import KEEP_DAYS

_REGION = "us-east-1"


@pytest.fixture(scope="session")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    """DynamoDB in this process. The environment has no credentials of this machine."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            environment.setenv(name, "testing")
        environment.setenv("AWS_DEFAULT_REGION", _REGION)
        environment.setenv("AWS_EC2_METADATA_DISABLED", "true")
        environment.delenv("AWS_PROFILE", raising=False)
        with mock_aws():
            yield


@pytest.fixture(scope="module")
def _sessions_table(aws: None) -> DynamoSessions:
    sessions = DynamoSessions(Table("sessions", _REGION), keep_days=KEEP_DAYS)
    sessions.items.create_table(wait=True)
    return sessions


@pytest.fixture(scope="module")
def _flows_table(aws: None) -> tuple[DynamoFlows, DynamoAgents]:
    flows = DynamoFlows(Table("flows", _REGION), keep_days=KEEP_DAYS)
    flows.items.create_table(wait=True)
    return flows, DynamoAgents(Table("flows", _REGION))


@pytest.fixture
def dynamo_sessions(_sessions_table: DynamoSessions) -> Iterator[DynamoSessions]:
    yield _sessions_table
    _empty(_sessions_table.items)


@pytest.fixture
def dynamo_flows(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoFlows]:
    yield _flows_table[0]
    _empty(_flows_table[0].items)


@pytest.fixture
def dynamo_agents(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoAgents]:
    yield _flows_table[1]
    _empty(_flows_table[1].items)


@pytest.fixture
def dynamo_organizations(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoOrganizations]:
    organizations = DynamoOrganizations(Table("flows", _REGION))
    yield organizations
    _empty(organizations.items)


@pytest.fixture
def dynamo_environments(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoEnvironments]:
    environments = DynamoEnvironments(Table("flows", _REGION))
    yield environments
    _empty(environments.items)


@pytest.fixture
def dynamo_model_names(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoModelNames]:
    names = DynamoModelNames(Table("flows", _REGION))
    yield names
    _empty(names.items)


@pytest.fixture
def dynamo_flow_tests(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoFlowTests]:
    tests = DynamoFlowTests(Table("flows", _REGION))
    yield tests
    _empty(tests.items)


@pytest.fixture
def dynamo_simulations(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoSimulations]:
    runs = DynamoSimulations(Table("flows", _REGION), keep_days=30)
    yield runs
    _empty(runs.items)


@pytest.fixture
def dynamo_api_keys(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoApiKeys]:
    keys = DynamoApiKeys(Table("flows", _REGION))
    yield keys
    _empty(keys.items)


@pytest.fixture
def dynamo_gates(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoGates]:
    gates = DynamoGates(Table("flows", _REGION))
    yield gates
    _empty(gates.items)


@pytest.fixture
def dynamo_replays(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoReplays]:
    replays = DynamoReplays(Table("flows", _REGION))
    yield replays
    _empty(replays.items)


@pytest.fixture
def dynamo_audit(_flows_table: tuple[DynamoFlows, DynamoAgents]) -> Iterator[DynamoAudit]:
    audit = DynamoAudit(Table("flows", _REGION))
    yield audit
    _empty(audit.items)


def _empty(items: type[Item]) -> None:
    """Empty a table. This is much faster than a new table for each test."""
    for item in list(items.scan()):
        item.delete()
