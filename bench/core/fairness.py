"""The delay of one organization's turn by slow expressions of another: the same turn with and without them."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.figures import Grid, Part, at_most
from flow_core.flow import Flow
from functions.adapters.javascript.engine import JavaScript
from functions.deadline import NEVER
from functions.failures.codes import Failure
from functions.ports.javascript import Limits
from functions.records import FlowPin, TurnCall
from functions.turn.attempt import Engine
from functions.turn.begin import NewSession, session_id_of
from functions.turn.perform import Perform
from functions.turn.protocol import RunTurn
from testing.fakes.model import FakeModel
from testing.fakes.sessions import InMemorySessions
from testing.fakes.tools import FakeTools
from testing.stage import NOON, NoSecrets, flow, node

CHILDREN = 4
"""JavaScript children, as many as `make run` starts."""
TURNS_BESIDE = 6
ROUNDS = 2
TURNS = 10
"""Turns of the neighbour in each round and case."""

SLOW = "(() => { let s = 0; for (let i = 0; i < %d; i++) s += i; return false })()"
HANGING = "new Array(1e9).join() + %d"
CONDITIONS = 6
NEIGHBOUR, BUSY = "neighbour", "busy"


@dataclass(frozen=True)
class _NoFlows:
    flow: Flow

    def __call__(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        return self.flow


def measure() -> Part:
    neighbour = _deciding(["1 > 2"] * 4)
    with JavaScript(CHILDREN) as javascript:
        javascript.start()
        loops = _loops(javascript)
        cases = {
            "alone": None,
            f"beside {TURNS_BESIDE} slow turns": _deciding([SLOW % (loops + number) for number in range(CONDITIONS)]),
            f"beside {TURNS_BESIDE} turns that hang": _deciding([HANGING % number for number in range(CONDITIONS)]),
        }
        taken: dict[str, list[float]] = {case: [] for case in cases}
        busy_taken: dict[str, list[float]] = {case: [] for case in cases}
        _turns(javascript, neighbour, TURNS)
        for _ in range(ROUNDS):
            for case, busy in cases.items():
                with _beside(javascript, busy):
                    taken[case] += _turns(javascript, neighbour, TURNS)
                    if busy is not None:
                        busy_taken[case] += _turns(javascript, neighbour, 1, BUSY)
    medians = {case: statistics.median(times) for case, times in taken.items()}
    rows = [
        (case, f"{medians[case]:.1f}", f"{medians[case] / medians['alone']:.1f}", f"{max(times):.0f}")
        for case, times in taken.items()
    ]
    rows += [
        (f"of the busy organization itself, {case}", f"{statistics.median(times):.1f}", "-", f"{max(times):.0f}")
        for case, times in busy_taken.items()
        if times
    ]
    return Part(
        "fairness",
        "Turns of one organization during slow expressions of another",
        figures=tuple(
            at_most(f"a turn {case}, to one alone", medians[case] / medians["alone"], 4, digits=1)
            for case in cases
            if case != "alone"
        ),
        grids=(Grid(("a neighbour's turn", "median, ms", "to alone", "longest, ms"), rows),),
        notes=(
            f"A turn with four conditions runs in the turn protocol over in-memory stores, with {CHILDREN} JavaScript "
            f"children, in {ROUNDS} rounds of {TURNS} turns per case, alternately. At the same time {TURNS_BESIDE} "
            "threads of another organization run turns without a pause. Their expressions take 150 ms, or exceed their "
            "limit and are stopped. The turn of the busy organization shows the wait for its own expressions.",
        ),
    )


def _deciding(expressions: list[str]) -> Flow:
    conditions = [{"id": f"c{number}", "expression": expression} for number, expression in enumerate(expressions)]
    return flow(
        [
            node("start", "start", message="Hello."),
            node("which", "decision", conditions=conditions),
            node("ask", "elicitation", prompt="Next?", variable="heard"),
        ],
        ["start -> which", "which -> ask"],
    )


def _turns(javascript: JavaScript, flow: Flow, count: int, organization_id: str = NEIGHBOUR) -> list[float]:
    """Run the first turn of `count` sessions and return the milliseconds of each."""
    taken = []
    for number in range(count):
        began = time.perf_counter()
        _turn(javascript, flow, organization_id, f"room-{number}")
        taken.append((time.perf_counter() - began) * 1000)
        time.sleep(0.01)
    return taken


def _turn(javascript: JavaScript, flow: Flow, organization_id: str, room: str) -> None:
    perform = Perform(
        model=FakeModel(),
        tools=FakeTools(),
        secrets=NoSecrets(),
        stamp=lambda turn_id: {"turn_id": turn_id, "at": NOON, "seed": 1},
        failed=_failed,
    )
    engine = Engine(javascript, lambda: 0, _failed)
    run = RunTurn(
        InMemorySessions(), _NoFlows(flow), perform, engine, lambda: NOON, lambda: NOON, lambda *_: FlowPin(1, 1)
    )
    session_id = session_id_of(organization_id, "flow", room)
    run(NewSession(session_id, organization_id, "flow", room), TurnCall("t1"))


def _failed(failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
    raise RuntimeError(f"a turn failed: {failure}") from error


@contextmanager
def _beside(javascript: JavaScript, busy: Flow | None) -> Iterator[None]:
    over = threading.Event()

    def run(busy: Flow) -> None:
        while not over.is_set():
            _turns(javascript, busy, 1, BUSY)

    threads = [] if busy is None else [threading.Thread(target=run, args=(busy,)) for _ in range(TURNS_BESIDE)]
    for thread in threads:
        thread.start()
    time.sleep(0.5 if threads else 0)
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _loops(javascript: JavaScript) -> int:
    """Return the loops of SLOW that take about 150 ms on this machine."""
    tried = 200_000
    took = min(_seconds(javascript, SLOW % tried) for _ in range(5))
    return int(tried * 0.15 / took)


def _seconds(javascript: JavaScript, expression: str) -> float:
    return javascript.evaluate(expression, {}, 0, 0, Limits(BUSY, 1.0, NEVER)).seconds
