"""The contract of `Simulations`: the table, and the fake that other tests use."""

from __future__ import annotations

import time

import pytest

from functions.adapters.dynamodb.flows.simulations import DynamoSimulations
from functions.simulation.store import Simulations, StoredRun
from testing.fakes.flows import InMemorySimulations

NOW = time.time_ns() // 1_000_000
RUN = StoredRun(1, NOW + 1000, b'{"calls": []}')


@pytest.fixture(params=["memory", "dynamodb"])
def runs(request: pytest.FixtureRequest) -> Simulations:
    if request.param == "memory":
        return InMemorySimulations()
    store: Simulations = request.getfixturevalue("dynamo_simulations")
    return store


def test_a_run_is_read_as_it_was_stored(runs: Simulations) -> None:
    assert runs.get("acme", "support", "run") is None
    assert runs.save("acme", "support", "run", RUN, at=NOW)
    assert runs.get("acme", "support", "run") == RUN


def test_only_the_next_revision_is_stored(runs: Simulations) -> None:
    def save(revision: int) -> bool:
        return runs.save("acme", "support", "run", StoredRun(revision, 0, str(revision).encode()), at=NOW)

    assert [save(revision) for revision in (2, 1, 1, 3, 2, 2)] == [False, True, False, False, True, False]
    assert runs.get("acme", "support", "run") == StoredRun(2, 0, b"2")


def test_a_run_belongs_to_its_organization_and_flow(runs: Simulations) -> None:
    runs.save("acme", "support", "run", RUN, at=NOW)
    assert runs.get("other", "support", "run") is None
    assert runs.get("acme", "other", "run") is None


def test_a_long_run_is_read_as_it_was_stored(runs: Simulations) -> None:
    long = StoredRun(1, 0, b'"' + bytes(str(list(range(100_000))), "ascii") + b'"')
    assert runs.save("acme", "support", "run", long, at=NOW)
    assert runs.get("acme", "support", "run") == long


def test_a_run_expires_with_the_sessions_of_its_calls(dynamo_simulations: DynamoSimulations) -> None:
    dynamo_simulations.save("acme", "support", "run", RUN, at=NOW)
    (item,) = dynamo_simulations.items.scan()
    assert item.expires_at == NOW // 1000 + 30 * 24 * 3600
