"""A thousand sessions at once, at their callers' pace, on several processes of the API and one store.

Every reply is checked, and every session at its end. bench/load/load.js simulates the callers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import psutil

from bench.figures import Figure, Grid, Part, at_most
from bench.load import k6
from bench.load.apis import HOST, Apis, apis, free_port, served

SESSIONS = 1_000
TURNS = 20
THINK_SECONDS = (5.0, 15.0)
"""Seconds between a reply and the caller's next words, minimum and maximum."""
COPIES = 3
"""Duplicate requests that are sent at once, to several processes."""
EVERY = 10
"""Every tenth turn is sent as duplicate requests."""
PROCESSES = 3
"""Processes of the API."""
LIMIT_SECONDS = 480.0
"""Seconds after which no turn begins."""
CPU_TO_BARE = 40.0
"""The limit of a request's processor time, as a ratio to a bare FastAPI (docs/decisions/0024)."""
FULL = 0.85
"""The share of a processor's time, or of all processors' time, from which it counts as the bottleneck."""

FLOW = {
    "name": "load",
    "onFailure": "end",
    "nodes": [
        {"id": "start", "type": "start"},
        {
            "id": "ask",
            "type": "elicitation",
            "data": {
                "prompt": "{{ count + ': ' + said }}",
                "variable": "said",
                "assign": {"count": "(count || 0) + 1"},
            },
        },
        {"id": "end", "type": "end"},
    ],
    "edges": [
        {"id": "1", "source": "start", "target": "ask"},
        {"id": "2", "source": "ask", "target": "ask"},
        {"id": "3", "source": "ask", "sourceHandle": "noInput", "target": "end"},
    ],
}


@dataclass(frozen=True, slots=True)
class _Run:
    result: k6.LoadResult
    seconds: float
    cpu_seconds: Mapping[str, float]
    """Processor seconds by kind of process, including k6."""
    busiest: float
    """Processor seconds of the busiest process of the API."""
    elsewhere: float
    """Processor seconds of other programs during the run."""

    @property
    def millis_of_a_request(self) -> float:
        """Processor milliseconds of a request, without k6."""
        served = sum(used for kind, used in self.cpu_seconds.items() if kind != "client")
        return 1000 * served / max(1, self.result.count("requests_answered"))


def measure(sessions: int = SESSIONS, turns: int = TURNS, think_seconds: tuple[float, float] = THINK_SECONDS) -> Part:
    bare = _bare()
    with apis(PROCESSES) as started:
        _publish(started.urls[0])
        crowd = k6.Crowd(started.urls, sessions, turns, think_seconds, COPIES, EVERY, LIMIT_SECONDS)
        run = _timed(crowd, started)
    result, expected = run.result, sessions * turns
    lost = result.count("turns_begun") - result.count("turns_right")
    return Part(
        "load",
        f"{sessions:,} sessions at once, on {PROCESSES} processes of the API and one store",
        figures=(
            Figure(
                f"turns answered right, of {sessions:,} sessions of {turns}",
                f"{result.count('turns_right'):,}",
                f"{expected:,}",
                result.count("turns_right") == expected,
            ),
            at_most("turns lost: begun but not answered right", lost, 0),
            at_most("turns whose duplicate requests got different replies", result.count("turns_unlike"), 0),
            at_most(
                "sessions whose record does not have each turn once, in order",
                sessions - result.count("sessions_whole"),
                0,
            ),
            at_most(
                "processor time of a request, to that of a bare FastAPI",
                run.millis_of_a_request / bare.millis_of_a_request,
                CPU_TO_BARE,
                digits=1,
            ),
            Figure("the same, ms", f"{run.millis_of_a_request:.2f} to {bare.millis_of_a_request:.2f}"),
            Figure("turns a second", f"{result.count('turns_right') / run.seconds:,.0f}"),
            *(
                Figure(f"a request, {name}", f"{result.millis[key]:,.0f} ms")
                for name, key in (("median", "med"), ("p95", "p(95)"), ("p99", "p(99)"), ("slowest", "max"))
            ),
            Figure("requests rejected with Retry-After", f"{result.count('requests_again'):,}"),
            Figure("requests without a response, sent again", f"{result.count('requests_broken'):,}"),
            Figure("bottleneck", _bottleneck(run)),
        ),
        grids=(
            Grid(
                ("processor seconds", "all", "a request, ms", "of one processor"),
                [
                    (
                        kind,
                        f"{used:,.0f}",
                        f"{1000 * used / max(1, result.count('requests_answered')):.2f}",
                        f"{used / run.seconds:.0%}",
                    )
                    for kind, used in run.cpu_seconds.items()
                ],
            ),
        ),
        notes=(
            f"k6 simulates the callers. Each caller thinks {think_seconds[0]:g} to {think_seconds[1]:g} s between a "
            f"reply and the next turn, and no request waits for another session. The run took {run.seconds:.0f} s.",
            f"`callflow dev` runs {PROCESSES} times on one embedded DynamoDB. Consecutive turns of a session go to "
            f"different processes. Every {EVERY}th turn is sent as {COPIES} duplicate requests at once, to several "
            "processes. Each reply has the caller's words and the number of turns. At the end of each session its "
            "record is read, and has every turn once.",
            "The bare FastAPI reads the same requests, sends replies of the same length and stores nothing. It is a "
            "yardstick of the same run. Processor time depends little on other work of the machine. The client's time "
            "is not included.",
            f"Bottleneck: these processes used {_all_used(run):.0%} of {os.cpu_count()} processors, and other programs "
            f"{run.elsewhere / run.seconds / (os.cpu_count() or 1):.0%}. If neither a process nor the machine is at "
            "its limit, the callers' pace is the bottleneck.",
            *(f"Wrong: {what}" for what in result.wrong),
        ),
    )


def _bare() -> _Run:
    """Run the same client against bench.load.bare_api."""
    port = free_port()
    with served(["-m", "bench.load.bare_api", str(port)], port) as pid:
        crowd = k6.Crowd([f"http://{HOST}:{port}"], 20, 200, (0.0, 0.0), COPIES, EVERY, 60.0, checks_sessions=False)
        return _timed(crowd, Apis(crowd.urls, (), (pid,)))


def _publish(url: str) -> None:
    with httpx.Client(base_url=f"{url}/api/flows", timeout=60) as client:
        client.put("/load", json=FLOW).raise_for_status()
        client.post("/load/publish").raise_for_status()


def _timed(crowd: k6.Crowd, started: Apis) -> _Run:
    before, busiest, all_before, began = started.cpu_seconds(), started.busiest_api(), _machine(), time.monotonic()
    result = k6.run(crowd)
    seconds = time.monotonic() - began
    used = {kind: value - before[kind] for kind, value in started.cpu_seconds().items()}
    used["client"] = result.cpu_seconds
    elsewhere = max(0.0, _machine() - all_before - sum(used.values()))
    return _Run(result, seconds, used, started.busiest_api() - busiest, elsewhere)


def _machine() -> float:
    """Return the processor seconds of all programs on this machine."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def _all_used(run: _Run) -> float:
    return sum(run.cpu_seconds.values()) / run.seconds / (os.cpu_count() or 1)


def _bottleneck(run: _Run) -> str:
    """Name the bottleneck. A Python process can use one processor; all processes and k6 share the machine."""
    if run.cpu_seconds["store"] / run.seconds > FULL:
        return "the store's processor"
    if run.busiest / run.seconds > FULL:
        return "the processor of an API process"
    if _all_used(run) + run.elsewhere / run.seconds / (os.cpu_count() or 1) > FULL:
        most = max(run.cpu_seconds, key=lambda kind: run.cpu_seconds[kind])
        return f"this machine's processors; most of them: {most}"
    return "the callers' pace"
