"""A run of tests in memory: what a test expects, what its mocks answer, where it ends, and what it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from flow_core.check import read_flow
from flow_core.json import Json
from functions.adapters.javascript.engine import JavaScript
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.expectations import Failure
from functions.flow_tests.run import Result, RunTests
from testing.flows import Document, call, edge, flow, frozen, line, node

NOON = 1_780_315_200_000
"""1 June 2026, 12:00 UTC, in milliseconds since the epoch."""
ORDERS = line(
    node("elicitation", "ask", prompt="Which order?", variable="order"),
    node(
        "tool",
        "look-up",
        message="Let me look.",
        request={"url": "https://shop.example/{{ order }}"},
        assign={"found": "response.body.state"},
    ),
    node("elicitation", "more", prompt="It is {{ found }}. Anything else?", variable="more"),
)
LISTEN: Json = {"type": "listen", "noInputSeconds": 8.0, "interruptible": True}
NOT_INTERRUPTIBLE: Json = {"type": "listen", "interruptible": False}
FOUND: dict[str, Json] = {"look-up": [{"status": 200, "body": {"state": "shipped"}}]}
TALK = line(
    node("llm", "talk", instructions="Help.", until="done", extract={"done": {"type": "boolean"}}, fallback="Sorry.")
)


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with JavaScript() as engine:
        yield engine


class Runner:
    """Runs tests of a document."""

    def __init__(self, javascript: JavaScript, document: Document, subflows: Document | None = None) -> None:
        read = read_flow(document, subflows=subflows)[0]
        assert read is not None
        self.run = RunTests(read, javascript, "acme", NOON)

    def __call__(self, *turns: Json, **fields: Json) -> Result:
        test = FlowTest.model_validate({"name": "a test", "turns": [*turns], **fields})
        (result,) = self.run([("test-1", test)])
        return result


@pytest.fixture
def orders(javascript: JavaScript) -> Runner:
    return Runner(javascript, ORDERS)


def said(words: str, **expect: Json) -> Json:
    return {"say": words, "expect": expect}


def test_a_conversation_as_expected_passes(orders: Runner) -> None:
    result = orders(
        {"expect": {"says": "Hello.", "node": "ask", "action": "listen", "status": "waiting"}},
        said(
            "1001", says="it is SHIPPED.", notSays="sorry", node="more", variables={"order": "1001", "found": "shipped"}
        ),
        said("no", says="/^Goodbye\\.$/", action="hangup", status="completed", node="end"),
        mocks=FOUND,
    )
    assert result.failures == ()
    assert result.passed
    assert [record.turn_id for record in result.turns] == ["1", "2", "2+1", "3"]


def test_the_first_words_begin_the_call_and_the_reply_is_what_follows_them(orders: Runner) -> None:
    result = orders(said("1001", says="Let me look. It is shipped.", notSays="Which order"), mocks=FOUND)
    assert result.failures == ()


@pytest.mark.parametrize(
    ("expect", "field", "expected", "actual"),
    [
        ({"node": "end"}, "node", "end", "more"),
        ({"says": "lost"}, "says", "lost", "Let me look. It is shipped. Anything else?"),
        ({"notSays": "/ship+ed/"}, "notSays", "/ship+ed/", "Let me look. It is shipped. Anything else?"),
        ({"variables": {"found": "lost"}}, "variables.found", "lost", "shipped"),
        ({"variables": {"other": 1}}, "variables.other", 1, None),
        ({"action": "hangup"}, "action", "hangup", LISTEN),
        ({"action": NOT_INTERRUPTIBLE}, "action", NOT_INTERRUPTIBLE, LISTEN),
        ({"status": "completed"}, "status", "completed", "waiting"),
    ],
)  # fmt: skip
def test_a_failure_names_turn_field_expected_and_actual(
    orders: Runner, expect: dict[str, Json], field: str, expected: Json, actual: Json
) -> None:
    result = orders({"expect": {}}, said("1001", **expect), said("never said"), mocks=FOUND)
    assert result.failures == (Failure(2, field, expected, actual),)
    assert not result.passed
    assert [record.turn_id for record in result.turns] == ["1", "2", "2+1"]


def test_a_turn_reports_every_field_that_differs(orders: Runner) -> None:
    result = orders(said("1001", node="x", says="zebra", status="failed"), mocks=FOUND)
    assert [failure.field for failure in result.failures] == ["node", "says", "status"]


def test_a_boolean_is_no_number_and_a_whole_number_may_have_a_point(javascript: JavaScript) -> None:
    counting = Runner(javascript, line(node("elicitation", "ask", assign={"n": "1", "b": "true", "l": "[1, {a: 2}]"})))
    wrong = counting(said("x", variables={"n": True, "b": 1, "l": [1, {"a": 3}]}))
    assert [failure.field for failure in wrong.failures] == ["variables.n", "variables.b", "variables.l"]
    assert counting(said("x", variables={"n": 1.0, "b": True, "l": [1.0, {"a": 2}]})).passed


def test_a_tool_without_an_answer_fails_the_test_by_its_name(orders: Runner) -> None:
    result = orders(said("1001"), said("no"))
    (failure,) = result.failures
    assert (failure.turn, failure.field, failure.actual) == (1, "mocks.look-up", None)
    assert failure.expected == "answer 1 of the tool at the node look-up: {status, body} or {error}"
    assert [run.node_id for record in result.turns for run in record.nodes] == ["start", "ask", "ask", "look-up"]


def test_a_model_without_a_further_answer_fails_the_test_by_its_name(javascript: JavaScript) -> None:
    talk = Runner(javascript, TALK)
    (failure,) = talk(said("hi"), said("and now"), mocks={"talk": [{"reply": "Yes?"}]}).failures
    assert (failure.turn, failure.field, failure.actual) == (2, "mocks.talk", "1 answers")
    assert isinstance(failure.expected, str)
    assert "answer 2 of the model at the node talk" in failure.expected


@pytest.mark.parametrize(
    ("document", "mock", "field"),
    [
        (ORDERS, {"reply": "Hello"}, "mocks.look-up.0"),
        (TALK, {"status": 200, "body": 1}, "mocks.talk.0"),
        (TALK, {"reply": "", "extracted": {"other": 1}}, "mocks.talk.0.extracted.other"),
        (TALK, {"reply": "", "extracted": {"done": "yes"}}, "mocks.talk.0.extracted.done"),
        (TALK, {"calls": [{"name": "look", "arguments": {}}]}, "mocks.talk.0.calls.0.name"),
    ],
)
def test_an_answer_that_its_node_cannot_have_fails_the_test(
    javascript: JavaScript, document: Document, mock: Json, field: str
) -> None:
    node_id = field.split(".")[1]
    (failure,) = Runner(javascript, document)(said("1001"), mocks={node_id: [mock]}).failures
    assert failure.field == field
    assert failure.expected


def test_a_tool_and_a_model_may_fail(javascript: JavaScript) -> None:
    failing = Runner(javascript, ORDERS)(
        said("1001", node="end", says="Goodbye"), mocks={"look-up": [{"error": "away"}]}
    )
    assert failing.failures == ()
    assert failing.turns[-1].effects[0].error == "away"
    assert Runner(javascript, TALK)(said("hi", node="end", says="Sorry."), mocks={"talk": [{"error": "away"}]}).passed


def test_a_model_extracts_what_its_answer_says_and_null_is_no_value(javascript: JavaScript) -> None:
    answers: list[Json] = [
        {"reply": "Go on.", "extracted": {"done": None}},
        {"reply": "Fine.", "extracted": {"done": True}},
    ]
    talk = Runner(javascript, TALK)
    result = talk(
        said("hi", says="Go on.", node="talk"),
        said("so", node="end", variables={"done": True}),
        mocks={"talk": answers},
    )
    assert result.failures == ()


def test_a_tool_of_a_model_is_answered_by_the_next_answer_of_its_node(javascript: JavaScript) -> None:
    parameters: Json = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    tool: Json = {
        "name": "find",
        "description": "Finds.",
        "parameters": parameters,
        "request": {"url": "https://x.example/{{ id }}"},
    }
    talk = Runner(javascript, line(node("llm", "talk", tools=[tool])))
    answers: list[Json] = [
        {"calls": [{"name": "find", "arguments": {"id": "7"}}]},
        {"status": 200, "body": {"state": "sent"}},
        {"reply": "It is sent."},
    ]
    result = talk(said("where is it", says="It is sent."), mocks={"talk": answers})
    assert result.failures == ()
    assert [run.kind for run in result.turns[0].effects] == ["AskModel", "CallTool", "AskModel"]
    (unfit,) = talk(said("x"), mocks={"talk": [{"calls": [{"name": "find", "arguments": {}}]}]}).failures
    assert unfit.field == "mocks.talk.0.calls.0.arguments"


def test_a_choice_in_words_is_answered_by_its_id(javascript: JavaScript) -> None:
    which = node("decision", "which", conditions=[{"id": "angry", "when": "the caller is angry"}])
    chosen = flow(
        [node("start"), node("elicitation", "ask"), which, node("end", "sorry", message="Sorry!"), node("end")],
        [edge("start", "ask"), edge("ask", "which"), edge("which", "end"), edge("which", "sorry", "angry")],
        onFailure="end",
    )
    result = Runner(javascript, chosen)(said("how dare you", node="sorry"), mocks={"which": [{"reply": "angry"}]})
    assert result.failures == ()
    assert Runner(javascript, chosen)(said("fine", node="end"), mocks={"which": [{"reply": "none"}]}).passed


def test_a_question_asks_a_model_only_if_the_test_has_its_answers(javascript: JavaScript) -> None:
    ask = Runner(javascript, line(node("elicitation", "ask", variable="n", valueType="integer", reprompts=["Again?"])))
    assert ask(said("a baker's dozen", says="Again?")).passed
    answers: Json = {"ask": [{"extracted": {"n": 13}}]}
    assert ask(said("a baker's dozen", variables={"n": 13}), mocks=answers).failures == ()


def test_keys_and_silence_are_inputs(javascript: JavaScript) -> None:
    ask = Runner(
        javascript, line(node("elicitation", "ask", variable="n", valueType="integer", noInputPrompts=["Still there?"]))
    )
    result = ask(
        {"silence": True, "expect": {"says": "Still there?"}}, {"press": "12", "expect": {"variables": {"n": 12}}}
    )
    assert result.failures == ()


def test_the_test_sets_clock_channel_number_and_variables(javascript: JavaScript) -> None:
    prompt = "{{ new Date().toISOString() }} {{ session.channel }} {{ session.callerNumber }} {{ name }}"
    ask = Runner(javascript, line(node("elicitation", "ask", prompt=prompt, variable="other")))
    given: dict[str, Json] = {
        "at": "2026-02-03T04:05:06+01:00",
        "channel": "phone",
        "callerNumber": "+15550100",
        "variables": {"name": "Ann"},
    }
    expected = "Tuesday, February 3, 2026 at 3:05 AM phone +15550100 Ann"
    assert ask({"expect": {"says": expected}}, **given).failures == ()
    assert ask({"expect": {"says": "Monday, June 1, 2026 at noon chat"}}).failures == ()


def test_the_same_test_always_leads_to_the_same(javascript: JavaScript) -> None:
    ask = Runner(javascript, line(node("elicitation", "ask", prompt="{{ Math.random() }}")))
    first, second = (ask({"expect": {}}).turns[0].response for _ in range(2))
    assert first == second
    assert "0." in first


def test_a_turn_that_expects_to_go_on_stops_before_it_does(orders: Runner) -> None:
    result = orders(
        said("1001", action="continue", node="look-up", says="Let me look."), said("hurry", node="more"), mocks=FOUND
    )
    assert result.failures == ()
    assert [record.turn_id for record in result.turns] == ["1", "2"]


def test_a_turn_without_input_is_the_request_with_which_the_turn_before_goes_on(orders: Runner) -> None:
    result = orders(said("1001", node="look-up"), {"expect": {"says": "It is shipped", "node": "more"}}, mocks=FOUND)
    assert result.failures == ()


def test_words_after_the_end_fail_the_test(orders: Runner) -> None:
    result = orders(said("1001"), said("no"), said("one more thing"), mocks=FOUND)
    assert result.failures == (Failure(3, "status", "waiting", "completed"),)


def test_a_caller_who_comes_back_from_a_transfer_leaves_by_failed(javascript: JavaScript) -> None:
    desk = flow(
        [node("start"), node("transfer", "desk"), node("end")],
        [edge("start", "desk"), edge("desk", "end", "failed")],
    )
    runner = Runner(javascript, desk)
    gone: Json = {"expect": {"action": {"type": "transfer", "to": "+15550100000"}, "status": "transferred"}}
    assert runner(gone, {"silence": True, "expect": {"status": "completed", "says": "Goodbye."}}).failures == ()
    assert runner.run.coverage.exits == {"start/default": 1, "desk/failed": 1}
    assert runner.run.coverage.missed == []


def test_a_broken_condition_is_in_the_trace_as_in_a_call(javascript: JavaScript) -> None:
    which = node("decision", "which", conditions=[{"id": "yes", "expression": "missing.field"}])
    (record,) = Runner(javascript, line(which))({"expect": {"node": "end"}}).turns
    (decision,) = [each for each in record.decisions if each.node_id == "which"]
    assert decision.error


def test_inner_flows_run_with_their_mocks_by_path(javascript: JavaScript) -> None:
    inner = line(node("tool", "look", assign={"found": "response.body"}), name="inner")
    document = line(call("verify", "inner", out={"got": "found"}))
    runner = Runner(javascript, document, frozen(inner=inner))
    result = runner({"expect": {"variables": {"got": 7}}}, mocks={"verify/look": [{"status": 200, "body": 7}]})
    assert result.failures == ()
    assert runner.run.coverage.nodes["verify/look"] == 1
    (failure,) = runner({"expect": {}}).failures
    assert failure.field == "mocks.verify/look"


def test_coverage_counts_the_tests_that_reach_nodes_and_exits(orders: Runner) -> None:
    orders({"expect": {}}, {"expect": {}})
    orders(said("1001"), said("no"), mocks=FOUND)
    orders(said("1001"))
    coverage = orders.run.coverage
    assert coverage.nodes == {"start": 3, "ask": 3, "look-up": 2, "more": 1, "end": 1}
    assert coverage.exits == {"start/default": 3, "ask/default": 2, "look-up/default": 1, "more/default": 1}
    assert coverage.missed == []


def test_coverage_names_what_no_test_reaches(orders: Runner) -> None:
    orders({"expect": {}})
    assert orders.run.coverage.missed == ["look-up", "more", "end", "ask/default", "look-up/default", "more/default"]


def test_an_exit_that_follows_the_edge_of_default_reaches_that_edge(javascript: JavaScript) -> None:
    inner = flow([node("start"), node("end", "over", outcome="unknown")], [edge("start", "over")], name="inner")
    runner = Runner(javascript, line(call("verify", "inner")), frozen(inner=inner))
    assert runner({"expect": {"node": "end"}}).failures == ()
    exits = runner.run.coverage.exits
    assert (exits["verify/unknown"], exits["verify/default"], runner.run.coverage.missed) == (1, 1, [])


def test_a_failure_exit_without_an_edge_is_counted_too(orders: Runner) -> None:
    orders(said("1001"), mocks={"look-up": [{"error": "away"}]})
    assert orders.run.coverage.exits["look-up/error"] == 1


def test_tests_that_begin_too_late_fail_and_say_so(javascript: JavaScript) -> None:
    runner = Runner(javascript, ORDERS)
    test = FlowTest.model_validate({"name": "a", "turns": [{"say": "x"}]})
    results = list(runner.run([("a", test), ("b", test)], seconds=0))
    assert [(result.test_id, result.passed) for result in results] == [("a", False), ("b", False)]
    assert "used up its time" in str(results[0].failures[0].actual)


def test_a_turn_that_fails_in_callflow_fails_the_test(javascript: JavaScript, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError("broken")

    monkeypatch.setattr("functions.turn.attempt.step", broken)
    (failure,) = Runner(javascript, ORDERS)(said("x")).failures
    assert (failure.turn, failure.field) == (1, "turns")
    assert "ValueError" in str(failure.actual)
