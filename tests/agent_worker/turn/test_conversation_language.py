"""The worker's own words are in the language of the call."""

from __future__ import annotations

from typing import Any

import pytest

from agent_worker.backend.errors import ApiRefusedError
from agent_worker.backend.turn_stream import OnWords
from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.inputs import Proceed, Said
from agent_worker.turn.state import Options
from tests.agent_worker.turn.conversation_driver import ConversationDriver
from tests.agent_worker.turn.scripted_turns import LISTEN, ScriptedTurns, reply

pytestmark = pytest.mark.anyio

GERMAN = phrases_in("de")


class Refusing(ScriptedTurns):
    async def post(self, turn_id: str, fields: object, on_words: OnWords) -> Any:
        raise ApiRefusedError("404")


async def test_a_slow_and_an_unavailable_api_are_bridged_in_the_language_of_the_call() -> None:
    turns = ScriptedTurns([reply("Guten Tag.")], seconds=0.2)
    slow = ConversationDriver(turns, options=Options(language="de-AT"))
    assert (await slow.answer(Proceed(), "t0")).text == GERMAN.slow[0]
    away = ConversationDriver(ScriptedTurns([], down=True), options=Options(language="de-AT"))
    assert (await away.answer(Said("Hallo?"), "t0")).text == GERMAN.out_of_reach[0]
    slow.close()
    away.close()


async def test_a_refused_turn_and_a_taken_over_call_are_in_the_language_of_the_call() -> None:
    refused = ConversationDriver(Refusing([]), options=Options(language="de"))
    assert (await refused.answer(Proceed(), "t0")).text == GERMAN.goodbye
    turns = ScriptedTurns([reply("", lastResponse="Ihr Name?")])
    taken_over = ConversationDriver(turns, options=Options(repeat_last_reply=True, language="de"))
    assert (await taken_over.answer(Proceed(), "t0")).text == f"{GERMAN.cut_off} Ihr Name?"


@pytest.mark.parametrize("language", [None, "fr"])
async def test_a_reply_names_the_language_of_what_follows(language: str | None) -> None:
    """The language of the call is unknown if the API could not be asked for it."""
    turns = ScriptedTurns([reply("Ihr Name?", {**LISTEN, "language": "de-DE"}), reply("Und die Stadt?")])
    conversation = ConversationDriver(turns, options=Options(language=language))
    for turn_id in ("t0", "t1"):
        conversation.heard(await conversation.answer(Said("Ada"), turn_id))
    turns.down = True
    assert (await conversation.answer(Said("Köln"), "t2")).text == GERMAN.out_of_reach[0]
    conversation.close()
