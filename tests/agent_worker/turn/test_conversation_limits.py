"""A turn stays within the limits of the API, and each failure ends with words for the caller."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from agent_worker.backend.reply import Reply
from agent_worker.backend.turn_stream import OnWords
from agent_worker.phrases.phrases import phrases_in
from agent_worker.turn.active_conversation import ReplyTimeouts
from agent_worker.turn.attempts import Attempts
from agent_worker.turn.inputs import Proceed, Said
from tests.agent_worker.turn.conversation_driver import ConversationDriver
from tests.agent_worker.turn.scripted_turns import ScriptedTurns, reply

WORDS = phrases_in("en")

pytestmark = pytest.mark.anyio

MAX_BODY = 64 * 1024
"""Most bytes of a body that the API accepts."""


@pytest.mark.parametrize("letter", ["a", "é", "漢", "👋", '"', "\x00"])
async def test_a_turn_after_an_outage_stays_within_the_bytes_of_the_api_in_any_script(letter: str) -> None:
    turns = ScriptedTurns([reply(letter * 5000), reply("Hello")], down=True)
    conversation = ConversationDriver(turns, timeouts=ReplyTimeouts(0.001, 0.001))
    for number in range(5):
        text = await conversation.answer(Said(letter * 5000), f"t{number}")
        conversation.heard(text)
    turns.down = False
    while conversation.pending:
        text = await conversation.answer(Proceed())
        conversation.heard(text, text.text[:4500], cut=True)
    await conversation.answer(Said(letter * 5000), "t" * 64)
    body = {"roomName": letter * 255, "turnId": turns.posted[-1][0], **turns.posted[-1][1]}
    assert set(body) == {"roomName", "turnId", "userInput", "interrupted", "missed"}
    assert body["missed"]
    assert len(json.dumps(body, ensure_ascii=False).encode()) <= MAX_BODY


async def test_an_unexpected_error_is_retried_and_ends_with_a_goodbye() -> None:
    class Broken(ScriptedTurns):
        async def post(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> Reply:
            if self.down:
                raise ZeroDivisionError
            return await super().post(turn_id, fields, on_words)

    turns = Broken([reply("Hello")], down=True)
    conversation = ConversationDriver(turns)
    await conversation.answer(Proceed(), "t0")
    turns.down = False
    while (text := await conversation.answer(Proceed())).turn_id is None:
        pass
    assert text.text == "Hello"

    broken = ConversationDriver(Broken([], down=True), attempts=Attempts(first_pause=0.001, max_seconds=0.0))
    assert (await broken.answer(Proceed(), "t0")).text == WORDS.goodbye
