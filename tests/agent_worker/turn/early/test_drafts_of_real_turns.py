"""The worker's conversation drafts turns of the real turn protocol: a model is asked once, and state moves once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from agent_worker.backend.errors import ApiUnavailableError
from agent_worker.backend.reply import Listen, Reply
from agent_worker.turn.active_conversation import ActiveConversation
from agent_worker.turn.events import InputForeseen, InputReceived, SpeechEnded
from agent_worker.turn.inputs import Input, Proceed, Said
from flow_core.effects import AskModel
from flow_core.state import ToolCall
from functions.adapters.javascript.engine import JavaScript
from functions.ports.model import ModelOutcome, Replied
from functions.records import TurnCall
from functions.turn.early.drafts import NotDrafted
from functions.turn.results import Finished
from testing.fakes.model import SpeakingModel
from testing.fakes.sessions import InMemoryDrafts
from testing.fakes.tools import FakeTools
from testing.stage import NEW_SESSION, Clock, Stage, flow, node
from tests.agent_worker.turn.conversation_driver import ATTEMPTS
from tests.agent_worker.turn.scripted_turns import ScriptedFallback
from tests.functions.turn.test_streamed_turns import TOOL

pytestmark = pytest.mark.anyio

TALK = flow(
    [
        node("start", "start", message="Hello."),
        node("talk", "llm", instructions="Help.", until="false", fallback="Sorry?", maxTurns=20, tools=[TOOL]),
        node("end", "end"),
    ],
    ["start -> talk", "talk -> end", "talk.error -> end", "talk.maxTurns -> end"],
)


@dataclass
class Api:
    """`Turns` and `Drafts` on turns in memory, each in a thread. The model waits between its clauses if it is held."""

    stage: Stage

    async def post(self, turn_id: str, fields: Mapping[str, Any], on_words: Callable[[str], None]) -> Reply:
        finished = await self._run(self.stage.run_turn, turn_id, fields, on_words)
        assert isinstance(finished, Finished)
        reply = Reply.model_validate_json(finished.body)
        assert isinstance(reply.action, Listen)
        return reply.model_copy(update={"action": reply.action.model_copy(update={"asks_model": True})})

    async def draft(self, turn_id: str, fields: Mapping[str, Any], on_words: Callable[[str], None]) -> None:
        if isinstance(await self._run(self.stage.run_turn.draft, turn_id, fields, on_words), NotDrafted):
            raise ApiUnavailableError("409")

    async def _run(
        self, run: Callable[..., Any], turn_id: str, fields: Mapping[str, Any], on_words: Callable[[str], None]
    ) -> object:
        loop = asyncio.get_running_loop()
        call = TurnCall(turn_id, fields.get("userInput"))

        def let_out(words: str) -> None:
            loop.call_soon_threadsafe(on_words, words)

        return await asyncio.to_thread(run, NEW_SESSION, call, let_out)


@dataclass
class Call:
    """A call against the API. The caller hears each speech to its end."""

    api: Api
    conversation: ActiveConversation

    async def hears(self, speech_id: str, user_input: Input) -> str:
        self.conversation.handle(InputReceived(speech_id, user_input))
        said = ""
        async for text in self.conversation.texts_for(speech_id):
            said += text.text
        self.conversation.handle(SpeechEnded(speech_id, said, False, False, caller_active=False, next_speech_id="none"))
        return said

    async def says(self, text: str) -> str:
        draft = self.conversation.draft_of(text)
        return await (self.hears(text, Said(text)) if draft is None else self.hears(draft.turn_id, draft.input))

    def foresees(self, text: str) -> None:
        self.conversation.handle(InputForeseen(f"draft of {text}", Said(text)))


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


async def begun(
    javascript: JavaScript, answer: Callable[[AskModel], ModelOutcome], between: Callable[[int], None] = lambda _: None
) -> Call:
    model, clock = SpeakingModel(answer, between), Clock()
    stage = Stage((TALK,), javascript, model=model, tools=FakeTools(), clock=clock, drafts=InMemoryDrafts(clock))
    api = Api(stage)
    call = Call(api, ActiveConversation(api, ScriptedFallback(), attempts=ATTEMPTS, drafts=api))
    await call.hears("greeting", Proceed())
    model.asked.clear()
    return call


def asked(call: Call) -> int:
    assert isinstance(call.api.stage.model, SpeakingModel)
    return len(call.api.stage.model.asked)


def answer(effect: AskModel) -> ModelOutcome:
    return Replied(f"You said number {len(effect.messages)}. What else can I do?")


async def test_a_drafted_turn_asks_the_model_once_although_the_words_are_final_while_it_speaks(
    javascript: JavaScript,
) -> None:
    spoken, go_on = threading.Event(), threading.Event()
    go_on.set()

    def between(number: int) -> None:
        spoken.set()
        assert go_on.wait(10)

    call = await begun(javascript, answer, between)
    spoken.clear()
    go_on.clear()
    call.foresees("my order")
    assert await asyncio.to_thread(spoken.wait, 10)
    replying = asyncio.ensure_future(call.says("My order."))
    await asyncio.sleep(0.05)
    assert len(call.api.stage.turns) == 1, "the turn waits for its draft"
    go_on.set()
    assert (await replying).endswith("What else can I do?")
    assert asked(call) == 1
    assert [turn.turn_id for turn in call.api.stage.turns] == ["greeting", "draft of my order"]
    assert call.api.stage.said[-2][1] == "my order"


async def test_words_that_go_on_are_one_turn_and_the_model_is_asked_again(javascript: JavaScript) -> None:
    spoken = threading.Event()
    call = await begun(javascript, answer, lambda number: spoken.set())
    spoken.clear()
    call.foresees("my order")
    assert await asyncio.to_thread(spoken.wait, 10)
    assert (await call.says("my order and my bill")).endswith("What else can I do?")
    assert [turn.turn_id for turn in call.api.stage.turns] == ["greeting", "my order and my bill"]
    assert asked(call) == 2


async def test_a_draft_calls_no_tool_and_its_turn_calls_it_once(javascript: JavaScript) -> None:
    def looks_up(effect: AskModel) -> ModelOutcome:
        if effect.calls or len(effect.messages) < 2:
            return Replied("It is ready.")
        return Replied("", calls=(ToolCall("find", {}),))

    call = await begun(javascript, looks_up)
    tools = call.api.stage.tools
    assert isinstance(tools, FakeTools)
    call.foresees("is it ready")
    assert await call.says("Is it ready?") == "It is ready."
    assert len(tools.calls) == 1
    assert asked(call) == 2, "once for the draft, and once with the answer of the tool"
