"""The turn of `turn` in a flow that runs eight flows deep, against the same turn in the outermost flow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bench.core.seven_nodes import SAID, STATE, document, evaluate, flow, state_before
from bench.figures import Figure, Part, at_most
from bench.timing import interleaved, ratio
from flow_core.check import read_flow
from flow_core.events import CallerSpoke, SessionBegan
from flow_core.flow import RULES, Flow
from flow_core.json import Json
from flow_core.state import Session, State
from flow_core.step import step
from flow_core.subflows.frozen import MAX_DEPTH

LIMIT = 1.5
AT = 1_715_000_000_000
TURNS = 1_000


def nested() -> Flow:
    """Return the flow of `turn` within eight flows, of which each runs the next one."""
    subflows: dict[str, Json] = {f"f{MAX_DEPTH}@1": {"definition": document(), "rules": RULES}}
    for level in range(1, MAX_DEPTH):
        subflows[f"f{level}@1"] = {"definition": _calls(level + 1), "rules": RULES}
    read, problems = read_flow(_calls(1), RULES, subflows)
    if read is None:
        raise RuntimeError(f"the flow cannot run: {problems}")
    return read


def _calls(level: int) -> dict[str, Json]:
    """Build a flow that runs another one, with a variable in and out."""
    called: Json = {"flowId": f"f{level}", "version": 1, "in": {"topic": "topic"}, "out": {"topic": "topic"}}
    return {
        "name": f"calls f{level}",
        "variables": {"topic": {"type": "string", "default": "an order"}},
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": f"to-f{level}", "type": "subflow", "data": called},
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"id": "1", "source": "start", "target": f"to-f{level}"},
            {"id": "2", "source": f"to-f{level}", "target": "end"},
        ],
    }


def measure() -> Part:
    deep, alone = nested(), flow()
    begun = _first(deep)
    before = _after(deep, begun, 10)
    turns: dict[str, Callable[[], object]] = {
        "alone": partial(_turn, alone, state_before(10)),
        "eight deep": partial(_turn, deep, before),
    }
    timed = interleaved(turns, rounds=200, each=20)
    sizes = [len(_after(deep, begun, number)) for number in (100, TURNS)]
    return Part(
        "subflows",
        "A turn eight flows deep",
        figures=(
            at_most("eight flows deep to one flow", ratio(timed["eight deep"], timed["alone"]), LIMIT, digits=2),
            at_most(f"bytes of the state after turn {TURNS:,} to turn 100", sizes[1] / sizes[0], 1.05, digits=2),
            Figure("median in one flow", f"{timed['alone'].median:,.0f} µs"),
            Figure("median eight flows deep", f"{timed['eight deep'].median:,.0f} µs"),
            Figure("bytes of the state eight flows deep", f"{len(before):,}"),
        ),
        notes=(
            "The turn is that of `turn`, from JSON to JSON, in the innermost of eight flows within the outermost one. "
            "Each of the eight flows that wait has a variable in the state.",
        ),
    )


def _first(flow: Flow) -> bytes:
    begun = SessionBegan(turn_id="turn-0", at=AT, seed=7)
    state = State(session=Session(id="session_" + "0" * 32, channel="phone", started_at=AT))
    return STATE.dump_json(step(flow, state, begun, evaluate).state)


def _after(flow: Flow, stored: bytes, turns: int) -> bytes:
    for number in range(turns):
        stored = _turn(flow, stored, f"turn-{number % 90 + 10}")
    return stored


def _turn(flow: Flow, stored: bytes, turn_id: str = "turn") -> bytes:
    event = CallerSpoke(text=SAID, turn_id=turn_id, at=AT, seed=7)
    return STATE.dump_json(step(flow, STATE.validate_json(stored), event, evaluate).state)
