"""The texts of a model's tool read the arguments that the tool has."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from testing.flows import Document, line, node
from tests.flow_core.check.meaning.reading import found_in

PARAMETERS: Json = {
    "type": "object",
    "properties": {"number": {"type": "string"}, "year": {"type": "integer"}, "any": True},
    "required": ["number"],
}


def tool(**fields: Json) -> Document:
    found: Document = {"name": "find", "description": "Finds.", "parameters": PARAMETERS}
    return {**found, "request": {"url": "https://a.example"}, **fields}


def found(*tools: Document, **data: Json) -> list[tuple[str, str]]:
    problems = found_in(line(node("llm", tools=[*tools], **data)))
    return [(each.code, ".".join(map(str, each.path[3:]))) for each in problems]


def in_request(url: str, parameters: Json = PARAMETERS) -> list[tuple[str, str]]:
    return found(tool(parameters=parameters, request={"url": f"https://a.example/{url}"}))


def test_arguments_that_the_tool_has_are_read_everywhere() -> None:
    assert in_request("{{ arguments.number.trim() }}/{{ arguments.year }}/{{ arguments.any.thing }}") == []
    assert found(tool(confirm="{{ arguments.number }}?", message="{{ arguments.year || 'a' }}")) == []


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ({"confirm": "{{ arguments.nmber }}?"}, "tools.0.confirm"),
        ({"message": "{{ arguments.nmber }}"}, "tools.0.message"),
        ({"request": {"url": "https://a.example/{{ arguments.nmber }}"}}, "tools.0.request.url"),
        ({"request": {"url": "https://a.example", "body": {"a": "{{ arguments.nmber }}"}}}, "tools.0.request.body.a"),
    ],
)
def test_an_argument_that_the_tool_does_not_have_is_a_warning(field: Document, path: str) -> None:
    assert found(tool(**field)) == [("missing-property", path)]
    (problem,) = found_in(line(node("llm", tools=[tool(**field)])))
    assert 'Did you mean "number"?' in problem.remedy


def test_a_method_that_the_type_of_an_argument_does_not_have_is_a_warning() -> None:
    assert in_request("{{ arguments.year.trim() }}") == [("missing-property", "tools.0.request.url")]


def test_a_tool_without_parameters_has_no_arguments() -> None:
    assert in_request("{{ arguments.number }}", None) == [("missing-property", "tools.0.request.url")]
    assert in_request("{{ arguments.number }}", {"type": "object"}) == [("missing-property", "tools.0.request.url")]


@pytest.mark.parametrize(
    "more",
    [{"additionalProperties": True}, {"anyOf": [{"required": ["a"]}]}, {"properties": []}],
)
def test_nothing_is_said_of_parameters_that_are_not_all_known(more: Document) -> None:
    assert isinstance(PARAMETERS, dict)
    problems = in_request("{{ arguments.other }}", {**PARAMETERS, **more})
    assert [code for code, _ in problems if code == "missing-property"] == []


def test_nothing_is_said_of_a_server_whose_list_is_not_known_yet() -> None:
    mcp: Json = {"server": "https://a.example/mcp", "tool": "find"}
    assert found(tool(parameters=None, request=None, mcp=mcp, confirm="{{ arguments.number }}?")) == []


def test_the_message_of_a_node_reads_the_arguments_of_all_its_tools() -> None:
    days: Json = {"type": "object", "properties": {"day": {"type": "string"}, "number": {"type": "integer"}}}
    both = (tool(), tool(name="book", parameters=days))
    assert found(*both, message="{{ arguments.day || arguments.number }}") == []
    assert found(*both, message="{{ arguments.dy }}") == [("missing-property", "message")]
