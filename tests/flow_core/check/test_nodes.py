"""Each problem of a single node or variable, and a similar correct one without a problem."""

from __future__ import annotations

from typing import get_args

import pytest

from flow_core.authored.asked import ValueType
from flow_core.json import Json
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.checking import checked, codes, the_problem

_CHOICE: Document = {"valueType": "choice", "choices": ["red", {"value": "blue"}]}
_CONDITIONS: list[Json] = [{"id": "a", "expression": "1"}, {"id": "b", "expression": "2"}]


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("bad-variable-name", node("elicitation", variable="order-number"), node("elicitation", variable="order")),
        ("bad-variable-name", node("llm", extract={"class": {}}), node("llm", extract={"klass": {}})),
        ("bad-variable-name", node("llm", assign={"session": "1"}), node("llm", assign={"sessions": "1"})),
        ("bad-schema", node("llm", extract={"a": {"type": "nonsense"}}), node("llm", extract={"a": {"type": "null"}})),
        ("missing-choices", node("elicitation", valueType="choice"), node("elicitation", **_CHOICE)),
        ("unused-choices", node("elicitation", choices=["a"]), node("elicitation", choices=[])),
        ("empty-prompt", node("elicitation", prompt=" "), node("elicitation", prompt="?")),
        ("unused-prompts", node("elicitation", reprompts=["a", "b", "c"]), node("elicitation", reprompts=["a", "b"])),
        (
            "unused-prompts",
            node("elicitation", maxAttempts=1, noInputPrompts=["a"]),
            node("elicitation", maxAttempts=2, noInputPrompts=["a"]),
        ),
        ("mute-conversation", node("llm", until="true", speak=False), node("llm", until="true", speak=True)),
        ("missing-conditions", node("decision", conditions=[]), node("decision")),
        (
            "reserved-condition-id",
            node("decision", conditions=[{"id": "default", "expression": "1"}]),
            node("decision", conditions=[{"id": "Default", "expression": "1"}]),
        ),
        (
            "duplicate-condition-id",
            node("decision", conditions=[*_CONDITIONS, {"id": "a", "expression": "3"}]),
            node("decision", conditions=_CONDITIONS),
        ),
        (
            "bad-url",
            node("tool", request={"url": "ftp://example.com"}),
            node("tool", request={"url": "HTTP://example.com"}),
        ),
        ("bad-url", node("tool", request={"url": "https://"}), node("tool", request={"url": "{{ secrets.URL }}/a"})),
    ],
)
def test_a_wrong_node_has_the_problem_and_a_similar_right_node_has_none(
    code: str, wrong: Document, right: Document
) -> None:
    problem = the_problem(line(wrong))
    assert (problem.code, problem.node_id, problem.path[:2]) == (code, wrong["id"], ("nodes", 1))
    assert codes(line(right)) == []


@pytest.mark.parametrize("value_type", get_args(ValueType))
def test_a_question_may_have_any_type(value_type: ValueType) -> None:
    asking = node("elicitation", valueType=value_type, choices=["a"] if value_type == "choice" else [])
    assert codes(line(asking)) == []


@pytest.mark.parametrize("to", ["+15550100000", "tel:+1 (555) 010-0000", "sip:desk@example.com", "{{ session.x }}"])
def test_a_destination_that_can_be_dialed_is_no_problem(to: str) -> None:
    assert codes(_transferring(to, failed=True)) == []


@pytest.mark.parametrize("to", ["555-0100", "desk@example.com", "sip:"])
def test_a_destination_that_cannot_be_dialed_is_an_error(to: str) -> None:
    assert the_problem(_transferring(to, failed=True)).code == "bad-destination"


def test_assign_at_an_end_is_a_warning() -> None:
    document = flow([node("start"), node("end", assign={"a": "1"})], [edge("start", "end")])
    assert the_problem(document).code == "assign-never-runs"


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("string", "", 5),
        ("number", 1.5, True),
        ("integer", 5, 1.5),
        ("integer", 5.0, True),
        ("boolean", False, 0),
        ("object", {}, []),
        ("array", [], {}),
        ("any", 5, None),
    ],
)
def test_a_default_fits_its_type_or_is_null(kind: str, right: Json, wrong: Json) -> None:
    assert codes(_declaring("total", {"type": kind, "default": right})) == []
    assert codes(_declaring("total", {"type": kind, "default": None})) == []
    expected = [] if wrong is None else ["default-of-wrong-type"]
    assert codes(_declaring("total", {"type": kind, "default": wrong})) == expected


def test_a_declared_name_must_be_one_that_expressions_can_read() -> None:
    document = line(variables={"my total": {}, "secrets": {}})
    assert [problem.path for problem in checked(document).errors] == [
        ("variables", "my total"),
        ("variables", "secrets"),
    ]


def _declaring(name: str, declaration: Document) -> Document:
    return line(node("llm", instructions="{{ " + name + " }}"), variables={name: declaration})


def _transferring(to: str, *, failed: bool) -> Document:
    edges = [edge("start", "transfer")] + ([edge("transfer", "end", "failed")] if failed else [])
    nodes = [node("start"), node("transfer", to=to)] + ([node("end")] if failed else [])
    return flow(nodes, edges)


@pytest.mark.parametrize(
    ("expressions", "unreached"),
    [
        (["a > 1", "a  >  1"], [1]),
        (["true", "a > 1", "true"], [1, 2]),
        (["a > 1", "true"], []),
        (["a > 1", "a > 2"], []),
    ],
)
def test_a_condition_that_is_never_reached_is_a_warning(expressions: list[str], unreached: list[int]) -> None:
    conditions: list[Json] = [{"id": f"c{index}", "expression": each} for index, each in enumerate(expressions)]
    document = line(node("elicitation", variable="a"), node("decision", conditions=conditions))
    paths = [each.path for each in checked(document).problems if each.code == "unreached-condition"]
    assert paths == [("nodes", 2, "data", "conditions", index, "expression") for index in unreached]
