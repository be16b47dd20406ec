"""The effect of a caller's turn on a session: its begin, its continuation, its end and its conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_core.evaluate import Evaluate
from flow_core.json import Json
from flow_core.state import Message, Status
from functions.ports.model import Replied
from functions.ports.tools import Failed
from functions.records import Interruption
from functions.turn.begin import prepare
from testing.fakes.model import FakeModel
from testing.fakes.tools import FakeTools
from testing.stage import NOON, SESSION_ID, Stage, asking, counting, flow, found, leaving, node
from tests.flow_core.fake_evaluate import FakeEvaluate

LISTEN = {"type": "listen", "noInputSeconds": 8.0, "interruptible": True}


@pytest.fixture
def stage(javascript: Evaluate) -> Stage:
    return Stage((counting(),), javascript)


def test_the_first_call_runs_the_start_node(stage: Stage) -> None:
    assert stage.turn("t1") == {
        "sessionId": SESSION_ID,
        "turnId": "t1",
        "status": "waiting",
        "currentNodeId": "ask",
        "response": "Hello. Next?",
        "completed": False,
        "action": LISTEN,
    }
    assert stage.said == [("assistant", "Hello. Next?")]


def test_a_first_call_with_input_answers_the_input(stage: Stage) -> None:
    answer = stage.turn("t1", "one")
    assert answer["response"] == "Next?"
    assert stage.said == [("assistant", "Hello. Next?"), ("user", "one"), ("assistant", "Next?")]
    assert stage.variables["log"] == ["one"]
    assert len(stage.turns) == 1


def test_only_the_variables_of_the_first_call_become_variables_of_the_session(stage: Stage) -> None:
    stage.turn("t1", variables={"count": 5})
    stage.turn("t2", "one", variables={"count": 50})
    assert stage.variables["count"] == 6


def test_a_prepared_session_begins_with_its_prepared_variables_and_agent(stage: Stage) -> None:
    prepare(stage.sessions, replace(stage.begin(), given_variables={"count": 5, "vip": True}, agent_id="anna"))
    assert stage.head.state.status is Status.PENDING
    stage.turn("t1", "one", variables={"vip": False}, user_id="caller")
    assert (stage.variables["count"], stage.variables["vip"]) == (6, False)
    assert (stage.head.agent_id, stage.head.user_id, stage.head.given_variables) == ("anna", "caller", {})


def test_a_call_without_input_returns_the_last_response(stage: Stage) -> None:
    stage.turn("t1")
    stage.turn("t2", "one")
    answer = stage.turn("t3")
    assert (answer["response"], answer["lastResponse"], answer["action"]) == ("", "Next?", LISTEN)
    assert stage.turn("t4")["lastResponse"] == "Next?"
    assert stage.variables["log"] == ["one"]
    assert stage.said[-1] == ("assistant", "Next?")
    assert "lastResponse" not in stage.turn("t5", "two")


def test_dtmf_and_silence_are_inputs(stage: Stage) -> None:
    stage.turn("t1")
    stage.turn("t2", dtmf="12#")
    assert stage.turn("t3", no_input=True)["response"] == "Next?"
    assert stage.variables["count"] == 1
    assert [turn.input for turn in stage.turns] == [None, "12#", None]


def test_a_tool_without_a_message_runs_within_the_turn(javascript: Evaluate) -> None:
    tools = FakeTools(*found("on its way"))
    stage = Stage((asking(),), javascript, tools=tools)
    stage.turn("t1")
    assert stage.turn("t2", "1001")["response"] == "It is on its way. Next?"
    (call,) = tools.calls
    assert (call.sent.content, call.idempotency_key) == (b'{"order":"1001"}', f"{SESSION_ID}:2")


def test_a_tool_with_a_message_runs_in_the_turn_after_it(javascript: Evaluate) -> None:
    tools = FakeTools(*found("on its way"))
    stage = Stage((asking(message="One moment."),), javascript, tools=tools)
    stage.turn("t1")
    waiting = stage.turn("t2", "1001")
    assert (waiting["response"], waiting["action"], waiting["status"]) == (
        "One moment.",
        {"type": "continue"},
        "waiting",
    )
    assert tools.calls == []
    assert stage.turn("t3")["response"] == "It is on its way. Next?"
    assert len(tools.calls) == 1


def test_words_during_a_pending_tool_are_stored_and_the_tool_runs(javascript: Evaluate) -> None:
    tools = FakeTools(*found("on its way"))
    stage = Stage((asking(message="One moment."),), javascript, tools=tools)
    stage.turn("t1", "1001")
    assert stage.turn("t2", "hurry up")["response"] == "It is on its way. Next?"
    assert stage.said[-2:] == [("user", "hurry up"), ("assistant", "It is on its way. Next?")]
    assert stage.variables["order"] == "1001"
    assert len(tools.calls) == 1


def test_a_tool_that_fails_leaves_by_the_error_exit(javascript: Evaluate) -> None:
    stage = Stage((asking(),), javascript, tools=FakeTools(Failed("out of reach")))
    stage.turn("t1")
    assert stage.turn("t2", "1001")["response"] == "Nobody knows. Next?"
    (effect,) = stage.turns[-1].effects
    assert (effect.ok, effect.error) == (False, "out of reach")


def test_a_turn_after_the_end_hangs_up_and_is_not_recorded(javascript: Evaluate) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1")
    ended = stage.turn("t2", "bye")
    assert (ended["status"], ended["completed"], ended["action"]) == ("completed", True, {"type": "hangup"})
    for turn_id, said in (("t3", "hello?"), ("t4", None)):
        late = stage.turn(turn_id, said)
        assert (late["completed"], late["response"], late["action"]) == (True, "", {"type": "hangup"})
        assert late == stage.turn(turn_id, said)
    assert stage.turn("t2", "bye") == ended
    assert [turn.turn_id for turn in stage.turns] == ["t1", "t2"]
    assert stage.head.state.outcome == "done"


def test_a_turn_after_the_end_does_not_need_the_flow(javascript: Evaluate) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1")
    stage.turn("t2", "bye")
    without = replace(stage, flows=())
    assert without.turn("t3", "hello?")["completed"] is True


def test_a_caller_who_returns_from_a_transfer_leaves_by_the_failed_exit(javascript: Evaluate) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1")
    away = stage.turn("t2", "help")
    assert (away["status"], away["completed"]) == ("transferred", True)
    assert away["action"] == {"type": "transfer", "to": "+15550100", "mode": "cold"}
    back = stage.turn("t3")
    assert (back["status"], back["response"]) == ("waiting", "Nobody is free. What now?")
    assert stage.turn("t2", "help") == away
    assert stage.turn("t4", "bye")["status"] == "completed"


def test_a_transfer_without_a_failed_exit_ends_the_session(javascript: Evaluate) -> None:
    stage = Stage((leaving(failed=False),), javascript)
    stage.turn("t1", "help")
    assert stage.turn("t2", "hello?")["action"] == {"type": "hangup"}
    assert len(stage.turns) == 1


def test_a_session_keeps_its_version_if_a_newer_one_is_published(stage: Stage) -> None:
    stage.turn("t1")
    newer = replace(stage, flows=(counting(), leaving()))
    assert newer.turn("t2", "bye")["currentNodeId"] == "ask"
    assert newer.head.pin.version == 1


def test_an_interrupted_reply_is_cut_to_the_heard_part(stage: Stage) -> None:
    stage.turn("t1")
    stage.turn("t2", "one", interrupted=Interruption("t1", "Hel"))
    assert stage.said == [("assistant", "Hel"), ("user", "one"), ("assistant", "Next?")]
    assert [message.content for message in stage.head.state.messages] == ["Hel", "one", "Next?"]
    assert stage.head.state.messages[0].interrupted
    assert stage.variables["log"] == ["one"]
    stage.turn("t3", "two", interrupted=Interruption("nobody's", "x"))
    assert stage.said[:2] == [("assistant", "Hel"), ("user", "one")]


def test_missed_messages_come_before_the_messages_of_the_turn(stage: Stage) -> None:
    stage.turn("t1")
    missed = (Message("user", "hello?", "t2"), Message("assistant", "One moment.", "t2"))
    answer = stage.turn("t2", "one", missed=missed)
    assert answer["response"] == "Next?"
    assert stage.said[1:4] == [("user", "hello?"), ("assistant", "One moment."), ("user", "one")]
    assert stage.variables["log"] == ["one"]


def test_missed_messages_are_not_spoken_again(stage: Stage) -> None:
    answer = stage.turn("t1", missed=(Message("assistant", "I will be with you soon.", "t1"),))
    assert answer["response"] == "Hello. Next?"
    assert stage.turn("t2", missed=(Message("assistant", "Still here.", "t2"),))["response"] == ""


def test_words_to_a_flow_that_ends_at_once_are_stored(javascript: Evaluate) -> None:
    nodes = [node("start", "start", message="We are closed."), node("end", "end", message="Goodbye.")]
    stage = Stage((flow(nodes, ["start -> end"]),), javascript)
    answer = stage.turn("t1", "hello?")
    assert (answer["response"], answer["action"]) == ("We are closed. Goodbye.", {"type": "hangup"})
    assert stage.said == [("assistant", "We are closed. Goodbye."), ("user", "hello?")]


def test_a_trace_has_the_nodes_and_changes_of_the_turn(stage: Stage) -> None:
    stage.turn("t1")
    stage.turn("t2", "one")
    trace = stage.turns[-1]
    assert (trace.at, trace.input, trace.response, trace.action) == (NOON, "one", "Next?", LISTEN)
    assert [(run.node_id, run.outcome) for run in trace.nodes] == [("ask", "default"), ("ask", "listen")]
    assert trace.changed == {"heard": "one", "count": 1, "log": ["one"]}


@pytest.mark.parametrize("schema", [{"$ref": "#"}, {"if": {"type": "string"}, "then": {"$ref": "#"}}, {"type": "text"}])
def test_an_unusable_schema_of_an_earlier_release_leads_to_the_error_exit(schema: dict[str, Json]) -> None:
    nodes = [
        node("start", "start", message="Hello."),
        node("talk", "llm", instructions="Talk.", extract={"x": schema}, fallback="One moment."),
        node("done", "end", message="Done."),
        node("failed", "end", message="Goodbye."),
    ]
    model = FakeModel(Replied("I see.", {"x": "words"}))
    stage = Stage(
        (flow(nodes, ["start -> talk", "talk -> done", "talk.error -> failed"]),), FakeEvaluate(), model=model
    )
    assert stage.turn("t1", "hi")["response"] == "Hello. One moment. Goodbye."
    assert model.asked == []
    assert "the JSON schema of x cannot be used" in str(stage.turns[0].effects[0].error)


def test_the_action_says_how_to_listen_where_the_flow_does(javascript: Evaluate) -> None:
    special: dict[str, Json] = {
        "keys": {"length": 8, "end": "#", "seconds": 5},
        "hints": ["Harbour"],
        "interruptible": False,
    }
    ask = node("ask", "elicitation", prompt="Number?", variable="number", **special)
    asked = flow([node("start", "start", message="Hello."), ask], ["start -> ask", "ask -> ask"])
    stage = Stage((asked.model_copy(update={"language": "en-GB"}),), javascript)
    assert stage.turn("t1")["action"] == {"type": "listen", "noInputSeconds": 8.0, "language": "en-GB", **special}
    action = stage.turn("t2", dtmf="0012")["action"]
    assert (action["keys"], stage.variables) == ({"length": 4, "end": "#", "seconds": 5}, {})
    stage.turn("t3", dtmf="3456")
    assert stage.variables == {"number": "00123456"}


@pytest.mark.parametrize("has_model", [True, False])
def test_a_question_asks_the_model_after_the_rules_only_if_one_is_configured(
    has_model: bool, javascript: Evaluate
) -> None:
    ask = node("ask", "elicitation", prompt="How many?", variable="count", valueType="integer")
    asked = flow([node("start", "start", message="Hello."), ask], ["start -> ask", "ask -> ask"])
    model = FakeModel(Replied("", {"count": 12}))
    stage = Stage((asked,), javascript, model=model, has_model=has_model)
    stage.turn("t1")
    stage.turn("t2", "as many as the disciples")
    assert len(model.asked) == has_model
    assert stage.variables.get("count") == (12 if has_model else None)
