"""How soon somebody speaks, falls silent or takes over in a call: the end-to-end tests hold the calls."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from agent_worker.turn.active_conversation import ReplyTimeouts
from bench.calls.audio_round_trip import sound_trips
from bench.figures import Figure, Part, times_at_most
from local.processes.livekit import LiveKitServer, find_program

ROUNDS = 3
TESTS = (
    "tests/e2e/calls/test_voice_call.py",
    "tests/e2e/calls/faults/test_call_faults.py",
    "tests/e2e/calls/faults/test_worker_death.py::test_another_agent_continues_the_call_of_a_dead_one",
)
TRIPS = 20
SILENT_TO_TRIP = 7.5
SILENCE_TO_PATIENCE = 1.25
"""Five seconds, where a worker has a patience of four."""
TAKE_OVER_TO_COMING = 5.0
"""docs/decisions/0024 derives these."""


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is not here; `make livekit` builds it, once")
    failed, noted = _noted()
    with LiveKitServer() as server:
        trip = median(asyncio.run(sound_trips(server.url, TRIPS)))
    timeouts = ReplyTimeouts()
    longest = max(timeouts.first, timeouts.further)
    coming = median(noted["an agent came into a new room"])
    silent = noted["the agent fell silent when talked over"]
    bridged = noted["the worker spoke while the API was late"]
    silences = noted["the longest silence of a spoken call"]
    taken_over = noted["another agent took over"]
    return Part(
        "calls-in-time",
        "How soon somebody speaks, falls silent or takes over",
        figures=(
            Figure("calls that went wrong", str(failed), "0", failed == 0),
            times_at_most(
                f"talked over until silent, to a sound's way to another participant, median of {len(silent)}",
                median(silent),
                trip,
                SILENT_TO_TRIP,
                "s",
                digits=2,
            ),
            times_at_most(
                f"an API that is late until the worker speaks, to its patience, slowest of {len(bridged)}",
                max(bridged),
                longest,
                SILENCE_TO_PATIENCE,
                "s",
                digits=1,
            ),
            times_at_most(
                f"the longest silence of a spoken call, to the same, worst of {len(silences)}",
                max(silences),
                longest,
                SILENCE_TO_PATIENCE,
                "s",
                digits=1,
            ),
            times_at_most(
                f"an agent dies until another is there, to one's coming into a new room, median of {len(taken_over)}",
                median(taken_over),
                coming,
                TAKE_OVER_TO_COMING,
                "s",
                digits=2,
            ),
        ),
        notes=(
            f"The end-to-end tests hold the calls, {ROUNDS} times over, and note times that they do not judge: "
            + ", ".join(f"`{test}`" for test in TESTS)
            + ".",
            "The path of audio: from one client's microphone through livekit-server to another client, with the same "
            "queue before it as the callers have; the agent needs that, and then the time of its speech to text.",
            f"A worker's patience is {timeouts.first:g} s for its first words and {timeouts.further:g} s for further "
            "ones; the longest silence holds it, the caller's own pauses and the way of the sound.",
            "The agent's coming into a new room: from the caller's entering. Both ways LiveKit asks a worker, which "
            "has a process ready.",
        ),
    )


def _noted() -> tuple[int, dict[str, list[float]]]:
    """How many runs of a test failed, and the seconds of what was noted."""
    noted: dict[str, list[float]] = defaultdict(list)
    failed = 0
    with TemporaryDirectory() as folder:
        notes = Path(folder, "notes")
        for _ in range(ROUNDS):
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS]
            ended = subprocess.run(
                command, env={**os.environ, "CALLFLOW_NOTES": str(notes)}, capture_output=True, text=True, check=False
            )
            if not notes.exists():
                raise RuntimeError(f"no test noted anything:\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}")
            failed += sum(line.startswith(("FAILED", "ERROR")) for line in ended.stdout.splitlines())
        for line in notes.read_text().splitlines():
            told = json.loads(line)
            noted[told["what"]].append(told["seconds"])
    return failed, noted
