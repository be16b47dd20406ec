"""The first word of a model's reply, streamed and unstreamed: over `process`, in a chat and in a voice call.

The caller's side is measured. What remains without the model's own time is what Callflow adds.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.calls.marked_model import PACE, REPLY_SECONDS, STREAMED, WHOLE, MarkedModel, marked_model
from bench.calls.scripted_speech import SPEAKS_SECONDS, scripted_speech
from bench.calls.text_round_trip import text_echo
from bench.figures import Figure, Grid, Part, at_most, times_at_most
from bench.timing import quantile
from local.processes.livekit import find_program
from testing.calls.chat_caller import ChatCaller
from testing.calls.voice_caller import VoiceCaller
from testing.flows import edge, flow, node
from testing.models.openai_stream import TOKENS
from testing.processes import callflow, free_port

ROUNDS = 20
"""Turns of each kind over `process` and in a chat."""
SPOKEN_ROUNDS = 10
"""Turns of each kind in a voice call."""
SMALLER = 0.35
"""The limit of the time to the first word, streamed, as a ratio to unstreamed."""
ADDED_MILLISECONDS, ADDED_P95_MILLISECONDS = 40.0, 120.0
"""The limits of the time that Callflow adds to the model's own first clause."""
QUIET_SECONDS = 0.3
"""Silence before a reply that cuts off another one: the model alone takes longer."""
SAID = "I would like to know whether my bicycle is ready."
_MODELS = (STREAMED, WHOLE)
_PROCESS, _CHAT, _VOICE = "process", "a chat", "a voice call"

_Turn = Callable[[], Awaitable[float]]
"""Makes a turn. Returns the milliseconds from the caller's words to the first word."""


@dataclass(slots=True)
class _Times:
    first: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    """Milliseconds to the first word, by channel and model."""
    added: dict[str, list[float]] = field(default_factory=dict)
    """The same of streamed turns, without the model's own first clause, by channel."""
    speech: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds from the reply's first words to their sound, as the worker measures them, by model."""
    lost: int = 0
    """Streamed turns for which the model did not write its first clause."""
    trips: list[float] = field(default_factory=list)
    """Milliseconds of a text's round trips through livekit-server, between the turns of the chats."""


def measure() -> Part:
    if find_program("livekit-server") is None:
        raise RuntimeError("livekit-server is missing; `make livekit` builds it")
    load = getloadavg()[0]
    times = _Times()
    with marked_model() as model, scripted_speech("") as speech, TemporaryDirectory() as folder:
        environment = {**model.environment, **speech, "TMPDIR": folder}
        with callflow(free_port(), environment, Path(folder) / "callflow.log", calls=True) as url:
            asyncio.run(_all(url, model, times))
    return _part(times, model, load)


async def _all(url: str, model: MarkedModel, times: _Times) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/api/flows", timeout=60) as client:
        for name in _MODELS:
            (await client.put(f"/{_flow_id(name)}", json=_talk(name))).raise_for_status()
            (await client.post(f"/{_flow_id(name)}/publish")).raise_for_status()
        over_process = {name: await _process(client, name) for name in _MODELS}
        for _ in range(ROUNDS):
            await _round(_PROCESS, over_process, model, times)
        rooms = {name: await _room(client, name, "test-chat") for name in _MODELS}
        async with AsyncExitStack() as stack:
            in_chat = {name: await _chat(stack, room) for name, room in rooms.items()}
            echo = await stack.enter_async_context(text_echo(rooms[STREAMED]["serverUrl"]))
            await echo.trip()  # the first trip also sets up the streams
            for _ in range(ROUNDS):
                await _round(_CHAT, in_chat, model, times)
                times.trips.append(await echo.trip())
        async with AsyncExitStack() as stack:
            spoken = {name: await _voice(stack, client, name, times) for name in _MODELS}
            for _ in range(SPOKEN_ROUNDS):
                await _round(_VOICE, spoken, model, times)


async def _round(channel: str, turns: dict[str, _Turn], model: MarkedModel, times: _Times) -> None:
    """Make a streamed and an unstreamed turn."""
    for name, turn in turns.items():
        model.first_clause.clear()
        millis = await turn()
        if name == STREAMED:
            if len(model.first_clause) != 1:
                times.lost += 1
                continue
            times.added.setdefault(channel, []).append(millis - model.first_clause[0])
        times.first.setdefault((channel, name), []).append(millis)


async def _room(client: httpx.AsyncClient, name: str, how: str) -> dict[str, Any]:
    room: dict[str, Any] = (await client.post(f"/{_flow_id(name)}/{how}", json={})).raise_for_status().json()
    return room


async def _process(client: httpx.AsyncClient, name: str) -> _Turn:
    """Begin a session. Its turns are streamed if its model streams."""
    numbers = count()
    headers = {"Accept": "text/event-stream" if name == STREAMED else "application/json"}

    async def turn() -> float:
        body = {"roomName": "bench", "turnId": f"{next(numbers):032d}", "userInput": SAID}
        began = time.perf_counter()
        first = 0.0
        async with client.stream("POST", f"/{_flow_id(name)}/process", json=body, headers=headers) as response:
            response.raise_for_status()
            async for part in response.aiter_bytes():
                if not first and (name == WHOLE or b"event: text" in part):
                    first = (time.perf_counter() - began) * 1000
        return first

    await turn()
    return turn


async def _chat(stack: AsyncExitStack, room: dict[str, Any]) -> _Turn:
    caller = await stack.enter_async_context(ChatCaller(room))
    await caller.hear()

    async def turn() -> float:
        began = time.perf_counter()
        await caller.say(SAID)
        return ((await caller.reply()).began - began) * 1000

    return turn


async def _voice(stack: AsyncExitStack, client: httpx.AsyncClient, name: str, times: _Times) -> _Turn:
    """Begin a voice call. Its caller types, and so cuts off the reply before: speech to text is not measured here."""
    room = await _room(client, name, "test-audio")
    caller = await stack.enter_async_context(VoiceCaller(room["serverUrl"], room["token"]))
    await caller.until_speaking()

    async def turn() -> float:
        known = len(caller.turn_times)
        began = time.monotonic()
        await caller.room.local_participant.send_text(SAID, topic="lk.chat")
        first = await caller.until_answered(began, QUIET_SECONDS)
        # Then the turn is committed, and its reply can be cut off.
        await asyncio.sleep(began + REPLY_SECONDS + 0.5 - time.monotonic())
        times.speech.setdefault(name, []).extend(_speaking(caller.turn_times[known:]))
        return (first - began) * 1000

    return turn


def _speaking(messages: list[dict[str, Any]]) -> list[float]:
    return [each["millis"]["speaking"] for each in messages if "speaking" in each["millis"]]


def _flow_id(name: str) -> str:
    return name.replace("/", "-")


def _talk(name: str) -> dict[str, Any]:
    talk = node("llm", instructions="Help.", until="false", model=name, maxTurns=200)
    return flow(
        [node("start", message=""), talk, node("end")], [edge("start", "llm"), edge("llm", "end")], onFailure="end"
    )


def _part(times: _Times, model: MarkedModel, load: float) -> Part:
    def median(channel: str, name: str) -> float:
        return quantile(times.first[channel, name], 0.5)

    channels = {_PROCESS: "over `process`", _CHAT: "in a chat", _VOICE: "in a voice call"}
    speech = {name: quantile(times.speech[name], 0.5) for name in _MODELS}
    own = [first - added for first, added in zip(times.first[_CHAT, STREAMED], times.added[_CHAT], strict=True)]
    return Part(
        "first-words",
        "The first word of a model's reply",
        figures=(
            *(
                times_at_most(
                    f"words to first word {where}, streamed to unstreamed: median",
                    median(channel, STREAMED),
                    median(channel, WHOLE),
                    SMALLER,
                    "ms",
                )
                for channel, where in channels.items()
            ),
            times_at_most(
                "the same without text to speech, as the worker measures it",
                median(_VOICE, STREAMED) - speech[STREAMED],
                median(_VOICE, WHOLE) - speech[WHOLE],
                SMALLER,
                "ms",
            ),
            *(
                figure
                for channel in (_PROCESS, _CHAT)
                for figure in (
                    at_most(
                        f"added to the model's own first clause {channels[channel]}: median",
                        quantile(times.added[channel], 0.5),
                        ADDED_MILLISECONDS,
                        "ms",
                    ),
                    at_most("the same, p95", quantile(times.added[channel], 0.95), ADDED_P95_MILLISECONDS, "ms"),
                )
            ),
            Figure(
                "the same in a chat, without a text's round trip to another client: median",
                f"{quantile(times.added[_CHAT], 0.5) - quantile(times.trips, 0.5):.0f} ms",
            ),
            Figure(
                "the same in a voice call, with text to speech and the path of the sound: median",
                f"{quantile(times.added[_VOICE], 0.5):.0f} ms",
            ),
            Figure("text to speech of it, as the worker measures it: median", f"{speech[STREAMED]:.0f} ms"),
            Figure("streamed turns without a model's answer", str(times.lost), "0", times.lost == 0),
            Figure("the model's own first clause: median", f"{quantile(own, 0.5):.0f} ms"),
        ),
        grids=(
            Grid(
                ("ms to the first word", "streamed: median", "p95", "unstreamed: median", "p95"),
                [
                    [
                        where,
                        *(
                            f"{quantile(times.first[channel, name], part):.0f}"
                            for name in _MODELS
                            for part in (0.5, 0.95)
                        ),
                    ]
                    for channel, where in channels.items()
                ],
            ),
        ),
        notes=(
            f"A model on loopback writes {TOKENS} tokens, {PACE}. Its first clause has {len(model.clause)} characters: "
            f'"{model.clause}" Its own time ends with the token that has the last of them. The unstreamed model sends '
            "its reply when it is written.",
            f"`callflow dev` with livekit-server and one worker. Text to speech is a server on loopback that sends a "
            f"text's first sound after {SPEAKS_SECONDS * 1000:.0f} ms, as a provider does. {ROUNDS} turns of each kind "
            f"over `process` and in a chat, {SPOKEN_ROUNDS} in a voice call, alternately in one run. Load of the "
            f"machine at the start: {load:.1f}.",
            "The caller's side is measured: the first event or byte, the first text on `lk.transcription`, the first "
            "loud frame of the agent's track. In the voice call the caller types, and so cuts off the reply before. "
            "`silence` has callers who speak.",
        ),
    )
