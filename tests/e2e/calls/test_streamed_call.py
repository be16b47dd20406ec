"""A model's first sentence reaches the caller while the model still writes the second, in chat and in audio."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from testing.calls.calls import Calls, said
from testing.calls.chat_caller import ChatCaller
from testing.calls.flows import flow
from testing.calls.streaming import streaming_model
from testing.calls.voice_caller import VoiceCaller
from testing.fakes.loopback import Exchange
from testing.models.openai_stream import chunk, end, events
from testing.processes import PATIENCE

FIRST, SECOND = "Thank you for calling the harbour office today.", " What can I do for you?"
TALK = flow(
    "talk",
    {
        "start": ("start", {}),
        "talk": ("llm", {"instructions": "Help.", "until": "false", "fallback": "Sorry."}),
        "bye": ("end", {}),
    },
    "start > talk, talk > bye, talk.error > bye, talk.maxTurns > bye",
)


@dataclass(slots=True)
class Model:
    """A model that writes its first sentence, and the second one once the test lets it."""

    go_on: threading.Event = field(default_factory=threading.Event)
    finished: bool = False

    def answer(self, exchange: Exchange) -> None:
        exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        exchange.raw(events(chunk(content=FIRST + SECOND[:6]), done=False))
        self.go_on.wait(PATIENCE)
        self.finished = True
        exchange.raw(events(chunk(content=SECOND[6:]), *end()))
        exchange.hang_up()


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def streaming_calls(model: Model, livekit_logs: Path) -> Iterator[Calls]:
    with streaming_model(model.answer, livekit_logs / "streaming.log") as calls:
        try:
            yield calls
        finally:
            model.go_on.set()


def test_the_first_sentence_is_shown_and_then_heard_before_the_model_has_finished(
    streaming_calls: Calls, model: Model
) -> None:
    """One test, because each start of Callflow loads the speech models."""
    talk = streaming_calls.publish("talk", TALK)
    _shown(streaming_calls, model, streaming_calls.started(talk, "test-chat"))
    model.go_on.clear()
    model.finished = False
    _heard(streaming_calls, model, streaming_calls.started(talk, "test-audio"))


def _shown(calls: Calls, model: Model, room: dict[str, Any]) -> None:
    async def type_and_read() -> None:
        async with ChatCaller(room) as caller:
            await caller.until_begun(FIRST)
            assert not model.finished
            model.go_on.set()
            assert await caller.hear() == FIRST + SECOND

    asyncio.run(type_and_read())
    assert said(calls.session(room["sessionId"]))[0] == ("assistant", FIRST + SECOND)


def _heard(calls: Calls, model: Model, room: dict[str, Any]) -> None:
    async def listen() -> VoiceCaller:
        async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
            await caller.until_seconds_heard(1)
            assert not model.finished
            model.go_on.set()
            await caller.until_heard(FIRST + SECOND)
            return caller

    caller = asyncio.run(listen())
    session = calls.session(room["sessionId"])
    assert said(session)[0] == ("assistant", FIRST + SECOND)
    assert not any(entry.get("interrupted") for entry in session["context"]["conversation"])
    [turn_id] = {each["turnId"] for each in caller.turn_times[:3]}
    assert turn_id == session["turns"][0]["turnId"]
    phases = [phase for each in caller.turn_times[:3] for phase in each["millis"]]
    # The first message announces the words, the second one comes with their sound, and the last one with the reply.
    assert phases.index("speaking") < phases.index("model")
