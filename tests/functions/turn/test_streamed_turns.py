"""Words that are let out before a turn is committed: the reply begins with all of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from flow_core.effects import AskModel
from flow_core.events import ModelFailed
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import ToolCall
from flow_core.step import APOLOGY, fold
from functions.adapters.javascript.engine import JavaScript
from functions.ports.model import ModelOutcome, Replied, Silent
from functions.ports.tools import Answered
from functions.records import Head, TurnCall, TurnRecord, UnwritableError
from functions.turn.results import Finished
from testing.fakes.model import SpeakingModel
from testing.fakes.sessions import InMemorySessions
from testing.stage import NEW_SESSION, Clock, Stage, ToolsThat, flow, node
from testing.watched import Died, Steps, dying, watched

WORDS = "I can help you with that. What is the number of your order?"
CLAUSES = ["I can help you with that.", " What is the number of your order?"]
FIND = ToolCall("find", {})
TOOL: dict[str, Json] = {
    "name": "find",
    "description": "Finds an order.",
    "request": {"method": "GET", "url": "https://shop.example/"},
}


def speaking(*, message: str = "One moment.", tools: list[Json] | None = None) -> Flow:
    """Build a flow whose model speaks once after a message."""
    talk = node("talk", "llm", instructions="Help.", fallback="Sorry?", tools=tools or [])
    wait = node("wait", "elicitation", prompt="Yes?", variable="wish", extraction="verbatim")
    said = node("say", "message", message=message)
    return flow(
        [node("start", "start", message="Hello."), wait, said, talk, node("end", "end", message="Bye.")],
        [
            *("start -> wait", "wait -> say", "say -> talk", "talk -> end", "talk.error -> end"),
            *("wait.noMatch -> end", "wait.noInput -> end"),
        ],
    )


class Heard(list[str]):
    """Runs a turn and hears its words."""

    def run(self, stage: Stage, turn_id: str, said: str | None = None, **fields: Any) -> dict[str, Any]:
        self.clear()
        finished = stage.run_turn(NEW_SESSION, TurnCall(turn_id, said, **fields), self.append)
        assert isinstance(finished, Finished)
        reply: dict[str, Any] = json.loads(finished.body)
        return reply

    @property
    def words(self) -> str:
        return "".join(self)


def stage(
    javascript: JavaScript, answer: Callable[[AskModel], ModelOutcome] = lambda effect: Replied(WORDS), **fields: Any
) -> Stage:
    on = Stage((speaking(),), javascript, **{"model": SpeakingModel(answer), **fields})
    on.turn("1")
    return on


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_a_message_and_the_models_words_are_let_out_in_order(javascript: JavaScript, heard: Heard) -> None:
    on = stage(javascript)
    reply = heard.run(on, "2", "my order")
    assert heard == ["One moment.", f" {CLAUSES[0]}", CLAUSES[1]]
    assert reply["response"] == f"One moment. {WORDS} Bye."


def test_a_streamed_turn_is_the_unstreamed_one(javascript: JavaScript, heard: Heard) -> None:
    streamed, whole = stage(javascript), stage(javascript)
    assert heard.run(streamed, "2", "my order") == whole.turn("2", "my order")
    assert [turn.events for turn in streamed.turns] == [turn.events for turn in whole.turns]
    assert streamed.head == whole.head


def test_a_message_is_let_out_before_the_model_is_asked(javascript: JavaScript, heard: Heard) -> None:
    before: list[list[str]] = []

    def answer(effect: AskModel) -> ModelOutcome:
        before.append(list(heard))
        return Replied(WORDS)

    heard.run(stage(javascript, answer), "2", "my order")
    assert before == [["One moment."]]


def test_a_streamed_turn_stores_when_its_first_words_were_let_out(javascript: JavaScript, heard: Heard) -> None:
    clock = Clock()

    def answer(effect: AskModel) -> ModelOutcome:
        clock.go_on(0.7)
        return Replied(WORDS)

    on = stage(javascript, answer, clock=clock)
    heard.run(on, "2", "my order")
    streamed = on.turns[-1]
    assert streamed.at - 700 == streamed.first_words_at == streamed.events[0].at
    whole = stage(javascript, answer, clock=clock)
    whole.turn("2", "my order")
    assert whole.turns[-1].first_words_at is None


def test_the_greeting_before_the_first_input_is_not_let_out(javascript: JavaScript, heard: Heard) -> None:
    talk = node("talk", "llm", instructions="Greet.", fallback="Sorry?")
    ask = node("ask", "elicitation", prompt="Yes?", variable="wish", extraction="verbatim")
    more = node("more", "llm", instructions="Help.")
    greeting = flow(
        [node("start", "start", message="Hello."), talk, ask, more, node("end", "end")],
        [
            *("start -> talk", "talk -> ask", "talk.error -> ask", "ask -> more", "more -> end", "more.error -> end"),
            *("ask.noMatch -> end", "ask.noInput -> end"),
        ],
    )

    def answer(effect: AskModel) -> ModelOutcome:
        return Replied(f"From {effect.node_id} to you.")

    on = Stage((greeting,), javascript, model=SpeakingModel(answer))
    reply = heard.run(on, "1", "my order")
    assert reply["response"] == heard.words == "From more to you."
    other = Stage((greeting,), javascript, model=SpeakingModel(answer))
    session = replace(NEW_SESSION, session_id="other")
    finished = other.run_turn(session, TurnCall("1"), heard.append)
    assert isinstance(finished, Finished)
    assert json.loads(finished.body)["response"] == "Hello. From talk to you. Yes?"


def test_a_failure_after_words_says_them_and_then_the_fallback(javascript: JavaScript, heard: Heard) -> None:
    on = stage(javascript, lambda effect: Silent("it broke off", said=CLAUSES[0]))
    reply = heard.run(on, "2", "my order")
    assert heard.words == f"One moment. {CLAUSES[0]}"
    assert reply["response"] == f"One moment. {CLAUSES[0]} Sorry? Bye."
    assert on.said[-1] == ("assistant", reply["response"])
    [failed] = [event for event in on.turns[-1].events if isinstance(event, ModelFailed)]
    assert failed.said == CLAUSES[0]
    events = [event for turn in on.turns for event in turn.events]
    assert fold(on.flows[0], on.begin().state, events, javascript)[-1].state == on.head.state


def test_a_model_that_raises_after_words_has_said_them(javascript: JavaScript, heard: Heard) -> None:
    def answer(effect: AskModel) -> ModelOutcome:
        raise RuntimeError

    on = stage(javascript, answer)
    assert isinstance(on.model, SpeakingModel)
    on.model.before = "I was just about to say"
    reply = heard.run(on, "2", "my order")
    assert reply["response"] == "One moment. I was just about to say Sorry? Bye."


@pytest.mark.parametrize("said", ["", CLAUSES[0]])
def test_words_before_a_call_take_the_place_of_the_authors_message(
    javascript: JavaScript, heard: Heard, said: str
) -> None:
    def answer(effect: AskModel) -> ModelOutcome:
        return Replied(CLAUSES[0] + " Hm", calls=(FIND,), said=said) if not effect.calls else Replied("It is there.")

    tool: Json = {**TOOL, "message": "I look it up."}
    on = Stage(
        (speaking(tools=[tool]),),
        javascript,
        model=SpeakingModel(answer),
        tools=ToolsThat(lambda effect: Answered(200, {}, "found")),
    )
    on.turn("1")
    first = heard.run(on, "2", "my order")
    expected = f"{CLAUSES[0]} Hm" if said else "I look it up."
    assert (first["response"], first["action"]) == (f"One moment. {expected}", {"type": "continue"})
    assert first["response"].startswith(heard.words)
    second = heard.run(on, "3")
    assert (second["response"], heard.words) == ("It is there. Bye.", "It is there.")


def test_words_before_a_call_that_needs_a_yes_come_before_the_question(javascript: JavaScript, heard: Heard) -> None:
    on = Stage(
        (speaking(tools=[{**TOOL, "confirm": "Shall I?"}]),),
        javascript,
        model=SpeakingModel(lambda effect: Replied(CLAUSES[0], calls=(FIND,), said=CLAUSES[0])),
    )
    on.turn("1")
    reply = heard.run(on, "2", "my order")
    assert reply["response"] == f"One moment. {CLAUSES[0]} Shall I?"


def test_a_turn_that_another_one_overtakes_keeps_its_words(javascript: JavaScript, heard: Heard) -> None:
    sessions = InMemorySessions()

    def overtake(number: int) -> None:
        if len(on.turns) == 1:
            other.turn("x", interrupted=None, missed=(), no_input=False)

    other = Stage((speaking(),), javascript, sessions, model=SpeakingModel(lambda effect: Replied("Never.")))
    on = replace(other, model=SpeakingModel(lambda effect: Replied(WORDS), overtake))
    on.turn("1")
    reply = heard.run(on, "2", "my order")
    assert [turn.turn_id for turn in on.turns] == ["1", "x", "2"]
    said = f"One moment. {WORDS}"
    assert heard.words == f"{said} One moment. {WORDS}"
    assert reply["response"] == f"{said} One moment. {WORDS} Bye."
    assert on.said[-3:] == [("assistant", said), ("user", "my order"), ("assistant", f"One moment. {WORDS} Bye.")]


def test_a_copy_that_was_decided_first_gives_its_own_reply(javascript: JavaScript, heard: Heard) -> None:
    sessions = InMemorySessions()

    def decide(number: int) -> None:
        if len(on.turns) == 1:
            copy.turn("2", "my order")

    copy = Stage((speaking(),), javascript, sessions, model=SpeakingModel(lambda effect: Replied("Of the copy.")))
    on = replace(copy, model=SpeakingModel(lambda effect: Replied(WORDS), decide))
    on.turn("1")
    assert heard.run(on, "2", "my order")["response"] == "One moment. Of the copy. Bye."
    assert heard.words == f"One moment. {WORDS}"
    assert len(on.turns) == 2


class Unwritable(InMemorySessions):
    """A store that could not read a turn with the model's words again."""

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        if WORDS in record.response and APOLOGY not in record.response:
            raise UnwritableError("no")
        return super().propose(head, record, instead_of=instead_of)


def test_a_turn_that_cannot_be_stored_says_its_words_and_then_the_apology(javascript: JavaScript, heard: Heard) -> None:
    on = stage(javascript, sessions=Unwritable())
    reply = heard.run(on, "2", "my order")
    assert heard.words == f"One moment. {WORDS}"
    assert (reply["response"], reply["status"]) == (f"One moment. {WORDS} {APOLOGY}", "failed")
    assert on.said[-2:] == [("user", "my order"), ("assistant", f"One moment. {WORDS} {APOLOGY}")]


def test_a_fold_that_fails_after_words_says_them_and_then_the_apology(javascript: JavaScript, heard: Heard) -> None:
    def clock() -> float:
        if heard.words.endswith(CLAUSES[1]):
            raise RuntimeError
        return 0.0

    on = stage(javascript, trace_clock=clock)
    reply = heard.run(on, "2", "my order")
    assert (reply["response"], reply["status"]) == (f"One moment. {WORDS} {APOLOGY}", "failed")
    assert on.said[-2:] == [("user", "my order"), ("assistant", reply["response"])]


@pytest.mark.parametrize("after", [False, True])
def test_a_process_that_dies_after_words_leaves_a_turn_that_runs_again(
    javascript: JavaScript, heard: Heard, after: bool
) -> None:
    names = Steps()
    heard.run(watched(stage(javascript), names), "2", "my order")
    for number in range(1, len(names.names) + 1):
        on = stage(javascript)
        with pytest.raises(Died):
            heard.run(dying(on, number, after=after), "2", "my order")
        missed = heard.words
        reply = heard.run(on, "2", "my order")
        assert reply["response"] == f"One moment. {WORDS} Bye.", missed
        assert reply["response"].startswith(heard.words)
        assert len(on.turns) == 2
        assert on.turn("2", "my order") == reply


def test_a_duplicate_request_lets_out_nothing(javascript: JavaScript, heard: Heard) -> None:
    on = stage(javascript)
    reply = heard.run(on, "2", "my order")
    assert (heard.run(on, "2", "my order"), heard.words) == (reply, "")


def test_copies_that_ask_at_the_same_time_get_the_same_answer(javascript: JavaScript) -> None:
    both_speak = threading.Barrier(2)
    numbers = count(1)

    def answer(effect: AskModel) -> ModelOutcome:
        return Replied(f"I am the answer of number {next(numbers)}. And that is all.")

    def wait(number: int) -> None:
        if number == 0:
            both_speak.wait(30)

    on = Stage((speaking(),), javascript, model=SpeakingModel(answer, wait), wait_seconds=60)
    on.turn("1")

    def ask(heard: Heard) -> tuple[str, dict[str, Any]]:
        reply = heard.run(on, "2", "my order")
        return heard.words, reply

    with ThreadPoolExecutor(2) as threads:
        (first, reply), (second, other) = threads.map(ask, [Heard(), Heard()])
    assert reply == other
    assert first != second
    assert [reply["response"].startswith(words) for words in (first, second)].count(True) == 1
    assert [turn.turn_id for turn in on.turns] == ["1", "2"]
