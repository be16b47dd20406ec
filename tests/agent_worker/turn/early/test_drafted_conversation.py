"""The turn of a drafted conversation: its words are those of the draft, and it is posted when the draft has ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping

import pytest

from agent_worker.backend.errors import ApiRefusedError, ApiUnavailableError
from agent_worker.backend.turn_stream import OnWords
from agent_worker.turn.active_conversation import ActiveConversation
from agent_worker.turn.events import Closed, InputForeseen, InputReceived, SpeechEnded
from agent_worker.turn.inputs import Proceed, Said
from agent_worker.turn.state import SpokenText
from tests.agent_worker.turn.conversation_driver import ATTEMPTS, QUICK
from tests.agent_worker.turn.scripted_turns import LISTEN, ScriptedFallback, StreamedTurns, reply

pytestmark = pytest.mark.anyio

FIRST, SECOND = "We have two boats.", " Which one do you want?"
WHOLE = reply(FIRST + SECOND)


class ScriptedDrafts(StreamedTurns):
    """`Drafts`: each draft follows the next script, without its reply."""

    async def draft(self, turn_id: str, fields: Mapping[str, object], on_words: OnWords) -> None:
        self.posted.append((turn_id, fields))
        await self.follow(on_words)


async def begun(turns: StreamedTurns, drafts: ScriptedDrafts) -> ActiveConversation:
    """Return a call in which the agent has asked its first question."""
    turns.scripts.insert(0, [reply("Hello?", {**LISTEN, "asksModel": True})])
    conversation = ActiveConversation(turns, ScriptedFallback(), None, QUICK, ATTEMPTS, drafts)
    conversation.handle(InputReceived("1", Proceed()))
    [hello] = [each async for each in conversation.texts_for("1")]
    conversation.handle(SpeechEnded("1", hello.text, False, False, caller_active=False, next_speech_id="unused"))
    return conversation


def final(conversation: ActiveConversation, text: str) -> AsyncGenerator[SpokenText, None]:
    """Say the words, and return the texts that answer them."""
    draft = conversation.draft_of(text)
    speech_id, said = ("final", Said(text)) if draft is None else (draft.turn_id, draft.input)
    conversation.handle(InputReceived(speech_id, said))
    return conversation.texts_for(speech_id)


def foresee(conversation: ActiveConversation, text: str, turn_id: str = "draft") -> None:
    conversation.handle(InputForeseen(turn_id, Said(text)))


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_words_of_a_draft_are_spoken_at_once_and_its_turn_is_posted_when_it_has_ended() -> None:
    rest = asyncio.Event()
    turns, drafts = StreamedTurns([[FIRST, SECOND, WHOLE]]), ScriptedDrafts([[FIRST, rest, SECOND]])
    conversation = await begun(turns, drafts)
    foresee(conversation, "a boat")
    await settled()
    texts = final(conversation, "A boat.")
    assert (await anext(texts)).text == FIRST
    assert len(turns.posted) == 1, "the turn would ask the model again while its draft asks"
    rest.set()
    spoken = FIRST + "".join([each.text async for each in texts])
    assert spoken == FIRST + SECOND, "no word is spoken twice"
    assert drafts.posted == [("draft", {"userInput": "a boat"})]
    assert turns.posted[1:] == drafts.posted


async def test_a_draft_that_ended_before_the_words_were_final_costs_one_request() -> None:
    turns, drafts = StreamedTurns([[FIRST, SECOND, WHOLE]]), ScriptedDrafts([[FIRST, SECOND]])
    conversation = await begun(turns, drafts)
    foresee(conversation, "a boat")
    await settled()
    texts = [each async for each in final(conversation, "a boat")]
    assert "".join(each.text for each in texts) == FIRST + SECOND
    assert texts[-1].whole
    assert len(turns.posted) == 2


async def test_a_turn_of_other_words_is_posted_at_once_and_its_draft_is_dropped() -> None:
    rest = asyncio.Event()
    turns, drafts = StreamedTurns([[WHOLE]]), ScriptedDrafts([["Boats?", rest]])
    conversation = await begun(turns, drafts)
    foresee(conversation, "a boat")
    await settled()
    texts = [each.text async for each in final(conversation, "a boat for two")]
    assert texts == [FIRST + SECOND]
    assert turns.posted[1] == ("final", {"userInput": "a boat for two"})
    assert drafts.cancelled == 1


async def test_a_later_draft_drops_an_earlier_one() -> None:
    never = asyncio.Event()
    turns, drafts = StreamedTurns([[WHOLE]]), ScriptedDrafts([["Boats?", never], [FIRST]])
    conversation = await begun(turns, drafts)
    foresee(conversation, "a boat", "a")
    await settled()
    foresee(conversation, "a boat for two", "b")
    await settled()
    assert drafts.cancelled == 1
    assert "".join([each.text async for each in final(conversation, "a boat for two")]) == FIRST + SECOND
    assert turns.posted[1][0] == "b"


@pytest.mark.parametrize("error", [ApiUnavailableError("409"), ApiRefusedError("422"), ValueError("a defect")])
async def test_a_draft_that_fails_costs_no_turn(error: Exception) -> None:
    turns, drafts = StreamedTurns([[FIRST, SECOND, WHOLE]]), ScriptedDrafts([[error]])
    conversation = await begun(turns, drafts)
    foresee(conversation, "a boat")
    texts = [each async for each in final(conversation, "a boat")]
    assert "".join(each.text for each in texts) == FIRST + SECOND


async def test_words_of_a_draft_that_the_reply_does_not_have_are_told_with_the_next_turn() -> None:
    """The draft broke, and the model answered the turn in other words."""
    rest = asyncio.Event()
    turns = StreamedTurns([[WHOLE], [reply("Yes.")]])
    drafts = ScriptedDrafts([["I have a boat for you.", rest, ApiUnavailableError("broken")]])
    conversation = await begun(turns, drafts)
    foresee(conversation, "a boat")
    await settled()
    texts = final(conversation, "a boat")
    begun_words = (await anext(texts)).text
    assert begun_words == "I have a boat for you."
    rest.set()
    assert [each async for each in texts] == [], "the reply has a speech of its own"
    conversation.handle(SpeechEnded("draft", begun_words, False, False, caller_active=False, next_speech_id="reply"))
    [whole] = [each async for each in conversation.texts_for("reply")]
    assert whole.text == FIRST + SECOND
    conversation.handle(SpeechEnded("reply", whole.text, False, False, caller_active=False, next_speech_id="unused"))
    conversation.handle(InputReceived("3", Said("the big one")))
    assert [each.text async for each in conversation.texts_for("3")] == ["Yes."]
    assert turns.posted[-1][1] == {
        "userInput": "the big one",
        "missed": [{"role": "assistant", "content": begun_words}],
    }


async def test_a_draft_that_says_nothing_for_long_is_bridged_and_then_answers() -> None:
    rest = asyncio.Event()
    turns, drafts = StreamedTurns([[WHOLE]]), ScriptedDrafts([[rest, FIRST]])
    conversation = await begun(turns, drafts)
    foresee(conversation, "a boat")
    [bridge] = [each async for each in final(conversation, "a boat")]
    assert bridge.turn_id is None
    conversation.handle(SpeechEnded("draft", bridge.text, False, False, caller_active=False, next_speech_id="next"))
    rest.set()
    assert "".join([each.text async for each in conversation.texts_for("next")]) == FIRST + SECOND


async def test_a_call_that_ends_drops_its_draft() -> None:
    for is_final in (False, True):
        rest = asyncio.Event()
        turns, drafts = StreamedTurns([]), ScriptedDrafts([[FIRST, rest]])
        conversation = await begun(turns, drafts)
        foresee(conversation, "a boat")
        await settled()
        if is_final:
            await anext(final(conversation, "a boat"))
        conversation.handle(Closed())
        await settled()
        assert drafts.cancelled == 1
        assert len(turns.posted) == 1


async def test_without_drafts_words_that_may_be_all_are_not_posted() -> None:
    turns = StreamedTurns([[reply("Hello?", {**LISTEN, "asksModel": True})], [WHOLE]])
    conversation = ActiveConversation(turns, ScriptedFallback(), None, QUICK, ATTEMPTS)
    conversation.handle(InputReceived("1", Proceed()))
    [hello] = [each async for each in conversation.texts_for("1")]
    conversation.handle(SpeechEnded("1", hello.text, False, False, caller_active=False, next_speech_id="unused"))
    assert not conversation.drafts
    foresee(conversation, "a boat")
    assert [each.text async for each in final(conversation, "a boat")] == [FIRST + SECOND]
