"""What is known of a variable: from what sets it, and from its declaration."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import Document, line, node
from tests.flow_core.check.meaning.reading import found_in


def _deciding(expression: str, *nodes: Document, variables: Json = None) -> Document:
    decision = node("decision", conditions=[{"id": "a", "expression": expression}])
    return line(*nodes, decision, variables=variables or {})


def _codes(document: Json) -> list[str]:
    return [problem.code for problem in found_in(document) if problem.code != "unset-variable"]


_SORTED = node("llm", assign={"kind": "/pay/.test(session.id) ? 'billing' : 'other'"})
_ASKED = node("elicitation", variable="kind", valueType="choice", choices=["sales"])


def test_an_assigned_variable_has_the_values_of_its_expressions() -> None:
    assert _codes(_deciding("kind === 'billing'", _SORTED)) == []
    assert _codes(_deciding("kind === 'sales'", _SORTED)) == ["never-equal"]
    assert _codes(_deciding("kind === 'sales'", _SORTED, _ASKED)) == []
    assert _codes(_deciding("kind === 'x'", _SORTED, _ASKED)) == ["never-equal"]


def test_an_assigned_variable_follows_the_variables_that_it_is_made_of() -> None:
    copied = node("llm", "copy", assign={"second": "first", "first": "kind"})
    assert _codes(_deciding("second === 'sales'", _ASKED, copied)) == []
    assert _codes(_deciding("second === 'x'", _ASKED, copied)) == ["never-equal"]


def test_variables_that_are_made_of_each_other_may_have_any_value() -> None:
    turning = node("llm", assign={"one": "[two]", "two": "[one]"})
    assert _codes(_deciding("one === 'a' && two === 'b'", turning)) == []


def test_what_a_tool_answers_may_be_anything() -> None:
    tool = node("tool", request={"url": "https://a"}, assign={"kind": "response.body.kind", "code": "response.status"})
    assert _codes(_deciding("kind === 'x' || kind === 5 || code === 200", tool)) == []
    assert _codes(_deciding("code === '200'", tool)) == ["never-equal"]


def test_a_property_that_no_response_has_is_a_warning() -> None:
    tool = node("tool", request={"url": "https://a"}, assign={"kind": "response.data.kind"})
    assert _codes(_deciding("kind === 'x'", tool)) == ["missing-property"]


def test_a_default_is_a_value_too() -> None:
    declared: Json = {"kind": {"type": "string", "default": "none"}}
    assert _codes(_deciding("kind === 'none'", _ASKED, variables=declared)) == []
    assert _codes(_deciding("kind === 'x'", _ASKED, variables=declared)) == ["never-equal"]


@pytest.mark.parametrize("default", [None, "", "basic"])
def test_a_variable_that_no_node_sets_may_come_from_outside(default: Json) -> None:
    declared: Json = {"plan": {"type": "string", "default": default}}
    assert _codes(_deciding("plan === 'premium'", variables=declared)) == []
    assert _codes(_deciding("plan === 5", variables=declared)) == ["never-equal"]


def test_a_declared_type_is_known_of_what_is_assigned() -> None:
    tool = node("tool", request={"url": "https://a"}, assign={"paid": "response.body.paid"})
    declared: Json = {"paid": {"type": "boolean"}}
    assert _codes(_deciding("paid === 'true'", tool)) == []
    assert _codes(_deciding("paid === 'true'", tool, variables=declared)) == ["never-equal"]


@pytest.mark.parametrize(
    ("kind", "setter", "path"),
    [
        ("boolean", node("llm", assign={"x": "'true'"}), ("assign", "x")),
        ("string", node("elicitation", variable="x", valueType="integer"), ("variable",)),
        ("integer", node("llm", extract={"x": {"type": "string"}}), ("extract", "x")),
        ("array", node("tool", request={"url": "https://a"}, assign={"x": "response.status"}), ("assign", "x")),
    ],
)
def test_a_value_that_a_declared_variable_never_takes_is_a_warning(
    kind: str, setter: Document, path: tuple[str, ...]
) -> None:
    document = line(setter, node("llm", "last", instructions="{{ x }}"), variables={"x": {"type": kind}})
    (problem,) = found_in(document)
    assert (problem.severity, problem.code) == ("warning", "never-of-declared-type")
    assert problem.path == ("nodes", 1, "data", *path)


@pytest.mark.parametrize("expression", ["null", "session.id", "anything", "\n'x'"])
def test_a_value_that_a_declared_variable_may_take_is_no_problem(expression: str) -> None:
    document = line(
        node("llm", assign={"x": expression}),
        node("llm", "last", instructions="{{ x }}"),
        variables={"x": {"type": "string"}, "anything": {}, "odd": {"default": [1, {}]}, "none": {"default": []}},
    )
    assert [code for code in _codes(document) if code != "unused-variable"] == []


def test_nothing_is_known_of_variables_while_the_document_is_malformed() -> None:
    document = _deciding("kind === 'x' || (kind = 'y')", _ASKED)
    document["edges"] = [{"id": "bad"}]
    warnings = [problem.code for problem in found_in(document) if problem.severity == "warning"]
    assert warnings == ["assignment-in-condition"]


def test_the_slots_of_a_form_have_the_values_of_their_types() -> None:
    slots: list[Json] = [
        {"variable": "kind", "prompt": "?", "valueType": "choice", "choices": ["a", "b"], "many": True}
    ]
    assert _codes(_deciding("kind.includes('a')", node("form", slots=slots))) == []
    assert _codes(_deciding("kind.includes('c')", node("form", slots=slots))) == ["never-equal"]
    assert _codes(_deciding("kind === 'a'", node("form", slots=slots))) == ["never-equal"]
