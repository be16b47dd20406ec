"""The time from the reply to its first sound, for a question with fixed words: spoken again, and kept."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.figures import Figure, Part, at_most, times_at_most
from bench.timing import quantile
from local.processes.livekit import find_program
from testing.calls.voice_caller import VoiceCaller
from testing.flows import edge, flow, node
from testing.processes import callflow, free_port

CALLS = 2
TURNS = 5
"""Questions of a call."""
AT_ONCE_MILLISECONDS = 60.0
"""The limit of the time from the reply to its first sound."""
SMALLER = 0.5
"""The limit of that time as a ratio to the same words spoken again."""
QUESTION = "What is your account number?"
FLOW = flow(
    [
        node("start", message="Welcome to the bank."),
        node("elicitation", prompt=QUESTION, variable="account"),
        node("end", message="Goodbye."),
    ],
    [edge("start", "elicitation"), edge("elicitation", "elicitation"), edge("elicitation", "end", "noInput")],
    onFailure="end",
)


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    kept, again = _millis("200"), _millis("0")
    return Part(
        "fixed-words",
        "A question with fixed words",
        figures=(
            at_most(
                "reply to first sound, from the second time on: p95",
                quantile(kept[1:], 0.95),
                AT_ONCE_MILLISECONDS,
                "ms",
            ),
            Figure("the same, median", f"{quantile(kept[1:], 0.5):.0f} ms"),
            times_at_most(
                "the same, to the same words without kept speech: median",
                quantile(kept[1:], 0.5),
                quantile(again[1:], 0.5),
                SMALLER,
                "ms",
            ),
            Figure("the first time in a new worker", f"{kept[0]:.0f} ms"),
        ),
        notes=(
            f"`callflow dev` with livekit-server, one worker and Piper. {CALLS} calls, one after the other, in which "
            f"the same question is asked {TURNS} times each; the caller types the answers. The time is the worker's "
            "(`speaking` of `callflow.turn`): from the reply's text to the first frame in the room.",
            "Without kept speech: `CALLFLOW_KEPT_SPEECH_MB=0`, in the same run.",
        ),
    )


def _millis(kept_megabytes: str) -> list[float]:
    with TemporaryDirectory() as folder:
        log = Path(folder) / "callflow.log"
        environment = {"CALLFLOW_KEPT_SPEECH_MB": kept_megabytes, "TMPDIR": folder}
        with callflow(free_port(), environment, log, calls=True) as url:
            give_up = time.monotonic() + 60
            while "registered worker" not in log.read_text():
                if time.monotonic() > give_up:
                    raise RuntimeError(f"the worker did not start:\n{log.read_text()[-2000:]}")
                time.sleep(0.1)
            return asyncio.run(_calls(url))


async def _calls(url: str) -> list[float]:
    async with httpx.AsyncClient(base_url=f"{url}/api/flows", timeout=60) as client:
        (await client.put("/bank", json=FLOW)).raise_for_status()
        (await client.post("/bank/publish")).raise_for_status()
        found: list[float] = []
        for _ in range(CALLS):
            room = (await client.post("/bank/test-audio", json={})).raise_for_status().json()
            found += await _call(room)
        return found


async def _call(room: dict[str, Any]) -> list[float]:
    async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
        for number in range(TURNS):
            await caller.until_said(number + 1)
            if number + 1 < TURNS:
                await caller.room.local_participant.send_text(f"account {number}", topic="lk.chat")
        return _speaking(caller)


def _speaking(caller: VoiceCaller) -> list[float]:
    return [each["millis"]["speaking"] for each in caller.turn_times if "speaking" in each["millis"]]
