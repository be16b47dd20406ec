"""Callflow itself, timed among the others."""

from __future__ import annotations

from functools import cache

from bench.core import seven_nodes
from bench.rivals import contender
from flow_core.evaluate import Value
from flow_core.json import Variables


class Callflow(contender.Contender):
    name = "Callflow"
    keeps = "JSON in, JSON out, by pydantic. Keeps the last 20 messages; the rest is the stored turns', not timed here."

    def __init__(self) -> None:
        seven_nodes.evaluate = _evaluate  # so that it takes the decisions that the others take

    @cache  # noqa: B019  # two of them, as long as the process
    def stored(self, turn: int) -> bytes:
        return seven_nodes.state_before(turn)

    def turn(self, stored: bytes) -> bytes:
        return seven_nodes.turn(stored, "turn-x")

    def messages(self, left: bytes) -> int:
        # The greeting is one more, and what was forgotten counts as kept.
        return 2 * (seven_nodes.STATE.validate_json(left).turn - 1)


def _evaluate(expression: str, variables: Variables, at: int, seed: int) -> Value:
    return Value(True, contender.decide(str(variables["said"])))
