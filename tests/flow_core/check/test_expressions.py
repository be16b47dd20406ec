"""Each problem of an expression, in every place, and a similar correct expression without a problem."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flow_core.check import check
from flow_core.evaluate import Inspected
from flow_core.json import Json
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.check.checking import codes, schema_problem, the_problem
from tests.flow_core.fakes import inspect


def _tool(**request: Json) -> Document:
    return node("tool", request={"url": "https://example.com", **request})


_SITES = [
    (node("llm", assign={"a": "EXPRESSION"}), ("assign", "a")),
    (node("llm", until="EXPRESSION"), ("until",)),
    (node("elicitation", validation="EXPRESSION"), ("validation",)),
    (node("decision", conditions=[{"id": "x", "expression": "EXPRESSION"}]), ("conditions", 0, "expression")),
    (node("elicitation", prompt="Dear {{ EXPRESSION }},"), ("prompt",)),
    (node("elicitation", reprompts=["a", "{{ EXPRESSION }}"]), ("reprompts", 1)),
    (node("elicitation", noInputPrompts=["{{ EXPRESSION }}"]), ("noInputPrompts", 0)),
    (node("llm", instructions="{{ EXPRESSION }}"), ("instructions",)),
    (node("llm", fallback="{{ EXPRESSION }}"), ("fallback",)),
    (node("tool", message="{{ EXPRESSION }}"), ("message",)),
    (_tool(url="https://example.com/{{ EXPRESSION }}"), ("request", "url")),
    (_tool(headers={"A": "{{ EXPRESSION }}"}), ("request", "headers", "A")),
    (_tool(query={"a": "{{ EXPRESSION }}", "b": 5}), ("request", "query", "a")),
    (_tool(body="{{ EXPRESSION }}"), ("request", "body")),
    (_tool(body={"a": [5, "{{ EXPRESSION }}"]}), ("request", "body", "a", 1)),
]


def _with(value: Json, expression: str) -> Json:
    if isinstance(value, str):
        return value.replace("EXPRESSION", expression)
    if isinstance(value, dict):
        return {name: _with(item, expression) for name, item in value.items()}
    return [_with(item, expression) for item in value] if isinstance(value, list) else value


def _line(part: Document, expression: str) -> Document:
    filled = _with(part, expression)
    assert isinstance(filled, dict)
    return line(filled)


@pytest.mark.parametrize(("part", "path"), _SITES)
def test_every_place_of_an_expression_is_read(part: Document, path: tuple[str | int, ...]) -> None:
    assert codes(_line(part, "session.id")) == []
    for expression, code in (("1 @ 2", "bad-expression"), (" ", "empty-expression"), ("nobody", "unknown-variable")):
        problem = the_problem(_line(part, expression))
        assert (problem.code, problem.path) == (code, ("nodes", 1, "data", *path))


@pytest.mark.parametrize("kind", ["start", "end", "transfer"])
def test_the_expressions_of_the_first_and_last_node_are_read(kind: str) -> None:
    greeting = "{{ 1 @ 2 }}" if kind == "start" else "Hello."
    goodbye = node("end", message="{{ 1 @ 2 }}" if kind == "end" else "")
    if kind == "transfer":
        goodbye = node("transfer", "end", to="{{ 1 @ 2 }}", message="{{ 3 @ 4 }}")
    nodes = [node("start", message=greeting), goodbye, node("end", "failed")]
    document = flow(nodes, [edge("start", "end"), edge("end" if kind == "transfer" else "start", "failed", "failed")])
    expressions = 2 if kind == "transfer" else 1
    assert codes(document)[:expressions] == ["bad-expression"] * expressions


def test_a_syntax_error_has_its_column_if_it_is_known() -> None:
    assert "(at character 3)" in the_problem(line(node("llm", until="1 @ 2"))).message
    assert "(at character" not in the_problem(line(node("llm", until="(1"))).message


@pytest.mark.parametrize("text", ["{{ name", "{{"])
def test_an_unclosed_hole_is_an_error(text: str) -> None:
    assert the_problem(line(node("llm", instructions=text))).code == "unclosed-hole"


def test_a_name_that_is_close_to_a_known_one_gets_a_hint() -> None:
    document = line(node("elicitation"), node("llm", instructions="{{ nmae }}"))
    assert 'Did you mean "name"?' in the_problem(document).remedy


@pytest.mark.parametrize(
    "setter",
    [node("elicitation", "x", variable="a"), node("llm", "x", extract={"a": {}}), node("llm", "x", assign={"a": "1"})],
)
def test_a_variable_is_known_once_any_node_sets_it_or_the_flow_declares_it(setter: Document) -> None:
    reader = node("llm", "reader", instructions="{{ a }}")
    assert codes(line(reader)) == ["unknown-variable"]
    assert codes(line(reader, setter)) == []
    assert codes(line(reader, variables={"a": {}})) == []


def test_value_exists_in_a_validation_and_response_in_the_assign_of_a_tool() -> None:
    assert codes(line(node("elicitation", validation="value"), node("tool", assign={"a": "response.status"}))) == []
    wrong = [
        node("elicitation", validation="response"),
        node("elicitation", prompt="{{ value }}"),
        node("llm", assign={"a": "response"}),
        node("tool", message="{{ response }}"),
        _tool(body="{{ response }}"),
    ]
    for part in wrong:
        assert the_problem(line(part)).code == "misplaced-name"


def test_a_secret_is_a_whole_expression_in_the_request_of_a_tool() -> None:
    assert codes(line(_tool(headers={"Authorization": "Bearer {{ secrets.KEY }}"}, body=["{{ secrets.A }}"]))) == []
    for expression in ("'Bearer ' + secrets.KEY", "secrets['KEY']", "secrets"):
        assert the_problem(line(_tool(body="{{ " + expression + " }}"))).code == "secret-in-expression"
    for part in (node("llm", instructions="{{ secrets.KEY }}"), node("tool", message="{{ secrets.KEY }}")):
        assert the_problem(line(part)).code == "misplaced-secret"
    assert the_problem(line(node("tool", assign={"a": "secrets.KEY"}))).code == "misplaced-secret"


def test_a_declared_reserved_name_is_not_a_variable() -> None:
    document = line(node("llm", until="secrets.KEY || value"), variables={"secrets": {}})
    assert codes(document) == ["misplaced-secret", "bad-variable-name", "misplaced-name"]


def test_a_variable_that_nothing_sets_or_reads_is_a_warning() -> None:
    document = line(variables={"a": {}})
    assert the_problem(document).code == "unused-variable"
    assert codes(line(node("llm", assign={"a": "1"}), variables={"a": {}})) == []
    assert codes(line(node("llm", until="a"), variables={"a": {}})) == []


def test_no_variable_is_unused_while_an_expression_cannot_be_parsed() -> None:
    for text in ("{{ a @ }}", "{{ a", "{{ }}"):
        assert "unused-variable" not in codes(line(node("llm", instructions=text), variables={"a": {}}))


def test_an_expression_that_occurs_twice_is_parsed_once() -> None:
    read: list[str] = []

    def counting(expressions: Sequence[str]) -> list[Inspected]:
        read.extend(expressions)
        return inspect(expressions)

    check(line(node("llm", until="1 > 2", fallback="{{ 1 > 2 }}")), counting, schema_problem)
    assert read == ["1 > 2"]


@pytest.mark.parametrize("text", ["{{ name | spell }}", "{{ name | name }}", "{{ name || name | list }}"])
def test_a_filter_and_an_or_of_variables_are_no_problem(text: str) -> None:
    assert codes(line(node("elicitation"), node("llm", instructions=text), _tool(body={"x": text}))) == []


def test_an_unknown_filter_is_an_error_with_a_hint() -> None:
    found = the_problem(line(node("elicitation"), node("llm", instructions="{{ name | dat }}")))
    assert (found.code, found.severity) == ("unknown-filter", "error")
    assert '"dat" after the | is neither a filter nor a variable.' in found.message
    assert 'Did you mean "date"?' in found.remedy
    assert the_problem(line(node("elicitation"), _tool(body="{{ name | upper }}"))).code == "unknown-filter"


@pytest.mark.parametrize("text", ["{{ name | date('short') }}", "{{ name | date: 'short' }}"])
def test_a_filter_with_an_argument_is_an_error(text: str) -> None:
    found = the_problem(line(node("elicitation"), node("llm", instructions=text)))
    assert found.code == "unknown-filter"
    assert "Write {{ … | date }}." in found.remedy


def test_an_or_outside_of_a_text_is_no_filter() -> None:
    assert the_problem(line(node("elicitation"), node("llm", until="name | date"))).code == "unknown-variable"


@pytest.mark.parametrize(
    ("part", "remedy"),
    [
        (node("llm", assign={"state": "confirmed"}), "Write 'confirmed' in quotes"),
        (node("tool", request={"url": "https://a"}, assign={"state": "body"}), "response.body"),
        (node("llm", assign={"state": "confirmed + 1"}), '"variables"'),
    ],
)
def test_an_unknown_name_has_a_remedy_for_what_may_be_meant(part: Document, remedy: str) -> None:
    assert remedy in the_problem(line(part)).remedy
