"""The order desk: a model on a scripted server finds and cancels orders with the tools of the local stack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from flow_core.flow import Flow
from functions.adapters.javascript.engine import JavaScript
from functions.adapters.models.openai import OpenAi
from local.examples import EXAMPLES
from testing.fakes.loopback import Answer, Loopback
from testing.fakes.model_servers import calling, completion, in_turn
from testing.stage import Stage
from tests.local.test_example_conversations import DemoTools


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def says(words: str, *, done: bool = False) -> Answer:
    return completion(json.dumps({"reply": words, "done": done}))


def at_the_desk(stack: ExitStack, *answers: Answer) -> tuple[Stage, Loopback]:
    """Begin a call. The model gives the answers in order."""
    server = stack.enter_context(Loopback(in_turn(*answers)))
    javascript = stack.enter_context(JavaScript())
    model = OpenAi(f"{server.origin}/v1", lambda: "key").model("m")
    example = Flow.model_validate_json((EXAMPLES / "order-desk" / "flow.json").read_text())
    stage = Stage((example,), javascript, tools=DemoTools(), model=model)
    stage.turn("0")
    return stage, server


def test_an_order_is_found_and_cancelled_after_a_yes(stack: ExitStack) -> None:
    stage, server = at_the_desk(
        stack,
        calling(("find_order", '{"number": "1002"}')),
        says("It is being packed."),
        calling(("cancel_order", '{"number": "1002"}')),
        says("It is cancelled."),
        says("Gladly.", done=True),
    )
    assert stage.turn("1", "Where is my order 1002?")["response"] == "One moment, I look it up."
    assert stage.turn("2")["response"] == "It is being packed."
    assert stage.turn("3", "Then cancel it.")["response"] == "Shall I cancel the order 1 0 0 2?"
    assert stage.turn("4", "Yes, please.")["response"] == "It is cancelled."
    reply = stage.turn("5", "No, thanks.")
    assert (reply["completed"], stage.head.state.outcome) == (True, "helped")
    tools_said = [
        message["content"]
        for request in server.received
        for message in json.loads(request.body)["messages"]
        if message["role"] == "tool"
    ]
    assert '"being packed"' in tools_said[0]
    assert '"cancelled": true' in tools_said[1]


def test_nothing_is_cancelled_after_a_no(stack: ExitStack) -> None:
    stage, server = at_the_desk(stack, calling(("cancel_order", '{"number": "1002"}')), says("Then it stays as it is."))
    stage.turn("1", "Cancel the order 1002.")
    assert stage.turn("2", "No.")["response"] == "Then it stays as it is."
    assert not [run for turn in stage.turns for run in turn.effects if run.kind == "CallTool"]
    (*_, result) = json.loads(server.received[-1].body)["messages"]
    assert result["content"] == "The caller said no. Nothing was called."


def test_a_model_that_makes_a_number_up_is_corrected_and_asks_the_caller(stack: ExitStack) -> None:
    stage, server = at_the_desk(
        stack, calling(("find_order", '{"number": "unknown"}')), says("What is the number of your order?")
    )
    assert stage.turn("1", "Where is my order?")["response"] == "What is the number of your order?"
    (*_, result) = json.loads(server.received[-1].body)["messages"]
    assert result["role"] == "tool"
    assert "do not fit the tool's parameters: $.number: it does not fit the pattern" in result["content"]


def test_a_model_that_only_calls_tools_is_asked_for_words(stack: ExitStack) -> None:
    stage, server = at_the_desk(
        stack,
        *[calling(("find_order", '{"number": "1001"}'))] * 3,
        says("It is shipped."),
    )
    stage.turn("1", "Where is my order 1001?")
    assert stage.turn("2")["response"] == "It is shipped."
    assert "tools" not in json.loads(server.received[-1].body)
