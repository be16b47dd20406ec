"""check finds what is wrong with the tools of a model and with the declared answers of tools."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest

from flow_core.check import check
from flow_core.check.nodes import MAX_SCHEMAS
from flow_core.json import Json
from testing.flows import Document, edge, flow, line, node
from tests.flow_core.fakes import inspect

_OBJECT: Json = {"type": "object"}
FIND: Document = {
    "name": "find",
    "description": "Finds an order.",
    "parameters": _OBJECT,
    "request": {"url": "https://shop.example/{{ arguments.number }}"},
}


def schema_problem(schema: Mapping[str, Json]) -> str | None:
    return "$: it is bad" if schema.get("bad") else None


def found(document: Document) -> list[tuple[str, str]]:
    """The code and the field of each problem."""
    checked = check(document, inspect, schema_problem)
    return [(problem.code, ".".join(map(str, problem.path[2:]))) for problem in checked.problems]


def at_llm(*tools: Document, **data: Json) -> list[tuple[str, str]]:
    return found(line(node("llm", tools=list(tools), **data)))


def test_tools_without_a_problem_have_none() -> None:
    mcp: Json = {"server": "https://crm.example/mcp", "tool": "find", "headers": {"X-Key": "{{ secrets.CRM }}"}}
    tools: tuple[Document, ...] = (
        {**FIND, "confirm": "Shall I find {{ arguments.number }}?", "message": "I look for {{ arguments.number }}."},
        {**FIND, "name": "other", "request": None, "mcp": mcp, "responseSchema": {"type": "array"}},
    )
    assert at_llm(*tools, message="One moment.", maxToolCalls=3) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": "find order"}, ("bad-tool-name", "data.tools.0.name")),
        ({"request": None}, ("tool-of-one-kind", "data.tools.0")),
        ({"mcp": {"server": "https://a.example", "tool": "x"}}, ("tool-of-one-kind", "data.tools.0")),
        ({"description": " "}, ("missing-tool-description", "data.tools.0.description")),
        ({"parameters": {"type": "object", "bad": True}}, ("bad-schema", "data.tools.0.parameters")),
        ({"parameters": {"type": "string"}}, ("parameters-no-object", "data.tools.0.parameters")),
        ({"responseSchema": {"bad": True}}, ("bad-schema", "data.tools.0.responseSchema")),
        ({"request": {"url": "shop.example"}}, ("bad-url", "data.tools.0.request.url")),
        (
            {"request": {"url": "https://a.example", "body": '{"a": 1}'}},
            ("json-as-text", "data.tools.0.request.body"),
        ),
        (
            {"request": {"url": "https://a.example", "headers": {"X": "{{ nobody }}"}}},
            ("unknown-variable", "data.tools.0.request.headers.X"),
        ),
        (
            {"request": {"url": "https://a.example", "query": {"q": "{{ nobody }}"}}},
            ("unknown-variable", "data.tools.0.request.query.q"),
        ),
        (
            {"request": {"url": "https://a.example", "body": {"list": ["{{ nobody }}"]}}},
            ("unknown-variable", "data.tools.0.request.body.list.0"),
        ),
        ({"confirm": "{{ nobody }}?"}, ("unknown-variable", "data.tools.0.confirm")),
        ({"confirm": "{{ secrets.KEY }}?"}, ("misplaced-secret", "data.tools.0.confirm")),
        ({"message": "{{ open"}, ("unclosed-hole", "data.tools.0.message")),
    ],
)
def test_a_problem_of_a_tool_names_its_field(change: Document, problem: tuple[str, str]) -> None:
    assert at_llm({**FIND, **change}) == [problem]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"server": "crm.example"}, ("bad-url", "data.tools.0.mcp.server")),
        ({"server": "https://{{ host }}/mcp"}, ("bad-url", "data.tools.0.mcp.server")),
        ({"headers": {"X": "{{ session.id }}"}}, ("expression-in-mcp-header", "data.tools.0.mcp.headers.X")),
    ],
)
def test_a_problem_of_an_mcp_server_names_its_field(change: Document, problem: tuple[str, str]) -> None:
    mcp: Json = {"server": "https://crm.example/mcp", "tool": "find", **change}
    assert problem in at_llm({"name": "find", "mcp": mcp})


def test_a_tool_of_an_mcp_server_needs_no_words_that_publishing_adds() -> None:
    mcp: Json = {"server": "https://crm.example/mcp", "tool": "find"}
    assert at_llm({"name": "find", "mcp": mcp}) == []


def test_two_tools_with_one_name_are_an_error() -> None:
    assert at_llm(FIND, FIND) == [("duplicate-tool-name", "data.tools.1.name")]


def test_the_declared_answer_of_a_tool_node_is_a_schema() -> None:
    assert found(line(node("tool", responseSchema={"bad": True}))) == [("bad-schema", "data.responseSchema")]
    assert found(line(node("tool", responseSchema={"type": "object"}))) == []


def test_a_flow_has_a_limit_of_schemas_in_its_tools() -> None:
    tools: list[Json] = [{**FIND, "name": f"t{index}", "responseSchema": _OBJECT} for index in range(32)]
    nodes = [node("start"), *(node("llm", f"n{index}", tools=tools) for index in range(16)), node("end")]
    ids = [str(one["id"]) for one in nodes]
    edges = [edge(one, other) for one, other in pairwise(ids)]
    assert MAX_SCHEMAS < 16 * 64
    assert ("too-many-schemas", "") in found(flow(nodes, edges, onFailure="end"))
