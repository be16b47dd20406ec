"""Callflow, timed in the same way as the other libraries."""

from __future__ import annotations

from functools import cache

from bench.core import seven_nodes
from bench.rivals import contender
from flow_core.evaluate import Value
from flow_core.json import Variables


class Callflow(contender.Contender):
    name = "Callflow"
    storage = (
        "pydantic reads and writes JSON. The state has the last 20 messages. The turn records have the others; their "
        "write is not timed here."
    )

    def __init__(self) -> None:
        seven_nodes.evaluate = _evaluate  # Callflow calls the same function as the others

    @cache  # noqa: B019  # two entries, for the life of the process
    def stored(self, turn: int) -> bytes:
        return seven_nodes.state_before(turn)

    def turn(self, stored: bytes) -> bytes:
        return seven_nodes.turn(stored, "turn-x")

    def messages(self, left: bytes) -> int:
        # The greeting is one more turn. Messages that the state no longer has are counted too.
        return 2 * (seven_nodes.STATE.validate_json(left).turn - 1)


def _evaluate(expression: str, variables: Variables, at: int, seed: int) -> Value:
    return Value(True, contender.decide(str(variables["said"])))
