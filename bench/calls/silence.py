"""The silence before a reply, as a caller hears it: from the end of the caller's words to the first sound or word.

The calls are real ones, over livekit-server, and the caller's side is measured. A caller of a voice call speaks.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.calls.audio_round_trip import sound_trips
from bench.calls.marked_model import PACE, STREAMED, marked_model
from bench.figures import Figure, Grid, Part
from bench.timing import quantile
from local.processes.livekit import find_program
from testing.calls.chat_caller import ChatCaller
from testing.calls.speech import spoken
from testing.calls.voice_caller import VoiceCaller
from testing.fakes.loopback import Exchange, Loopback
from testing.flows import Document, edge, flow, node
from testing.processes import callflow, free_port

CALLS = 2
"""Calls of each kind, alternately."""
TURNS = 8
"""Turns of a voice call."""
CHAT_TURNS = 20
"""Turns of a chat."""
TRIPS = 20
"""Sounds that measure the path of a sound."""
TOOL_SECONDS = 0.2
"""Seconds that the tool takes."""
APART_SECONDS = 1.2
"""Seconds from the end of a reply to the caller's next words. Shorter silences are pauses of the agent."""
SAID = "The silver bicycle with the basket."
QUESTION = "Which bicycle do you mean?"
MODEL_SAYS = "I have found your order, and it is ready. You can pick it up today until six."
MODEL_TOKENS = 20
FIXED, TOOL, MODEL = "fixed words", "a tool's answer", "a model's words"
_PHASES = ("hearing", "load", "step", "tool", "model", "save", "network", "speaking")


@dataclass(slots=True)
class _Silences:
    spoken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds from the end of the caller's words to the first sound, by the kind of the turn."""
    typed: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds from the typed words to the reply's first words, by the kind of the turn."""
    phases: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """Milliseconds of the phases of spoken turns, as the worker measures them, by the kind of the turn."""
    trips: list[float] = field(default_factory=list)
    """Milliseconds of the path of a sound."""


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    load = getloadavg()[0]
    said = spoken(SAID)
    silences = _Silences()
    with marked_model(MODEL_SAYS, MODEL_TOKENS) as model, Loopback(_tool) as tool, TemporaryDirectory() as folder:
        environment = {**model.environment, "TMPDIR": folder}
        with callflow(free_port(), environment, Path(folder) / "callflow.log", calls=True) as url:
            asyncio.run(_all(url, _flows(tool.origin), said, silences))
    return _part(silences, load)


def _tool(exchange: Exchange) -> None:
    time.sleep(TOOL_SECONDS)
    exchange.json('{"day": "Friday"}')


def _flows(tool: str) -> dict[str, Document]:
    """Return a flow of each kind. Its caller may go on for as long as the call lasts."""
    ask = node("elicitation", "ask", prompt=QUESTION, variable="bicycle")
    given = node("elicitation", "given", prompt="It is ready on {{ day }}. {{ bicycle }}?", variable="bicycle")
    look = node("tool", request={"url": tool}, assign={"day": "response.body.day"})
    talk = node("llm", instructions="Help.", until="false", model=STREAMED, maxTurns=200)
    greeting = node("start", message="")
    no_input, end = "noInput", node("end")
    return {
        FIXED: flow([greeting, ask, end], [edge("start", "ask"), edge("ask", "ask"), edge("ask", "end", no_input)]),
        TOOL: flow(
            [greeting, ask, look, given, end],
            [
                edge("start", "ask"),
                edge("ask", "tool"),
                edge("tool", "given"),
                edge("given", "tool"),
                edge("tool", "end", "error"),
                edge("ask", "end", no_input),
                edge("given", "end", no_input),
            ],
        ),
        MODEL: flow([greeting, talk, end], [edge("start", "llm"), edge("llm", "end")]),
    }


async def _all(url: str, flows: dict[str, Document], said: Any, silences: _Silences) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/api/flows", timeout=60) as client:
        for kind, document in flows.items():
            (await client.put(f"/{_flow_id(kind)}", json={**document, "onFailure": "end"})).raise_for_status()
            (await client.post(f"/{_flow_id(kind)}/publish")).raise_for_status()
        server = (await client.post(f"/{_flow_id(FIXED)}/test-chat", json={})).raise_for_status().json()["serverUrl"]
        silences.trips += [seconds * 1000 for seconds in await sound_trips(server, TRIPS)]
        for _ in range(CALLS):
            for kind in flows:
                await _voice_call(client, kind, said, silences)
                await _chat(client, kind, silences)


async def _voice_call(client: httpx.AsyncClient, kind: str, said: Any, silences: _Silences) -> None:
    room = (await client.post(f"/{_flow_id(kind)}/test-audio", json={})).raise_for_status().json()
    async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
        await caller.until_speaking()
        for turn in range(TURNS + 1):
            await caller.until_quiet(APART_SECONDS)
            known = len(caller.turn_times)
            await caller.say(said)
            ended = caller.spoke[-1][1]
            first = await caller.until_answered(ended)
            await caller.until_quiet(APART_SECONDS)
            if turn:  # the first one finds nothing kept, and no connection open
                silences.spoken[kind].append((first - ended) * 1000)
                for message in caller.turn_times[known:]:
                    for phase, millis in message["millis"].items():
                        silences.phases[kind][phase].append(millis)


async def _chat(client: httpx.AsyncClient, kind: str, silences: _Silences) -> None:
    room = (await client.post(f"/{_flow_id(kind)}/test-chat", json={})).raise_for_status().json()
    async with ChatCaller(room) as caller:
        await caller.hear()
        for turn in range(CHAT_TURNS + 1):
            began = time.perf_counter()
            await caller.say(SAID)
            first = (await caller.reply()).began
            if turn:
                silences.typed[kind].append((first - began) * 1000)


def _flow_id(kind: str) -> str:
    return re.sub("[^a-z]+", "-", kind)


def _part(silences: _Silences, load: float) -> Part:
    return Part(
        "silence",
        "The silence before a reply",
        figures=(
            *(
                Figure(
                    f"end of the caller's words to the first sound, {kind}: median, p95",
                    f"{quantile(times, 0.5):,.0f} ms, {quantile(times, 0.95):,.0f} ms",
                )
                for kind, times in silences.spoken.items()
            ),
            *(
                Figure(
                    f"typed words to the first word, {kind}: median, p95",
                    f"{quantile(times, 0.5):,.0f} ms, {quantile(times, 0.95):,.0f} ms",
                )
                for kind, times in silences.typed.items()
            ),
            Figure("the path of a sound to another client: median", f"{quantile(silences.trips, 0.5):.0f} ms"),
        ),
        grids=(
            Grid(
                ("median of a phase of spoken turns, ms", *_PHASES),
                [
                    [kind, *(f"{statistics.median(found[phase]):.0f}" if found[phase] else "-" for phase in _PHASES)]
                    for kind, found in silences.phases.items()
                ],
            ),
        ),
        notes=(
            f"`callflow dev` with livekit-server, one worker, Whisper and Piper, all on this machine. {CALLS} calls of "
            f"each kind with {TURNS} spoken turns each, and as many chats with {CHAT_TURNS}, alternately. Load of the "
            f"machine at the start: {load:.1f}.",
            "The time ends with the first loud frame of the agent's track, or with the first text on "
            "`lk.transcription`. It begins with the last loud sample of Piper's speech on the microphone, or with the "
            "sending of the typed words.",
            f"The tool answers after {TOOL_SECONDS * 1000:.0f} ms, without words before it. The model writes "
            f"{MODEL_TOKENS} tokens, {PACE}; its first clause is five words. The fixed words are kept as sound.",
            "The phases are those of `callflow.turn` (docs/calls.md). `hearing` has the silence that ends an "
            "utterance: 0.5 s. `model` is the whole answer; its first clause is spoken before.",
        ),
    )
