"""Response times in calls: speech, silence and takeover. The end-to-end tests make the calls."""

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
"""The limit from barge-in to silence, as a ratio to the path of a sound (docs/decisions/0024)."""
SILENCE_TO_TIMEOUT = 1.25
"""The limit of a silence, as a ratio to the worker's reply timeout: 5 s for a timeout of 4 s (docs/decisions/0024)."""
TAKEOVER_TO_JOIN = 5.0
"""The limit of a takeover, as a ratio to an agent's joining of a new room (docs/decisions/0024)."""


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    failed, noted = _noted()
    with LiveKitServer() as server:
        trip = median(asyncio.run(sound_trips(server.url, TRIPS)))
    timeouts = ReplyTimeouts()
    longest = max(timeouts.first, timeouts.further)
    joining = median(noted["an agent came into a new room"])
    silent = noted["the agent fell silent when talked over"]
    bridged = noted["the worker spoke while the API was late"]
    silences = noted["the longest silence of a spoken call"]
    taken_over = noted["another agent took over"]
    return Part(
        "calls-in-time",
        "Response times in calls",
        figures=(
            Figure("tests that failed", str(failed), "0", failed == 0),
            times_at_most(
                f"barge-in until the agent is silent, to the path of a sound, median of {len(silent)}",
                median(silent),
                trip,
                SILENT_TO_TRIP,
                "s",
                digits=2,
            ),
            times_at_most(
                f"late API until the worker speaks, to its timeout, slowest of {len(bridged)}",
                max(bridged),
                longest,
                SILENCE_TO_TIMEOUT,
                "s",
                digits=1,
            ),
            times_at_most(
                f"the longest silence of a voice call, to the same timeout, slowest of {len(silences)}",
                max(silences),
                longest,
                SILENCE_TO_TIMEOUT,
                "s",
                digits=1,
            ),
            times_at_most(
                f"death of an agent until another joins, to the joining of a new room, median of {len(taken_over)}",
                median(taken_over),
                joining,
                TAKEOVER_TO_JOIN,
                "s",
                digits=2,
            ),
        ),
        notes=(
            f"The end-to-end tests make the calls {ROUNDS} times. They note these times and do not assert them: "
            + ", ".join(f"`{test}`" for test in TESTS)
            + ".",
            "The path of a sound leads from one client's microphone through livekit-server to another client, with "
            "the same queue as the callers'. The agent needs this time and the time of its speech to text.",
            f"A worker waits {timeouts.first:g} s for the first words of a reply and {timeouts.further:g} s for "
            "further ones. The longest silence includes this timeout, the caller's pauses and the path of the sound.",
            "The joining of a new room is timed from the caller's own joining. In both cases LiveKit asks a worker, "
            "which has a process ready.",
        ),
    )


def _noted() -> tuple[int, dict[str, list[float]]]:
    """Run the tests and return the number of failures and the noted seconds, by name."""
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
                raise RuntimeError(f"no test noted a time:\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}")
            failed += sum(line.startswith(("FAILED", "ERROR")) for line in ended.stdout.splitlines())
        for line in notes.read_text().splitlines():
            note = json.loads(line)
            noted[note["what"]].append(note["seconds"])
    return failed, noted
