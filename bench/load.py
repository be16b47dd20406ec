"""A thousand sessions at once against the local stack, with copies of turns; every reply is checked."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.figures import Figure, Part, at_most
from bench.timing import quantile

SESSIONS = 1_000
TURNS = 20
COPIES = 3
EVERY = 10
"""Of every tenth turn, three copies are sent at once."""
AT_ONCE = 24
"""Requests under way; more would only wait in line."""
LIMIT_SECONDS = 270.0
"""No turn is begun after that."""
MOST_TRIES = 5

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


@dataclass
class _Tally:
    millis: list[float] = field(default_factory=list)
    """Of each request that was answered with a reply."""
    turns: int = 0
    """With the right reply, in all their copies."""
    wrong: list[str] = field(default_factory=list)
    unlike: int = 0
    """Turns whose copies did not get the same bytes."""
    sent_again: int = 0
    """Requests that were told to come again (503 with Retry-After)."""


def measure() -> Part:
    tally = _Tally()
    with _callflow() as (url, pid):
        took = asyncio.run(_all(url, tally))
        processors = _processor_seconds(pid)
    expected = SESSIONS * TURNS
    late = f"{expected - tally.turns:,} of {expected:,} turns were not begun within {LIMIT_SECONDS:.0f} s. "
    return Part(
        "load",
        "A thousand sessions at once, on the local stack",
        figures=(
            Figure(
                f"turns answered right, of {SESSIONS:,} sessions of {TURNS}",
                f"{tally.turns:,}",
                f"{expected:,}",
                tally.turns == expected,
            ),
            at_most("wrong replies and errors", len(tally.wrong), 0),
            at_most("turns whose copies differ by a byte", tally.unlike, 0),
            at_most("the whole run", took, 300, "s"),
            Figure("turns a second", f"{tally.turns / took:,.0f}"),
            *(
                Figure(f"a request, {name}", f"{quantile(tally.millis, part):,.0f} ms")
                for name, part in (("median", 0.5), ("p95", 0.95), ("p99", 0.99))
            ),
            Figure("requests told to come again", f"{tally.sent_again:,}"),
        ),
        notes=(
            f"`callflow dev` in a process of its own; {AT_ONCE} requests under way, each session's turns in order; of "
            f"every {EVERY}th turn {COPIES} copies at once. Each reply holds the caller's words and how many turns "
            "there were: one that is lost or done twice shows in all that follow.",
            "The client, the API, its JavaScript children and the embedded DynamoDB share this machine's cores; "
            f"processor seconds: {processors}. The embedded DynamoDB (moto) and the API are a Python process each, "
            "and moto does one request at a time, of which three make a turn: these two bound the turns a second here. "
            "On AWS each session's turn is a Lambda call of its own, and the table has no such bound.",
            *((late,) if tally.turns + len(tally.wrong) < expected else ()),
            *(f"Wrong: {what}" for what in tally.wrong[:5]),
        ),
    )


async def _all(url: str, tally: _Tally) -> float:
    """Seconds."""
    limits = httpx.Limits(max_connections=2 * AT_ONCE, max_keepalive_connections=2 * AT_ONCE)
    async with httpx.AsyncClient(base_url=f"{url}/api/flows", timeout=60, limits=limits) as client:
        (await client.put("/load", json=FLOW)).raise_for_status()
        (await client.post("/load/publish")).raise_for_status()
        began = time.monotonic()
        places = asyncio.Semaphore(AT_ONCE)
        until = began + LIMIT_SECONDS
        async with asyncio.TaskGroup() as sessions:
            for number in range(SESSIONS):
                sessions.create_task(_session(client, f"room-{number}", places, until, tally))
        return time.monotonic() - began


async def _session(
    client: httpx.AsyncClient, room: str, places: asyncio.Semaphore, until: float, tally: _Tally
) -> None:
    for number in range(1, TURNS + 1):
        said = f"word {number} of {room}"
        turn = {"roomName": room, "turnId": f"{room}-{number}", "userInput": said}
        copies = COPIES if number % EVERY == 0 else 1
        if time.monotonic() > until:
            return
        bodies = await asyncio.gather(*(_send(client, turn, places, tally) for _ in range(copies)))
        tally.unlike += len(set(bodies)) > 1
        expected = {"response": f"{number}: {said}", "turnId": turn["turnId"], "completed": False}
        wrong = [body for body in bodies if not _holds(body, expected)]
        if wrong:
            tally.wrong.append(f"turn {number} of {room}: {wrong[0].decode(errors='replace')[:200]}")
            return
        tally.turns += 1


async def _send(client: httpx.AsyncClient, turn: dict[str, Any], places: asyncio.Semaphore, tally: _Tally) -> bytes:
    """The answer's body; of an error its words."""
    answer = b"never answered"
    for _ in range(MOST_TRIES):
        async with places:
            began = time.perf_counter()
            try:
                response = await client.post("/load/process", json=turn)
            except httpx.HTTPError as error:
                return repr(error).encode()
        answer = response.content
        if response.status_code != 503:
            tally.millis.append((time.perf_counter() - began) * 1000)
            break
        tally.sent_again += 1
        await asyncio.sleep(float(response.headers.get("retry-after", "1")))
    return answer


def _holds(body: bytes, expected: dict[str, Any]) -> bool:
    try:
        reply = json.loads(body)
    except ValueError:
        return False
    return isinstance(reply, dict) and all(reply.get(name) == value for name, value in expected.items())


@contextmanager
def _callflow() -> Iterator[tuple[str, int]]:
    """Its address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="callflow-") as folder:
        options = ["--port", str(port), "--no-calls", "--data", folder]
        process = subprocess.Popen([sys.executable, "-m", "local.cli", "dev", *options], stdout=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    httpx.get(f"{url}/api/health").raise_for_status()
                    break
                except httpx.TransportError:
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise RuntimeError("callflow dev did not come up; its own words stand above") from None
                    time.sleep(0.1)
            yield url, process.pid
        finally:
            process.terminate()
            process.wait(20)


def _processor_seconds(api: int) -> str:
    """What the API and the processes below it have used, where the system tells (Linux: proc(5))."""
    if not Path("/proc/self/stat").exists():
        return "not told by this system"
    used = {"API": _used(api), "JavaScript": 0.0, "embedded DynamoDB": 0.0}
    children = Path(f"/proc/{api}/task/{api}/children")
    for task in children.parent.parent.iterdir():
        for child in (task / "children").read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes()
            used["embedded DynamoDB" if b"local.store" in words else "JavaScript"] += _used(int(child))
    used["client"] = time.process_time()
    return ", ".join(f"{name} {seconds:.0f}" for name, seconds in used.items())


def _used(pid: int) -> float:
    """Seconds; user and system time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
