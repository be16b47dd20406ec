"""The conversation against a scripted API."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from agent_worker.backend.errors import ApiRefusedError
from agent_worker.backend.reply import Hangup, Listen
from agent_worker.backend.turn_stream import OnWords
from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.active_conversation import ReplyTimeouts
from agent_worker.turn.attempts import Attempts
from agent_worker.turn.inputs import Input, NoInput, Pressed, Proceed, Said
from agent_worker.turn.state import Options
from tests.agent_worker.turn.conversation_driver import ConversationDriver
from tests.agent_worker.turn.scripted_turns import ScriptedFallback, ScriptedTurns, reply

WORDS = phrases_in("en")

pytestmark = pytest.mark.anyio


async def test_each_input_is_one_turn_with_its_fields() -> None:
    turns = ScriptedTurns([reply("Hello"), reply("Name?"), reply("Pin?"), reply("Are you there?")])
    conversation = ConversationDriver(turns)
    inputs: list[Input] = [Proceed(), Said("hi"), Pressed("1#"), NoInput()]
    for number, user_input in enumerate(inputs):
        text = await conversation.answer(user_input, f"t{number}")
        conversation.heard(text)
    assert [fields for _, fields in turns.posted] == [{}, {"userInput": "hi"}, {"dtmf": "1#"}, {"noInput": True}]
    assert [turn_id for turn_id, _ in turns.posted] == ["t0", "t1", "t2", "t3"]


async def test_the_heard_part_of_a_reply_is_sent_with_the_next_turn() -> None:
    turns = ScriptedTurns([reply("Would you like to hear our offers of today?"), reply("Good.")])
    conversation = ConversationDriver(turns)
    text = await conversation.answer(Proceed(), "t0")
    conversation.heard(text, "Would you like to", cut=True)
    assert not conversation.pending
    await conversation.answer(Said("no"), "t1")
    assert turns.posted[1] == (
        "t1",
        {"userInput": "no", "interrupted": {"turnId": "t0", "heard": "Would you like to"}},
    )


async def test_words_before_a_reply_was_heard_do_not_answer_it_and_it_is_repeated() -> None:
    turns = ScriptedTurns([reply("What is your name?"), reply("Thank you")])
    conversation = ConversationDriver(turns)
    text = await conversation.answer(Said("my computer"), "t0")
    conversation.heard(text, "What", cut=True)
    again = await conversation.answer(Said("does not start"), "t1")
    assert again.text == "What is your name?"
    conversation.heard(again)
    await conversation.answer(Said("Ada"), "t2")
    assert turns.posted[-1] == (
        "t2",
        {"userInput": "Ada", "missed": [{"role": "user", "content": "does not start"}]},
    )
    assert len(turns.posted) == 2


async def test_a_reply_is_spoken_at_most_three_times() -> None:
    turns = ScriptedTurns([reply("What is your name?"), reply("Thank you")])
    conversation = ConversationDriver(turns)
    for number in range(3):
        conversation.heard(await conversation.answer(Said("er"), f"t{number}"), "", cut=True)
    assert (await conversation.answer(Said("Ada"), "t3")).text == "Thank you"


async def test_a_turn_continues_if_its_speech_is_cut_off_during_the_request() -> None:
    turns = ScriptedTurns([reply("What is your name?")], seconds=0.02)
    conversation = ConversationDriver(turns)
    asking = asyncio.create_task(conversation.answer(Said("hello"), "t0"))
    await asyncio.sleep(0.005)
    asking.cancel()
    assert conversation.pending
    assert (await conversation.answer(Proceed())).text == "What is your name?"
    assert [turn_id for turn_id, _ in turns.posted] == ["t0"]


async def test_the_tool_runs_while_the_filler_is_spoken() -> None:
    turns = ScriptedTurns([reply("One second.", {"type": "continue"}), reply("It is on its way. Anything else?")])
    conversation = ConversationDriver(turns)
    filler = await conversation.answer(Said("where is my order"), "t0")
    await asyncio.sleep(0.01)
    assert [fields for _, fields in turns.posted] == [{"userInput": "where is my order"}, {}]
    assert filler.action is None
    conversation.heard(filler)
    assert conversation.pending
    result = await conversation.answer(Proceed())
    assert result.text == "It is on its way. Anything else?"
    conversation.heard(result)
    assert not conversation.pending
    assert len(turns.posted) == 2


async def test_words_during_a_filler_do_not_answer_the_result_of_the_tool() -> None:
    turns = ScriptedTurns(
        [reply("One second, please.", {"type": "continue"}), reply("Shipped. Anything else?"), reply("Bye")]
    )
    conversation = ConversationDriver(turns)
    filler = await conversation.answer(Said("where is my order"), "t0")
    conversation.heard(filler, "One", cut=True)
    result = await conversation.answer(Said("uh huh"), "t1")
    assert result.text == "Shipped. Anything else?"
    conversation.heard(result)
    await conversation.answer(Said("no"), "t2")
    assert turns.posted[-1][1] == {
        "userInput": "no",
        "interrupted": {"turnId": "t0", "heard": "One"},
        "missed": [{"role": "user", "content": "uh huh"}],
    }


async def test_a_lost_response_is_requested_again_with_the_same_id() -> None:
    turns = ScriptedTurns([reply("Hello")], lose_answers=2)
    conversation = ConversationDriver(turns)
    assert (await conversation.answer(Proceed(), "t0")).text == "Hello"
    assert turns.posted == [("t0", {})] * 3


async def test_a_slow_reply_is_bridged_and_then_spoken() -> None:
    turns = ScriptedTurns([reply("Done."), reply("Bye")], seconds=0.12)
    conversation = ConversationDriver(turns)
    spoken: list[str] = []
    for _ in range(9):
        text = await conversation.answer(Said("go") if not spoken else Proceed(), "t0" if not spoken else None)
        spoken.append(text.text)
        conversation.heard(text)
        if not conversation.pending:
            break
    assert spoken[-1] == "Done."
    assert spoken[0] == WORDS.slow[0]
    assert len(set(spoken)) == len(spoken) > 1
    turns.seconds = 0
    await conversation.answer(Said("thanks"), "t1")
    missed = [{"role": "assistant", "content": phrase} for phrase in spoken[:-1]]
    assert turns.posted[-1] == ("t1", {"userInput": "thanks", "missed": missed})
    assert len(turns.posted) == 2


async def test_during_an_outage_no_words_are_repeated_and_none_are_lost() -> None:
    turns = ScriptedTurns([reply("What is your name?"), reply("Hello Ada")], down=True)
    conversation = ConversationDriver(turns)
    first = await conversation.answer(Said("good morning"), "t0")
    conversation.heard(first)
    second = await conversation.answer(Said("hello?"), "t1")
    conversation.heard(second)
    assert [first.text, second.text] == list(WORDS.out_of_reach[:2])
    turns.down = False
    pending = await conversation.answer(Proceed())
    assert pending.text == "What is your name?"
    conversation.heard(pending)
    await conversation.answer(Said("Ada"), "t2")
    assert turns.posted[-1] == (
        "t2",
        {
            "userInput": "Ada",
            "missed": [
                {"role": "assistant", "content": first.text},
                {"role": "user", "content": "hello?"},
                {"role": "assistant", "content": second.text},
            ],
        },
    )
    assert {turn_id for turn_id, _ in turns.posted} == {"t0", "t2"}
    assert all(fields == {"userInput": "good morning"} for turn_id, fields in turns.posted if turn_id == "t0")


async def test_the_fallback_model_answers_in_place_of_the_flow() -> None:
    turns = ScriptedTurns([reply("What is your name?")], down=True)
    fallback = ScriptedFallback("I am sorry about your computer. One moment.")
    conversation = ConversationDriver(turns, fallback)
    text = await conversation.answer(Said("my computer is broken"), "t0")
    assert text.text == "I am sorry about your computer. One moment."
    assert [message.content for message in fallback.asked[0]] == ["my computer is broken"]


async def test_a_call_ends_with_a_goodbye_if_the_api_stays_unavailable_or_refuses() -> None:
    class Refusing(ScriptedTurns):
        async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Any:
            raise ApiRefusedError("404")

    refused = await ConversationDriver(Refusing([])).answer(Proceed(), "t0")
    conversation = ConversationDriver(
        ScriptedTurns([], down=True), attempts=Attempts(first_pause=0.001, max_seconds=0.0)
    )
    away = await conversation.answer(Proceed(), "t0")
    for text in (refused, away):
        assert text.text == WORDS.goodbye
        assert isinstance(text.action, Hangup)
        assert not text.interruptible


async def test_a_worker_that_takes_over_does_not_greet_the_caller() -> None:
    turns = ScriptedTurns([reply("", lastResponse="Hello, how can I help?"), reply("Thanks")])
    conversation = ConversationDriver(turns)
    text = await conversation.answer(Proceed(), "t0")
    assert text.text == WORDS.back
    assert isinstance(text.action, Listen)
    conversation.heard(text)
    assert not conversation.pending
    await conversation.answer(Said("my order"), "t1")
    assert turns.posted[-1][1]["missed"] == [{"role": "assistant", "content": WORDS.back}]


async def test_a_worker_that_takes_over_after_the_greeting_repeats_the_last_reply() -> None:
    turns = ScriptedTurns([reply("", lastResponse="It ships on Tuesday. Anything else?")])
    conversation = ConversationDriver(turns, options=Options(repeat_last_reply=True))
    text = await conversation.answer(Proceed(), "t0")
    assert text.text == f"{WORDS.cut_off} It ships on Tuesday. Anything else?"
    assert isinstance(text.action, Listen)


async def test_a_goodbye_that_was_cut_off_still_ends_the_call() -> None:
    conversation = ConversationDriver(ScriptedTurns([reply("Goodbye!", {"type": "hangup"}, completed=True)]))
    text = await conversation.answer(Said("no thanks"), "t0")
    conversation.heard(text, "", cut=True)
    assert not conversation.pending
    assert isinstance(text.action, Hangup)


async def test_a_turn_after_a_long_outage_stays_within_the_limits_of_the_api() -> None:
    turns = ScriptedTurns([reply("What is your name?"), reply("Hello")], down=True)
    conversation = ConversationDriver(turns, timeouts=ReplyTimeouts(0.001, 0.001))
    for number in range(150):
        text = await conversation.answer(Said("hello? " * 600), f"t{number}")
        conversation.heard(text)
    turns.down = False
    while conversation.pending:
        text = await conversation.answer(Proceed())
        conversation.heard(text)
    await conversation.answer(Said("Ada"), "last")
    missed = turns.posted[-1][1]["missed"]
    assert isinstance(missed, list)
    assert 0 < len(missed) <= 100
    assert sum(len(message["content"]) for message in missed) <= 8000


async def test_a_key_answers_a_question_that_was_cut_off_at_once() -> None:
    turns = ScriptedTurns([reply("For sales, press one."), reply("Sales.")])
    conversation = ConversationDriver(turns)
    text = await conversation.answer(Proceed(), "t0")
    conversation.heard(text, "For", cut=True)
    assert (await conversation.answer(Pressed("1"), "t1")).text == "Sales."
    assert turns.posted[1] == ("t1", {"dtmf": "1", "interrupted": {"turnId": "t0", "heard": "For"}})
