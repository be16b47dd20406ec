"""Failures never mean success, declared types are enforced, and no old answer is taken for a new one.

A flow that an earlier release published keeps the rules of that release.
"""

from __future__ import annotations

import pytest

from flow_core.check import read_flow
from flow_core.flow import RULES
from flow_core.json import Json
from flow_core.state import Hangup, Listen, Status
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.conversations import Conversation


def by_earlier_rules(document: Document, **engine: Json) -> Conversation:
    talk = Conversation(document, engine)
    talk.flow = talk.flow.under(1)
    return talk


def asks_twice(**data: Json) -> Document:
    """Ask for `count` until `again` is false. A failure ends the call."""
    nodes = [
        node("start"),
        node("elicitation", "ask", prompt="How many?", variable="count", valueType="integer", maxAttempts=1, **data),
        node("elicitation", "more", prompt="Again?", variable="again", valueType="boolean"),
        node("decision", conditions=[{"id": "yes", "expression": "again"}]),
        node("end"),
        node("end", "sorry", message="Sorry."),
    ]
    edges = [
        edge("start", "ask"),
        edge("ask", "more"),
        edge("more", "decision"),
        edge("decision", "ask", "yes"),
        edge("decision", "end"),
    ]
    return flow(nodes, edges, onFailure="sorry")


# Failures


@pytest.mark.parametrize("status", [199, 300, 404, 500])
def test_a_tool_that_fails_never_leads_to_the_node_after_success(status: int) -> None:
    booked = [node("tool"), node("end", "booked", message="Booked."), node("end", "sorry", message="Sorry.")]
    talk = Conversation(line(*booked, onFailure="sorry"))
    talk.begin()
    talk.answers(status)
    assert talk.spoken == ["Sorry."]


def test_a_tool_that_answers_nothing_leads_to_the_node_for_failures() -> None:
    talk = Conversation(line(node("tool"), node("end", "sorry", message="Sorry."), onFailure="sorry"))
    talk.begin()
    talk.tool_fails()
    assert talk.path == [("tool", "error"), ("sorry", "hangup")]


def test_a_caller_who_comes_back_from_a_transfer_gets_the_node_for_failures() -> None:
    nodes = [node("start"), node("transfer"), node("end", "sorry", message="Sorry.")]
    talk = Conversation(flow(nodes, [edge("start", "transfer")], onFailure="sorry"))
    talk.begin()
    assert talk.state.status is Status.TRANSFERRED
    talk.says("Hello?")
    assert talk.spoken == ["Sorry."]


def test_an_own_edge_of_a_failure_comes_before_the_node_for_failures() -> None:
    talk = Conversation(line(node("tool"), node("end", "own"), edges=[edge("tool", "own", "error")], onFailure="end"))
    talk.begin()
    talk.tool_fails()
    assert talk.state.node_id == "own"


def test_a_failure_that_leads_nowhere_ends_the_call_with_the_apology() -> None:
    nodes = [node("start"), node("elicitation", valueType="integer", maxAttempts=1), node("end", message="Verified.")]
    talk = Conversation(flow(nodes, [edge("start", "elicitation"), edge("elicitation", "end")]))
    talk.begin()
    assert talk.says("a few").then == Hangup()
    assert talk.state.status is Status.FAILED
    assert "Verified." not in talk.spoken


def test_a_condition_with_the_name_of_a_failure_follows_default() -> None:
    decision = node("decision", conditions=[{"id": "error", "expression": "true"}])
    nodes = [node("start"), decision, node("end"), node("end", "sorry")]
    talk = Conversation(flow(nodes, [edge("start", "decision"), edge("decision", "end")], onFailure="sorry"))
    talk.begin()
    assert talk.path[-1] == ("end", "hangup")


# Declared types


@pytest.mark.parametrize(
    ("declared", "right", "wrong"),
    [
        ("string", ["", "4"], [4, True, [], {}]),
        ("number", [4, 4.5], ["4", True, [4]]),
        ("integer", [4, 4.0], [4.5, "4", True]),
        ("boolean", [True, False], [1, 0, "true"]),
        ("object", [{}, {"a": 1}], [[], "a"]),
        ("array", [[], [1]], [{}, "a"]),
        ("any", ["a", 1, True, [], {}], []),
    ],
)
def test_a_value_of_another_type_keeps_the_old_value_with_an_error(
    declared: str, right: list[Json], wrong: list[Json]
) -> None:
    for value, is_right in [*((value, True) for value in right), *((value, False) for value in wrong)]:
        document = line(node("decision", conditions=[], assign={"x": "next"}), variables={"x": {"type": declared}})
        talk = Conversation(document, {"next": value})
        talk.begin(x=right[-1])
        assert talk.value("x") == (value if is_right else right[-1]), (declared, value)
        assert [field for field, _ in talk.errors] == ([] if is_right else ["assign.x"])
        assert all(f"declared as {declared}" in (error or "") for _, error in talk.errors)


def test_null_is_a_value_of_every_type() -> None:
    document = line(node("decision", conditions=[], assign={"x": "nothing"}), variables={"x": {"type": "integer"}})
    talk = Conversation(document, {"nothing": None})
    talk.begin(x=4)
    assert talk.state.variables["x"] is None
    assert talk.errors == []


def test_a_variable_of_the_first_turn_has_its_declared_type() -> None:
    talk = Conversation(line(variables={"x": {"type": "integer", "default": 1}}))
    talk.begin(x="4", other="4")
    assert (talk.value("x"), talk.value("other")) == (1, "4")
    assert [field for field, _ in talk.errors] == ["variables.x"]


def test_a_value_of_a_model_has_its_declared_type() -> None:
    asked = node("llm", extract={"x": {"type": "string"}, "y": {"type": "string"}})
    talk = Conversation(line(asked, variables={"x": {"type": "integer"}}))
    talk.begin()
    talk.replies("Fine.", x="four", y="four")
    assert (talk.value("x"), talk.value("y")) == (None, "four")
    assert [field for field, _ in talk.errors] == ["extract.x"]


def test_an_answer_of_another_type_than_the_variable_is_a_no_match() -> None:
    talk = Conversation(line(node("elicitation", valueType="integer"), variables={"name": {"type": "string"}}))
    talk.begin()
    assert talk.says("four").then == Listen(8)
    assert talk.value("name") is None
    assert [field for field, _ in talk.errors] == ["variable"]


# Old answers


@pytest.mark.parametrize("exit", ["noMatch", "noInput"])
def test_a_question_that_is_asked_again_without_an_answer_is_empty(exit: str) -> None:
    talk = Conversation(asks_twice())
    talk.begin()
    talk.says("three")
    assert talk.value("count") == 3
    talk.says("yes")
    talk.says("blue") if exit == "noMatch" else talk.silent()
    assert talk.spoken == ["Sorry."]
    assert talk.state.variables["count"] is None


def test_an_answer_that_does_not_fit_leaves_no_old_one_while_the_question_is_open() -> None:
    document = line(
        node("elicitation", variable="n", valueType="integer", prompt="Not {{ n }}?", reprompts=["{{ n }}?"])
    )
    talk = Conversation(document)
    talk.begin(n=3)
    assert talk.spoken == ["Hello.", "Not 3?"]
    talk.says("blue")
    assert talk.spoken == ["?"]
    assert talk.value("n") is None


def test_a_question_without_an_answer_has_the_declared_default() -> None:
    talk = Conversation({**asks_twice(), "variables": {"count": {"type": "integer", "default": 1}}})
    talk.begin()
    for said in ("three", "yes", "blue"):
        talk.says(said)
    assert talk.value("count") == 1


def test_another_question_for_the_same_variable_starts_empty_too() -> None:
    nodes = [node("elicitation", each, variable="n", valueType="integer", maxAttempts=1) for each in ("a", "b")]
    talk = Conversation(line(*nodes))
    talk.begin()
    talk.says("three")
    talk.says("blue")
    assert talk.value("n") is None


@pytest.mark.parametrize("exit", ["noMatch", "noInput"])
def test_assign_after_a_failure_does_not_read_the_answer_that_is_missing(exit: str) -> None:
    talk = Conversation(asks_twice(assign={"double": "count + count", "tries": "7"}))
    talk.begin(double=6)
    talk.says("blue") if exit == "noMatch" else talk.silent()
    assert (talk.value("double"), talk.value("tries")) == (6, 7)
    assert [field for field, _ in talk.errors] == ["assign.double"]


def test_assign_after_a_failure_reads_a_value_that_it_has_set_itself() -> None:
    talk = Conversation(asks_twice(assign={"count": "4", "double": "count + count"}))
    talk.begin()
    talk.silent()
    assert (talk.value("count"), talk.value("double")) == (4, 8)


def test_an_old_answer_goes_also_where_its_default_has_no_room() -> None:
    default = full = "x" * 30_000
    document = line(node("elicitation"), variables={"name": {"type": "string", "default": default}})
    talk = Conversation(document)
    talk.begin(name="Ann", more="x" * 20_000, a=full, b=full, c=full, d=full, e=full, f=full, g=full, h=full)
    talk.silent()
    assert "name" not in talk.state.variables
    talk.says("Bo")
    assert talk.value("name") == "Bo"


# Earlier rules


def test_no_document_names_its_own_rules() -> None:
    read, _ = read_flow({**line(), "rules": 1})
    assert read is not None
    assert read.rules == RULES


def test_a_version_of_an_earlier_release_runs_with_fields_that_meant_nothing_then() -> None:
    later: Json = [{"id": "a", "expression": "true", "when": 5}]
    nodes = [node("elicitation", confirm=5, keys="1", many="yes"), node("decision", conditions=later)]
    document = line(*nodes, language=5, timeZone=None, onFailure=["x"], handlers="help")
    assert read_flow(document)[0] is None
    read, problems = read_flow(document, 1)
    assert read is not None
    assert (read.rules, read.language, read.on_failure, problems) == (1, "en-US", None, ())


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "flow",
        {"nodes": 5},
        {"nodes": [5, {"type": "elicitation", "data": 5}]},
        {"nodes": [{"type": "decision", "data": {"conditions": 5}}, {"type": "decision", "data": {"conditions": [5]}}]},
    ],
)
def test_no_document_of_earlier_rules_raises_an_error(document: Json) -> None:
    assert read_flow(document, 1)[0] is None


def test_a_flow_by_earlier_rules_follows_default_after_a_failure() -> None:
    talk = by_earlier_rules({**line(node("elicitation", valueType="integer", maxAttempts=1)), "onFailure": None})
    talk.begin()
    assert talk.says("a few").then == Hangup()
    assert talk.path == [("elicitation", "noMatch"), ("end", "hangup")]


def test_a_flow_by_earlier_rules_reads_whole_answers_and_enforces_no_type() -> None:
    document = line(node("elicitation", valueType="integer"), variables={"name": {"type": "string"}})
    talk = by_earlier_rules(document)
    talk.begin(name=4)
    assert talk.says("I would like 4 of them").then == Listen(8)
    talk.says("4")
    assert talk.value("name") == 4


def test_a_move_of_the_caller_is_an_attempt_by_earlier_rules() -> None:
    talk = by_earlier_rules(line(node("elicitation", valueType="integer", reprompts=["A number, please."])))
    talk.begin()
    talk.says("say that again please")
    assert talk.spoken == ["A number, please."]


def test_a_flow_by_earlier_rules_keeps_the_old_answer() -> None:
    talk = by_earlier_rules(asks_twice(assign={"double": "count + count"}))
    talk.begin(count=3)
    assert talk.value("count") == 3
    talk.silent()
    assert (talk.value("count"), talk.value("double")) == (3, 6)


def test_a_text_of_an_earlier_version_says_values_as_machines_write_them_unless_a_filter_says_otherwise() -> None:
    document = line(node("elicitation", "e", prompt="{{ day }} {{ sure }} {{ items }} {{ day | date }}"))
    before = by_earlier_rules(document)
    before.begin(day="2026-12-04", sure=True, items=["milk"])
    assert before.spoken[1] == '2026-12-04 true ["milk"] Friday, December 4, 2026'
    now = Conversation(document)
    now.begin(day="2026-12-04", sure=True, items=["milk"])
    assert now.spoken[1] == "Friday, December 4, 2026 yes milk Friday, December 4, 2026"
