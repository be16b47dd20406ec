"""tool: when a tool runs, and the exits for its results."""

from __future__ import annotations

import pytest

from flow_core.effects import CallTool
from flow_core.json import Json
from flow_core.state import Continue, Hangup, Status
from testing.flows import edge, flow, line, node
from tests.flow_core.conversations import Conversation


def calls(**data: Json) -> Conversation:
    """Build a conversation with a tool, not begun. The tool's error has an edge."""
    nodes = [node("start"), node("tool", **data), node("end"), node("end", "broken", message="Broken.")]
    edges = [edge("start", "tool"), edge("tool", "end"), edge("tool", "broken", "error")]
    return Conversation(flow(nodes, edges))


# The time of the call


def test_a_tool_without_a_message_runs_in_the_same_turn() -> None:
    talk = calls(timeoutSeconds=4, retries=1)
    talk.begin()
    call = talk.tool_call()
    assert (call.id, call.node_id, call.timeout_seconds, call.retries) == ("session-1:1", "tool", 4, 1)
    assert talk.answers(200).then == Hangup()
    assert talk.spoken == ["Goodbye."]


def test_a_tool_with_a_message_says_it_and_runs_in_the_next_turn() -> None:
    talk = calls(message="Let me look, {{ 'Ann' }}.")
    assert talk.begin().then == Continue()
    assert talk.spoken == ["Hello.", "Let me look, Ann."]
    assert talk.state.status is Status.WAITING
    assert isinstance(talk.goes_on().then, CallTool)
    assert talk.spoken == []
    talk.answers(200)
    assert talk.state.response == "Goodbye."


def test_words_during_a_pending_tool_are_remembered_and_the_tool_runs() -> None:
    talk = calls(message="Let me look.")
    talk.begin()
    assert isinstance(talk.says("Hurry up.").then, CallTool)
    assert talk.said[-1] == ("user", "Hurry up.")


def test_a_pending_tool_runs_after_no_input_and_after_keys() -> None:
    for act in ("silent", "keys"):
        talk = calls(message="Let me look.")
        talk.begin()
        step = talk.silent() if act == "silent" else talk.keys("1")
        assert isinstance(step.then, CallTool)


def test_input_of_the_first_request_goes_past_a_tool_with_a_message_to_the_first_node_that_listens() -> None:
    nodes = [node("start"), node("tool", message="Let me look."), node("elicitation"), node("end")]
    chain = [edge("start", "tool"), edge("tool", "elicitation"), edge("elicitation", "end")]
    talk = Conversation(flow(nodes, chain))
    talk.begin(caller_spoke=True)
    while isinstance(talk.last.then, CallTool):
        talk.answers(200)
    talk.says("Ann", same_turn=True)
    while isinstance(talk.last.then, CallTool):
        talk.answers(200)
    assert talk.value("name") == "Ann"


def test_input_of_the_first_request_goes_past_a_tool_to_the_first_node_that_listens() -> None:
    nodes = [node("start"), node("tool"), node("elicitation"), node("end")]
    talk = Conversation(
        flow(nodes, [edge("start", "tool"), edge("tool", "elicitation"), edge("elicitation", "end")]),
    )
    talk.begin(caller_spoke=True)
    talk.answers(200)
    talk.says("Ann", same_turn=True)
    assert talk.value("name") == "Ann"


def test_after_input_in_the_first_request_several_tools_run_in_one_turn() -> None:
    talk = Conversation(line(node("tool", "one"), node("tool", "two", message="Let me look.")))
    talk.begin(caller_spoke=True)
    talk.answers(200)
    assert talk.tool_call().node_id == "two"
    assert talk.path == [("one", "default")]


def test_a_failed_hole_in_a_message_is_recorded_with_its_field() -> None:
    talk = calls(message="{{ throw }}")
    talk.begin()
    assert [field for field, _ in talk.errors] == ["message"]


# The response


def test_assign_reads_the_response() -> None:
    assign: Json = {
        "status": "response.status",
        "order": "response.body.order.id",
        "kind": "response.headers.kind",
    }
    talk = calls(assign=assign)
    talk.begin()
    talk.answers(201, {"order": {"id": 2**53 + 1}})
    assert talk.state.variables == {"status": 201, "order": 2**53 + 1, "kind": None}


@pytest.mark.parametrize("status", [100, 199, 300, 301, 404, 500])
def test_a_status_outside_the_200s_leaves_by_error_with_its_response(status: int) -> None:
    talk = calls(assign={"status": "response.status", "body": "response.body"})
    talk.begin()
    talk.answers(status, "sorry")
    assert talk.spoken == ["Broken."]
    assert talk.state.variables == {"status": status, "body": "sorry"}
    assert talk.path == [("tool", "error"), ("broken", "hangup")]


def test_a_tool_without_a_response_leaves_by_error_with_status_0() -> None:
    talk = calls(assign={"status": "response.status", "body": "response.body"})
    talk.begin()
    talk.tool_fails()
    assert talk.spoken == ["Broken."]
    assert talk.state.variables == {"status": 0, "body": None}


def test_a_missing_response_has_all_fields_of_a_response() -> None:
    talk = calls(assign={"whole": "response"})
    talk.begin()
    talk.tool_fails()
    assert talk.value("whole") == {"status": 0, "headers": {}, "body": None}


def test_the_response_cannot_be_read_after_the_tool() -> None:
    nodes = [node("start"), node("tool"), node("end", message="{{ response.status }}")]
    talk = Conversation(flow(nodes, [edge("start", "tool"), edge("tool", "end")]))
    talk.begin()
    talk.answers(200)
    assert talk.spoken == []
    assert talk.errors == [("message", "ReferenceError: response is not defined")]


def test_a_models_reply_does_not_answer_a_tool() -> None:
    talk = calls()
    talk.begin()
    assert talk.replies("Hello").then is None
    assert talk.model_fails().then is None
    assert talk.answers(200).then == Hangup()


def test_an_answer_that_does_not_fit_its_schema_leaves_by_error_and_the_trace_names_the_field() -> None:
    look = node("tool", responseSchema={"type": "object"}, assign={"seen": "response.body.id"})
    talk = Conversation(line(look, node("end", "bad"), edges=[edge("tool", "bad", "error")]))
    talk.begin()
    assert talk.tool_call().response_schema == {"type": "object"}
    talk.does_not_fit("$.id: it is not of type string", {"id": 7})
    assert talk.path[0] == ("tool", "error")
    assert talk.value("seen") == 7
    assert talk.errors == [("responseSchema", "the answer does not fit: $.id: it is not of type string")]
