"""The first sound of a reply after the last word, with drafts and without, with local speech to text."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from bench.calls.marked_model import PACE, STREAMED, MarkedModel, marked_model
from bench.figures import Figure, Grid, Part, times_at_most
from bench.timing import quantile
from local.processes.livekit import find_program
from testing.calls.speech import spoken
from testing.calls.voice_caller import RATE, VoiceCaller
from testing.flows import edge, flow, node
from testing.processes import callflow, free_port

REPLY, TOKENS = "We have that in stock. You can pick it up today.", 13
PAUSE_SECONDS = 0.4
"""Seconds of a pause within an utterance. Voice detection ends a sound after 0.25 s, and the worker waits longer."""
SAID: tuple[tuple[str, ...], ...] = (
    ("I would like to book a table for four people.",),
    ("My computer does not start any more.",),
    ("I want to speak to a person, please.",),
    ("Can you tell me when you close on Saturday?",),
    ("I lost my keys, and", "now I can't get in."),
    ("Well, I think that", "I need a new card."),
)
"""Utterances. One with two parts has a pause."""
ROUNDS = 2
"""How often each of them is said."""
NOT_SLOWER = 1.0
"""The limit of the time with drafts, as a ratio to without, where an utterance ends by meaning."""
_ENDS = ("silence", "meaning")
_POST = "/process: status 200"


@dataclass(slots=True)
class _Worker:
    """One Callflow with a worker, and what its caller measured."""

    turn_end: str
    drafts: bool
    url: str
    log: Path
    model: MarkedModel
    millis: list[float] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    """The ids of the turns."""
    taken: int = 0
    """Drafts whose turn came."""
    left: int = 0
    """Drafts that no turn took."""

    @property
    def questions(self) -> int:
        """How often the model was asked, but for the greeting of the call."""
        return len(self.model.first_clause) - 1


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    load = getloadavg()[0]
    workers: list[_Worker] = []
    for turn_end in _ENDS:
        with ExitStack() as stack:
            pair = [stack.enter_context(_worker(turn_end, drafts)) for drafts in (False, True)]
            asyncio.run(_calls(pair))
            workers += pair
            for worker in pair:
                _count(worker)
    return _part(workers, load)


@contextmanager
def _worker(turn_end: str, drafts: bool) -> Iterator[_Worker]:
    with marked_model(REPLY, TOKENS) as model, TemporaryDirectory() as folder:
        log = Path(folder) / "callflow.log"
        environment = {
            **model.environment,
            "CALLFLOW_DRAFTS": "1" if drafts else "0",
            "CALLFLOW_TURN_END": turn_end,
            "TMPDIR": folder,
        }
        with callflow(free_port(), environment, log, calls=True) as url:
            give_up = time.monotonic() + 60
            while "registered worker" not in log.read_text():
                if time.monotonic() > give_up:
                    raise RuntimeError(f"the worker did not start:\n{log.read_text()[-2000:]}")
                time.sleep(0.1)
            yield _Worker(turn_end, drafts, url, log, model)


async def _calls(workers: list[_Worker]) -> None:
    """Say each utterance to one worker after the other."""
    sounds = [await asyncio.to_thread(_sound, parts) for parts in SAID] * ROUNDS
    async with AsyncExitStack() as stack:
        callers = []
        for worker in workers:
            client = await stack.enter_async_context(httpx.AsyncClient(base_url=f"{worker.url}/api/flows", timeout=60))
            (await client.put("/talk", json=_talk())).raise_for_status()
            (await client.post("/talk/publish")).raise_for_status()
            room: dict[str, Any] = (await client.post("/talk/test-audio", json={})).raise_for_status().json()
            worker.sessions.append(room["sessionId"])
            callers.append(
                (client, worker, await stack.enter_async_context(VoiceCaller(room["serverUrl"], room["token"])))
            )
            await callers[-1][2].turn()
        for sound in sounds:
            for _, worker, caller in callers:
                await caller.say(sound)
                ended = caller.spoke[-1][1]
                worker.millis.append((await caller.until_answered(ended) - ended) * 1000)
                await caller.until_quiet(1.5)
        for client, worker, _ in callers:
            answer = (await client.get(f"/sessions/{worker.sessions[0]}")).raise_for_status().json()
            worker.ids = {turn["turnId"] for turn in answer["session"]["turns"]}


def _count(worker: _Worker) -> None:
    """Count the drafts in the worker's log: a draft and its turn have the same id."""
    posts: Counter[str] = Counter()
    for line in worker.log.read_text().splitlines():
        if _POST in line and '"turn_id"' in line:
            posts[json.loads(line[line.index("{") :])["turn_id"]] += 1
    worker.taken = sum(count > 1 for turn_id, count in posts.items() if turn_id in worker.ids)
    worker.left = sum(turn_id not in worker.ids for turn_id in posts)


def _sound(parts: tuple[str, ...]) -> NDArray[np.int16]:
    pause = np.zeros(int(RATE * PAUSE_SECONDS), np.int16)
    pieces = [piece for part in parts for piece in (_trimmed(spoken(part)), pause)]
    return np.concatenate(pieces[:-1])


def _trimmed(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 300)
    return samples[loud[0] : loud[-1] + 1]


def _talk() -> dict[str, Any]:
    talk = node("llm", instructions="Help.", until="false", model=STREAMED, maxTurns=200, noInputSeconds=60)
    return flow(
        [node("start", message=""), talk, node("end")], [edge("start", "llm"), edge("llm", "end")], onFailure="end"
    )


def _part(workers: list[_Worker], load: float) -> Part:
    by = {(worker.turn_end, worker.drafts): worker for worker in workers}
    paused = sum(len(parts) > 1 for parts in SAID)
    posted = {turn_end: by[turn_end, True].taken + by[turn_end, True].left for turn_end in _ENDS}
    return Part(
        "drafts",
        "A drafted turn",
        figures=(
            times_at_most(
                "last word to first sound, with drafts to without, an utterance ends by meaning: median",
                quantile(by["meaning", True].millis, 0.5),
                quantile(by["meaning", False].millis, 0.5),
                NOT_SLOWER,
                "ms",
            ),
            *(
                Figure(f"drafts taken, by {turn_end}", f"{by[turn_end, True].taken} of {posted[turn_end]}")
                for turn_end in _ENDS
            ),
        ),
        grids=(
            Grid(
                (
                    "an utterance ends by",
                    "drafts",
                    "last word to first sound, ms: median",
                    "mean",
                    "utterances",
                    "turns",
                    "questions to the model",
                ),
                [
                    [
                        worker.turn_end,
                        "yes" if worker.drafts else "no",
                        f"{quantile(worker.millis, 0.5):.0f}",
                        f"{sum(worker.millis) / len(worker.millis):.0f}",
                        str(len(worker.millis)),
                        str(len(worker.ids) - 1),
                        str(worker.questions),
                    ]
                    for worker in workers
                ],
            ),
        ),
        notes=(
            "`callflow dev` with livekit-server, one worker, Whisper and Piper, two at a time: `CALLFLOW_DRAFTS=1` "
            f"and `0`. {len(SAID)} utterances of Piper, {paused} of them with a pause of {PAUSE_SECONDS} s, "
            f"{ROUNDS} times each, alternately to both. The last sample of the caller and the first loud frame of the "
            "agent are timed at the caller.",
            f"A model on loopback writes {TOKENS} tokens, {PACE}. Each turn is one at an `llm` node. An utterance that "
            "is cut off in its pause is two turns.",
            "No turn took a draft if no turn has its id. A draft begins when Whisper has heard the words: it saves the "
            "rest of the wait for the end. Whisper shares the machine's cores with all other processes; the load was "
            f"{load:.1f} at the start.",
        ),
    )
