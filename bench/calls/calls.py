"""The time that a worker adds to a turn, with twenty-five simultaneous chats and a real livekit-server."""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil

from bench.calls.text_round_trip import text_echo
from bench.figures import Figure, Part, times_at_most
from bench.load.load import FLOW
from bench.timing import quantile
from local.processes.livekit import find_program
from testing.calls.chat_caller import ChatCaller
from testing.processes import callflow, free_port

ROOMS = 25
TURNS = 20
THINK_SECONDS = (3.0, 7.0)
"""Seconds between a reply and the caller's next words, minimum and maximum."""
APART_SECONDS = 0.3
"""Seconds between the openings of two rooms."""
TRIPS_APART_SECONDS = 0.5
"""Seconds between two round trips of a text."""
TO_A_TRIP, TO_A_TRIP_P95 = 5.0, 8.0
"""The limits of the added time, as ratios to the round trip of a text (docs/decisions/0024)."""


@dataclass
class _Tally:
    millis: dict[str, float] = field(default_factory=dict)
    """Milliseconds from the caller's last word to the reply's first text, by the caller's words."""
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    """Bytes of each job's process while all rooms are open."""
    main_memory: float = 0.0
    """Bytes of the worker's main process while all rooms are open."""
    trips: list[float] = field(default_factory=list)
    """Milliseconds of a text's round trips while all rooms are open."""


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    tally = _Tally()
    with TemporaryDirectory() as folder:
        log = Path(folder) / "callflow.log"
        # LiveKit offers no more rooms to a worker that is almost full.
        environment = {"CALLFLOW_CALLS_PER_WORKER": str(2 * ROOMS)}
        with callflow(free_port(), environment, log, calls=True) as url:
            _await_worker(log)
            said_by_turn = asyncio.run(_all(url, tally))
            api_millis = {said_by_turn[turn]: millis for turn, millis in _api_millis(log) if turn in said_by_turn}
    added = [tally.millis[said] - api_millis[said] for said in tally.millis.keys() & api_millis.keys()]
    expected = ROOMS * TURNS
    return Part(
        "calls",
        f"{ROOMS} chats at once on one worker",
        figures=(
            Figure(
                f"replies right, of {ROOMS} rooms with {TURNS} turns each",
                f"{tally.right}",
                f"{expected}",
                tally.right == expected,
            ),
            times_at_most(
                "last word to first text without the API's time, to the round trip of a text: median",
                quantile(added, 0.5),
                quantile(tally.trips, 0.5),
                TO_A_TRIP,
                "ms",
                digits=1,
            ),
            times_at_most(
                "the same, p95",
                quantile(added, 0.95),
                quantile(tally.trips, 0.95),
                TO_A_TRIP_P95,
                "ms",
                digits=1,
            ),
            Figure("the API's time: median", f"{quantile(list(api_millis.values()), 0.5):.0f} ms"),
            Figure("the same, p95", f"{quantile(list(api_millis.values()), 0.95):.0f} ms"),
            Figure("memory of a room's process (USS): median", f"{quantile(tally.memory, 0.5) / 1e6:.0f} MB"),
            Figure("memory of the worker's main process (USS)", f"{tally.main_memory / 1e6:.0f} MB"),
        ),
        notes=(
            "`callflow dev` runs with livekit-server and one worker. Each room has a LiveKit client, on `lk.chat` and "
            f"`lk.transcription`. A caller thinks {THINK_SECONDS[0]:.0f} to {THINK_SECONDS[1]:.0f} s, and a room opens "
            f"every {APART_SECONDS} s. Each reply has the caller's words and the number of turns.",
            "The API's time is the duration of the POST as the worker logs it. All processes and the clients share "
            "this machine's cores.",
            "The round trip of a text: two clients in a separate room send each other words through the same "
            f"livekit-server, every {TRIPS_APART_SECONDS} s while the rooms are open. A caller's words and the reply "
            "take the same path.",
            "USS is the memory that a process shares with no other. The rooms' processes are forked from a process "
            "that has loaded the libraries, and share its pages.",
            *(f"Wrong: {what}" for what in tally.wrong[:5]),
        ),
    )


def _await_worker(log: Path) -> None:
    give_up = time.monotonic() + 60
    while "registered worker" not in log.read_text():
        if time.monotonic() > give_up:
            raise RuntimeError(f"the worker did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)


async def _all(url: str, tally: _Tally) -> dict[str, str]:
    """Hold all chats and return the caller's words by turn id, as the API stores them."""
    async with httpx.AsyncClient(base_url=f"{url}/api/flows", timeout=60) as client:
        (await client.put("/load", json=FLOW)).raise_for_status()
        (await client.post("/load/publish")).raise_for_status()
        async with asyncio.TaskGroup() as rooms:
            measuring = rooms.create_task(_measure_memory(tally))
            chats = [rooms.create_task(_room(client, number, tally)) for number in range(ROOMS)]
            rooms.create_task(_trips(client, chats, tally))
        measuring.result()
        return {turn: said for chat in chats for turn, said in chat.result().items()}


async def _room(client: httpx.AsyncClient, number: int, tally: _Tally) -> dict[str, str]:
    await asyncio.sleep(number * APART_SECONDS)
    answer = (await client.post("/load/test-chat", json={})).raise_for_status().json()
    async with ChatCaller(answer) as caller:
        await caller.hear()
        for turn in range(1, TURNS + 1):
            await asyncio.sleep(random.uniform(*THINK_SECONDS))
            said = f"word {turn} of room {number}"
            began = time.perf_counter()
            await caller.say(said)
            reply = await caller.reply()
            if reply.text == f"{turn}: {said}":
                tally.right += 1
                tally.millis[said] = (reply.began - began) * 1000
            else:
                tally.wrong.append(f"{said}: {reply.text[:100]}")
    session = (await client.get(f"/sessions/{answer['sessionId']}")).raise_for_status().json()["session"]
    return {turn["turnId"]: str(turn["input"]) for turn in session["turns"]}


async def _trips(client: httpx.AsyncClient, rooms: list[asyncio.Task[dict[str, str]]], tally: _Tally) -> None:
    url = (await client.post("/load/test-chat", json={})).raise_for_status().json()["serverUrl"]
    await asyncio.sleep(ROOMS * APART_SECONDS)
    async with text_echo(url) as echo:
        await echo.trip()  # the first trip also sets up the streams
        while not any(room.done() for room in rooms):
            tally.trips.append(await echo.trip())
            await asyncio.sleep(TRIPS_APART_SECONDS)


async def _measure_memory(tally: _Tally) -> None:
    await asyncio.sleep(ROOMS * APART_SECONDS + 5)
    for process in psutil.Process().children(recursive=True):
        command = " ".join(process.cmdline())
        if "agent_worker" not in command:
            continue
        if "forkserver" in command:
            tally.memory.append(process.memory_full_info().uss)
        else:
            tally.main_memory = process.memory_full_info().uss


def _api_millis(log: Path) -> list[tuple[str, float]]:
    """Return the turn id and the milliseconds of each POST that the worker logged."""
    found = []
    for line in log.read_text().splitlines():
        if '"millis"' in line:
            entry: dict[str, Any] = json.loads(line)
            if entry.get("turn_id"):
                found.append((entry["turn_id"], float(entry["millis"])))
    return found
