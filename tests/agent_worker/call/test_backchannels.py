"""Sounds of attention while the agent speaks are no input. Words are, and so are the sounds after the agent's words."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection

import pytest
from livekit.agents import LanguageCode, stt

from agent_worker.call.backchannels import is_backchannel, without_backchannels
from agent_worker.phrases.phrases import phrases_in
from tests.agent_worker.call.call_stage import call
from tests.agent_worker.turn.scripted_turns import ScriptedTurns, reply

pytestmark = pytest.mark.anyio

ENGLISH = phrases_in("en").backchannels
LANGUAGES = ("da", "de", "en", "es", "fr", "it", "nl", "no", "pl", "pt", "sv")


@pytest.mark.parametrize(
    "text", ["Mm-hm.", "mhm", "Uh-huh, uh-huh.", "Hmm…", "Oh!", "Ah. Aha.", "Ha-ha-ha!", "Oh, haha"]
)
def test_a_sound_of_attention_is_a_backchannel(text: str) -> None:
    assert is_backchannel(text, ENGLISH)


@pytest.mark.parametrize(
    "text", ["", "…", "Yes.", "Okay.", "Oh no.", "Mm-hm, stop.", "Hm? What?", "Ha!", "he", "hi-hi", "mm mm mm mm mm"]
)
def test_words_are_none(text: str) -> None:
    assert not is_backchannel(text, ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_sounds_that_are_found_and_say_neither_yes_nor_no(language: str) -> None:
    sounds = phrases_in(language).backchannels
    assert {"mm", "mhm", "hm"} & sounds
    assert all(is_backchannel(sound, sounds) for sound in sounds)
    assert not sounds & {
        "yes",
        "no",
        "ja",
        "nein",
        "nej",
        "nee",
        "oui",
        "non",
        "sí",
        "si",
        "sì",
        "sim",
        "não",
        "tak",
        "nie",
    }


def event(kind: stt.SpeechEventType, *texts: str) -> stt.SpeechEvent:
    return stt.SpeechEvent(
        type=kind, alternatives=[stt.SpeechData(language=LanguageCode("en"), text=text) for text in texts]
    )


EVENTS = [
    event(stt.SpeechEventType.START_OF_SPEECH),
    event(stt.SpeechEventType.INTERIM_TRANSCRIPT, "Mm"),
    event(stt.SpeechEventType.FINAL_TRANSCRIPT, "Mm-hm."),
    event(stt.SpeechEventType.END_OF_SPEECH),
    event(stt.SpeechEventType.FINAL_TRANSCRIPT, "Stop."),
    event(stt.SpeechEventType.FINAL_TRANSCRIPT),
]


async def left(sounds: Collection[str]) -> list[stt.SpeechEvent]:
    async def heard() -> AsyncGenerator[stt.SpeechEvent, None]:
        for each in EVENTS:
            yield each

    return [each async for each in without_backchannels(heard(), lambda: sounds)]


async def test_only_transcripts_of_sounds_are_left_out() -> None:
    assert await left(ENGLISH) == [EVENTS[0], *EVENTS[3:]]
    assert await left(frozenset()) == EVENTS


async def test_sounds_count_as_attention_only_while_the_agent_speaks() -> None:
    turns = ScriptedTurns([reply("Hello."), reply("A long answer.")])
    async with call(turns) as stage:
        await stage.quiet()
        assert stage.agent._backchannels() == frozenset()
        stage.speaker.held = True
        await stage.say("Tell me.")
        await stage.until(lambda: stage.speaker.playing)
        assert stage.agent._backchannels() == ENGLISH


@pytest.mark.parametrize("expects", ["boolean", "choice"])
async def test_a_sound_may_be_the_answer_to_a_question_of_yes_or_no(expects: str) -> None:
    turns = ScriptedTurns([reply("Hello."), reply("Shall I?", {"type": "listen", "expects": [expects]})])
    async with call(turns) as stage:
        await stage.quiet()
        stage.speaker.held = True
        await stage.say("Tell me.")
        await stage.until(lambda: stage.speaker.playing)
        assert stage.agent._backchannels() == frozenset()
