"""The flow of the benchmarks, an elicitation and six decisions in a ring, and one turn of it from JSON to JSON."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from pydantic import TypeAdapter

from flow_core.evaluate import Value
from flow_core.events import CallerSpoke, SessionBegan
from flow_core.flow import Flow
from flow_core.json import Json, Variables
from flow_core.state import Session, State
from flow_core.step import step

DECISIONS = 6
SAID = "I would like to know where my order is, please."
ASKED = "Thank you. Is there anything else that I can do for you?"

STATE = TypeAdapter(State)

_AT = 1_715_000_000_000


def document(expression: str = "said.length > 0") -> dict[str, Json]:
    """Return the definition of the flow. Each decision has one condition."""
    names = [f"decision-{number}" for number in range(1, DECISIONS + 1)]
    ring = ["ask", *names, "ask"]
    decisions: list[Json] = [
        {"id": name, "type": "decision", "data": {"conditions": [{"id": "yes", "expression": expression}]}}
        for name in names
    ]
    edges: list[Json] = [
        {"id": "begin", "source": "start", "target": "ask"},
        {"id": "hang-up", "source": "ask", "sourceHandle": "noInput", "target": "end"},
    ]
    for source, target in pairwise(ring):
        edges.append({"id": f"{source}-default", "source": source, "target": target})
        if source != "ask":
            edges.append({"id": f"{source}-yes", "source": source, "sourceHandle": "yes", "target": target})
    start: Json = {"id": "start", "type": "start"}
    end: Json = {"id": "end", "type": "end"}
    ask: Json = {"id": "ask", "type": "elicitation", "data": {"prompt": ASKED, "variable": "said"}}
    return {"name": "seven-nodes", "onFailure": "end", "nodes": [start, ask, *decisions, end], "edges": edges}


@cache
def flow() -> Flow:
    return Flow.model_validate(document())


def evaluate(expression: str, variables: Variables, at: int, seed: int) -> Value:
    """Return true without JavaScript. bench/core/expression.py measures expressions."""
    return Value(True, True)


def turn(stored: bytes, turn_id: str) -> bytes:
    """Run one user turn: read a stored state, return the next one."""
    state = STATE.validate_json(stored)
    event = CallerSpoke(text=SAID, turn_id=turn_id, at=_AT, seed=7)
    return STATE.dump_json(step(flow(), state, event, evaluate).state)


def state_before(number: int) -> bytes:
    """Return the state after all turns before turn `number`."""
    begun = SessionBegan(turn_id="turn-0", at=_AT, seed=7)
    state = State(session=Session(id="session_" + "0" * 32, channel="phone", started_at=_AT))
    stored = STATE.dump_json(step(flow(), state, begun, evaluate).state)
    for earlier in range(1, number):
        stored = turn(stored, f"turn-{earlier}")
    return stored
