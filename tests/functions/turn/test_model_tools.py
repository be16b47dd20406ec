"""A turn in which a model calls tools: each under a lease, at most once, and never past the turn's time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from flow_core.effects import AskModel, CallMcp, CallTool
from flow_core.events import EffectPostponed
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import ToolCall
from flow_core.step import fold
from functions.adapters.javascript.engine import JavaScript
from functions.deadline import Deadline
from functions.ports.model import ModelOutcome, Replied, Silent
from functions.ports.tools import Answered, ToolOutcome
from functions.turn import effects
from functions.turn.perform import Perform, bounded
from testing.fakes.model import FakeModel
from testing.fakes.tools import FakeTools
from testing.stage import Stage, ToolsThat, flow, node

ORDER: Json = {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]}
FIND = ToolCall("find_order", {"number": "1001"})


def talking(**tool: Json) -> Flow:
    """Build a flow whose model has one tool."""
    find: dict[str, Json] = {
        "name": "find_order",
        "description": "Finds an order.",
        "parameters": ORDER,
        "request": {"method": "POST", "url": "https://shop.example/", "body": {"number": "{{ arguments.number }}"}},
        **tool,
    }
    talk = node("talk", "llm", instructions="Help.", until="false", tools=[find], fallback="Sorry?")
    end = node("end", "end", message="Bye.")
    return flow(
        [node("start", "start", message="Hello."), talk, end], ["start -> talk", "talk -> end", "talk.error -> end"]
    )


def asks_once(effect: AskModel) -> ModelOutcome:
    """A model that calls the tool once for each reply, and then says what the tool returned."""
    if not effect.calls:
        return Replied("", calls=(FIND,))
    return Replied(f"It says: {effect.calls[-1].result}")


def stage(
    javascript: JavaScript,
    tool: Callable[[CallTool], ToolOutcome] = lambda effect: Answered(200, {}, "found"),
    **data: Json,
) -> Stage:
    return Stage((talking(**data),), javascript, tools=ToolsThat(tool), model=FakeModel(otherwise=asks_once))


def test_a_model_and_its_tool_answer_in_one_turn(javascript: JavaScript) -> None:
    on = stage(javascript)
    on.turn("1")
    reply = on.turn("2", "Where is my order?")
    assert (reply["response"], reply["action"]["type"]) == ("It says: found", "listen")
    assert [(run.kind, run.node_id, run.ok) for run in on.turns[-1].effects] == [
        ("AskModel", "talk", True),
        ("CallTool", "talk", True),
        ("AskModel", "talk", True),
    ]
    assert on.turn("2", "Where is my order?") == reply
    assert isinstance(on.tools, ToolsThat)
    assert len(on.tools.keys) == 1


def test_a_recorded_turn_replays_without_a_model_or_a_tool(javascript: JavaScript) -> None:
    on = stage(javascript)
    on.turn("1")
    on.turn("2", "Where is my order?")
    events = [event for turn in on.turns for event in turn.events]
    assert fold(on.flows[0], on.begin().state, events, javascript)[-1].state == on.head.state


def test_an_answer_that_does_not_fit_its_schema_is_an_error_to_the_model(javascript: JavaScript) -> None:
    schema: Json = {"type": "object", "properties": {"state": {"type": "string"}}}
    on = stage(javascript, lambda effect: Answered(200, {}, {"state": 7}), responseSchema=schema)
    on.turn("1")
    assert "because it does not fit: $.state: it is not of type string" in on.turn("2", "Where?")["response"]
    (_, run, _) = on.turns[-1].effects
    assert run.error == "the answer does not fit the response schema: $.state: it is not of type string"


@pytest.mark.parametrize("status", [404, 500])
def test_the_schema_is_for_successful_answers(status: int, javascript: JavaScript) -> None:
    on = stage(javascript, lambda effect: Answered(status, {}, "no"), responseSchema={"type": "object"})
    on.turn("1")
    assert f"the tool answered {status}: no" in on.turn("2", "Where?")["response"]


def test_an_answer_that_is_too_large_for_its_schema_is_an_error_to_the_model(javascript: JavaScript) -> None:
    on = stage(javascript, lambda effect: Answered(200, {}, "{", cut=True), responseSchema={"type": "object"})
    on.turn("1")
    assert "it is too large to be checked" in on.turn("2", "Where?")["response"]


def test_a_record_has_only_the_part_of_an_answer_that_the_model_reads(javascript: JavaScript) -> None:
    on = stage(javascript, lambda effect: Answered(200, {"etag": "x"}, {"all": "y" * 100_000}))
    on.turn("1")
    assert "(cut here: the result is longer)" in on.turn("2", "Where?")["response"]
    (answer,) = [event for event in on.turns[-1].events if event.kind == "ToolAnswered"]
    assert len(str(answer.body)) < 10_000
    assert answer.headers == {}


@pytest.mark.parametrize(
    ("body", "kept"), [("abcd", "abcd"), ("abcdefgh", "abcde"), ([1, 2], "[1, 2"), ([1], [1]), (None, None)]
)
def test_a_body_is_cut_as_text(body: Json, kept: Json) -> None:
    assert bounded(body, 4) == kept
    assert bounded(body, None) == body


def test_a_tool_node_leaves_by_error_with_an_answer_that_does_not_fit(javascript: JavaScript) -> None:
    look = node(
        "look",
        "tool",
        request={"url": "https://shop.example"},
        responseSchema={"type": "object", "required": ["state"]},
        assign={"seen": "response.body.other"},
    )
    nodes = [node("start", "start"), look, node("end", "end", outcome="fits"), node("bad", "end", outcome="bad")]
    drawn = flow(nodes, ["start -> look", "look -> end", "look.error -> bad"])
    on = Stage((drawn,), javascript, tools=FakeTools(Answered(200, {}, {"other": 1})))
    on.turn("1")
    assert (on.head.state.outcome, on.variables) == ("bad", {"seen": 1})
    (decision,) = [each for each in on.turns[-1].decisions if each.condition_id == "responseSchema"]
    assert decision.error is not None
    assert "state" in decision.error


def test_parameters_that_cannot_be_used_ask_no_model(javascript: JavaScript) -> None:
    # A flow that was saved before `check` looked at the parameters.
    on = stage(javascript, parameters={"type": "object", "properties": {"n": {"type": "no"}}})
    on.turn("1")
    assert on.turn("2", "Where?")["response"] == "Sorry? Bye."
    assert isinstance(on.model, FakeModel)
    assert on.model.asked == []


# The turn's time


class SlowTools:
    """Tools for which a call takes the time of a turn."""

    def __init__(self, spend: Callable[[], None]) -> None:
        self.keys: list[str] = []
        self._spend = spend

    def call(self, effect: CallTool, *, idempotency_key: str, **_: Any) -> ToolOutcome:
        self.keys.append(idempotency_key)
        self._spend()
        return Answered(200, {}, "found")


def test_without_time_the_turn_ends_with_continue_and_the_next_one_goes_on(
    javascript: JavaScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[bool] = []
    remaining = Deadline.remaining
    monkeypatch.setattr(Deadline, "remaining", lambda self: 1.0 if spent else remaining(self))
    tools = SlowTools(lambda: spent.append(True))
    on = Stage((talking(),), javascript, tools=tools, model=FakeModel(otherwise=asks_once))
    on.turn("1")
    reply = on.turn("2", "Where is my order?")
    assert (reply["action"]["type"], reply["response"], reply["completed"]) == ("continue", "", False)
    assert on.turns[-1].events[-1].kind == "EffectPostponed"
    assert [call.result for call in on.head.state.visit.calls] == ["found"]
    assert on.turn("2", "Where is my order?") == reply
    spent.clear()
    assert on.turn("3")["response"] == "It says: found"
    assert len(tools.keys) == 1


def test_the_first_effect_of_a_turn_is_never_postponed(javascript: JavaScript, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "LEAST_SECONDS", 1_000.0)
    on = stage(javascript, timeoutSeconds=3_600)
    on.turn("1")
    assert on.turn("2", "Where?")["action"]["type"] == "continue"
    assert isinstance(on.turns[-1].events[-1], EffectPostponed)
    assert [on.turn(turn)["action"]["type"] for turn in ("3", "4")] == ["continue", "listen"]
    assert on.said[-1] == ("assistant", "It says: found")


def test_a_question_that_waits_for_no_tool_is_asked_in_any_case(
    javascript: JavaScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "LEAST_SECONDS", 1_000.0)
    on = Stage(
        (
            flow(
                [
                    node("start", "start"),
                    node("one", "llm", instructions="One.", timeoutSeconds=3_600),
                    node("two", "llm", instructions="Two.", timeoutSeconds=3_600),
                    node("end", "end"),
                ],
                ["start -> one", "one -> two", "two -> end"],
            ),
        ),
        javascript,
        model=FakeModel(Replied("One."), Replied("Two.")),
    )
    assert on.turn("1")["response"] == "One. Two."


# MCP


def test_without_an_mcp_client_a_tool_of_a_server_fails() -> None:
    perform = Perform(
        model=FakeModel(Silent("")),
        tools=FakeTools(),
        secrets=None,  # type: ignore[arg-type]  # never read
        stamp=lambda turn_id: {"turn_id": turn_id, "at": 0, "seed": 0},
        failed=lambda *args, **known: None,
    )
    effect = CallMcp("1", "talk", "https://a.example/mcp", {}, "find", {}, 10, 0, "find")
    _, run = perform(effect, "acme", "t", Deadline.after(5))
    assert (run.kind, run.ok, run.error) == ("CallMcp", False, "no MCP server can be called here")


def test_a_tool_of_an_mcp_server_is_called_in_a_turn(javascript: JavaScript) -> None:
    class Crm:
        calls: list[CallMcp] = []  # noqa: RUF012  # one test

        def call(self, effect: CallMcp, **_: Any) -> ToolOutcome:
            self.calls.append(effect)
            return Answered(200, {}, {"state": "shipped"})

    mcp: Json = {"server": "https://crm.example/mcp", "tool": "orders.find"}
    drawn = talking(request=None, mcp=mcp)
    on = Stage((drawn,), javascript, model=FakeModel(otherwise=asks_once), mcp=Crm())
    on.turn("1")
    assert on.turn("2", "Where?")["response"] == 'It says: {"state": "shipped"}'
    assert [(call.name, call.arguments) for call in Crm.calls] == [("orders.find", {"number": "1001"})]
    assert on.turns[-1].effects[1].kind == "CallMcp"
