"""Callers whom nothing hears or whom no voice answers, through livekit-server: Amazon refuses the worker."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_worker.phrases.phrases import phrases_in
from testing.calls.calls import Calls, Json, said
from testing.calls.faults import Worker, eventually, of_stack, worker
from testing.calls.flows import BOATS, NAME
from testing.calls.livekit_stack import LiveKitStack
from testing.calls.phone_caller import PhoneCall
from testing.calls.speech import lacks, spoken
from testing.calls.voice_caller import VoiceCaller
from testing.fakes.aws_speech import install
from testing.fakes.loopback import Loopback

WORDS = phrases_in("en")

SENTENCE = ("lines are busy", "call again")
FLOW = "boats-of-the-lost"


@pytest.fixture
def calls(livekit: LiveKitStack) -> Calls:
    made = of_stack(livekit)
    made.publish(FLOW, BOATS)
    return made


@contextlib.contextmanager
def refused(stack: LiveKitStack, logs: Path, folder: Path, **environment: str) -> Iterator[Worker]:
    """A worker with Amazon's plugin, whose account has no stream of Transcribe and no request of Polly left."""
    path = os.pathsep.join([str(install(folder / "plugin")), str(Path(__file__).parents[3])])
    account = {"FAKE_TRANSCRIBE_STREAMS": "0", "FAKE_POLLY": "0", "PYTHONPATH": path, "CALLFLOW_STACK": "test"}
    settings = {**stack.environment, **account, **environment}
    log = logs / f"{folder.name}.log"
    with worker(settings, stack.environment["CALLFLOW_API_URL"], log) as started:
        yield started


def counted(started: Worker) -> list[tuple[str, str]]:
    """Return the metrics in the worker's log, each with the part that failed."""
    lines = [json.loads(line) for line in started.log.read_text().splitlines() if line.startswith("{")]
    return [
        (line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"], line["part"]) for line in lines if "_aws" in line
    ]


async def is_abandoned(calls: Calls, room: Json) -> Json:
    await eventually(lambda: calls.session(room["sessionId"])["status"] == "abandoned")
    return calls.session(room["sessionId"])


def test_a_caller_beyond_the_quota_of_transcribe_hears_that_all_lines_are_busy(
    livekit: LiveKitStack, livekit_logs: Path, calls: Calls, tmp_path: Path
) -> None:
    with refused(livekit, livekit_logs, tmp_path, CALLFLOW_STT="aws", CALLFLOW_TTS="local") as started:
        room = calls.started(FLOW, "test-audio")

        async def talk() -> None:
            async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
                await caller.until_gone()
                assert not await lacks(caller.sound(), *SENTENCE)

        asyncio.run(talk())
        session = asyncio.run(is_abandoned(calls, room))
        assert said(session)[-1] == ("assistant", WORDS.busy)
        assert counted(started) == [("SpeechLost", "speech to text")]
        assert "LimitExceededException" in started.log.read_text()


def test_a_caller_whom_polly_refuses_hears_the_recording(
    livekit: LiveKitStack, livekit_logs: Path, calls: Calls, tmp_path: Path
) -> None:
    with refused(livekit, livekit_logs, tmp_path, CALLFLOW_STT="local", CALLFLOW_TTS="aws") as started:
        room = calls.started(FLOW, "test-audio")

        async def talk() -> None:
            async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
                await caller.until_gone()
                assert not await lacks(caller.sound(), *SENTENCE)

        asyncio.run(talk())
        session = asyncio.run(is_abandoned(calls, room))
        assert said(session)[-1] == ("assistant", WORDS.busy)
        assert counted(started) == [("SpeechLost", "text to speech")]


def test_the_next_engines_hear_and_speak_if_amazon_refuses(
    livekit: LiveKitStack, livekit_logs: Path, calls: Calls, tmp_path: Path
) -> None:
    wish = spoken("I would like to rent a boat for two days, please.")
    with refused(livekit, livekit_logs, tmp_path, CALLFLOW_STT="aws,local", CALLFLOW_TTS="aws,local") as started:
        room = calls.started(FLOW, "test-audio")

        async def talk() -> None:
            async with VoiceCaller(room["serverUrl"], room["token"]) as caller:
                await caller.until_heard("What can I do for you?")
                await caller.say(wish)
                await caller.until_heard(NAME)

        asyncio.run(talk())
        assert set(counted(started)) == {("SpeechFallback", "speech to text"), ("SpeechFallback", "text to speech")}
    [(_, heard)] = [each for each in said(calls.session(room["sessionId"])) if each[0] == "user"]
    assert "boat" in heard.lower()


@pytest.mark.parametrize("status", [429, 503])
def test_a_phone_caller_whom_the_api_cannot_take_hears_that_all_lines_are_busy(
    livekit: LiveKitStack, livekit_logs: Path, calls: Calls, status: int
) -> None:
    log = livekit_logs / f"no-place-{status}.log"
    with (
        Loopback(lambda exchange: exchange.answer(status)) as api,
        worker(livekit.environment, api.origin, log) as started,
    ):

        async def talk() -> None:
            async with PhoneCall(calls, "+15550140").caller() as caller:
                await caller.until_gone()
                assert not await lacks(caller.sound(), *SENTENCE)

        asyncio.run(talk())
        assert {each.target for each in api.received} == {"/api/calls"}
        assert "the phone call is refused" in started.log.read_text()
