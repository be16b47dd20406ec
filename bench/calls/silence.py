"""The silence before a reply, as a caller hears it: from the end of the caller's words to the first sound or word.

The calls are real ones, over livekit-server, and the caller's side is measured. A caller of a voice call speaks.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import httpx
import numpy as np
from numpy.typing import NDArray

from bench.calls.audio_round_trip import sound_trips
from bench.calls.marked_model import PACE, STREAMED, marked_model
from bench.calls.scripted_speech import SPEAKS_SECONDS, scripted_speech
from bench.figures import Figure, Grid, Part, at_most
from bench.timing import quantile
from local.processes.livekit import find_program
from testing.calls.chat_caller import ChatCaller
from testing.calls.speech import spoken
from testing.calls.voice_caller import VoiceCaller
from testing.fakes.loopback import Exchange, Loopback
from testing.flows import Document, edge, flow, node
from testing.processes import callflow, free_port

TURNS = 8
"""Spoken turns of each kind."""
CHAT_TURNS = 20
"""Typed turns of each kind."""
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
SCRIPTED, LOCAL = "at a provider's pace", "Whisper and Piper"
"""Speech to text and text to speech."""
LIMIT_MILLISECONDS = 700.0
"""The limit of a turn without a model, with the speech of a provider."""
_PHASES = ("hearing", "load", "step", "tool", "model", "save", "network", "speaking")

Speech: TypeAlias = NDArray[np.int16]


@dataclass(slots=True)
class _Silences:
    spoken: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds from the end of the caller's words to the first sound, by engines and kind of the turn."""
    typed: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds from the typed words to the reply's first words, by the kind of the turn."""
    phases: dict[tuple[str, str], list[Mapping[str, float]]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds of the phases of spoken turns, as the worker measures them, by engines and kind of the turn."""
    trips: list[float] = field(default_factory=list)
    """Milliseconds of the path of a sound."""


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    load = getloadavg()[0]
    said = spoken(SAID)
    silences = _Silences()
    with (
        marked_model(MODEL_SAYS, MODEL_TOKENS) as model,
        Loopback(_tool) as tool,
        scripted_speech(SAID) as scripted,
    ):
        for engines, speech in {SCRIPTED: scripted, LOCAL: {}}.items():
            with TemporaryDirectory() as folder:
                environment = {**model.environment, **speech, "TMPDIR": folder}
                with callflow(free_port(), environment, Path(folder) / "callflow.log", calls=True) as url:
                    asyncio.run(_all(url, engines, _flows(tool.origin), said, silences))
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


async def _all(url: str, engines: str, flows: dict[str, Document], said: Speech, silences: _Silences) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/api/flows", timeout=60) as client:
        for kind, document in flows.items():
            (await client.put(f"/{_flow_id(kind)}", json={**document, "onFailure": "end"})).raise_for_status()
            (await client.post(f"/{_flow_id(kind)}/publish")).raise_for_status()
        if engines == SCRIPTED:
            server = (await _room(client, FIXED, "test-chat"))["serverUrl"]
            silences.trips += [seconds * 1000 for seconds in await sound_trips(server, TRIPS)]
            for kind in flows:
                await _chat(await _room(client, kind, "test-chat"), silences.typed[kind])
        for kind in flows:
            await _voice_call(await _room(client, kind, "test-audio"), said, silences, (engines, kind))


async def _room(client: httpx.AsyncClient, kind: str, how: str) -> dict[str, Any]:
    room: dict[str, Any] = (await client.post(f"/{_flow_id(kind)}/{how}", json={})).raise_for_status().json()
    return room


async def _voice_call(room: dict[str, Any], said: Speech, silences: _Silences, which: tuple[str, str]) -> None:
    async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
        await caller.until_speaking()
        await caller.until_quiet(APART_SECONDS)
        for turn in range(TURNS + 1):
            known = len(caller.turn_times)
            await caller.say(said)
            ended = caller.spoke[-1][1]
            first = await caller.until_answered(ended)
            await caller.until_quiet(APART_SECONDS)
            if turn:  # the first one finds nothing kept, and no connection open
                silences.spoken[which].append((first - ended) * 1000)
                silences.phases[which].append(_phases(caller.turn_times[known:]))


def _phases(messages: list[dict[str, Any]]) -> dict[str, float]:
    """Return the milliseconds of the phases of a turn, which come in several messages."""
    merged: dict[str, float] = {}
    for message in messages:
        merged |= message["millis"]
    return {phase: merged[phase] for phase in _PHASES if phase in merged}


async def _chat(room: dict[str, Any], millis: list[float]) -> None:
    async with ChatCaller(room) as caller:
        await caller.hear()
        for turn in range(CHAT_TURNS + 1):
            began = time.perf_counter()
            await caller.say(SAID)
            first = (await caller.reply()).began
            if turn:
                millis.append((first - began) * 1000)


def _flow_id(kind: str) -> str:
    return re.sub("[^a-z]+", "-", kind)


def _part(silences: _Silences, load: float) -> Part:
    fixed = (SCRIPTED, FIXED)
    outside = [
        whole - sum(phases.values())
        for whole, phases in zip(silences.spoken[fixed], silences.phases[fixed], strict=True)
    ]
    return Part(
        "silence",
        "The silence before a reply",
        figures=(
            at_most(
                f"end of the caller's words to the first sound, {FIXED}, speech {SCRIPTED}: median",
                quantile(silences.spoken[fixed], 0.5),
                LIMIT_MILLISECONDS,
                "ms",
            ),
            Figure("the same, outside of the phases below: median", f"{quantile(outside, 0.5):.0f} ms"),
            Figure("the path of a sound to another client: median", f"{quantile(silences.trips, 0.5):.0f} ms"),
        ),
        grids=(
            Grid(
                ("ms from the end of the caller's words", "median", "p95"),
                [
                    *(
                        (f"to the first sound: {kind}; {engines}", *_quantiles(times))
                        for (engines, kind), times in silences.spoken.items()
                    ),
                    *(
                        (f"to the first word in a chat: {kind}", *_quantiles(times))
                        for kind, times in silences.typed.items()
                    ),
                ],
            ),
            Grid(
                ("median of a phase, ms", *_PHASES),
                [
                    (
                        f"{kind}; {engines}",
                        *(_median(found, phase) for phase in _PHASES),
                    )
                    for (engines, kind), found in silences.phases.items()
                ],
            ),
        ),
        notes=(
            f"`callflow dev` with livekit-server and one worker, all on this machine. {TURNS} spoken turns of each "
            f"kind, and {CHAT_TURNS} typed ones. Load of the machine at the start: {load:.1f}.",
            "The time ends with the first loud frame of the agent's track, or with the first text on "
            "`lk.transcription`. It begins with the last loud sample of Piper's speech on the microphone, or with the "
            "sending of the typed words.",
            f"Speech {SCRIPTED}: a server on loopback. A transcript comes 0.3 s after the last sound, a text's first "
            f"sound after {SPEAKS_SECONDS * 1000:.0f} ms (docs/figures/silence.md).",
            f"The tool answers after {TOOL_SECONDS * 1000:.0f} ms, without words before it. The model writes "
            f"{MODEL_TOKENS} tokens, {PACE}; its first clause is five words. The fixed words are kept as sound.",
            "The phases are those of `callflow.turn` (docs/calls.md). `hearing` has the silence that ends an "
            "utterance, 0.5 s. `model` is the whole answer; its first clause is spoken before. Outside of the "
            "phases are the two paths of the sound, the delay of voice detection, and the wait of processes "
            "for a core.",
        ),
    )


def _quantiles(times: Sequence[float]) -> tuple[str, str]:
    return f"{quantile(times, 0.5):,.0f}", f"{quantile(times, 0.95):,.0f}"


def _median(found: Sequence[Mapping[str, float]], phase: str) -> str:
    millis = [each[phase] for each in found if phase in each]
    return f"{statistics.median(millis):.0f}" if millis else "-"
