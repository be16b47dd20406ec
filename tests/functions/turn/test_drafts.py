"""A draft of a turn: tried, not taken, and its answer is there at once when the same turn comes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from flow_core.effects import AskModel
from functions.adapters.javascript.engine import JavaScript
from functions.errors import UnavailableError
from functions.ports.drafts import KEPT_SECONDS, Answers, Drafts
from functions.ports.model import ModelOutcome, Replied, Silent
from functions.records import TurnCall
from functions.turn.begin import NewSession
from functions.turn.early.drafts import BUSY, DECIDED, FAILED, TOOL, Drafted
from testing.fakes.model import SpeakingModel
from testing.fakes.sessions import InMemoryDrafts, InMemorySessions
from testing.fakes.tools import FakeTools
from testing.stage import NEW_SESSION, Clock, Stage, asking, counting
from tests.functions.turn.test_streamed_turns import CLAUSES, FIND, WORDS, speaking
from tests.functions.turn.test_streamed_turns import TOOL as MODEL_TOOL

SAID = "my order"


class Speaks:
    """A model that numbers its answers."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, effect: AskModel) -> ModelOutcome:
        self.count += 1
        return Replied(f"Answer number {self.count}.")


@pytest.fixture
def on(javascript: JavaScript) -> Stage:
    clock = Clock()
    stage = Stage((speaking(),), javascript, model=SpeakingModel(Speaks()), clock=clock, drafts=InMemoryDrafts(clock))
    stage.turn("1")
    return stage


def draft(stage: Stage, turn_id: str, said: str | None = SAID, **fields: Any) -> dict[str, Any]:
    tried = stage.run_turn.draft(NEW_SESSION, TurnCall(turn_id, said, **fields))
    assert isinstance(tried, Drafted)
    reply: dict[str, Any] = json.loads(tried.body)
    return reply


def asked(stage: Stage) -> int:
    assert isinstance(stage.model, SpeakingModel)
    return len(stage.model.asked)


def test_the_same_turn_takes_the_answer_of_its_draft(on: Stage) -> None:
    tried = draft(on, "2")
    reply = on.turn("2", SAID)
    assert tried == {**reply, "draft": True}
    assert reply["response"] == "One moment. Answer number 1. Bye."
    assert asked(on) == 1
    [run] = on.turns[-1].effects
    assert (run.kind, run.ok) == ("AskModel", True)


def test_a_draft_moves_nothing(on: Stage) -> None:
    before = on.head
    draft(on, "2")
    assert on.head == before
    assert [turn.turn_id for turn in on.turns] == ["1"]
    assert on.said == [("assistant", "Hello. Yes?")]


def test_a_draft_of_a_first_turn_makes_no_session(javascript: JavaScript) -> None:
    clock = Clock()
    stage = Stage((speaking(),), javascript, model=SpeakingModel(Speaks()), clock=clock, drafts=InMemoryDrafts(clock))
    draft(stage, "1")
    assert stage.sessions.head(NEW_SESSION.session_id) is None
    assert stage.turn("1", SAID)["response"] == "One moment. Answer number 1. Bye."
    assert asked(stage) == 1


@pytest.mark.parametrize(
    ("turn_id", "said", "fields"),
    [("2", "something else, my invoice", {}), ("3", SAID, {}), ("2", SAID, {"interrupted": None, "dtmf": None})],
)
def test_another_turn_or_other_words_ignore_the_draft(
    on: Stage, turn_id: str, said: str, fields: dict[str, Any]
) -> None:
    draft(on, "2")
    reply = on.turn(turn_id, said, **fields)
    same = (turn_id, said) == ("2", SAID)
    assert reply["response"] == f"One moment. Answer number {1 if same else 2}. Bye."


def test_a_session_that_has_moved_ignores_the_draft(on: Stage) -> None:
    draft(on, "2")
    on.turn("x", no_input=True)
    on.turn("2", SAID)
    assert asked(on) == (2 if on.turns[-1].effects else 1)


def test_a_draft_is_taken_for_half_a_minute(on: Stage) -> None:
    draft(on, "2")
    on.clock.go_on(KEPT_SECONDS)
    assert on.turn("2", SAID)["response"] == "One moment. Answer number 2. Bye."


def test_a_later_draft_of_the_turn_replaces_an_earlier_one(on: Stage) -> None:
    draft(on, "2", "my")
    draft(on, "2")
    assert on.turn("2", SAID)["response"] == "One moment. Answer number 2. Bye."
    assert asked(on) == 2


def test_the_words_of_a_draft_are_let_out(on: Stage) -> None:
    heard: list[str] = []
    on = replace(on, model=SpeakingModel(lambda effect: Replied(WORDS)))
    tried = on.run_turn.draft(NEW_SESSION, TurnCall("2", SAID), heard.append)
    assert isinstance(tried, Drafted)
    assert heard == ["One moment.", f" {CLAUSES[0]}", CLAUSES[1]]


def test_a_model_that_calls_a_tool_is_drafted_up_to_the_call(javascript: JavaScript) -> None:
    clock = Clock()
    model = SpeakingModel(lambda effect: Replied("", calls=(FIND,)) if not effect.calls else Replied("Found."))
    stage = Stage((speaking(tools=[MODEL_TOOL]),), javascript, model=model, clock=clock, drafts=InMemoryDrafts(clock))
    stage.turn("1")
    assert stage.run_turn.draft(NEW_SESSION, TurnCall("2", SAID)) == TOOL
    said = {**MODEL_TOOL, "message": "I look it up."}
    stage = replace(stage, flows=(speaking(tools=[said]),), sessions=InMemorySessions())
    stage.turn("1")
    count = asked(stage)
    assert draft(stage, "2")["action"] == {"type": "continue"}
    assert stage.turn("2", SAID)["action"] == {"type": "continue"}
    assert asked(stage) == count + 1


def test_a_turn_takes_the_answer_up_to_the_tool_that_its_draft_did_not_call(javascript: JavaScript) -> None:
    clock, tools = Clock(), FakeTools()
    model = SpeakingModel(lambda effect: Replied("", calls=(FIND,)) if not effect.calls else Replied("Found."))
    stage = Stage(
        (speaking(tools=[MODEL_TOOL]),), javascript, model=model, tools=tools, clock=clock, drafts=InMemoryDrafts(clock)
    )
    stage.turn("1")
    before = asked(stage)
    assert stage.run_turn.draft(NEW_SESSION, TurnCall("2", SAID)) == TOOL
    assert len(tools.calls) == 0
    assert stage.turn("2", SAID)["response"].endswith("Found. Bye.")
    assert len(tools.calls) == 1
    assert asked(stage) == before + 2, "once for the draft, and once with the answer of the tool"


def test_a_turn_that_would_call_a_tool_is_not_drafted(javascript: JavaScript) -> None:
    tools = FakeTools()
    stage = Stage((asking(),), javascript, tools=tools, drafts=InMemoryDrafts(Clock()))
    stage.turn("1")
    assert stage.run_turn.draft(NEW_SESSION, TurnCall("2", "1001")) == TOOL
    assert len(stage.turns) == 1


def test_a_turn_without_a_model_keeps_nothing(javascript: JavaScript) -> None:
    drafts = InMemoryDrafts(Clock())
    stage = Stage((counting(),), javascript, drafts=drafts)
    stage.turn("1")
    assert draft(stage, "2")["response"] == "Next?"
    assert drafts.stored == {}


def test_a_failure_of_the_model_is_not_kept(on: Stage) -> None:
    failing = replace(on, model=SpeakingModel(lambda effect: Silent("down", said="I")))
    assert failing.run_turn.draft(NEW_SESSION, TurnCall("2", SAID)) == FAILED
    assert on.turn("2", SAID)["response"] == "One moment. Answer number 1. Bye."


def test_a_turn_that_is_decided_is_not_drafted(on: Stage) -> None:
    on.turn("2", SAID)
    assert on.run_turn.draft(NEW_SESSION, TurnCall("2", SAID)) == DECIDED
    assert on.run_turn.draft(NEW_SESSION, TurnCall("3", SAID)) == DECIDED


def test_without_a_store_for_drafts_there_are_none(javascript: JavaScript) -> None:
    stage = Stage((counting(),), javascript)
    assert stage.run_turn.draft(NewSession("s", "acme", "flow", "r"), TurnCall("1", "x")) == BUSY


def test_a_store_that_is_away_costs_a_draft_and_no_turn(on: Stage) -> None:
    class Away(InMemoryDrafts):
        def kept(self, session_id: str, turn_id: str) -> Answers:
            raise UnavailableError("store", "GetItem", "unreachable", attempts=1)

    away: Drafts = Away(on.clock)
    assert replace(on, drafts=away).turn("2", SAID)["response"] == "One moment. Answer number 1. Bye."
