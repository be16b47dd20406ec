"""The contract of `Gates`: the table, and the fake that other tests use."""

from __future__ import annotations

import pytest

from functions.ports.flows import Gate, Gates
from testing.fakes.flows import InMemoryGates

GATE = Gate(tests=True, replay_last=200, most_differing=3, words_may_differ=True, least_node_coverage=0.8)


@pytest.fixture(params=["memory", "dynamodb"])
def gates(request: pytest.FixtureRequest) -> Gates:
    if request.param == "memory":
        return InMemoryGates()
    store: Gates = request.getfixturevalue("dynamo_gates")
    return store


def test_a_gate_is_returned_as_it_was_saved_last(gates: Gates) -> None:
    assert gates.gate("acme", "support") == Gate()
    gates.save_gate("acme", "support", GATE)
    assert gates.gate("acme", "support") == GATE
    gates.save_gate("acme", "support", Gate())
    assert gates.gate("acme", "support") == Gate()


def test_a_share_of_nodes_keeps_all_its_digits(gates: Gates) -> None:
    gates.save_gate("acme", "support", Gate(least_node_coverage=0.1 + 0.2))
    assert gates.gate("acme", "support").least_node_coverage == 0.1 + 0.2


@pytest.mark.parametrize("odd", ["acme#x", "ünï ☎", "..", "per%23cent"])
def test_no_flow_has_the_gate_of_another(gates: Gates, odd: str) -> None:
    gates.save_gate(odd, "support", GATE)
    gates.save_gate("acme", odd, GATE)
    assert gates.gate(odd, "support") == gates.gate("acme", odd) == GATE
    assert gates.gate("acme", "support") == gates.gate("support", "acme") == gates.gate(odd, odd) == Gate()
