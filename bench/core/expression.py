"""The time of a JavaScript expression by its number of variables, and the effect of a hostile one on the next."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import quickjs

from bench.figures import Figure, Grid, Part, times_at_most
from bench.timing import microseconds, quantile
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.javascript.process import TIME_LIMIT_SECONDS, Process

EXPRESSION = "variable0.toLowerCase().includes('technical') && typeof variable0 === 'string'"
COUNTS = (1, 10, 100, 1_000)
ROUNDS = 15
CALLS = 60
PACES = {"three to a turn, turns 15 ms apart": (3, 0.015), "1 ms apart": (1, 0.001), "back to back": (1, 0.0)}
"""The calls that run back to back, and the seconds before the next such group."""
TO_BARE_ENGINE = 1.1
"""The limit of a call's time, as a ratio to the bare engine (docs/decisions/0024)."""
STOPPED_TO_LIMIT = 1.2
"""The limit of an endless loop's time, as a ratio to its time limit (docs/decisions/0024)."""
ENDLESS_CALLS = 5


def measure() -> Part:
    with _child(bytes) as byte, _child(_bare_engine) as bare, JavaScript() as javascript:
        javascript.start()
        calls = {count: _call(javascript, count) for count in COUNTS}
        taken: dict[tuple[int, str], list[list[float]]] = {}
        bare_taken: dict[str, list[float]] = {pace: [] for pace in PACES}
        trips: list[float] = []
        for round_number in range(ROUNDS + 1):
            for pace, (together, pause) in PACES.items():
                for count, call in calls.items():
                    times = _times(call, together, pause)
                    if round_number:
                        taken.setdefault((count, pace), []).append(times)
                bare_taken[pace].append(statistics.median(_times(bare, together, pause)))
            trips.append(statistics.median(_times(byte, 1, 0.0)))
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
            *(
                times_at_most(
                    f"with 1,000 variables to the bare engine in a bare child, {pace}",
                    medians[1_000, pace],
                    statistics.median(bare_taken[pace][1:]),
                    TO_BARE_ENGINE,
                    "µs",
                )
                for pace in PACES
            ),
            Figure("a byte to another process and back", f"{statistics.median(trips):,.0f} µs"),
            Figure("start of a child, until it is ready", f"{_start():,.0f} ms"),
            *hostile,
        ),
        grids=(Grid(("µs a call", "median", "first decile", "p95"), rows),),
        notes=(
            f"`{EXPRESSION}` runs in a new context of a child process for each call, with limits of time and memory.",
            "A child has four contexts ready and builds more while it is idle, so the expressions of one turn use "
            "prepared contexts. Calls back to back use up these four, then those that the child has built since.",
            "The bare engine is a process that makes a new QuickJS context for each request, sets the one variable, "
            "evaluates the same expression and sends a byte back, without limits. It runs at the same pace, "
            "alternating with the calls. The round trip of a byte alone varies tenfold: the two processes share a "
            "core, or the system must wake one of them.",
            f"{ROUNDS} rounds of {CALLS} calls each, alternately. The times of the endless loop and the memory bomb "
            f"are medians of {ENDLESS_CALLS} calls.",
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
def _child(work: Callable[[], object]) -> Iterator[Callable[[], object]]:
    """Start a process that does the work for each byte. Yield a call that sends a byte and waits for the reply."""
    to_child, from_child = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(to_child[1])
        while byte := os.read(to_child[0], 1):
            work()
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


def _bare_engine() -> object:
    context = quickjs.Context()
    context.set("variable0", "Technical issue 0")
    return context.eval(EXPRESSION)


def _hostile(javascript: JavaScript) -> list[Figure]:
    endless = _stopped_after(javascript, "(() => { for (;;); })()")
    bomb = _stopped_after(javascript, "(() => { const o = {}; for (let i = 0; ; i++) o['k' + i] = { i } })()")
    return [
        times_at_most(
            "time until an endless loop is stopped, to its limit",
            endless[0],
            TIME_LIMIT_SECONDS * 1e3,
            STOPPED_TO_LIMIT,
            "ms",
        ),
        Figure("the next call after the endless loop", f"{endless[1]:.1f} ms"),
        Figure("time until a memory bomb is stopped; the next call", f"{bomb[0]:,.0f} ms; {bomb[1]:.1f} ms"),
    ]


def _stopped_after(javascript: JavaScript, expression: str) -> tuple[float, float]:
    """Return the milliseconds until the expression is stopped, and those of the next call."""
    stopped, following = [], []
    for _ in range(ENDLESS_CALLS):
        stopped.append(microseconds(lambda: javascript(expression, {}, 0, 0)) / 1e3)
        following.append(microseconds(lambda: javascript("1", {}, 0, 0)) / 1e3)
    return statistics.median(stopped), statistics.median(following)


def _start() -> float:
    """Return the milliseconds until a new child has answered its first request."""
    began = time.perf_counter()
    child = Process()
    child.ask(b'[0,0,0,"1",[],[]]')
    took = (time.perf_counter() - began) * 1e3
    child.kill()
    child.reap()
    return took
