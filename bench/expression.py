"""What a JavaScript expression costs, by how many variables there are, and what a hostile one does to the next."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.figures import Figure, Grid, Part, at_most
from bench.timing import microseconds, quantile
from functions.adapters.javascript import JavaScript
from functions.adapters.javascript_process import Process

EXPRESSION = "variable0.toLowerCase().includes('technical') && typeof variable0 === 'string'"
COUNTS = (1, 10, 100, 1_000)
ROUNDS = 15
CALLS = 60
PACES = {"three to a turn, turns 15 ms apart": (3, 0.015), "1 ms apart": (1, 0.001), "back to back": (1, 0.0)}
"""How many calls follow at once, and the seconds before the next ones."""


def measure() -> Part:
    with JavaScript() as javascript, _pipe() as pipe:
        javascript.start()
        calls = {count: _call(javascript, count) for count in COUNTS}
        taken: dict[tuple[int, str], list[list[float]]] = {}
        trips: list[float] = []
        for round_number in range(ROUNDS + 1):
            for pace, (together, pause) in PACES.items():
                for count, call in calls.items():
                    times = _times(call, together, pause)
                    if round_number:
                        taken.setdefault((count, pace), []).append(times)
            trips.append(statistics.median(_times(pipe, 1, 0.0)))
        hostile = _hostile(javascript)
    medians = {key: statistics.median(map(statistics.median, rounds)) for key, rounds in taken.items()}
    rows = []
    for (count, pace), rounds in sorted(taken.items()):
        every = [each for times in rounds for each in times]
        figures = (medians[count, pace], quantile(every, 0.1), quantile(every, 0.95))
        rows.append((f"variables: {count:,}; {pace}", *(f"{figure:,.0f}" for figure in figures)))
    return Part(
        "expression",
        "A JavaScript expression",
        figures=(
            *(at_most(f"median with 1,000 variables, {pace}", medians[1_000, pace], 250, "µs") for pace in PACES),
            Figure("a byte to another process and back", f"{statistics.median(trips):,.0f} µs"),
            Figure("start of a child, until it is ready", f"{_start():,.0f} ms"),
            *hostile,
        ),
        grids=(Grid(("µs a call", "median", "first decile", "p95"), rows),),
        notes=(
            f"`{EXPRESSION}`, in a fresh context of a child process each time, with time and memory limited.",
            "A child keeps four contexts ready and builds more while nobody asks: the expressions of one turn find "
            "them built. Calls without end use up four, then those that the reserve has built meanwhile.",
            f"{ROUNDS} rounds of {CALLS} calls each, taken in turns.",
        ),
    )


def _call(javascript: JavaScript, count: int) -> Callable[[], object]:
    variables = {f"variable{number}": f"Technical issue {number}" for number in range(count)}
    return lambda: javascript(EXPRESSION, variables, 1_715_000_000_123, 7)


def _times(call: Callable[[], object], together: int, pause: float) -> list[float]:
    taken = []
    for number in range(CALLS):
        if number % together == 0:
            time.sleep(pause)
        taken.append(microseconds(call))
    return taken


@contextmanager
def _pipe() -> Iterator[Callable[[], object]]:
    """A byte to another process and back: the part of a call that the machine takes, and that varies with it."""
    to_child, from_child = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(to_child[1])
        while byte := os.read(to_child[0], 1):
            os.write(from_child[1], byte)
        os._exit(0)

    def trip() -> None:
        os.write(to_child[1], b"x")
        os.read(from_child[0], 1)

    try:
        yield trip
    finally:
        os.close(to_child[1])
        os.waitpid(pid, 0)


def _hostile(javascript: JavaScript) -> list[Figure]:
    figures = []
    for name, expression in (
        ("an endless loop", "(() => { for (;;); })()"),
        ("a memory bomb", "(() => { const o = {}; for (let i = 0; ; i++) o['k' + i] = { i } })()"),
    ):
        ended = microseconds(lambda expression=expression: javascript(expression, {}, 0, 0)) / 1e3  # type: ignore[misc]
        following = microseconds(lambda: javascript("1", {}, 0, 0)) / 1e3
        figures.append(Figure(f"{name} is ended after; the next call takes", f"{ended:,.0f} ms; {following:.1f} ms"))
    return figures


def _start() -> float:
    """Milliseconds."""
    began = time.perf_counter()
    child = Process()
    child.ask(b'[0,0,0,"1",[],[]]')
    took = (time.perf_counter() - began) * 1e3
    child.kill()
    child.reap()
    return took
