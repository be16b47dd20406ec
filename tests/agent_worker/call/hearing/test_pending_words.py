"""An utterance whose rest is still being transcribed ends when the rest is there."""

from __future__ import annotations

import asyncio

import pytest
from livekit.agents import LanguageCode, stt

from agent_worker.call.hearing import pending_words
from agent_worker.call.hearing.pending_words import PendingWords
from tests.agent_worker.call.call_stage import call
from tests.agent_worker.turn.scripted_turns import ScriptedTurns, reply

pytestmark = pytest.mark.anyio

BEGINS, FINAL = stt.SpeechEventType.START_OF_SPEECH, stt.SpeechEventType.FINAL_TRANSCRIPT
INTERIM, ENDS = stt.SpeechEventType.INTERIM_TRANSCRIPT, stt.SpeechEventType.END_OF_SPEECH


def event(kind: stt.SpeechEventType, text: str = "") -> stt.SpeechEvent:
    return stt.SpeechEvent(kind, alternatives=[stt.SpeechData(language=LanguageCode("en"), text=text)] if text else [])


def words_of(*events: stt.SpeechEvent) -> tuple[PendingWords, list[str]]:
    ended: list[str] = []
    words = PendingWords(ended.append)
    for each in events:
        words.hear(each)
    return words, ended


async def test_an_utterance_in_one_part_ends_at_once() -> None:
    words, _ = words_of(event(BEGINS), event(ENDS), event(FINAL, "A boat."))
    assert words.complete("A boat.") == "A boat."
    assert words.complete("") == ""
    assert not words.waits


@pytest.mark.parametrize("pending", [event(BEGINS), event(INTERIM, "for four")])
async def test_the_rest_of_an_utterance_is_put_to_its_beginning(pending: stt.SpeechEvent) -> None:
    words, ended = words_of(event(BEGINS), event(FINAL, "A table for"), pending, event(ENDS))
    assert words.complete("A table for") is None
    assert words.waits
    words.hear(event(FINAL, "four people."))
    assert words.complete("four people.") == "A table for four people."
    assert not words.waits
    assert ended == []


async def test_words_without_a_rest_end_when_a_noise_was_heard_as_nothing() -> None:
    words, ended = words_of(event(BEGINS), event(FINAL, "A boat."), event(BEGINS))
    assert words.complete("A boat.") is None
    words.hear(event(FINAL))
    assert ended == ["A boat."]
    assert words.complete("Two boats.") == "Two boats."


async def test_words_whose_rest_never_comes_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_words, "PENDING_SECONDS", 0.01)
    words, ended = words_of(event(BEGINS), event(FINAL, "A boat."), event(BEGINS))
    assert words.complete("A boat.") is None
    while not ended:  # noqa: ASYNC110  # the timer has no event
        await asyncio.sleep(0.001)
    assert ended == ["A boat."]
    assert words.complete("Two.") == "Two."


async def test_nothing_is_left_of_a_call_that_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_words, "PENDING_SECONDS", 0.001)
    words, ended = words_of(event(BEGINS))
    assert words.complete("A boat.") is None
    words.stop()
    words.hear(event(FINAL))
    await asyncio.sleep(0.01)
    assert ended == []


async def test_what_an_engine_of_ones_own_sends_as_text_has_no_rest() -> None:
    words, _ = words_of()
    words.hear("A boat.")
    words.hear(event(INTERIM))
    assert words.complete("A boat.") == "A boat."


async def test_a_caller_who_pauses_makes_one_turn() -> None:
    turns = ScriptedTurns([reply("Hello."), reply("Noted.")])
    async with call(turns) as stage:
        await stage.quiet()
        stage.agent._pending_words.hear(event(BEGINS))
        await stage.say("I would like to book a table for")
        assert stage.agent._caller_active
        stage.agent._pending_words.hear(event(FINAL, "four people on Friday."))
        await stage.say("four people on Friday.")
        await stage.until(lambda: "Noted." in stage.agent.spoken)
        assert [body.get("userInput") for body in stage.bodies] == [
            None, "I would like to book a table for four people on Friday.",
        ]  # fmt: skip


async def test_a_caller_whose_pause_ended_in_a_noise_is_answered() -> None:
    turns = ScriptedTurns([reply("Hello."), reply("Noted.")])
    async with call(turns) as stage:
        await stage.quiet()
        stage.agent._pending_words.hear(event(BEGINS))
        await stage.say("A boat, please.")
        stage.agent._pending_words.hear(event(FINAL))
        await stage.until(lambda: "Noted." in stage.agent.spoken)
        assert stage.bodies[-1]["userInput"] == "A boat, please."
