"""A turn never grows beyond what the API takes, and never fails in a way that leaves the caller in silence."""

from __future__ import annotations

import asyncio
import json

import pytest

from agent_worker.backend.reply import Reply
from agent_worker.turn.attempts import Attempts
from agent_worker.turn.conversation import Patience
from agent_worker.turn.inputs import Nothing, Said
from agent_worker.turn.phrases import GOODBYE
from tests.agent_worker.turn.scripted_turns import ScriptedTurns, reply, talk

SMALL = 64 * 1024
"""Bytes that the API takes."""


@pytest.mark.parametrize("letter", ["a", "é", "漢", "👋", '"', "\x00"])
def test_an_outage_in_any_script_keeps_a_turn_within_the_bytes_that_the_api_takes(letter: str) -> None:
    async def scenario() -> None:
        turns = ScriptedTurns([reply(letter * 5000), reply("Hello")], down=True)
        talking = talk(turns)
        talking.patience = Patience(0.001, 0.001)
        for number in range(5):
            saying = await talking.next(Said(letter * 5000), f"t{number}")
            talking.spoken(saying, saying.text, cut=False)
        turns.down = False
        while talking.owes:
            saying = await talking.next(Nothing(), "unused")
            talking.spoken(saying, saying.text[:4500], cut=True)
        await talking.next(Said(letter * 5000), "t" * 64)
        body = {"roomName": letter * 255, "turnId": turns.posted[-1][0], **turns.posted[-1][1]}
        assert set(body) == {"roomName", "turnId", "userInput", "interrupted", "missed"}
        assert body["missed"]
        assert len(json.dumps(body, ensure_ascii=False).encode()) <= SMALL

    asyncio.run(scenario())


def test_an_error_that_nobody_foresaw_is_tried_again_and_ends_in_words() -> None:
    class Broken(ScriptedTurns):
        async def post(self, turn_id: str, fields: dict[str, object]) -> Reply:
            if self.down:
                raise ZeroDivisionError
            return await super().post(turn_id, fields)

    async def scenario() -> None:
        turns = Broken([reply("Hello")], down=True)
        talking = talk(turns)
        await talking.next(Nothing(), "t0")
        turns.down = False
        while (saying := await talking.next(Nothing(), "unused")).turn is None:
            pass
        assert saying.text == "Hello"

        for_ever = talk(Broken([], down=True))
        for_ever.attempts = Attempts(first_pause=0.001, give_up=0.0)
        assert (await for_ever.next(Nothing(), "t0")).text == GOODBYE

    asyncio.run(scenario())
