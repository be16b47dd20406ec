"""The contract of `Environments`: the table, and the fake that other tests use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from functions.adapters.dynamodb.flows.environments import DynamoEnvironments
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Table
from functions.errors import ConflictError
from functions.ports.agents import Environment, Environments, Share, Split
from testing.fakes.agents import InMemoryEnvironments
from tests.functions.adapters.dynamodb.flows.definitions import saved

NOON = 1_780_315_200_000
STAGING = Environment("staging", 3, NOON, "ann@example.com", (1, 3))
PRODUCTION = Environment("production", Split((Share(2, 90), Share(3, 10.5))), NOON, "ben", (2, 3))


@pytest.fixture(params=["memory", "dynamodb"])
def environments(request: pytest.FixtureRequest) -> Environments:
    if request.param == "memory":
        return InMemoryEnvironments()
    store: Environments = request.getfixturevalue("dynamo_environments")
    return store


def test_environments_are_read_by_name_as_they_were_stored_last(environments: Environments) -> None:
    assert environments.all("acme", "support") == ()
    for each in (STAGING, PRODUCTION):
        assert environments.put("acme", "support", each, limit=5)
    assert environments.all("acme", "support") == (PRODUCTION, STAGING)
    changed = replace(STAGING, version=4, had=(1, 3, 4))
    assert environments.put("acme", "support", changed, limit=5)
    assert environments.all("acme", "support") == (PRODUCTION, changed)


def test_a_deleted_environment_is_gone_and_only_that(environments: Environments) -> None:
    for each in (STAGING, PRODUCTION):
        environments.put("acme", "support", each, limit=5)
    assert environments.delete("acme", "support", "staging")
    assert not environments.delete("acme", "support", "staging")
    assert environments.all("acme", "support") == (PRODUCTION,)


def test_a_flow_has_as_many_environments_as_it_may(environments: Environments) -> None:
    named = [replace(STAGING, name=name) for name in "abc"]
    assert [environments.put("acme", "support", each, limit=2) for each in named] == [True, True, False]
    assert environments.put("acme", "support", replace(named[0], version=9), limit=2)
    assert [each.version for each in environments.all("acme", "support")] == [9, 3]
    assert environments.put("acme", "other", named[2], limit=2)


def test_no_organization_and_no_flow_has_the_environments_of_another(environments: Environments) -> None:
    environments.put("acme", "x#support", STAGING, limit=5)
    assert environments.all("acme#x", "support") == ()
    assert environments.all("acme", "x") == ()
    assert not environments.delete("acme", "support", "staging")


def test_a_change_that_comes_between_is_kept(dynamo_environments: DynamoEnvironments) -> None:
    """Both change the one item of the flow. The second writes on what the first has written."""
    other = DynamoEnvironments(Table("flows", "us-east-1"))
    first_reads = [True]
    read = dynamo_environments._read

    def disturbed(organization_id: str, flow_id: str) -> tuple[dict[str, Environment], int]:
        found = read(organization_id, flow_id)
        if first_reads and first_reads.pop():
            other.put(organization_id, flow_id, PRODUCTION, limit=5)
        return found

    dynamo_environments._read = disturbed  # type: ignore[method-assign]
    assert dynamo_environments.put("acme", "support", STAGING, limit=5)
    assert other.all("acme", "support") == (PRODUCTION, STAGING)


def test_a_change_that_others_disturb_all_the_time_is_a_conflict(dynamo_environments: DynamoEnvironments) -> None:
    dynamo_environments._read = lambda organization_id, flow_id: ({"staging": STAGING}, 7)  # type: ignore[method-assign]
    with pytest.raises(ConflictError):
        dynamo_environments.put("acme", "support", STAGING, limit=5)
    with pytest.raises(ConflictError):
        dynamo_environments.delete("acme", "support", "staging")


def test_the_environments_of_a_deleted_flow_are_gone(
    dynamo_environments: DynamoEnvironments, dynamo_flows: DynamoFlows
) -> None:
    saved(dynamo_flows, {"v": 1})
    dynamo_environments.put("acme", "support", STAGING, limit=5)
    assert dynamo_flows.delete("acme", "support", NOON)
    assert dynamo_environments.all("acme", "support") == ()
    assert dynamo_environments.put("acme", "support", PRODUCTION, limit=5)
    assert dynamo_environments.all("acme", "support") == (PRODUCTION,)
