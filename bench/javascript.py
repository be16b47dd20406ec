"""Measures what an expression costs: `python -m bench.javascript`. Nothing here is imported by the product."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

from functions.adapters.javascript import JavaScript
from functions.adapters.javascript_process import Process

EXPRESSION = "variable0.toLowerCase().includes('technical') && typeof variable0 === 'string'"
CALLS = 3_000


def microseconds(call: Callable[[], object], calls: int = CALLS, apart: float = 0.0) -> tuple[float, float]:
    """Median and first decile of one call. apart: seconds between two."""
    taken = []
    for _ in range(calls):
        time.sleep(apart)
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1e6)
    return statistics.median(taken), statistics.quantiles(taken, n=10)[0]


def pipe_round_trip() -> tuple[float, float]:
    """A byte to another process and back: the part of a call that the machine takes, and that varies with it."""
    to_child, from_child = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(to_child[1])
        while byte := os.read(to_child[0], 1):
            os.write(from_child[1], byte)
        os._exit(0)

    def call() -> None:
        os.write(to_child[1], b"x")
        os.read(from_child[0], 1)

    found = microseconds(call)
    os.close(to_child[1])
    os.waitpid(pid, 0)
    return found


def main() -> None:
    print("pipe round trip: median {:.0f} µs, first decile {:.0f} µs".format(*pipe_round_trip()))
    with JavaScript() as javascript:
        javascript.start()
        for count in (1, 10, 100, 1_000):
            variables = {f"variable{i}": f"Technical issue {i}" for i in range(count)}

            def call(variables: dict[str, str] = variables) -> None:
                javascript(EXPRESSION, variables, 1_715_000_000_123, 7)

            for how, apart in (("1 ms apart", 0.001), ("back to back", 0.0)):
                median, decile = microseconds(call, apart=apart)
                print(f"{count:5} variables, {how}: median {median:.0f} µs, first decile {decile:.0f} µs")
        for name, hostile in (
            ("endless loop", "(() => { for (;;); })()"),
            ("memory bomb", "(() => { const o = {}; for (let i = 0; ; i++) o['k' + i] = { i } })()"),
        ):
            began = time.perf_counter()
            javascript(hostile, {}, 0, 0)
            ended = time.perf_counter()
            javascript("1", {}, 0, 0)
            print(f"{name}: {(ended - began) * 1e3:.0f} ms, next call {(time.perf_counter() - ended) * 1e3:.1f} ms")

    began = time.perf_counter()
    child = Process()
    spawned = time.perf_counter()
    child.ask(b'[true,0,0,0,"1",[],[]]')
    print(
        f"start of a child: {(spawned - began) * 1e3:.1f} ms, first answer {(time.perf_counter() - began) * 1e3:.0f} ms"
    )
    child.kill()
    child.reap()


if __name__ == "__main__":
    main()
