"""The limits of nodes without input and of the variables in a state; the durations in the trace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.effects import AskModel, CallTool
from flow_core.events import SessionBegan
from flow_core.flow import MAX_NODES_IN_TURN
from flow_core.json import Json
from flow_core.state import Continue, Hangup, State, Status
from flow_core.step import APOLOGY, step
from testing.flows import edge, flow, line, node
from tests.flow_core.conversations import Conversation, goes_round, session

# Nodes without input


def test_a_flow_that_never_listens_is_ended_after_50_nodes() -> None:
    talk = goes_round(node("decision", "a"), node("decision", "b"))
    assert talk.begin().then == Hangup()
    assert talk.spoken == ["Hello.", APOLOGY]
    assert talk.state.status is Status.FAILED
    assert talk.state.outcome == "more than 50 nodes ran without the caller"
    assert len(talk.last.nodes) == talk.state.progress.nodes_run == MAX_NODES_IN_TURN


def test_50_nodes_in_a_row_are_not_too_many() -> None:
    decisions = [node("decision", f"d{index}") for index in range(MAX_NODES_IN_TURN - 2)]
    talk = Conversation(line(*decisions))
    talk.begin()
    assert talk.state.status is Status.COMPLETED
    assert len(talk.last.nodes) == MAX_NODES_IN_TURN


@pytest.mark.parametrize(("nodes", "status"), [(MAX_NODES_IN_TURN, "completed"), (MAX_NODES_IN_TURN + 1, "failed")])
def test_an_input_of_the_caller_allows_50_more_nodes(nodes: int, status: str) -> None:
    decisions = [node("decision", f"d{index}") for index in range(nodes - 1)]
    talk = Conversation(line(node("elicitation"), *decisions))
    talk.begin()
    talk.says("Ann")
    assert talk.state.status == status


def test_a_cycle_of_models_and_tools_ends_after_50_nodes() -> None:
    talk = goes_round(node("llm", "a"), node("tool", "b"))
    talk.begin()
    for _ in range(200):
        if isinstance(talk.last.then, AskModel):
            talk.replies("Well.")
        elif isinstance(talk.last.then, CallTool):
            talk.answers(200)
    assert talk.last.then == Hangup()
    assert talk.state.status is Status.FAILED


def test_the_nodes_of_several_turns_without_input_are_counted_together() -> None:
    talk = goes_round(node("tool", "a", message="One moment."))
    talk.begin()
    for _ in range(MAX_NODES_IN_TURN - 1):
        assert talk.state.action == Continue()
        talk.goes_on()
        talk.answers(200)
    assert talk.state.status is Status.FAILED


def test_an_input_of_the_caller_starts_the_count_again() -> None:
    talk = goes_round(node("tool", "a", message="One moment."))
    talk.begin()
    for _ in range(2 * MAX_NODES_IN_TURN):
        talk.says("Yes, I am waiting.")
        talk.answers(200)
    assert talk.state.action == Continue()


# Variables


def test_a_long_conversation_does_not_grow() -> None:
    talk = goes_round(node("elicitation", "a"), node("llm", "b"))
    talk.begin()
    sizes: list[int] = []
    for _ in range(60):
        talk.says("word " * 10)
        talk.replies("reply " * 10)
        sizes.append(len(repr(talk.state)))
    assert max(sizes[30:]) - min(sizes[30:]) < 50
    assert len(talk.state.messages) <= 20


def test_variables_together_have_a_limit_and_the_old_value_stays() -> None:
    names = [f"v{index}" for index in range(10)]
    assign: Json = dict.fromkeys(names, "large")
    nodes = [node("start", assign=assign), node("elicitation", assign={"v0": "large", "more": "large"})]
    document = flow([*nodes, node("end")], [edge("start", "elicitation"), edge("elicitation", "end")])
    talk = Conversation(document, {"large": "x" * 30_000})
    talk.begin()
    assert sorted(talk.state.variables) == names[:8]
    assert [name for name, _ in talk.errors] == ["assign.v8", "assign.v9"]
    talk.says("Ann")
    assert [name for name, _ in talk.errors] == ["assign.more"]


def test_a_value_that_is_nested_too_deep_is_not_stored_and_the_old_value_stays() -> None:
    flat: Json = {"list": [1]}
    deep: Json = []
    for _ in range(101):
        deep = {"deep": deep}
    document = line(node("elicitation", assign={"a": "flat", "b": "deep"}), variables={"b": {"default": 1}})
    talk = Conversation(document, {"flat": flat, "deep": deep})
    talk.begin()
    talk.says("Ann")
    assert (talk.value("a"), talk.value("b")) == (flat, 1)
    assert talk.errors[0][0] == "assign.b"


@pytest.mark.parametrize(("depth", "kept"), [(100, True), (101, False)])
def test_a_value_of_the_maximum_depth_is_stored(depth: int, kept: bool) -> None:
    nested: Json = []
    for _ in range(depth - 1):
        nested = [nested]
    talk = Conversation(line(node("elicitation")))
    talk.begin(nested=nested)
    assert ("nested" in talk.state.variables) is kept


@pytest.mark.parametrize(("characters", "kept"), [(32 * 1024, True), (32 * 1024 + 1, False)])
def test_a_text_of_the_maximum_length_is_stored_in_any_script(characters: int, kept: bool) -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin(text="ü" * characters)
    assert ("text" in talk.state.variables) is kept


@pytest.mark.parametrize(("more", "kept"), [(0, True), (1, False)])
def test_variables_are_stored_up_to_their_common_limit(more: int, kept: bool) -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    size, frame = 2000, len("other") + len("name")
    talk.state = replace(talk.state, variables={"other": "x" * (256 * 1024 - size - frame + more)})
    talk.says("x" * size)
    assert ("name" in talk.state.variables) is kept


@pytest.mark.parametrize(("characters", "kept"), [(1024, True), (1025, False)])
def test_a_short_value_is_stored_after_the_common_limit_is_reached(characters: int, kept: bool) -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    talk.state = replace(talk.state, variables={"other": "x" * 256 * 1024})
    talk.says("x" * characters)
    assert ("name" in talk.state.variables) is kept


def test_short_values_have_a_common_limit_too() -> None:
    more: dict[str, Json] = {f"v{index}": "x" * 1000 for index in range(400)}
    talk = Conversation(line(node("elicitation")))
    talk.fold(SessionBegan(variables=more, turn_id="t1", at=0, seed=0))
    kept = sum(len(name) + len(str(value)) for name, value in talk.state.variables.items())
    assert 319 * 1024 < kept <= 320 * 1024
    errors = [str(error) for field, error in talk.errors if field.startswith("variables.")]
    assert len(errors) == sum(name not in talk.state.variables for name in more) > 0
    assert "together" in errors[0]


@pytest.mark.parametrize("now", [7, "x" * 2000, 10**200, None, True, 1.5, ["y"]])
def test_a_value_that_is_not_longer_than_the_old_one_is_always_stored(now: Json) -> None:
    talk = Conversation(line(node("elicitation", assign={"big": "now"})), {"now": now})
    talk.begin()
    talk.state = replace(talk.state, variables={"big": "x" * 400 * 1024, "name": "Bob"})
    talk.says("Ann")
    assert (talk.value("name"), talk.value("big")) == ("Ann", now)


# The trace


def test_the_trace_has_the_duration_of_each_node() -> None:
    ticks = iter(range(0, 1_000_000, 10_000))
    document = line(node("decision"), node("elicitation"))
    talk = Conversation(document)
    begun = talk.begin()
    result = step(talk.flow, State(session()), talk.events[0], talk.evaluate, lambda: next(ticks))
    assert [(run.node_id, run.millis) for run in result.nodes] == [
        ("start", 10),
        ("decision", 10),
        ("elicitation", 10),
    ]
    assert result.state == begun.state
    assert {run.millis for run in begun.nodes} == {0}


def test_a_duration_in_the_trace_is_in_milliseconds_with_their_thousandths() -> None:
    ticks = iter(range(0, 100_000, 123))
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    result = step(talk.flow, State(session()), talk.events[0], talk.evaluate, lambda: next(ticks))
    assert {run.millis for run in result.nodes} == {0.123}
