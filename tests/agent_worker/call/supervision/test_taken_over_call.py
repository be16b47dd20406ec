"""The agent in a session of livekit-agents, while a person takes the call over."""

from __future__ import annotations

import asyncio

import pytest

from agent_worker.turn.state import TakenOver
from tests.agent_worker.call.call_stage import call
from tests.agent_worker.turn.scripted_turns import LISTEN, ScriptedTurns, reply

pytestmark = pytest.mark.anyio

AGAIN = reply("", LISTEN, lastResponse="What is your name?")


async def test_the_agent_falls_silent_at_once_and_asks_again_afterwards() -> None:
    async with call(ScriptedTurns([reply("What is your name?"), AGAIN, reply("Thanks.")]), held=True) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.speaker.heard = "What is"
        stage.agent.take_over(True)
        await stage.quiet()
        assert not stage.speaker.playing
        assert isinstance(stage.conversation.state, TakenOver)
        stage.speaker.held = False
        await stage.say("I want to talk to somebody.")
        await stage.write("Hello?")
        stage.agent.press("1")
        await asyncio.sleep(0.02)
        assert stage.bodies == [{}]
        stage.agent.take_over(False)
        await stage.until(lambda: len(stage.agent.spoken) == 2)
        await stage.quiet()
        assert stage.agent.spoken == ["What is your name?", "What is your name?"]
        await stage.say("Ada")
        await stage.quiet()
        assert stage.bodies[-1]["userInput"] == "Ada"


async def test_last_words_that_nobody_may_cut_off_are_cut_off_by_a_person() -> None:
    must = reply("Please listen to all of this.", {**LISTEN, "interruptible": False})
    async with call(ScriptedTurns([must]), held=True) as stage:
        await stage.until(lambda: stage.speaker.playing)
        stage.agent.take_over(True)
        await stage.quiet()
        assert not stage.speaker.playing


async def test_keys_that_the_caller_had_begun_are_forgotten() -> None:
    async with call(ScriptedTurns([reply("Your number?"), AGAIN])) as stage:
        await stage.quiet()
        stage.agent.press("1")
        stage.agent.take_over(True)
        stage.agent.take_over(False)
        await stage.until(lambda: len(stage.bodies) == 2)
        await stage.quiet()
        assert stage.bodies == [{}, {}]
        assert not stage.agent._caller_active


async def test_a_whisper_goes_along_with_the_next_turn() -> None:
    async with call(ScriptedTurns([reply("Name?"), reply("City?")])) as stage:
        await stage.quiet()
        stage.agent.whisper("Ask for the city.")
        await stage.say("Ada")
        await stage.quiet()
        assert stage.bodies == [{}, {"userInput": "Ada", "whispers": ["Ask for the city."]}]


async def test_an_agent_that_begins_during_a_takeover_is_silent_until_the_person_leaves() -> None:
    turns = ScriptedTurns([AGAIN])
    async with call(turns, begins_taken_over=True) as stage:
        await asyncio.sleep(0.02)
        assert (stage.agent.spoken, stage.bodies) == ([], [])
        stage.agent.take_over(False)
        await stage.until(lambda: stage.agent.spoken)
        await stage.quiet()
        assert stage.agent.spoken == ["What is your name?"]


async def test_a_person_who_comes_and_goes_before_the_call_begins_changes_nothing() -> None:
    async with call(ScriptedTurns([reply("Hello.")]), begins_taken_over=False) as stage:
        await stage.quiet()
        assert stage.agent.spoken == ["Hello."]


async def test_a_takeover_of_a_call_that_is_over_changes_nothing() -> None:
    async with call(ScriptedTurns([reply("Hello.")])) as stage:
        await stage.quiet()
    stage.agent.take_over(True)
    stage.agent.take_over(False)
    assert stage.agent.spoken == ["Hello."]
