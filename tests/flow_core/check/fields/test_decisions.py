"""Each problem of the conditions of a decision, and the exits that they open."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import Document, edge, line, node
from tests.flow_core.check.checking import codes, the_problem

EXPRESSION: Json = {"id": "a", "expression": "1"}
IN_WORDS: Json = {"id": "b", "when": "the caller is upset"}


def decision(*conditions: Json) -> Document:
    return node("decision", conditions=[*conditions])


@pytest.mark.parametrize(
    ("code", "severity", "field", "wrong"),
    [
        ("missing-field", "error", "expression", {"id": "b"}),
        ("missing-field", "error", "expression", {"id": "b", "expression": None, "when": None}),
        ("two-conditions", "error", "when", {"id": "b", "expression": "2", "when": "it is so"}),
        ("wrong-type", "error", "when", {"id": "b", "when": 5}),
        ("wrong-type", "error", "expression", {"id": "b", "expression": 5}),
        ("empty-field", "error", "when", {"id": "b", "when": ""}),
        ("empty-when", "error", "when", {"id": "b", "when": " \n"}),
        ("hole-in-when", "warning", "when", {"id": "b", "when": "the caller asks for {{ product }}"}),
        ("reserved-condition-id", "error", "id", {"id": "error", "when": "it is so"}),
        ("reserved-condition-id", "error", "id", {"id": "default", "when": "it is so"}),
        ("duplicate-condition-id", "error", "id", {"id": "a", "when": "it is so"}),
        ("too-long", "error", "when", {"id": "b", "when": "x" * 1001}),
    ],
)
def test_a_condition_has_one_problem_with_its_field(code: str, severity: str, field: str, wrong: Json) -> None:
    problem = the_problem(line(decision(EXPRESSION, wrong)))
    assert (problem.code, problem.severity) == (code, severity)
    assert problem.path == ("nodes", 1, "data", "conditions", 1, field)
    assert problem.remedy


def test_conditions_in_words_beside_expressions_have_no_problem() -> None:
    assert codes(line(decision(EXPRESSION, IN_WORDS, {"id": "c", "when": "the caller is upset"}))) == []


def test_only_a_decision_that_asks_a_model_has_the_exit_error() -> None:
    error = edge("decision", "end", "error")
    assert codes(line(decision(EXPRESSION, IN_WORDS), edges=[error])) == []
    assert codes(line(decision(EXPRESSION), edges=[error])) == ["unknown-exit"]
    assert codes(line(decision({"id": "error", "expression": "1"}), edges=[error])) == []


def test_a_failure_of_the_model_needs_a_way_on() -> None:
    document = {**line(decision(EXPRESSION, IN_WORDS)), "onFailure": None}
    problem = the_problem(document)
    assert (problem.code, problem.severity) == ("missing-failure-edge", "warning")
    assert '"error"' in problem.message
    assert codes({**line(decision(EXPRESSION)), "onFailure": None}) == []


def test_a_condition_in_words_is_never_reached_beside_an_expression_that_is_true() -> None:
    problem = the_problem(line(decision(IN_WORDS, {"id": "a", "expression": "true"})))
    assert (problem.code, problem.path[-2:]) == ("unreached-condition", (0, "when"))
