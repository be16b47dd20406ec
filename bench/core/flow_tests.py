"""A run of 1,000 tests of ten turns, against a bare loop of the same steps, and the memory that it takes."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from itertools import chain

from bench.figures import Figure, Part, at_most
from flow_core.check import read_flow
from flow_core.evaluate import Evaluate
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Session, State
from flow_core.step import fold
from functions.adapters.javascript.engine import JavaScript
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.run import Result, RunTests

TESTS = 1_000
TURNS = 10
SECONDS = 12.0
AT = 1_780_315_200_000
_KIB = 1024


def orders() -> Flow:
    """Return a flow that asks for an order, looks it up, and asks again until the tenth."""
    nodes: Json = [
        {"id": "start", "type": "start", "data": {"message": "Hello."}},
        {"id": "ask", "type": "elicitation", "data": {"prompt": "Order {{ count + 1 }}?", "variable": "order"}},
        {
            "id": "look-up",
            "type": "tool",
            "data": {
                "request": {"url": "https://shop.example/orders/{{ order }}"},
                "assign": {"state": "response.body.state", "count": "count + 1"},
            },
        },
        {"id": "which", "type": "decision", "data": {"conditions": [{"id": "done", "expression": "count >= 10"}]}},
        {"id": "end", "type": "end", "data": {"message": "It is {{ state }}. Goodbye."}},
    ]
    drawn = (("start", "ask"), ("ask", "look-up"), ("look-up", "which"), ("which", "ask"), ("which", "end", "done"))
    edges: Json = [
        {"id": str(number), "source": edge[0], "target": edge[1], **({"sourceHandle": edge[2]} if edge[2:] else {})}
        for number, edge in enumerate(drawn)
    ]
    count: Json = {"count": {"type": "number", "default": 0}}
    read, problems = read_flow({"name": "o", "onFailure": "end", "variables": count, "nodes": nodes, "edges": edges})
    if read is None:
        raise RuntimeError(f"the flow cannot run: {problems}")
    return read


def a_test(number: int) -> FlowTest:
    """Return a test whose orders and states no other test has."""
    states = [f"state-{number}-{turn}" for turn in range(TURNS)]
    turns: list[Json] = [
        {"say": f"{number:04d}{turn}", "expect": {"variables": {"state": states[turn], "count": turn + 1}}}
        for turn in range(TURNS)
    ]
    mocks: Json = {"look-up": [{"status": 200, "body": {"state": state}} for state in states]}
    at = "2026-06-01T12:00:00Z"
    return FlowTest.model_validate({"name": f"test {number}", "at": at, "mocks": mocks, "turns": turns})


def measure() -> Part:
    tested = orders()
    tests = [(str(number), a_test(number)) for number in range(TESTS)]
    with JavaScript() as javascript:
        _run(tested, tests[:20], javascript)
        few, results = _seconds(lambda: _run(tested, tests[:100], javascript))
        memory = _memory()
        seconds, results = _seconds(lambda: _run(tested, tests, javascript))
        grown = (_memory() - memory) / _KIB
        bare, _ = _seconds(lambda: [_fold(tested, result, javascript) for result in results])
    return Part(
        "flow-tests",
        "Tests of a flow",
        figures=(
            at_most(f"{TESTS:,} tests of {TURNS} turns", seconds, SECONDS, "s", digits=1),
            Figure("the same events in a bare loop of `step`, each expression evaluated", f"{bare:.1f} s"),
            Figure("to that loop", f"{seconds / bare:.2f}"),
            at_most("a test of 1,000 to a test of 100", seconds / TESTS / (few / 100), 1.5, digits=2),
            Figure("memory that the run added, with all its results", f"{grown:,.0f} MiB"),
        ),
        notes=(
            "Each test has its own orders and states. A turn runs four nodes, a tool's mock and five expressions.",
            "The results with their traces are kept here. The API writes each result and drops it.",
        ),
    )


def _run(tested: Flow, tests: list[tuple[str, FlowTest]], javascript: JavaScript) -> list[Result]:
    results = list(RunTests(tested, javascript, "bench", AT)(tests, seconds=600))
    failed = next((result for result in results if not result.passed), None)
    if failed is not None:
        raise RuntimeError(f"test {failed.test_id} failed: {failed.failures}")
    return results


def _fold(tested: Flow, result: Result, evaluate: Evaluate) -> State:
    events = [*chain.from_iterable(record.events for record in result.turns)]
    return fold(tested, State(session=Session("test", "chat", AT)), events, evaluate)[-1].state


def _seconds(work: Callable[[], list[Result] | list[State]]) -> tuple[float, list[Result]]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, [each for each in done if isinstance(each, Result)]


def _memory() -> float:
    """Return the most memory that the process has had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
