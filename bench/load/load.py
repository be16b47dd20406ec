"""A thousand sessions at once, at their callers' pace, on several processes of the API and one store.

Every reply is checked, and every session at its end. bench/load/load.js is the callers.
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
"""A caller hears the reply, thinks and speaks."""
COPIES = 3
EVERY = 10
"""Of every tenth turn, three copies are sent at once, to several processes."""
PROCESSES = 3
"""Of the API."""
LIMIT_SECONDS = 480.0
"""No turn is begun after that."""
CPU_TO_BARE = 40.0
"""See docs/decisions/0024."""
FULL = 0.85
"""Of a processor's time, or of all: what is used more than that is what bounds the rest."""

FLOW = {
    "name": "load",
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
    told: k6.Told
    seconds: float
    cpu_seconds: Mapping[str, float]
    """By kind of process, k6 among them."""
    busiest: float
    """Processor seconds of the busiest process of the API."""
    elsewhere: float
    """Processor seconds that other programs had meanwhile."""

    @property
    def millis_of_a_request(self) -> float:
        """Processor milliseconds, k6's not among them."""
        served = sum(used for kind, used in self.cpu_seconds.items() if kind != "client")
        return 1000 * served / max(1, self.told.count("requests_answered"))


def measure(sessions: int = SESSIONS, turns: int = TURNS, think_seconds: tuple[float, float] = THINK_SECONDS) -> Part:
    bare = _bare()
    with apis(PROCESSES) as started:
        _publish(started.urls[0])
        crowd = k6.Crowd(started.urls, sessions, turns, think_seconds, COPIES, EVERY, LIMIT_SECONDS)
        run = _timed(crowd, started)
    told, expected = run.told, sessions * turns
    lost = told.count("turns_begun") - told.count("turns_right")
    return Part(
        "load",
        f"{sessions:,} sessions at once, on {PROCESSES} processes of the API and one store",
        figures=(
            Figure(
                f"turns answered right, of {sessions:,} sessions of {turns}",
                f"{told.count('turns_right'):,}",
                f"{expected:,}",
                told.count("turns_right") == expected,
            ),
            at_most("turns lost: begun, and not answered right", lost, 0),
            at_most("turns whose copies differ by a byte", told.count("turns_unlike"), 0),
            at_most(
                "sessions whose record does not hold each turn once, in order",
                sessions - told.count("sessions_whole"),
                0,
            ),
            at_most(
                "processor time of a request to that of a bare FastAPI's",
                run.millis_of_a_request / bare.millis_of_a_request,
                CPU_TO_BARE,
                digits=1,
            ),
            Figure("the same, ms", f"{run.millis_of_a_request:.2f} to {bare.millis_of_a_request:.2f}"),
            Figure("turns a second", f"{told.count('turns_right') / run.seconds:,.0f}"),
            *(
                Figure(f"a request, {name}", f"{told.millis[key]:,.0f} ms")
                for name, key in (("median", "med"), ("p95", "p(95)"), ("p99", "p(99)"), ("slowest", "max"))
            ),
            Figure("requests told to come again", f"{told.count('requests_again'):,}"),
            Figure("requests without an answer, sent again", f"{told.count('requests_broken'):,}"),
            Figure("what bounds it", _bound(run)),
        ),
        grids=(
            Grid(
                ("processor seconds", "all", "a request, ms", "of one processor"),
                [
                    (
                        kind,
                        f"{used:,.0f}",
                        f"{1000 * used / max(1, told.count('requests_answered')):.2f}",
                        f"{used / run.seconds:.0%}",
                    )
                    for kind, used in run.cpu_seconds.items()
                ],
            ),
        ),
        notes=(
            f"k6 is the callers; each thinks {think_seconds[0]:g} to {think_seconds[1]:g} s between an answer and the "
            f"next turn, and no request waits for another session's. The run took {run.seconds:.0f} s.",
            f"`callflow dev` {PROCESSES} times on one embedded DynamoDB. A turn of a session goes to another process "
            f"than the one before, and of every {EVERY}th turn {COPIES} copies go out at once, to several. Each reply "
            "holds the caller's words and how many turns there were; at its end each session's record is read, and "
            "holds every turn once.",
            "The bare FastAPI reads the same requests and answers as long, keeping nothing: a yardstick of the same "
            "run. Processor time depends little on what else the machine does; the client's is left out.",
            f"What bounds it: {_all_used(run):.0%} of {os.cpu_count()} processors were used by these processes and "
            f"{run.elsewhere / run.seconds / (os.cpu_count() or 1):.0%} by others. Where no process and not the "
            "machine is at its limit, the callers' own pace is.",
            *(f"Wrong: {what}" for what in told.wrong),
        ),
    )


def _bare() -> _Run:
    """The same client against a server that does next to nothing."""
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
    told = k6.run(crowd)
    seconds = time.monotonic() - began
    used = {kind: value - before[kind] for kind, value in started.cpu_seconds().items()}
    used["client"] = told.cpu_seconds
    elsewhere = max(0.0, _machine() - all_before - sum(used.values()))
    return _Run(told, seconds, used, started.busiest_api() - busiest, elsewhere)


def _machine() -> float:
    """Processor seconds of all that runs here."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def _all_used(run: _Run) -> float:
    return sum(run.cpu_seconds.values()) / run.seconds / (os.cpu_count() or 1)


def _bound(run: _Run) -> str:
    """Each Python process can use one processor; all of them together, and k6, what the machine has."""
    if run.cpu_seconds["store"] / run.seconds > FULL:
        return "the store's processor"
    if run.busiest / run.seconds > FULL:
        return "the processor of an API process"
    if _all_used(run) + run.elsewhere / run.seconds / (os.cpu_count() or 1) > FULL:
        most = max(run.cpu_seconds, key=lambda kind: run.cpu_seconds[kind])
        return f"this machine's processors; most of them: {most}"
    return "the callers' pace"
