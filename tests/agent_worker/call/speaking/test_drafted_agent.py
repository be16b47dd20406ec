"""The agent in a session of livekit-agents drafts what it hears before the utterance has ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from livekit.agents import Agent, LanguageCode, ModelSettings, stt

from tests.agent_worker.call.call_stage import Stage, call
from tests.agent_worker.call.test_turn_timings import Room
from tests.agent_worker.turn.early.test_drafted_conversation import ScriptedDrafts
from tests.agent_worker.turn.scripted_turns import LISTEN, StreamedTurns, reply

pytestmark = pytest.mark.anyio

HELLO = reply("Hello?", {**LISTEN, "asksModel": True})
BOATS = "We have two boats."


async def hears(stage: Stage, monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    """Let speech to text recognize final parts of an utterance."""

    async def events(*_: object) -> AsyncIterator[stt.SpeechEvent]:
        for text in texts:
            data = stt.SpeechData(language=LanguageCode("en"), text=text)
            yield stt.SpeechEvent(stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[data])

    monkeypatch.setattr(Agent.default, "stt_node", events)
    found = [each async for each in stage.agent.stt_node(cast(Any, None), ModelSettings())]
    assert [cast(stt.SpeechEvent, each).alternatives[0].text for each in found] == [*texts]


async def test_what_is_heard_is_drafted_and_spoken_once_it_is_all(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, drafts, room = StreamedTurns([[HELLO], [BOATS, reply(BOATS)]]), ScriptedDrafts([[BOATS]]), Room()
    async with call(turns, drafts=drafts, timings=room.timings()) as stage:
        await stage.quiet()
        await hears(stage, monkeypatch, "I want", "a boat.")
        await stage.until(lambda: drafts.posted)
        await stage.say("I want a boat.")
        await stage.until(lambda: stage.agent.spoken == ["Hello?", BOATS])
        await stage.quiet()
    [(turn_id, fields)] = drafts.posted
    assert fields == {"userInput": "I want a boat."}, "the draft of the first words was dropped before it was sent"
    assert turns.posted[1] == (turn_id, fields)
    timed = [each for each in room.sent if each["turnId"] == turn_id]
    assert any("firstWord" in each["millis"] for each in timed), "the times of the turn have its id"


async def test_the_next_utterance_is_drafted_without_the_words_of_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, drafts = StreamedTurns([[HELLO], [HELLO], [reply(BOATS)]]), ScriptedDrafts([[], []])
    async with call(turns, drafts=drafts) as stage:
        await stage.quiet()
        for words in ("Yes.", "A boat."):
            await hears(stage, monkeypatch, words)
            await stage.say(words)
            await stage.quiet()
    assert [fields["userInput"] for _, fields in drafts.posted] == ["Yes.", "A boat."]
    assert turns.posted[1:] == drafts.posted


async def test_other_words_than_were_drafted_are_a_turn_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    never = asyncio.Event()
    turns, drafts = StreamedTurns([[HELLO], [reply(BOATS)]]), ScriptedDrafts([[never]])
    async with call(turns, drafts=drafts) as stage:
        await stage.quiet()
        await hears(stage, monkeypatch, "I want")
        await stage.until(lambda: drafts.posted)
        await stage.say("I want a boat.")
        await stage.until(lambda: stage.agent.spoken == ["Hello?", BOATS])
        await stage.quiet()
    assert turns.posted[1][1] == {"userInput": "I want a boat."}
    assert drafts.cancelled == 1


async def test_a_worker_without_drafts_posts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = StreamedTurns([[HELLO], [reply(BOATS)]])
    async with call(turns) as stage:
        await stage.quiet()
        await hears(stage, monkeypatch, "A boat.")
        await stage.say("A boat.")
        await stage.quiet()
    assert turns.posted[1][1] == {"userInput": "A boat."}
