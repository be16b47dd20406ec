"""A reply that is spoken while the API still streams it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable

import pytest

from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError
from agent_worker.backend.reply import Hangup, Listen
from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.active_conversation import ActiveConversation, ReplyTimeouts
from agent_worker.turn.commands import CallCommand, LeaveCall, StartSpeech
from agent_worker.turn.events import InputReceived, SpeechEnded
from agent_worker.turn.inputs import Input, NoInput, Pressed, Proceed, Said
from agent_worker.turn.state import Idle, SpokenText, Undelivered
from tests.agent_worker.turn.conversation_driver import ATTEMPTS, QUICK
from tests.agent_worker.turn.scripted_turns import ScriptedFallback, StreamedTurns, reply

pytestmark = pytest.mark.anyio

WORDS = phrases_in("en")
PATIENT = ReplyTimeouts(first=30.0, further=30.0)
LOST = ApiUnavailableError("lost")
HELLO = "Hello and welcome to the shop."
NAME = " What is your name?"


class Speeches:
    """The speeches of one call, each of which the test reads piece by piece."""

    def __init__(
        self, turns: StreamedTurns, timeouts: ReplyTimeouts = PATIENT, sound_ends: Callable[[], float] = lambda: 0.0
    ) -> None:
        self.turns, self._sound_ends = turns, sound_ends
        self.conversation = ActiveConversation(turns, ScriptedFallback(), None, timeouts, ATTEMPTS)
        self.id = ""
        self.texts: list[SpokenText] = []
        """The texts of the current speech so far."""
        self._source: AsyncGenerator[SpokenText, None] | None = None

    def begin(self, user_input: Input, speech_id: str) -> None:
        self.follow(self.conversation.handle(InputReceived(speech_id, user_input)))

    def follow(self, commands: object) -> None:
        assert isinstance(commands, list)
        for command in commands:
            if isinstance(command, StartSpeech):
                self.id, self.texts = command.speech_id, []
                self._source = self.conversation.texts_for(command.speech_id, self._sound_ends)

    async def next(self) -> str | None:
        """Return the next text of the speech. None at its end."""
        assert self._source is not None
        async with asyncio.timeout(20):
            text = await anext(self._source, None)
        if text is not None:
            self.texts.append(text)
        return None if text is None else text.text

    async def rest(self) -> list[str]:
        texts = []
        while (text := await self.next()) is not None:
            texts.append(text)
        return texts

    async def end(self, heard: str | None = None) -> list[CallCommand]:
        """End the speech: heard to its end, or cut off after `heard`."""
        assert self._source is not None
        await self._source.aclose()
        whole = "".join(text.text for text in self.texts)
        said = whole if heard is None else heard
        ended = SpeechEnded(self.id, said, heard is not None, False, False, f"after {self.id}")
        commands = list(self.conversation.handle(ended))
        self.follow(commands)
        return commands


async def test_the_first_words_are_spoken_before_the_reply_is_known() -> None:
    rest = asyncio.Event()
    speeches = Speeches(StreamedTurns([[HELLO, rest, NAME, reply(HELLO + NAME)]]))
    speeches.begin(Proceed(), "a")
    assert await speeches.next() == HELLO
    assert speeches.texts[0] == SpokenText(HELLO, "a", whole=False)
    rest.set()
    assert await speeches.next() == NAME
    assert await speeches.rest() == [""]
    assert speeches.texts[-1].action == Listen()
    assert speeches.texts[-1].whole
    await speeches.end()
    assert isinstance(speeches.conversation.state, Idle)
    assert len(speeches.turns.posted) == 1


async def test_the_words_after_the_streamed_ones_come_with_the_reply() -> None:
    speeches = Speeches(StreamedTurns([[HELLO, reply(f"{HELLO} {NAME}")]]))
    speeches.begin(Proceed(), "a")
    assert "".join(await speeches.rest()) == f"{HELLO} {NAME}"


async def test_silence_in_mid_stream_is_bridged_by_a_speech_of_its_own() -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, rest, NAME, reply(HELLO + NAME)], [reply("Thanks.")]])
    speeches = Speeches(turns, QUICK)
    speeches.begin(Proceed(), "a")
    assert await speeches.rest() == [HELLO]
    [_, started] = await speeches.end()
    assert isinstance(started, StartSpeech)
    assert await speeches.rest() == [WORDS.slow[0]], "the silence was bridged already: nothing waits again"
    await speeches.end()
    rest.set()
    await asyncio.sleep(0)
    assert await speeches.rest() == [NAME.strip(), ""]
    await speeches.end()
    speeches.begin(Said("Ada"), "b")
    await speeches.rest()
    assert turns.posted[-1] == ("b", {"userInput": "Ada", "missed": [{"role": "assistant", "content": WORDS.slow[0]}]})


async def test_words_that_come_when_the_silence_has_ended_a_speech_need_no_bridge() -> None:
    rest = asyncio.Event()
    speeches = Speeches(StreamedTurns([[HELLO, rest, NAME, reply(HELLO + NAME)]]), QUICK)
    speeches.begin(Proceed(), "a")
    assert await speeches.rest() == [HELLO]
    rest.set()
    await asyncio.sleep(0.01)
    await speeches.end()
    assert await speeches.rest() == [NAME.strip()]


async def test_silence_begins_when_the_words_have_been_played() -> None:
    rest, clock = asyncio.Event(), asyncio.get_running_loop().time
    ends = [clock() + 0.4]
    speeches = Speeches(StreamedTurns([[HELLO, rest]]), QUICK, lambda: ends[0])
    speeches.begin(Proceed(), "a")
    assert await speeches.next() == HELLO
    assert await speeches.next() is None
    assert clock() >= ends[0] + QUICK.first


async def test_a_stream_that_breaks_goes_on_where_it_broke() -> None:
    turns = StreamedTurns([[HELLO, LOST], ["Hello and welcome", " to the shop.", NAME, reply(HELLO + NAME)]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    assert await speeches.rest() == [HELLO, NAME, ""]
    assert turns.posted == [("a", {})] * 2


async def test_a_reply_that_begins_with_other_words_is_spoken_whole_and_the_others_are_missed() -> None:
    turns = StreamedTurns([[HELLO, LOST], ["Good day", reply("Good day to you.")], [reply("Thanks.")]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    assert await speeches.rest() == [HELLO]
    await speeches.end()
    assert await speeches.rest() == ["Good day to you."]
    await speeches.end()
    speeches.begin(Said("hi"), "b")
    await speeches.rest()
    assert turns.posted[-1][1] == {"userInput": "hi", "missed": [{"role": "assistant", "content": HELLO}]}


async def test_a_refusal_after_the_first_words_ends_the_call_with_a_goodbye() -> None:
    speeches = Speeches(StreamedTurns([[HELLO, ApiRefusedError("404")]]))
    speeches.begin(Proceed(), "a")
    assert await speeches.rest() == [HELLO]
    await speeches.end()
    assert await speeches.rest() == [WORDS.goodbye]
    assert await speeches.end() == [LeaveCall(Hangup())]


async def test_barge_in_during_a_stream_lets_the_turn_commit_and_tells_what_was_heard() -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, rest, NAME, reply(HELLO + NAME)], [reply("Sure.")]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    assert await speeches.next() == HELLO
    await speeches.end("Hello and welcome")
    assert isinstance(speeches.conversation.state, Undelivered)
    speeches.begin(Said("I want a boat"), "b")
    answered = asyncio.create_task(speeches.rest())
    await asyncio.sleep(0.01)
    assert len(turns.posted) == 1, "one turn at a time"
    rest.set()
    assert await answered == ["Sure."]
    assert turns.cancelled == 0
    cut = {"turnId": "a", "heard": "Hello and welcome"}
    assert turns.posted[1:] == [("b", {"userInput": "I want a boat", "interrupted": cut})]


async def test_barge_in_without_an_input_waits_for_the_caller_with_the_rules_of_the_reply() -> None:
    turns = StreamedTurns([[HELLO, reply(HELLO + NAME, {"type": "listen", "noInputSeconds": 5})], [reply("Hello?")]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    assert await speeches.next() == HELLO
    await speeches.end("Hello and welcome")
    speeches.begin(Proceed(), "b")
    assert await speeches.rest() == [""]
    assert speeches.texts[0].action == Listen(no_input_seconds=5)
    await speeches.end()
    speeches.begin(NoInput(), "c")
    await speeches.rest()
    assert turns.posted[-1][1] == {"noInput": True, "interrupted": {"turnId": "a", "heard": "Hello and welcome"}}


async def test_what_is_left_of_a_goodbye_is_spoken_after_barge_in() -> None:
    rest = asyncio.Event()
    bye = "Thank you for calling us today. Goodbye!"
    turns = StreamedTurns([["Thank you for calling us today.", rest, reply(bye, {"type": "hangup"})]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    await speeches.next()
    await speeches.end("Thank you for calling")
    speeches.begin(Said("wait"), "b")
    rest.set()
    assert await speeches.rest() == ["Goodbye!"]
    assert not speeches.texts[0].interruptible
    assert await speeches.end() == [LeaveCall(Hangup())]


async def test_first_words_that_the_caller_hardly_heard_are_spoken_again() -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, rest, reply(HELLO)], [reply("Thanks.")]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    await speeches.next()
    await speeches.end("Hello")
    speeches.begin(Said("hm"), "b")
    assert await speeches.next() == HELLO
    rest.set()
    assert await speeches.rest() == [""]
    await speeches.end()
    speeches.begin(Said("Ada"), "c")
    await speeches.rest()
    assert turns.posted[1:] == [("c", {"userInput": "Ada", "missed": [{"role": "user", "content": "hm"}]})]


async def test_a_key_answers_first_words_that_the_caller_hardly_heard() -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, rest, reply(HELLO + NAME)], [reply("Sales.")]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    await speeches.next()
    await speeches.end("Hello")
    speeches.begin(Pressed("1"), "b")
    rest.set()
    assert await speeches.rest() == ["Sales."]
    assert turns.posted[1:] == [("b", {"dtmf": "1", "interrupted": {"turnId": "a", "heard": "Hello"}})]


async def test_clauses_that_a_voice_did_not_speak_are_spoken_again() -> None:
    rest = asyncio.Event()
    turns = StreamedTurns([[HELLO, NAME, rest, reply(HELLO + NAME)]])
    speeches = Speeches(turns)
    speeches.begin(Proceed(), "a")
    while "".join(text.text for text in speeches.texts) != HELLO + NAME:
        await speeches.next()
    # The voice failed within the second clause.
    speeches.conversation.handle(SpeechEnded("a", f"{HELLO} What", False, True, False, "b"))
    speeches.begin(Proceed(), "c")
    assert await speeches.next() == NAME.strip()
    rest.set()
    assert await speeches.rest() == [""]
