from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from agent_worker.backend.reply import Hangup, Listen
from agent_worker.turn.attempts import Attempts, RefusedError
from agent_worker.turn.inputs import Input, KeptSilent, Nothing, Pressed, Said
from agent_worker.turn.phrases import BACK, CUT_OFF, GOODBYE, OUT_OF_REACH, SLOW
from tests.agent_worker.turn.scripted_turns import QUICK, ScriptedFallback, ScriptedTurns, reply, talk


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


def test_each_input_is_one_turn_with_its_fields() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("Hello"), reply("Name?"), reply("Pin?"), reply("Are you there?")])
        talking = talk(turns)
        inputs: list[Input] = [Nothing(), Said("hi"), Pressed("1#"), KeptSilent()]
        for number, given in enumerate(inputs):
            saying = await talking.next(given, f"t{number}")
            talking.spoken(saying, saying.text, cut=False)
        assert [fields for _, fields in turns.posted] == [{}, {"userInput": "hi"}, {"dtmf": "1#"}, {"noInput": True}]
        assert [turn_id for turn_id, _ in turns.posted] == ["t0", "t1", "t2", "t3"]

    run(scenario())


def test_what_was_heard_of_a_reply_goes_along_with_the_next_turn() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("Would you like to hear our offers of today?"), reply("Good.")])
        talking = talk(turns)
        saying = await talking.next(Nothing(), "t0")
        talking.spoken(saying, "Would you like to", cut=True)
        assert not talking.owes
        await talking.next(Said("no"), "t1")
        assert turns.posted[1] == (
            "t1",
            {"userInput": "no", "interrupted": {"turnId": "t0", "heard": "Would you like to"}},
        )

    run(scenario())


def test_words_before_a_reply_was_heard_are_no_answer_to_it_and_it_is_said_again() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("What is your name?"), reply("Thank you")])
        talking = talk(turns)
        saying = await talking.next(Said("my computer"), "t0")
        talking.spoken(saying, "What", cut=True)
        again = await talking.next(Said("does not start"), "t1")
        assert again.text == "What is your name?"
        talking.spoken(again, again.text, cut=False)
        await talking.next(Said("Ada"), "t2")
        assert turns.posted[-1] == (
            "t2",
            {"userInput": "Ada", "missed": [{"role": "user", "content": "does not start"}]},
        )
        assert len(turns.posted) == 2

    run(scenario())


def test_a_reply_is_not_said_for_ever() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("What is your name?"), reply("Thank you")])
        talking = talk(turns)
        for number in range(3):
            talking.spoken(await talking.next(Said("er"), f"t{number}"), "", cut=True)
        assert (await talking.next(Said("Ada"), "t3")).text == "Thank you"

    run(scenario())


def test_a_turn_that_was_cut_off_while_it_was_posted_is_carried_on() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("What is your name?")], seconds=0.02)
        talking = talk(turns)
        asking = asyncio.create_task(talking.next(Said("hello"), "t0"))
        await asyncio.sleep(0.005)
        asking.cancel()
        assert talking.owes
        assert (await talking.next(Nothing(), "unused")).text == "What is your name?"
        assert [turn_id for turn_id, _ in turns.posted] == ["t0"]

    run(scenario())


def test_the_tool_runs_while_the_filler_is_spoken() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("One second.", {"type": "continue"}), reply("It is on its way. Anything else?")])
        talking = talk(turns)
        filler = await talking.next(Said("where is my order"), "t0")
        await asyncio.sleep(0.01)
        assert [fields for _, fields in turns.posted] == [{"userInput": "where is my order"}, {}]
        assert filler.action is None
        talking.spoken(filler, filler.text, cut=False)
        assert talking.owes
        result = await talking.next(Nothing(), "unused")
        assert result.text == "It is on its way. Anything else?"
        talking.spoken(result, result.text, cut=False)
        assert not talking.owes
        assert len(turns.posted) == 2

    run(scenario())


def test_words_over_a_filler_do_not_answer_what_the_tool_brings() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns(
            [reply("One second, please.", {"type": "continue"}), reply("Shipped. Anything else?"), reply("Bye")]
        )
        talking = talk(turns)
        filler = await talking.next(Said("where is my order"), "t0")
        talking.spoken(filler, "One", cut=True)
        result = await talking.next(Said("uh huh"), "t1")
        assert result.text == "Shipped. Anything else?"
        talking.spoken(result, result.text, cut=False)
        await talking.next(Said("no"), "t2")
        assert turns.posted[-1][1] == {
            "userInput": "no",
            "interrupted": {"turnId": "t0", "heard": "One"},
            "missed": [{"role": "user", "content": "uh huh"}],
        }

    run(scenario())


def test_a_lost_answer_is_asked_for_again_under_the_same_id() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("Hello")], lose_answers=2)
        talking = talk(turns)
        assert (await talking.next(Nothing(), "t0")).text == "Hello"
        assert turns.posted == [("t0", {})] * 3

    run(scenario())


def test_a_slow_answer_is_bridged_and_then_spoken() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("Done."), reply("Bye")], seconds=0.12)
        talking = talk(turns)
        said: list[str] = []
        for _ in range(9):
            saying = await talking.next(Said("go") if not said else Nothing(), "t0" if not said else "unused")
            said.append(saying.text)
            talking.spoken(saying, saying.text, cut=False)
            if not talking.owes:
                break
        assert said[-1] == "Done."
        assert said[0] == SLOW[0]
        assert len(set(said)) == len(said) > 1
        turns.seconds = 0
        await talking.next(Said("thanks"), "t1")
        missed = [{"role": "assistant", "content": phrase} for phrase in said[:-1]]
        assert turns.posted[-1] == ("t1", {"userInput": "thanks", "missed": missed})
        assert len(turns.posted) == 2

    run(scenario())


def test_while_the_api_is_away_no_words_come_twice_and_nothing_is_lost() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("What is your name?"), reply("Hello Ada")], down=True)
        talking = talk(turns)
        first = await talking.next(Said("good morning"), "t0")
        talking.spoken(first, first.text, cut=False)
        second = await talking.next(Said("hello?"), "t1")
        talking.spoken(second, second.text, cut=False)
        assert [first.text, second.text] == list(OUT_OF_REACH[:2])
        turns.down = False
        owed = await talking.next(Nothing(), "unused")
        assert owed.text == "What is your name?"
        talking.spoken(owed, owed.text, cut=False)
        await talking.next(Said("Ada"), "t2")
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

    run(scenario())


def test_the_fallback_model_answers_in_place_of_the_flow() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("What is your name?")], down=True)
        fallback = ScriptedFallback("I am sorry about your computer. One moment.")
        talking = talk(turns, fallback)
        saying = await talking.next(Said("my computer is broken"), "t0")
        assert saying.text == "I am sorry about your computer. One moment."
        assert [message.content for message in fallback.asked[0]] == ["my computer is broken"]

    run(scenario())


def test_a_call_ends_in_words_when_the_api_stays_away_or_refuses() -> None:
    class Refusing(ScriptedTurns):
        async def post(self, turn_id: str, fields: dict[str, object]) -> Any:
            raise RefusedError("404")

    async def scenario() -> None:
        refused = await talk(Refusing([])).next(Nothing(), "t0")
        talking = talk(ScriptedTurns([], down=True))
        talking.attempts = Attempts(first_pause=0.001, give_up=0.0)
        away = await talking.next(Nothing(), "t0")
        for saying in (refused, away):
            assert saying.text == GOODBYE
            assert isinstance(saying.action, Hangup)
            assert not saying.may_be_cut

    run(scenario())


def test_a_worker_that_takes_a_call_over_greets_nobody() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("", lastResponse="Hello, how can I help?"), reply("Thanks")])
        talking = talk(turns)
        saying = await talking.next(Nothing(), "t0")
        assert saying.text == BACK
        assert isinstance(saying.action, Listen)
        talking.spoken(saying, saying.text, cut=False)
        assert not talking.owes
        await talking.next(Said("my order"), "t1")
        assert turns.posted[-1][1]["missed"] == [{"role": "assistant", "content": BACK}]

    run(scenario())


def test_past_the_greeting_it_says_the_last_reply_which_nobody_may_have_heard() -> None:
    async def scenario() -> None:
        talking = talk(ScriptedTurns([reply("", lastResponse="It ships on Tuesday. Anything else?")]))
        talking.repeats = True
        saying = await talking.next(Nothing(), "t0")
        assert saying.text == f"{CUT_OFF} It ships on Tuesday. Anything else?"
        assert isinstance(saying.action, Listen)

    run(scenario())


def test_a_goodbye_that_was_talked_over_still_ends_the_call() -> None:
    async def scenario() -> None:
        talking = talk(ScriptedTurns([reply("Goodbye!", {"type": "hangup"}, completed=True)]))
        saying = await talking.next(Said("no thanks"), "t0")
        talking.spoken(saying, "", cut=True)
        assert not talking.owes
        assert isinstance(saying.action, Hangup)

    run(scenario())


def test_an_outage_without_end_keeps_a_turn_within_what_the_api_takes() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("What is your name?"), reply("Hello")], down=True)
        talking = talk(turns)
        talking.patience = QUICK.__class__(0.001, 0.001)
        for number in range(150):
            saying = await talking.next(Said("hello? " * 600), f"t{number}")
            talking.spoken(saying, saying.text, cut=False)
        turns.down = False
        while talking.owes:
            saying = await talking.next(Nothing(), "unused")
            talking.spoken(saying, saying.text, cut=False)
        await talking.next(Said("Ada"), "last")
        missed = turns.posted[-1][1]["missed"]
        assert isinstance(missed, list)
        assert 0 < len(missed) <= 100
        assert sum(len(message["content"]) for message in missed) <= 8000

    run(scenario())


def test_a_key_answers_a_question_of_which_nothing_was_heard() -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply("For sales, press one."), reply("Sales.")])
        talking = talk(turns)
        saying = await talking.next(Nothing(), "t0")
        talking.spoken(saying, "For", cut=True)
        assert (await talking.next(Pressed("1"), "t1")).text == "Sales."
        assert turns.posted[1] == ("t1", {"dtmf": "1", "interrupted": {"turnId": "t0", "heard": "For"}})

    run(scenario())
