"""Cycles that never listen to the caller, and how many nodes can run in a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.check.graph import graph_of
from flow_core.check.pace import longest_sequences
from flow_core.check.shape import read_parts
from flow_core.evaluate import Evaluated, Value
from flow_core.events import CallerSpoke, Event, ModelFailed, ModelReplied, SessionBegan, ToolFailed, WentOn
from flow_core.flow import MAX_NODES_IN_TURN
from flow_core.json import Variables
from flow_core.state import Session, State, Status
from flow_core.step import step
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.checking import checked, codes, the_problem


def _round(*members: Document) -> Document:
    """A cycle of the members. A decision among them has a way out."""
    ids = [str(member["id"]) for member in members]
    edges = [edge(one, other) for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)]
    gate = node("decision", "gate")
    return flow(
        [node("start"), gate, *members, node("end")],
        [edge("start", "gate"), edge("gate", ids[0]), edge("gate", "end", "yes"), *edges[:-1], edge(ids[-1], "gate")],
        onFailure="end",
    )


@pytest.mark.parametrize("silent", [node("tool"), node("tool", message="Wait."), node("llm"), node("decision")])
def test_a_cycle_that_never_listens_is_an_error(silent: Document) -> None:
    problem = the_problem(_round(silent))
    assert (problem.code, problem.node_id) == ("silent-cycle", "gate")
    assert f'"gate" → "{silent["id"]}" → "gate"' in problem.message


@pytest.mark.parametrize("listener", [node("elicitation"), node("llm", until="true")])
def test_a_cycle_that_listens_is_no_problem(listener: Document) -> None:
    assert codes(_round(node("tool"), listener)) == []


def test_a_cycle_of_one_node_and_a_cycle_through_a_failed_transfer_are_errors() -> None:
    document = line(node("tool"), edges=[edge("tool", "tool", "error")])
    assert the_problem(document).code == "silent-cycle"
    back = flow([node("start"), node("transfer")], [edge("start", "transfer"), edge("transfer", "transfer", "failed")])
    assert the_problem(back).code == "silent-cycle"


def test_a_node_that_fails_into_itself_is_an_error() -> None:
    nodes = [node("start"), node("tool"), node("end")]
    document = flow(nodes, [edge("start", "tool"), edge("tool", "end")], onFailure="tool")
    problem = the_problem(document)
    assert problem.code == "silent-cycle"
    assert problem.remedy.endswith('A failure exit without an edge leads to "onFailure", "tool".')


@pytest.mark.parametrize(("to", "expected"), [("+15550100000", []), ("{{ session.callerNumber }}", ["silent-cycle"])])
def test_a_transfer_for_failures_may_dial_again_if_its_destination_is_fixed(to: str, expected: list[str]) -> None:
    nodes = [node("start"), node("tool"), node("transfer", to=to), node("end")]
    edges = [edge("start", "tool"), edge("tool", "end")]
    assert codes(flow(nodes, edges, onFailure="transfer")) == expected


def test_a_long_cycle_is_named_by_its_beginning() -> None:
    message = the_problem(_round(*[node("tool", f"t{index}") for index in range(20)])).message
    assert "and 9 more" in message


def test_a_flow_may_need_as_many_nodes_as_the_limit_and_no_more() -> None:
    tools = [node("tool", f"t{index}") for index in range(MAX_NODES_IN_TURN)]
    assert codes(line(*tools[:-2])) == []
    problem = the_problem(line(*tools[:-1]))
    assert (problem.code, problem.node_id) == ("too-many-nodes-in-a-row", "start")
    assert "51 nodes" in problem.message
    middle = len(tools) // 2
    assert codes(line(*tools[:middle], node("elicitation"), *tools[middle:])) == []


def test_an_unreachable_node_is_not_counted() -> None:
    document = line()
    tools = [node("tool", f"t{index}") for index in range(60)]
    chain = [edge(f"t{index}", f"t{index + 1}") for index in range(59)]
    document = flow([node("start"), node("end"), *tools], [edge("start", "end"), *chain, edge("t59", "end")])
    assert "too-many-nodes-in-a-row" not in codes(document)


def test_an_llm_with_until_is_counted_twice_at_most() -> None:
    document = _round(node("llm", until="true"), node("tool"))
    graph = graph_of(read_parts(document))
    # From the tool: tool, gate, llm, tool, gate, llm, which listens.
    assert longest_sequences(graph)["tool"] == 6
    assert longest_sequences(graph)["end"] == 1


def test_an_empty_flow_has_no_sequence_of_nodes() -> None:
    assert longest_sequences(graph_of(read_parts({"name": "x", "nodes": []}))) == {}


# The limit of the check, compared with real calls.

_KINDS = st.sampled_from(["elicitation", "llm", "until", "decision", "tool", "message", "transfer", "tool", "decision"])


@st.composite
def _flows(draw: st.DrawFn) -> Document:
    kinds = draw(st.lists(_KINDS, min_size=1, max_size=9))
    nodes: list[Document] = []
    for index, kind in enumerate(kinds):
        name = f"n{index}"
        if kind == "until":
            nodes.append(node("llm", name, until="true", maxTurns=1))
        elif kind == "message":
            nodes.append(node("tool", name, message="Wait."))
        else:
            nodes.append(node(kind, name, **({"maxAttempts": 1} if kind == "elicitation" else {})))
    ids = [*(f"n{index}" for index in range(len(kinds))), "end"]
    exits = {"elicitation": ["noMatch"], "llm": ["error"], "decision": ["yes"], "tool": ["error"]}
    edges = [edge("start", "n0")]
    for index, part in enumerate(nodes):
        kind, name = str(part["type"]), str(part["id"])
        # Most edges lead forward, so that many flows pass the check.
        ahead = st.sampled_from(ids[index + 1 :])
        if kind == "transfer":
            edges.append(edge(name, draw(st.one_of(ahead, st.sampled_from(ids))), "failed"))
            continue
        edges.append(edge(name, draw(ahead)))
        edges += [edge(name, draw(st.one_of(ahead, st.sampled_from(ids))), exit) for exit in exits[kind]]
    return flow([node("start"), *nodes, node("end")], edges)


@dataclass
class _Coin:
    """Every expression has the result that was drawn."""

    data: st.DataObject

    def __call__(self, expression: str, variables: Variables, at: int, seed: int) -> Evaluated:
        truthy = self.data.draw(st.booleans())
        return Value(truthy, truthy)


# A step is bounded by nodes, not by time: the assertion below counts them.
@settings(deadline=None)
@given(_flows(), st.data())
def test_no_call_through_a_checked_flow_passes_the_limit(document: Document, data: st.DataObject) -> None:
    result = checked(document)
    if result.flow is None:
        return
    bound = max(longest_sequences(graph_of(read_parts(document))).values())
    without_a_way = {each.node_id for each in result.warnings if each.code == "missing-failure-edge"}
    coin = _Coin(data)
    state = State(Session("s", "chat", 0))
    event: Event = SessionBegan(**_given(0), caller_spoke=data.draw(st.booleans()))
    for turn in range(1, 25):
        state = step(result.flow, state, event, coin).state
        assert state.progress.nodes_run <= bound <= MAX_NODES_IN_TURN
        if state.status is Status.FAILED:
            assert state.node_id in without_a_way, state.outcome
            return
        event = _next(state, turn, data)


class _Given(TypedDict):
    turn_id: str
    at: int
    seed: int


def _given(turn: int) -> _Given:
    return {"turn_id": f"t{turn}", "at": 0, "seed": 0}


def _next(state: State, turn: int, data: st.DataObject) -> Event:
    if state.awaiting is None or data.draw(st.integers(0, 4)) == 0:
        silent = state.awaiting is None and data.draw(st.booleans())
        return WentOn(**_given(turn)) if silent else CallerSpoke(**_given(turn), text="hello")
    works = data.draw(st.booleans())
    if state.node_id is not None and "tool" in state.node_id:
        return ToolFailed(**_given(turn), effect_id=state.awaiting, error="no")
    if works:
        return ModelReplied(**_given(turn), effect_id=state.awaiting, text="yes", extracted={})
    return ModelFailed(**_given(turn), effect_id=state.awaiting, error="no")
