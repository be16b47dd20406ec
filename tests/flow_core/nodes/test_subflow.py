"""subflow: scopes, exits, failures and the place of the call while an inner flow runs."""

from __future__ import annotations

import pytest

from flow_core.effects import AskModel, CallTool
from flow_core.events import TurnFailed
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import Frame, Status, ToolCall, Transfer
from flow_core.step import can_come_back, fail, fold
from flow_core.subflows.frames import (
    current_node,
    every_flow,
    has_way_after_failure,
    outermost_variables,
    variables_by_path,
)
from flow_core.transfer.rules import TransferRules
from flow_core.variables.sizes import MAX_VALUE_CHARACTERS
from testing.flows import Document, call, edge, flow, frozen, line, node
from tests.flow_core.conversations import STARTED_AT, STATE, Conversation, session

ASKS = flow(
    [
        node("start", message="Who are you?"),
        node("elicitation", "ask", prompt="Your pin?", variable="pin", maxAttempts=1, noInputPrompts=["Still there?"]),
        node("decision", "check", conditions=[{"id": "right", "expression": "pin === expected"}]),
        node("end", "verified", message="Thank you.", outcome="verified"),
        node("end", "unknown", message="I do not know you."),
    ],
    [
        edge("start", "ask"),
        edge("ask", "check"),
        edge("check", "verified", "right"),
        edge("check", "unknown"),
    ],
    variables={"expected": {"type": "string", "default": "none"}, "tries": {"type": "integer", "default": 1}},
)


def outer(given: Json = None, /, *, on_failure: str | None = "lost", **data: Json) -> Document:
    nodes = [
        node("start", message="Welcome."),
        call("who", "asks", given, **data),
        node("end", "in", message="Come in."),
        node("end", "out", message="Stay out."),
        node("end", "lost", message="Sorry."),
    ]
    edges = [edge("start", "who"), edge("who", "in", "verified"), edge("who", "out")]
    return flow(nodes, edges, onFailure=on_failure, variables={"name": {"default": "Ann"}})


def talks(document: Document, **flows: Document) -> Conversation:
    return Conversation(document, subflows=frozen(**{"asks": ASKS, **flows}))


def nested(depth: int, innermost: Document = ASKS) -> Conversation:
    """Build a flow in which `depth` flows run within each other."""
    flows = {f"f{depth}": innermost}
    for level in range(depth - 1, 0, -1):
        flows[f"f{level}"] = line(call(f"s{level + 1}", f"f{level + 1}"))
    return Conversation(line(call("s1", "f1")), subflows=frozen(**flows))


def test_the_inner_flow_speaks_and_asks_in_the_place_of_the_node() -> None:
    talk = talks(outer())
    assert talk.begin().messages[0].content == "Welcome."
    assert talk.spoken == ["Welcome.", "Who are you?", "Your pin?"]
    assert talk.state.node_id == "who/ask"
    assert talk.path == [("start", "default"), ("who", "enter"), ("who/start", "default"), ("who/ask", "listen")]
    assert [run.flow_id for run in talk.last.nodes] == [None, None, "asks", "asks"]
    assert current_node(talk.flow, talk.state) is talk.flow.inner["who"].node("ask")


def test_the_outcome_of_the_end_that_is_reached_chooses_the_exit() -> None:
    talk = talks(outer({"expected": "'4711'"}))
    talk.begin()
    talk.says("4711")
    assert talk.spoken == ["Thank you.", "Come in."]
    assert talk.path[-3:] == [("who/verified", "verified"), ("who", "verified"), ("in", "hangup")]
    assert talk.state.status is Status.COMPLETED
    assert talk.state.frames == ()


def test_an_end_without_an_outcome_leads_to_default_and_no_inner_end_hangs_up() -> None:
    talk = talks(outer())
    talk.begin()
    talk.says("4711")
    assert talk.spoken == ["I do not know you.", "Stay out."]
    assert talk.path[-3:] == [("who/unknown", "default"), ("who", "default"), ("out", "hangup")]


def test_an_outcome_without_an_edge_leads_to_default() -> None:
    document = line(call("who", "asks", {"expected": "'1'"}))
    talk = talks(document)
    talk.begin()
    talk.says("1")
    assert talk.path[-2:] == [("who", "verified"), ("end", "hangup")]


def test_each_flow_has_its_own_variables() -> None:
    talk = talks(outer({"expected": "name", "tries": "7"}, out={"pinned": "pin", "name": "expected + '!'"}))
    talk.begin()
    assert talk.state.variables == {"expected": "Ann", "tries": 7}
    assert talk.state.frames == (Frame("who", {"name": "Ann"}),)
    assert outermost_variables(talk.state) == {"name": "Ann"}
    assert variables_by_path(talk.state) == {"name": "Ann", "who/expected": "Ann", "who/tries": 7}
    talk.says("Ann")
    assert talk.state.variables == {"name": "Ann!", "pinned": "Ann"}
    assert outermost_variables(talk.state) == variables_by_path(talk.state) == talk.state.variables


def test_the_flow_inside_reads_no_variable_of_the_flow_outside() -> None:
    inner = line(node("message", message="Hello {{ name }}."))
    talk = Conversation(outer(), subflows=frozen(asks=inner))
    talk.begin()
    assert talk.errors == [("message", "ReferenceError: name is not defined")]
    assert [each.node_id for each in talk.last.decisions] == ["who/message"]


def test_a_second_visit_begins_with_the_defaults_again() -> None:
    document = flow(
        [node("start"), call("who", "asks"), node("end")],
        [edge("start", "who"), edge("who", "who"), edge("who", "end", "verified")],
        onFailure="end",
    )
    talk = talks(document)
    talk.begin()
    talk.says("4711")
    assert talk.state.variables == {"expected": "none", "tries": 1}
    assert talk.state.node_id == "who/ask"


def test_an_expression_that_fails_leaves_the_default_and_the_old_value() -> None:
    talk = talks(outer({"expected": "throw", "tries": "'many'"}, out={"name": "throw", "pin": "pin"}))
    talk.begin()
    assert talk.state.variables == {"expected": "none", "tries": 1}
    assert [field for field, _ in talk.errors] == ["in.expected", "in.tries"]
    talk.says("4711")
    assert talk.state.variables == {"name": "Ann", "pin": "4711"}
    assert [(each.node_id, each.condition_id) for each in talk.last.decisions if each.error] == [("who", "out.name")]


def test_assign_of_the_node_runs_last_and_reads_the_variables_of_its_own_flow() -> None:
    talk = talks(outer(out={"got": "pin"}, assign={"seen": "got", "odd": "pin"}))
    talk.begin()
    talk.says("4711")
    assert talk.state.variables == {"name": "Ann", "got": "4711", "seen": "4711"}
    assert talk.errors == [("assign.odd", "ReferenceError: pin is not defined")]


def test_session_is_the_same_in_every_flow() -> None:
    talk = talks(outer(out={"turn": "session.turn"}), asks=line(node("message", message="{{ session.id }}")))
    talk.begin()
    assert "session-1" in talk.spoken
    assert talk.state.variables["turn"] == 1


def test_the_language_of_the_call_is_that_of_the_outermost_flow() -> None:
    talk = talks({**outer(), "language": "de-DE", "timeZone": "Europe/Berlin"}, asks={**ASKS, "language": "fr-FR"})
    talk.begin()
    assert talk.state.action is not None
    assert getattr(talk.state.action, "language", None) == "de-DE"


def test_a_failure_inside_that_leads_nowhere_is_one_of_the_caller() -> None:
    talk = talks(outer(assign={"left": "true"}, out={"name": "'not set'"}))
    talk.begin()
    talk.silent()
    assert talk.spoken == ["Sorry."]
    assert talk.path == [("who/ask", "noInput"), ("who", "noInput"), ("lost", "hangup")]
    assert talk.state.variables == {"name": "Ann", "left": True}


def test_a_failure_inside_has_the_way_of_its_own_flow_first() -> None:
    talk = talks(outer(), asks={**ASKS, "onFailure": "unknown"})
    talk.begin()
    talk.silent()
    assert talk.spoken == ["I do not know you.", "Stay out."]


def test_a_failure_passes_every_flow_without_a_way() -> None:
    talk = nested(3)
    talk.begin()
    talk.silent()
    # Each flow of a line names its end in "onFailure".
    assert talk.path[:2] == [("s1/s2/s3/ask", "noInput"), ("s1/s2/s3", "noInput")]
    assert talk.state.status is Status.COMPLETED

    flows = frozen(a={**outer(on_failure=None), "variables": {}}, asks=ASKS)
    middle: Document = {**outer(), "nodes": [node("start"), call("who", "a"), node("end", "lost")]}
    middle["edges"] = [edge("start", "who"), edge("who", "lost")]
    talk = Conversation(middle, subflows=flows)
    talk.begin()
    talk.silent()
    assert talk.path == [("who/who/ask", "noInput"), ("who/who", "noInput"), ("who", "noInput"), ("lost", "hangup")]


def test_a_failure_that_leads_nowhere_at_all_ends_with_the_apology() -> None:
    talk = talks(outer(on_failure=None))
    talk.begin()
    talk.silent()
    assert talk.state.status is Status.FAILED
    assert "sorry" in talk.spoken[0]
    assert talk.state.frames == ()


def test_an_exit_without_an_edge_that_is_no_failure_ends_with_the_apology() -> None:
    asks: Document = {**ASKS, "edges": [edge("start", "ask")]}
    talk = talks(outer(), asks=asks)
    talk.begin()
    talk.says("4711")
    assert talk.state.status is Status.FAILED
    assert talk.state.outcome == "node who/ask has no way on by default"


def test_a_node_that_was_read_without_its_flow_ends_with_the_apology() -> None:
    talk = Conversation(outer())
    talk.begin()
    assert talk.state.status is Status.FAILED
    assert talk.state.outcome == "node who has no flow to run"
    assert "sorry" in talk.spoken[-1]


TRANSFERS = flow([node("start", message=""), node("transfer", message="One moment.")], [edge("start", "transfer")])


def test_a_transfer_inside_ends_the_session_and_its_failure_is_one_of_the_caller() -> None:
    talk = talks(outer(), asks=TRANSFERS)
    talk.begin()
    assert isinstance(talk.state.action, Transfer)
    assert talk.state.status is Status.TRANSFERRED
    assert talk.state.node_id == "who/transfer"
    assert can_come_back(talk.flow, talk.state)
    talk.goes_on()
    assert talk.path == [("who/transfer", "failed"), ("who", "failed"), ("lost", "hangup")]


@pytest.mark.parametrize("inner_way", [True, False])
def test_a_caller_comes_back_if_one_of_the_flows_has_a_way(inner_way: bool) -> None:
    asks = {**TRANSFERS, "onFailure": "transfer"} if inner_way else TRANSFERS
    talk = talks(outer(on_failure=None), asks=asks)
    assert not has_way_after_failure(talk.flow, talk.state, "failed")
    talk.begin()
    assert can_come_back(talk.flow, talk.state) is inner_way


def test_a_transfer_to_a_variable_inside_is_held_to_the_organizations_rules() -> None:
    inner = flow([node("start"), node("transfer", to="{{ where }}")], [edge("start", "transfer")])
    talk = talks(outer({"where": "'+882131234567'"}), asks=inner)
    talk.begin(transfers=TransferRules())
    assert talk.path[-3:] == [("who/transfer", "failed"), ("who", "failed"), ("lost", "hangup")]


def test_effects_inside_name_the_path_of_their_node() -> None:
    inner = line(node("llm", "talks"), node("tool", "looks"))
    talk = talks(outer(), asks=inner)
    talk.begin()
    asked = talk.last.then
    assert isinstance(asked, AskModel)
    assert asked.node_id == "who/talks"
    assert talk.state.progress.asked == ("who/talks",)
    called = talk.replies("Fine.").then
    assert isinstance(called, CallTool)
    assert called.node_id == "who/looks"
    talk.answers(200)
    assert talk.path[-2:] == [("who", "default"), ("out", "hangup")]


def test_a_model_that_reads_an_answer_is_asked_by_the_path_of_the_question() -> None:
    asks = line(node("elicitation", "ask", extraction="llm"))
    talk = talks(outer(out={"name": "name"}), asks=asks)
    talk.begin(has_model=True)
    assert getattr(talk.says("I am Bob").then, "node_id", "") == "who/ask"
    talk.replies("", name="Bob")
    assert talk.value("name") == "Bob"


def test_the_nodes_of_all_flows_count_in_a_turn() -> None:
    messages = [node("message", f"m{number}") for number in range(60)]
    talk = talks(outer(), asks=line(*messages))
    talk.begin()
    assert talk.state.status is Status.FAILED
    assert talk.state.outcome == "more than 50 nodes ran without the caller"
    assert talk.state.progress.nodes_run == 50


def test_a_flow_that_is_entered_as_the_last_of_too_many_nodes_ends_with_the_apology() -> None:
    messages = [node("message", f"m{number}") for number in range(48)]
    document = line(*messages, call("who", "asks"))
    talk = talks(document)
    talk.begin()
    assert talk.state.progress.nodes_run == 50
    assert talk.state.outcome == "more than 50 nodes ran without the caller"
    assert talk.state.frames == ()


def test_flows_run_eight_deep() -> None:
    talk = nested(8)
    talk.begin()
    assert talk.state.node_id == "s1/s2/s3/s4/s5/s6/s7/s8/ask"
    assert len(talk.state.frames) == 8
    assert len(list(every_flow(talk.flow))) == 9
    talk.says("4711")
    assert talk.state.status is Status.COMPLETED
    assert [run.flow_id for run in talk.last.nodes if run.type == "end"] == [f"f{n}" for n in range(8, 0, -1)] + [None]


def test_all_variables_of_all_flows_together_have_a_limit() -> None:
    big = "x" * (MAX_VALUE_CHARACTERS - 10)
    inner = line(node("elicitation", "ask"), variables={f"b{n}": {"default": big} for n in range(4)})
    document = line(call("who", "asks"), variables={f"a{n}": {"default": big} for n in range(6)})
    talk = talks(document, asks=inner)
    talk.begin()
    assert set(talk.state.variables) == {"b0", "b1"}
    assert [field for field, _ in talk.errors] == ["variables.b2", "variables.b3"]


def test_the_state_stays_flat_over_a_thousand_turns_eight_deep() -> None:
    again = flow(
        [node("start", message=""), node("elicitation", "ask", prompt="More?", variable="said"), node("end")],
        [edge("start", "ask"), edge("ask", "ask"), edge("ask", "end", "noInput"), edge("ask", "end", "noMatch")],
    )
    talk = nested(8, again)
    talk.begin()
    sizes = []
    for _ in range(1_000):
        talk.says("Yes, please.")
        sizes.append(len(STATE.dump_json(talk.state)))
    assert max(sizes[100:]) - min(sizes[100:]) < 40


def test_a_flow_called_again_and_again_keeps_no_trace_in_the_state() -> None:
    document = flow(
        [node("start"), call("who", "asks"), node("end")],
        [edge("start", "who"), edge("who", "who"), edge("who", "end", "verified")],
        onFailure="end",
    )
    talk = talks(document)
    talk.begin()
    sizes = []
    for _ in range(200):
        talk.says("4711")
        sizes.append(len(STATE.dump_json(talk.state)))
    assert max(sizes[50:]) - min(sizes[50:]) < 40


def test_the_same_events_fold_to_the_same_steps() -> None:
    talk = talks(outer({"expected": "'1'"}, out={"name": "pin"}))
    talk.begin()
    talk.silent()
    talk.goes_on()
    assert fold(talk.flow, talk.state.__class__(session()), talk.events, talk.evaluate) == talk.steps


def test_a_turn_that_fails_inside_keeps_the_place() -> None:
    talk = talks(outer())
    talk.begin()
    failed = fail(talk.state, TurnFailed(error="broken", turn_id="t2", at=STARTED_AT, seed=1))
    assert failed.state.node_id == "who/ask"
    assert failed.state.frames == talk.state.frames


def test_a_session_without_a_subflow_has_no_frames_in_its_record() -> None:
    talk = Conversation(line(node("elicitation")))
    talk.begin()
    assert b"frames" not in STATE.dump_json(talk.state)
    assert current_node(talk.flow, talk.state) == talk.flow.node("elicitation")


def test_no_node_is_current_before_the_start() -> None:
    talk = talks(outer())
    assert current_node(talk.flow, talk.state) is None


def test_a_damaged_record_links_no_deeper_than_eight_flows() -> None:
    itself: Json = line(call("me", "loop"))
    assert isinstance(itself, dict)
    talk = Conversation(itself, subflows=frozen(loop=itself))
    depth, one = 0, talk.flow
    while one.inner:
        depth, one = depth + 1, one.inner["me"]
    assert depth == 8
    assert isinstance(one, Flow)
    talk.begin()
    assert talk.state.status is Status.FAILED


def test_a_tool_of_a_model_inside_is_called_by_the_path_of_its_node() -> None:
    tools: Json = [
        {
            "name": "order",
            "description": "Finds an order.",
            "parameters": {"type": "object"},
            "request": {"url": "https://example.com"},
        }
    ]
    talk = talks(outer(), asks=line(node("llm", "talks", tools=tools)))
    talk.begin(has_model=True)
    called = talk.model_calls(ToolCall("order", {})).then
    assert isinstance(called, CallTool)
    assert called.node_id == "who/talks"
    asked = talk.answers(200, {"state": "sent"}).then
    assert isinstance(asked, AskModel)
    assert asked.node_id == "who/talks"
    talk.replies("It is on its way.")
    assert talk.path[-2:] == [("who", "default"), ("out", "hangup")]
