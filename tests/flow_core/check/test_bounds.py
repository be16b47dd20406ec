"""A check is fast and its result small, for any document."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from flow_core.check import MAX_REPORTED, check
from flow_core.check.bounds import MAX_REPORTED_BYTES, MAX_VALUES
from flow_core.check.expressions import MAX_EXPRESSION_CHARACTERS, MAX_EXPRESSIONS
from flow_core.check.nodes import MAX_SCHEMAS
from flow_core.json import Json
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.checking import checked, codes, the_problem
from tests.flow_core.fakes import inspect


@pytest.mark.parametrize("many", [[0] * MAX_VALUES, {f"{number}": 0 for number in range(MAX_VALUES)}])
def test_a_document_with_too_many_values_has_one_problem(many: Json) -> None:
    problem = the_problem({**line(), "nodes": many})
    assert problem.code == "too-large"
    assert "100,000 values" in problem.message


def test_a_document_may_be_large() -> None:
    assert codes({**line(), "viewport": [0] * (MAX_VALUES // 2)}) == []


def test_the_first_problems_are_reported_with_the_number_of_the_others() -> None:
    result = checked(line(variables={f"a {number}": {} for number in range(300)}))
    told = result.problems
    assert len(told) == MAX_REPORTED + 1
    assert told[-1].code == "more-problems"
    assert "at least 400" in told[-1].message
    assert {problem.severity for problem in told[:-1]} == {"error"}
    assert result.flow is None


def test_an_error_is_reported_after_any_number_of_warnings() -> None:
    warnings = {f"message{number}": 1 for number in range(300)}
    told = checked(flow([node("start", **warnings), node("end", "x", message=1)], [edge("start", "x")])).problems
    assert (told[0].severity, told[0].code) == ("error", "wrong-type")
    assert told[-1].severity == "error"
    assert len(told) == MAX_REPORTED + 1


def test_a_flow_with_any_number_of_warnings_can_be_saved() -> None:
    result = checked(line(node("elicitation", **{f"message{number}": 1 for number in range(300)})))
    assert result.flow is not None
    assert (result.problems[-1].severity, result.problems[-1].code) == ("warning", "more-problems")
    assert "at least 100" in result.problems[-1].message


def test_a_document_with_far_too_many_parts_has_problems_of_its_shape_only() -> None:
    nodes: list[Document] = [node("end", f"n{number}") for number in range(2_001)]
    assert codes(flow(nodes, [])) == ["too-long"]
    assert "missing-start" in codes(flow(nodes[:1_500], []))


def test_long_names_do_not_make_the_result_long() -> None:
    long = "k" * 3_000
    fields: dict[str, Json] = {f"{long}{number}": {"a": 1} for number in range(100)}
    told = checked(flow([node("start", assign=fields), node("end")], [edge("start", "end")])).problems
    assert len(told) > 50
    assert len(json.dumps([[problem.message, problem.path] for problem in told])) < MAX_REPORTED_BYTES
    assert all(problem.path[:4] == ("nodes", 0, "data", "assign") for problem in told if problem.code == "wrong-type")
    assert all(len(str(problem.path)) < 300 for problem in told)


def test_the_result_has_a_limit_in_bytes_too() -> None:
    # Each of these is three bytes long.
    wide = {"名" * 60 + f"{number}": 1 for number in range(200)}
    nodes = [node("start"), *(node("end", "節" * 190 + f"{number}", **wide) for number in range(3))]
    told = checked(flow(nodes, [edge("start", str(nodes[1]["id"]))])).problems
    size = len(json.dumps([[each.message, each.path, each.node_id] for each in told], ensure_ascii=False).encode())
    assert told[-1].code == "more-problems"
    assert size < MAX_REPORTED_BYTES


def test_a_long_message_is_cut() -> None:
    def long_winded(schema: Mapping[str, Json]) -> str:
        return "x" * 1_000

    (problem,) = check(line(node("llm", extract={"x": {}})), inspect, long_winded).problems
    assert problem.message.endswith("x…")
    assert len(problem.message) == 401


def test_a_node_with_very_many_malformed_values_is_not_repaired() -> None:
    told = checked(line(node("elicitation", reprompts=[0] * 60)))
    assert {problem.code for problem in told.problems} == {"wrong-type"}
    assert len(told.problems) == 60


def test_expressions_are_counted() -> None:
    text = "{{ 1 }}" * 1_000
    within = [node("elicitation", f"n{number}", prompt=text) for number in range(5)]
    assert codes(line(*within)) == []
    problem = the_problem(line(*within, node("llm", instructions="{{ 1 }}")))
    assert problem.code == "too-many-expressions"
    assert f"{MAX_EXPRESSIONS:,} expressions" in problem.message


def test_the_characters_of_all_expressions_are_counted() -> None:
    long = [node("start", f"n{number}", assign={"x": f"{number} + " + "1" * 3_900}) for number in range(70)]
    found = [problem for problem in checked(line(*long)).problems if problem.code == "too-many-expressions"]
    assert [f"{MAX_EXPRESSION_CHARACTERS:,} characters" in problem.message for problem in found] == [True]


def test_schemas_are_counted() -> None:
    schemas: dict[str, Json] = {f"x{number}": {} for number in range(MAX_SCHEMAS + 1)}
    problem = the_problem(line(node("llm", extract=schemas)))
    assert problem.code == "too-many-schemas"


def test_hints_for_exits_have_a_limit() -> None:
    decision = node("decision", conditions=[{"id": "billing", "expression": "true"}])
    edges = [edge("decision", "end", f"biling{number}") for number in range(50)]
    told = [problem for problem in checked(line(decision, edges=edges)).problems if problem.code == "unknown-exit"]
    assert len(told) == 50
    assert sum("Did you mean" in problem.remedy for problem in told) == 20
