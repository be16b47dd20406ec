"""In a room: a caller cuts in while a model still writes, a model breaks off in mid-sentence, a worker dies between."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psutil
import pytest

from agent_worker.phrases.phrases import phrases_in
from testing.calls.calls import Calls, Json, said
from testing.calls.chat_caller import ChatCaller
from testing.calls.faults import WatchedCaller, eventually, jobs_in_call
from testing.calls.flows import flow
from testing.calls.streaming import streaming_model
from testing.fakes.loopback import Exchange
from testing.models.openai_stream import chunk, end, events
from testing.processes import PATIENCE

FIRST, SECOND = "Thank you for calling the harbour office today.", " What can I do for you?"
ANSWER = "We have a free berth for your boat at the pier."
BEGUN, CUT = "I am writing your name into the book.", " The number of the be"
AGAIN = f"{phrases_in('en').cut_off} {FIRST}{SECOND}"
"""What the next worker says."""
TALK = flow(
    "talk",
    {
        "start": ("start", {}),
        "talk": ("llm", {"instructions": "Help.", "until": "false", "fallback": "Sorry, I lost my words."}),
        "bye": ("end", {}),
    },
    "start > talk, talk > bye, talk.error > bye, talk.maxTurns > bye",
)


@dataclass(slots=True)
class Model:
    """Gives the answers of a test, in order."""

    answers: list[Literal["whole", "pauses", "breaks"]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    """Ends the pause."""

    def answer(self, exchange: Exchange) -> None:
        exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        match self.answers.pop(0):
            case "whole":
                exchange.raw(events(chunk(content=ANSWER), *end()))
            case "pauses":
                exchange.raw(events(chunk(content=FIRST + SECOND[:6]), done=False))
                self.go_on.wait(PATIENCE)
                exchange.raw(events(chunk(content=SECOND[6:]), *end()))
            case "breaks":
                exchange.raw(events(chunk(content=BEGUN + CUT), done=False))
        exchange.hang_up()


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def streaming_calls(model: Model, livekit_logs: Path) -> Iterator[Calls]:
    with streaming_model(model.answer, livekit_logs / "broken-streams.log") as calls:
        try:
            yield calls
        finally:
            model.go_on.set()


def test_streams_that_are_cut_off_that_break_and_whose_worker_dies(streaming_calls: Calls, model: Model) -> None:
    """One test, because each start of Callflow loads the speech models."""
    talk = streaming_calls.publish("talk", TALK)
    model.answers = ["pauses", "whole", "breaks"]
    _cut_off_and_broken(streaming_calls, model, streaming_calls.started(talk, "test-chat"))
    model.go_on.clear()
    model.answers = ["whole", "pauses", "whole"]
    _worker_dies(streaming_calls, model, streaming_calls.started(talk, "test-chat"))


def _cut_off_and_broken(calls: Calls, model: Model, room: Json) -> None:
    """The conversation is what the caller heard."""

    async def talk() -> None:
        async with ChatCaller(room) as caller:
            await caller.until_begun(FIRST)
            await caller.say("I need a berth")
            assert await caller.hear() == FIRST
            assert len(model.answers) == 2, "one turn at a time"
            model.go_on.set()
            assert await caller.hear() == ANSWER
            await caller.say("My name is Ada")
            assert await caller.hear() == f"{BEGUN} Sorry, I lost my words."
            await asyncio.wait_for(caller.gone.wait(), PATIENCE)

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert said(session) == [
        ("assistant", FIRST),
        ("user", "I need a berth"),
        ("assistant", ANSWER),
        ("user", "My name is Ada"),
        ("assistant", f"{BEGUN} Sorry, I lost my words."),
    ]
    assert session["context"]["conversation"][0]["interrupted"]
    assert (session["status"], model.answers) == ("completed", [])


def _worker_dies(calls: Calls, model: Model, room: Json) -> None:
    """The turn is committed once, and the next worker says the reply whole."""

    async def talk() -> None:
        async with WatchedCaller(room) as caller:
            await caller.until(ANSWER)
            await caller.say("I need a berth")
            await caller.until_begun(FIRST)
            [job] = jobs_in_call(psutil.Process())
            job.kill()
            model.go_on.set()
            await eventually(lambda: len(caller.agents) > 1)
            await caller.until(AGAIN)
            assert await caller.ask("A berth", ANSWER) == []

    asyncio.run(talk())
    session = calls.session(room["sessionId"])
    assert said(session) == [
        ("assistant", ANSWER),
        ("user", "I need a berth"),
        ("assistant", FIRST + SECOND),
        ("assistant", AGAIN),
        ("user", "A berth"),
        ("assistant", ANSWER),
    ]
    assert not model.answers
