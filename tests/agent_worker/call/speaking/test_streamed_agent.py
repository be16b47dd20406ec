"""The agent in a session of livekit-agents, against an API that streams: clauses are spoken as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, cast

import pytest
from livekit import rtc
from livekit.agents import Agent, ModelSettings
from livekit.agents.types import USERDATA_TIMED_TRANSCRIPT
from livekit.agents.utils import is_given
from livekit.agents.voice import io
from livekit.agents.voice.io import TimedString

from agent_worker.call import sound
from agent_worker.call.flow_agent import FlowAgent
from agent_worker.call.sound import END_SECONDS, GAP_SECONDS, Playout, sound_of_clauses
from tests.agent_worker.call.call_stage import call
from tests.agent_worker.call.test_turn_timings import Room
from tests.agent_worker.turn.scripted_turns import StreamedTurns, reply

pytestmark = pytest.mark.anyio

HELLO = "Hello and welcome to the shop."
NAME = " What is your name?"


class Voice:
    """Text to speech that makes a tenth of a second of sound for each text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.failing: str | None = None

    async def sound_of(
        self, agent: Agent, text: str, model_settings: ModelSettings
    ) -> AsyncGenerator[rtc.AudioFrame, None]:
        self.texts.append(text)
        if text == self.failing:
            raise ConnectionError("no voice")
        yield rtc.AudioFrame(b"\x01\x00" * 1600, 16000, 1, 1600)


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> Voice:
    voice = Voice()
    monkeypatch.setattr(sound, "sound_of", voice.sound_of)
    return voice


class Screen(io.TextOutput):
    """A chat window: the words of each reply, piece by piece."""

    def __init__(self) -> None:
        super().__init__(label="screen", next_in_chain=None)
        self.replies: list[list[str]] = []
        self._open = False

    async def capture_text(self, text: str) -> None:
        if not self._open:
            self._open = True
            self.replies.append([])
        self.replies[-1].append(text)

    def flush(self) -> None:
        self._open = False


async def test_the_first_clause_is_played_while_the_api_writes_the_second(voice: Voice) -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, rest, NAME, reply(HELLO + NAME)], [reply("Thanks.")]])
    async with call(turns, held=True, agent_type=FlowAgent) as stage:
        await stage.until(lambda: stage.speaker.playing)
        assert voice.texts == [HELLO]
        rest.set()
        await stage.until(lambda: voice.texts == [HELLO, NAME.strip()])
        stage.speaker.held = False
        stage.speaker.let_go()
        await stage.quiet()
        await stage.say("Ada")
        await stage.until(lambda: len(turns.posted) == 2)
        assert turns.posted[1][1] == {"userInput": "Ada"}, "the caller heard everything"


async def test_a_chat_shows_clauses_as_they_come_in_one_message() -> None:
    rest, screen = asyncio.Event(), Screen()
    turns = StreamedTurns([[HELLO, rest, NAME, reply(HELLO + NAME)]])
    async with call(turns, agent_type=FlowAgent, chat=screen) as stage:
        await stage.until(lambda: screen.replies)
        assert screen.replies == [[HELLO]]
        rest.set()
        await stage.quiet()
        assert screen.replies == [[HELLO, NAME]]


async def test_barge_in_in_mid_stream_tells_what_was_heard_and_the_turn_commits(voice: Voice) -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, rest, NAME, reply(HELLO + NAME)], [reply("Boats, then.")]])
    async with call(turns, held=True, agent_type=FlowAgent) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.speaker.heard = "Hello and welcome"
        await stage.say("I want a boat")
        stage.speaker.held = False
        rest.set()
        await stage.until(lambda: voice.texts == [HELLO, "Boats, then."])
        assert turns.cancelled == 0
        cut = {"turnId": turns.posted[0][0], "heard": "Hello and welcome"}
        assert turns.posted[1][1] == {"userInput": "I want a boat", "interrupted": cut}


async def test_last_words_cannot_be_cut_off_once_they_are_known_to_be_last(voice: Voice) -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, rest, reply(f"{HELLO} Goodbye.", {"type": "hangup"})]])
    async with call(turns, held=True, agent_type=FlowAgent) as stage:
        await stage.until(lambda: stage.speaker.playing)
        rest.set()
        await stage.until(lambda: voice.texts == [HELLO, "Goodbye."])
        await stage.write("wait")
        assert stage.speaker.playing
        stage.speaker.let_go()
        await stage.until(lambda: stage.left)
        stage.speaker.held = False
        assert len(turns.posted) == 1


async def test_a_reply_is_announced_before_its_first_word_and_its_phases_when_it_is_final(voice: Voice) -> None:
    room, rest = Room(), asyncio.Event()
    final = reply(HELLO + NAME).model_copy(update={"millis": {"model": 900.0}})
    turns = StreamedTurns([[reply("Yes?")], [HELLO, rest, final]])
    async with call(turns, agent_type=FlowAgent, timings=room.timings()) as stage:
        await stage.quiet()
        sent = len(room.sent)
        await stage.write("Hello?")
        await stage.until(lambda: len(room.sent) == sent + 2)
        [announced, sounded] = room.sent[sent:]
        assert announced == {"turnId": turns.posted[1][0], "millis": {}}
        assert {*sounded["millis"]} == {"speaking", "firstWord"}
        rest.set()
        await stage.until(lambda: len(room.sent) == sent + 3)
        assert room.sent[-1] == {"turnId": turns.posted[1][0], "millis": {"model": 900.0}}
        await stage.quiet()


async def test_a_chat_tells_the_time_to_the_first_word_with_the_announcement() -> None:
    room = Room()
    turns = StreamedTurns([[reply("Yes?")], [HELLO, reply(HELLO)]])
    async with call(turns, agent_type=FlowAgent, timings=room.timings(sound=False), chat=Screen()) as stage:
        await stage.quiet()
        assert room.sent[0]["millis"] == {}, "nobody spoke before the greeting"
        await stage.write("Hello?")
        await stage.until(lambda: len(room.sent) == 3)
        assert [*room.sent[1]["millis"]] == ["firstWord"]
        assert room.sent[2] == {"turnId": turns.posted[1][0], "millis": {}}


async def clauses(*parts: str | asyncio.Event) -> AsyncIterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            await part.wait()


async def frames_of(*parts: str | asyncio.Event) -> AsyncIterator[rtc.AudioFrame]:
    async for frame in sound_of_clauses(cast(Any, None), clauses(*parts), ModelSettings(), Playout()):
        yield frame


def silent(frame: rtc.AudioFrame) -> bool:
    return not any(frame.data)


async def test_silence_is_played_until_the_next_clause_comes(voice: Voice) -> None:
    late = asyncio.Event()
    frames = frames_of("One.", late, "Two.")
    assert not silent(await anext(frames))
    for seconds in (END_SECONDS, GAP_SECONDS, GAP_SECONDS):
        pause = await anext(frames)
        assert silent(pause)
        assert pause.duration == pytest.approx(seconds)
        assert (pause.sample_rate, pause.num_channels) == (16000, 1)
    late.set()
    rest = [frame async for frame in frames]
    assert [silent(frame) for frame in rest[-2:]] == [False, True]
    assert voice.texts == ["One.", "Two."]


def times_of(frames: list[rtc.AudioFrame]) -> list[tuple[str, float | None, float | None]]:
    """Return the words, with the second at which they begin or end, that frames tell."""
    told = [each for frame in frames for each in frame.userdata[USERDATA_TIMED_TRANSCRIPT]]
    return [
        (
            str(each),
            round(each.start_time, 3) if is_given(each.start_time) else None,
            round(each.end_time, 3) if is_given(each.end_time) else None,
        )
        for each in told
    ]


async def test_the_frames_tell_when_a_clause_begins_and_ends(voice: Voice) -> None:
    late = asyncio.Event()
    stream = frames_of("One, ", "two. ", late, "Three.")
    frames = [await anext(stream) for _ in range(5)]
    late.set()
    frames += [frame async for frame in stream]
    begins = sum(frame.duration for frame in frames[:-2])
    assert begins > 0.25, "two clauses, and the silence until the third one came"
    first, pauses, last = times_of(frames[:4]), times_of(frames[4:-2]), times_of(frames[-2:])
    assert first == [("One, ", 0.0, None), ("", None, 0.1), ("two. ", 0.11, None), ("", None, 0.21)]
    assert [words for words, _, _ in pauses] == [""] * len(pauses), "silence"
    assert pauses[-1] == ("", None, round(begins, 3))
    assert last == [("Three.", round(begins, 3), None), ("", None, round(begins + 0.1, 3))]


async def test_the_end_of_a_clause_is_told_before_the_next_one_comes(voice: Voice) -> None:
    frames = frames_of("One.", asyncio.Event())
    assert times_of([await anext(frames), await anext(frames)]) == [("One.", 0.0, None), ("", None, 0.1)]


async def test_words_without_a_sound_go_with_the_next_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sound_of(agent: Agent, text: str, settings: ModelSettings) -> AsyncGenerator[rtc.AudioFrame, None]:
        if text != "…":
            yield rtc.AudioFrame(b"\x01\x00" * 1600, 16000, 1, 1600)

    monkeypatch.setattr(sound, "sound_of", sound_of)
    frames = [frame async for frame in frames_of("… ", "One. ", "…")]
    assert times_of(frames) == [("… One. ", 0.0, None), ("", None, 0.1), ("…", 0.11, None)]
    assert [frame async for frame in frames_of("…")] == []


async def test_a_clause_at_which_the_voice_fails_is_not_told(voice: Voice) -> None:
    voice.failing = "Two."
    stream = frames_of("One. ", "Two.")
    frames = [await anext(stream), await anext(stream)]
    with pytest.raises(ConnectionError):
        await anext(stream)
    assert times_of(frames) == [("One. ", 0.0, None), ("", None, 0.1)]


async def test_times_that_an_engine_counts_from_its_own_text_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sound_of(agent: Agent, text: str, settings: ModelSettings) -> AsyncGenerator[rtc.AudioFrame, None]:
        for _ in range(2):
            frame = rtc.AudioFrame(b"\x01\x00" * 800, 16000, 1, 800)
            frame.userdata[USERDATA_TIMED_TRANSCRIPT] = [TimedString(text, start_time=0.0)]
            yield frame

    monkeypatch.setattr(sound, "sound_of", sound_of)
    frames = [frame async for frame in frames_of("One. ", "Two.")]
    assert [words for words, _, _ in times_of(frames)] == ["One. ", "", "Two.", ""]


async def test_no_silence_is_played_within_a_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice may be slower than speech. A word would be torn otherwise."""
    slow = asyncio.Event()

    async def sound_of(agent: Agent, text: str, settings: ModelSettings) -> AsyncGenerator[rtc.AudioFrame, None]:
        for _ in range(2):
            yield rtc.AudioFrame(b"\x01\x00" * 160, 16000, 1, 160)
            await slow.wait()

    monkeypatch.setattr(sound, "sound_of", sound_of)
    frames = frames_of("One.", "Two.")
    assert not silent(await anext(frames))
    following = asyncio.ensure_future(anext(frames))
    await asyncio.wait({following}, timeout=0.2)
    assert not following.done()
    slow.set()
    assert not silent(await following)
    assert len([frame async for frame in frames if not silent(frame)]) == 2


async def test_only_the_ends_of_clauses_are_played_between_clauses_that_are_there(voice: Voice) -> None:
    assert [silent(frame) async for frame in frames_of("One.", "Two.", "Three.")] == [False, True] * 3


async def test_a_voice_that_fails_within_a_stream_raises_after_what_it_spoke(voice: Voice) -> None:
    voice.failing = "Two."
    frames = frames_of("One.", "Two.", "Three.")
    assert not silent(await anext(frames))
    with pytest.raises(ConnectionError):
        async for _ in frames:
            pass
    assert voice.texts == ["One.", "Two."]


async def test_sound_ends_with_the_last_sound_and_not_with_the_silence_after_it() -> None:
    playout, now = Playout(), asyncio.get_running_loop().time
    frame = rtc.AudioFrame(b"\x00\x00" * 16000, 16000, 1, 16000)
    assert playout.sound_ends() == 0
    before = now()
    playout.add(frame)
    playout.add(frame)
    ends = playout.sound_ends()
    assert before + 2 <= ends <= now() + 2
    playout.add(frame, silent=True)
    assert playout.sound_ends() == ends
    assert playout.ends == ends + 1
