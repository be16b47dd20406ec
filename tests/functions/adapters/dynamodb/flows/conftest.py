"""The stores that fulfil the contracts of flows."""

from __future__ import annotations

import pytest

from functions.ports.flows import Flows
from testing.fakes.flows import InMemoryFlows


@pytest.fixture(params=["memory", "dynamodb"])
def flows(request: pytest.FixtureRequest) -> Flows:
    if request.param == "memory":
        return InMemoryFlows()
    store: Flows = request.getfixturevalue("dynamo_flows")
    return store
