"""A recorded call, folded through another version of its flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as replaced
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.check import read_flow
from flow_core.flow import Flow
from functions.adapters.javascript.engine import JavaScript
from functions.history.recording import RECORDING
from functions.ports.model import Replied
from functions.ports.tools import Failed
from functions.records import TurnCall
from functions.replay.call import Call, replay
from testing.fakes.model import FakeModel
from testing.fakes.tools import FakeTools
from testing.replay.calls import call_of, rewritten, turns_of, with_nodes
from testing.stage import Stage, asking, counting, flow, found, leaving, node

ROOT = Path(__file__).parents[3]
RECORDINGS = sorted((ROOT / "tests/recordings").rglob("*.json"))
UNREACHED = [node("unreached", "end", message="Nobody comes here.")]


def talked(stage: Stage, *said: str | None) -> Stage:
    """Run a turn for each of the caller's words; None is silence. The first turn only greets."""
    stage.turn("t0")
    for number, words in enumerate(said, 1):
        stage.turn(f"t{number}", words, no_input=words is None)
    return stage


def talking(instructions: str = "Help.", **data: object) -> Flow:
    return flow(
        [
            node("start", "start", message="Hello."),
            node("talk", "llm", instructions=instructions, fallback="Sorry.", until="done", **data),
            node("end", "end", message="Bye."),
        ],
        ["start -> talk", "talk -> end", "talk.error -> end", "talk.maxTurns -> end"],
    )


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
@pytest.mark.parametrize("added", [[], UNREACHED], ids=["its own version", "an added node"])
def test_a_recording_is_the_same_in_its_own_version_and_with_a_node_that_no_call_reaches(
    path: Path, added: list[object], javascript: JavaScript
) -> None:
    recording = RECORDING.validate_json(path.read_bytes())
    before, _ = read_flow(recording.flow, recording.rules, recording.subflows)
    document: Any = dict(recording.flow)  # type: ignore[arg-type]  # a definition is an object
    document["nodes"] = [*document["nodes"], *added]
    after, _ = read_flow(document, recording.rules, recording.subflows)
    assert before is not None
    assert after is not None
    assert len(after.nodes) == len(before.nodes) + len(added)
    result = replay(Call(recording.session, turns_of(recording), before), after, javascript)
    assert (result.verdict, result.why) == ("same", None)


@settings(max_examples=25, deadline=None)
@given(said=st.lists(st.sampled_from(["bye", "help", "", "pizza", None]), max_size=6), kind=st.integers(0, 2))
def test_any_call_is_the_same_in_its_own_version(javascript: JavaScript, said: Sequence[str | None], kind: int) -> None:
    version = (leaving(), counting(), asking(message="One moment."))[kind]
    stage = talked(Stage((version,), javascript, tools=FakeTools(*found("here", "there"), Failed("away"))), *said)
    assert replay(call_of(stage), version, javascript).verdict == "same"
    assert replay(call_of(stage), with_nodes(version, UNREACHED), javascript).verdict == "same"


def test_a_condition_that_is_turned_round_differs_at_its_turn_and_names_the_node(javascript: JavaScript) -> None:
    stage = talked(Stage((leaving(),), javascript), "pizza", "bye")
    turned = [{"id": "bye", "expression": "heard !== 'bye'"}, {"id": "help", "expression": "heard === 'help'"}]
    result = replay(call_of(stage), rewritten(leaving(), "which", conditions=turned), javascript)
    assert (result.verdict, result.turn, result.node_id, result.mild) == ("differs", 2, "which", False)
    assert result.recorded is not None
    assert result.now is not None
    assert (result.recorded.node, result.recorded.words) == ("ask", "Bye or help?")
    assert (result.now.node, result.now.words, result.now.status) == ("end", "Goodbye.", "completed")
    assert (result.recorded.action["type"], result.now.action["type"]) == ("listen", "hangup")
    assert set(result.parts) == {"node", "words", "action", "status"}


def test_other_words_are_a_mild_difference_at_the_node_that_says_them(javascript: JavaScript) -> None:
    stage = talked(Stage((leaving(),), javascript), "pizza", "help")
    result = replay(call_of(stage), rewritten(leaving(), "ask", prompt="Goodbye or help?"), javascript)
    assert (result.verdict, result.turn, result.node_id, result.parts) == ("differs", 1, "ask", ("words",))
    assert result.mild
    assert result.recorded is not None
    assert result.now is not None
    assert (result.recorded.words, result.now.words) == ("Hello. Bye or help?", "Hello. Goodbye or help?")


def test_other_words_do_not_hide_that_a_call_goes_another_way(javascript: JavaScript) -> None:
    stage = talked(Stage((leaving(),), javascript), "pizza", "help")
    to_the_end = [{"id": "e9", "source": "which", "sourceHandle": "help", "target": "end"}]
    changed = with_nodes(rewritten(leaving(), "ask", prompt="Well?"), [], to_the_end)
    result = replay(call_of(stage), changed, javascript)
    assert (result.verdict, result.turn, result.node_id, result.mild) == ("differs", 3, "end", False)


def test_a_variable_that_gets_another_value_differs(javascript: JavaScript) -> None:
    stage = talked(Stage((counting(),), javascript), "one", "two")
    changed = rewritten(counting(), "ask", assign={"count": "(count || 0) + 2", "log": "(log || []).concat([heard])"})
    result = replay(call_of(stage), changed, javascript)
    assert (result.verdict, result.turn, result.node_id, result.parts) == ("differs", 2, "ask", ("variables",))
    assert result.recorded is not None
    assert result.now is not None
    assert (result.recorded.variables, result.now.variables) == ({"count": 1}, {"count": 2})


def test_a_variable_that_only_one_version_has_is_no_difference(javascript: JavaScript) -> None:
    stage = talked(Stage((counting(),), javascript), "one")
    more = {"count": "(count || 0) + 1", "log": "(log || []).concat([heard])", "also": "1"}
    assert replay(call_of(stage), rewritten(counting(), "ask", assign=more), javascript).verdict == "same"


def test_a_node_in_between_that_a_caller_does_not_notice_is_no_difference(javascript: JavaScript) -> None:
    stage = talked(Stage((leaving(),), javascript), "bye")
    between = node("between", "decision", conditions=[{"id": "never", "expression": "false"}])
    edges = [
        {"id": "e8", "source": "ask", "target": "between"},
        {"id": "e9", "source": "between", "target": "which"},
    ]
    assert replay(call_of(stage), with_nodes(leaving(), [between], edges), javascript).verdict == "same"


def test_a_tool_answers_as_it_did_although_its_limits_change(javascript: JavaScript) -> None:
    stage = talked(Stage((asking(),), javascript, tools=FakeTools(*found("here", "there"))), "1", "2")
    changed = rewritten(asking(), "look", retries=0, timeoutSeconds=3)
    assert replay(call_of(stage), changed, javascript).verdict == "same"


def test_a_request_that_was_never_sent_cannot_be_told_and_its_node_is_named(javascript: JavaScript) -> None:
    stage = talked(Stage((asking(),), javascript, tools=FakeTools(*found("here"))), "1")
    request = {"method": "POST", "url": "https://shop.example/orders", "body": {"order": "{{ order }}", "all": True}}
    result = replay(call_of(stage), rewritten(asking(), "look", request=request), javascript)
    assert (result.verdict, result.turn, result.node_id) == ("cannot", 2, "look")
    assert result.why == "the tool of node look is asked what it was not asked in the call"


def test_a_tool_that_is_no_longer_called_is_a_difference(javascript: JavaScript) -> None:
    stage = talked(Stage((asking(),), javascript, tools=FakeTools(*found("here"))), "1")
    past = [{"id": "e9", "source": "ask", "target": "told"}]
    changed = with_nodes(rewritten(asking(), "told", prompt="It is here. Next?"), [], past)
    result = replay(call_of(stage), changed, javascript)
    assert (result.verdict, result.turn) == ("differs", 2)
    assert "tools" in result.parts
    assert result.recorded is not None
    assert result.now is not None
    assert (result.recorded.tools, result.now.tools) == (("look",), ())


def test_the_same_request_gets_its_answers_in_order_and_then_the_last_one_again(javascript: JavaScript) -> None:
    stage = talked(Stage((asking(),), javascript, tools=FakeTools(*found("here", "there"))), "1", "1")
    twice = with_nodes(
        asking(),
        [node("again", "tool", request=dict(asking_request()), assign={"found": "response.body"})],
        [
            {"id": "e8", "source": "look", "target": "again"},
            {"id": "e9", "source": "again", "target": "told"},
            {"id": "e10", "source": "again", "sourceHandle": "error", "target": "failed"},
        ],
    )
    result = replay(call_of(stage), twice, javascript)
    assert (result.verdict, result.turn) == ("differs", 2)
    assert result.now is not None
    assert result.now.words == "It is there. Next?"
    assert result.now.tools == ("look", "again")


def asking_request() -> dict[str, object]:
    return {"method": "POST", "url": "https://shop.example/orders", "body": {"order": "{{ order }}"}}


def model() -> FakeModel:
    return FakeModel(otherwise=lambda effect: Replied(f"You are number {len(effect.messages)}."))


def test_a_models_new_temperature_changes_nothing(javascript: JavaScript) -> None:
    version = talking()
    stage = talked(Stage((version,), javascript, model=model()), "one", "two")
    assert stage.turns[-1].effects
    changed = rewritten(version, "talk", temperature=0.9, model="openai/other", maxTokens=77, timeoutSeconds=3)
    assert replay(call_of(stage), changed, javascript).verdict == "same"


def test_a_models_new_instructions_cannot_be_told(javascript: JavaScript) -> None:
    stage = talked(Stage((talking(),), javascript, model=model()), "one")
    result = replay(call_of(stage), talking("Help in verse."), javascript)
    assert (result.verdict, result.node_id) == ("cannot", "talk")
    assert result.why == "the model of node talk is asked what it was not asked in the call"


def test_a_new_greeting_before_a_model_is_a_difference_in_words_only(javascript: JavaScript) -> None:
    version = talking()
    stage = talked(Stage((version,), javascript, model=model()), "one", "two")
    result = replay(call_of(stage), rewritten(version, "start", message="Good day."), javascript)
    assert (result.verdict, result.turn, result.node_id, result.mild) == ("differs", 1, "start", True)


def test_what_is_known_before_a_question_that_was_never_asked_stays_known(javascript: JavaScript) -> None:
    stage = talked(Stage((asking(),), javascript, tools=FakeTools(*found("here"))), "1")
    request = {"method": "GET", "url": "https://shop.example/orders"}
    changed = rewritten(rewritten(asking(), "start", message="Good day."), "look", request=request)
    result = replay(call_of(stage), changed, javascript)
    assert (result.verdict, result.turn, result.mild) == ("differs", 1, False)
    assert result.why == "the tool of node look is asked what it was not asked in the call"


def test_a_call_that_asked_something_cannot_be_told_without_its_version(javascript: JavaScript) -> None:
    stage = talked(Stage((asking(),), javascript, tools=FakeTools(*found("here"))), "1")
    lost = replaced(call_of(stage), flow=None)
    assert replay(lost, asking(), javascript).why == "the version that the call ran is no longer stored"
    quiet = talked(Stage((leaving(),), javascript), "bye")
    assert replay(replaced(call_of(quiet), flow=None), leaving(), javascript).verdict == "same"


def test_a_version_that_fails_cannot_be_told(javascript: JavaScript) -> None:
    stage = talked(Stage((leaving(),), javascript), "bye")
    broken = with_nodes(leaving(), [], [{"id": "e9", "source": "ask", "target": "nowhere"}])
    result = replay(call_of(stage), broken, javascript)
    assert (result.verdict, result.turn, result.why) == ("cannot", 2, "the version fails in turn 2 (KeyError)")


def test_a_failure_of_the_service_is_replayed_as_it_was(javascript: JavaScript) -> None:
    def clock() -> int:
        raise RuntimeError("broken")

    stage = talked(Stage((counting(),), javascript), "one")
    replaced(stage, trace_clock=clock).run(TurnCall("t9", "two"))
    assert stage.head.state.status.value == "failed"
    assert replay(call_of(stage), counting(), javascript).verdict == "same"
