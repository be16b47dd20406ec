"""A call to which speech to text or text to speech is refused ends with the busy sentence. The sessions are real."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from livekit import rtc
from livekit.agents import AgentSession, APIConnectOptions, TurnHandlingOptions, UserInputTranscribedEvent
from livekit.agents.voice import io

from agent_worker.backend.reply import Hangup, Transfer
from agent_worker.call import media, sound
from agent_worker.call.busy_recorder import BusyRecorder
from agent_worker.call.flow_agent import FlowAgent
from agent_worker.phrases.phrases import phrases_in
from agent_worker.speech.amazon.polly_client import CONFIGS, SESSIONS
from agent_worker.speech.amazon.transcribe import PLUGIN
from agent_worker.speech.build import build_speech
from agent_worker.speech.busy_clip import BusyClip
from agent_worker.speech.settings import Engine, SpeechSettings
from agent_worker.turn.active_conversation import ActiveConversation
from testing.fakes import aws_speech
from testing.fakes.aws_speech import AMAZON, HEARD, TRANSCRIBE_STREAMS, Amazon
from tests.agent_worker.call.call_stage import Loudspeaker
from tests.agent_worker.turn.conversation_driver import ATTEMPTS, QUICK
from tests.agent_worker.turn.scripted_turns import ScriptedFallback, ScriptedTurns, reply

WORDS = phrases_in("en")

pytestmark = pytest.mark.anyio

AWS = SpeechSettings(stt=Engine("aws"), tts=Engine("aws"))
QUICKLY = replace(
    media.ATTEMPTS,
    stt_conn_options=APIConnectOptions(max_retry=3, retry_interval=0.02),
    tts_conn_options=APIConnectOptions(max_retry=3, retry_interval=0.02),
)
"""The attempts of a call, with shorter pauses."""
GREETING = "Hello. What can I do for you?"


@pytest.fixture(autouse=True)
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Amazon]:
    """Amazon's plugin and an account with Amazon's default quota."""
    for module in (PLUGIN, SESSIONS, CONFIGS):
        monkeypatch.setitem(sys.modules, module, aws_speech)
    AMAZON.reset()
    AMAZON.streams = TRANSCRIBE_STREAMS
    yield AMAZON
    assert AMAZON.open == 0


class Microphone(io.AudioInput):
    """Silence, in frames of 20 ms."""

    def __init__(self) -> None:
        super().__init__(label="test")

    async def __anext__(self) -> rtc.AudioFrame:
        await asyncio.sleep(0.01)
        return rtc.AudioFrame(bytes(960), 24_000, 1, 480)


class Recorder(Loudspeaker):
    """Plays each speech at once, and keeps its sound."""

    def __init__(self) -> None:
        super().__init__()
        self.samples = 0
        self.rates: set[int] = set()

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        await super().capture_frame(frame)
        self.samples += frame.samples_per_channel
        self.rates.add(frame.sample_rate)


@dataclass(slots=True)
class Line:
    session: AgentSession[None]
    agent: FlowAgent
    turns: ScriptedTurns
    speaker: Recorder
    heard: list[str] = field(default_factory=list)
    left: list[Transfer | Hangup] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    closed: list[object] = field(default_factory=list)

    @property
    def spoken(self) -> list[str]:
        return [item.text_content or "" for item in self.session.history.messages() if item.role == "assistant"]

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(20):
            while not condition():  # noqa: ASYNC110  # livekit-agents has no event for each of them
                await asyncio.sleep(0.002)


@asynccontextmanager
async def called(
    settings: SpeechSettings = AWS, *, replies: Sequence[str] = (GREETING, "Goodbye."), busy: BusyClip | None = None
) -> AsyncIterator[Line]:
    """A call that listens and speaks with the engines of the settings."""
    turns = ScriptedTurns([reply(text) for text in replies])
    conversation = ActiveConversation(turns, ScriptedFallback(), None, QUICK, ATTEMPTS)
    left: list[Transfer | Hangup] = []
    over = asyncio.Event()

    async def leave(action: Transfer | Hangup) -> bool:
        left.append(action)
        over.set()
        return True

    agent = FlowAgent(conversation, leave, busy=busy)
    built = build_speech(replace(settings, vad="off"), voice=None, language=None)
    session: AgentSession[None] = AgentSession(
        stt=built.stt,
        tts=built.tts,
        vad=None,
        user_away_timeout=None,
        tts_text_transforms=None,
        turn_handling=TurnHandlingOptions(turn_detection="manual"),
        conn_options=QUICKLY,
    )
    line = Line(session, agent, turns, Recorder(), left=left, over=over)
    session.output.audio = line.speaker
    session.input.audio = Microphone()

    def transcribed(event: UserInputTranscribedEvent) -> None:
        line.heard.append(event.transcript)

    session.on("user_input_transcribed", transcribed)
    session.on("close", line.closed.append)
    await session.start(agent, record=False)
    try:
        yield line
    finally:
        await session.aclose()
        await built.stt.aclose()
        await built.tts.aclose()


async def test_the_caller_beyond_transcribes_quota_hears_the_busy_sentence(amazon: Amazon) -> None:
    async with AsyncExitStack() as calls:
        lines = [await calls.enter_async_context(called()) for _ in range(TRANSCRIBE_STREAMS)]
        await asyncio.gather(*(line.until(lambda line=line: line.heard == [HEARD]) for line in lines))
        assert amazon.open == TRANSCRIBE_STREAMS
        refused = await calls.enter_async_context(called())
        await asyncio.wait_for(refused.over.wait(), 20)
        assert refused.spoken[-1] == WORDS.busy
        assert refused.left == [Hangup()]
        assert refused.heard == []
        assert refused.closed == []
        missed = {"missed": [{"role": "assistant", "content": WORDS.busy}]}
        await refused.until(lambda: missed in [fields for _, fields in refused.turns.posted])
        assert [line.left for line in lines] == [[]] * TRANSCRIBE_STREAMS


async def test_a_caller_is_heard_if_a_stream_becomes_free_in_time(amazon: Amazon) -> None:
    amazon.streams = 0
    async with called() as line:
        await line.until(lambda: amazon.asked == 2)
        amazon.streams = 1
        await line.until(lambda: line.heard == [HEARD])
        assert line.left == []


async def test_transcribe_hears_a_call_with_the_vocabulary_of_its_language(amazon: Amazon) -> None:
    amazon.vocabularies = {"orders"}
    async with called(replace(AWS, vocabularies={"en-US": "orders", "de-DE": "bestellungen"})) as line:
        await line.until(lambda: line.heard == [HEARD])
    assert amazon.heard_with == ["orders"]


async def test_a_call_is_heard_if_its_vocabulary_is_missing(amazon: Amazon, caplog: pytest.LogCaptureFixture) -> None:
    async with called(replace(AWS, vocabularies={"en-US": "deleted"})) as line:
        await line.until(lambda: line.heard == [HEARD])
        assert line.left == []
    assert amazon.heard_with == [None]
    [error] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "deleted" in error.getMessage()


async def test_a_stream_that_breaks_in_the_middle_of_a_call_is_opened_again(
    amazon: Amazon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of an unknown class would end speech to text permanently."""
    broken: list[bool] = []
    run = aws_speech.SpeechStream._run

    async def breaks(stream: aws_speech.SpeechStream) -> None:
        if not broken:
            broken.append(True)
            await asyncio.sleep(0.05)
            raise RuntimeError("connection reset")
        await run(stream)

    monkeypatch.setattr(aws_speech.SpeechStream, "_run", breaks)
    async with called() as line:
        await line.until(lambda: line.heard == [HEARD])
        assert broken == [True]
        assert line.left == []


async def test_a_caller_whom_no_voice_answers_hears_the_recording(
    amazon: Amazon, caplog: pytest.LogCaptureFixture
) -> None:
    amazon.speaks = False
    async with called() as line:
        await asyncio.wait_for(line.over.wait(), 20)
        assert line.spoken == [WORDS.busy]
        assert line.left == [Hangup()]
        assert line.speaker.samples / 16_000 > 3, "the recording lasts some seconds"
    [lost] = [record for record in caplog.records if "metric" in vars(record)]
    assert (vars(lost)["metric"], vars(lost)["part"], lost.levelname) == ("SpeechLost", "text to speech", "ERROR")
    assert "ThrottlingException" in lost.getMessage()


async def test_a_voice_that_makes_no_sound_in_time_is_lost(amazon: Amazon, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(sound, "FIRST_SOUND_SECONDS", 0.05)
    amazon.polly_waits = hangs
    async with called() as line:
        await asyncio.wait_for(line.over.wait(), 20)
        assert line.spoken == [WORDS.busy]


async def test_another_engine_speaks_if_polly_is_throttled(amazon: Amazon, caplog: pytest.LogCaptureFixture) -> None:
    amazon.speaks = False
    async with called(replace(AWS, tts_fallbacks=(Engine("local"),))) as line:
        await line.until(lambda: line.spoken == [GREETING])
        assert line.left == []
    metrics = [vars(record)["metric"] for record in caplog.records if "metric" in vars(record)]
    assert set(metrics) == {"SpeechFallback"}


async def test_the_busy_sentence_is_played_in_the_voice_that_spoke_before(amazon: Amazon, tmp_path: Path) -> None:
    clip = BusyClip(phrases_in("de").busy, tmp_path / "polly.wav")
    async with called(busy=clip) as line:

        async def voice() -> Any:
            return build_speech(replace(AWS, vad="off"), voice=None, language=None).tts

        recorder = BusyRecorder(line.session, clip, lambda: line.agent.speaks, voice)
        await line.until((tmp_path / "polly.wav").exists)
        recorder.close()
    assert amazon.synthesized.count(phrases_in("de").busy) == 1
    amazon.speaks = False
    async with called(busy=clip) as line:
        await asyncio.wait_for(line.over.wait(), 20)
        assert line.spoken == [phrases_in("de").busy]
        assert line.speaker.samples == 3200, "the hum, not the English recording"


async def test_a_voice_that_is_lost_is_not_asked_for_a_recording(amazon: Amazon, tmp_path: Path) -> None:
    amazon.speaks = False
    built: list[bool] = []
    async with called() as line:

        async def voice() -> Any:
            built.append(True)

        recorder = BusyRecorder(
            line.session, BusyClip(WORDS.busy, tmp_path / "polly.wav"), lambda: line.agent.speaks, voice
        )
        await asyncio.wait_for(line.over.wait(), 20)
        await line.until(lambda: line.session.agent_state != "speaking")
        recorder.close()
    assert built == []
