"""What MCP servers list completes a document, and what its author wrote must agree with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from flow_core.check.mcp_tools import Completed, ListedTool, NotListed, completed, servers_in
from flow_core.json import Json
from testing.flows import Document, line, node

SERVER = "https://crm.example/mcp"
NAME = (SERVER, ())
NUMBER: Json = {"type": "string"}
ORDER: dict[str, Json] = {"type": "object", "properties": {"number": NUMBER, "year": {"type": "number"}}}
FIND = ListedTool("find", "Finds an order.", {**ORDER, "required": ["number"]})
OTHERS = (ListedTool("list", "", {"type": "object"}), FIND)


def schema_problem(schema: Mapping[str, Json]) -> str | None:
    return "$: it is bad" if schema.get("bad") else None


def drawn(*tools: Document) -> Document:
    return line(node("message", "say"), node("llm", tools=[*tools]))


def tool(**fields: Json) -> Document:
    mcp: Json = {"server": SERVER, "tool": "find"}
    return {"name": "find_order", "mcp": mcp, **fields}


def complete(document: Json, tools: tuple[ListedTool, ...] | NotListed = OTHERS) -> Completed:
    return completed(document, {NAME: tools}, schema_problem)


def tools_of(found: Completed) -> Any:
    assert found.problems == ()
    document: Any = found.document
    return document["nodes"][2]["data"]["tools"]


def problems_of(fields: Document, tools: tuple[ListedTool, ...] | NotListed = OTHERS) -> list[tuple[str, str]]:
    found = complete(drawn(tool(**fields)), tools)
    assert all(each.severity == "error" and each.node_id == "llm" and each.remedy for each in found.problems)
    return [(each.code, ".".join(map(str, each.path[2:]))) for each in found.problems]


def test_what_the_author_left_out_is_that_of_the_server() -> None:
    first: Document = {"name": "other", "request": {"url": "https://a.example"}}
    document = drawn(first, tool())
    found = tools_of(complete(document))
    assert found == [first, {**tool(), "description": "Finds an order.", "parameters": FIND.parameters}]
    assert tools_of(Completed(document, ())) == [first, tool()]


def test_what_the_author_wrote_stays() -> None:
    document = drawn(tool(description="Looks.", parameters={**ORDER, "required": ["number"]}, retries=1))
    assert complete(document, (ListedTool("find", "Other.", FIND.parameters, True),)).document is document


def test_retries_are_those_of_a_tool_that_may_be_repeated() -> None:
    may = ListedTool("find", "", FIND.parameters, repeatable=True)
    assert tools_of(complete(drawn(tool()), (may,))) == [{**tool(), "parameters": FIND.parameters, "retries": 2}]


def test_a_document_without_tools_of_servers_names_no_server() -> None:
    assert servers_in(line(node("llm"), node("llm", "b", tools=[{"name": "a", "request": {"url": "/"}}]))) == {}
    assert servers_in({"nodes": "none"}) == {}
    assert servers_in([]) == {}
    # A tool with a request as well is an error of its own.
    assert servers_in(drawn(tool(request={"url": "https://a.example"}))) == {}


def test_each_server_is_named_once_for_each_set_of_headers() -> None:
    keyed: Json = {"server": SERVER, "tool": "find", "headers": {"X-Key": "1"}}
    found = servers_in(drawn(tool(), tool(name="two"), tool(name="three", mcp=keyed)))
    assert list(found) == [NAME, (SERVER, (("X-Key", "1"),))]


def test_a_server_that_lists_nothing_is_an_error_with_its_reason() -> None:
    reason = NotListed("the MCP server could not be reached")
    assert problems_of({}, reason) == [("mcp-server-not-listed", "data.tools.0.mcp.server")]
    (problem,) = complete(drawn(tool()), reason).problems
    assert problem.text.endswith("cannot be listed: the MCP server could not be reached.")
    assert completed(drawn(tool()), {}, schema_problem).problems != ()


def test_a_tool_that_the_server_does_not_have_is_an_error_with_the_names_of_the_others() -> None:
    mcp: Json = {"server": SERVER, "tool": "fnd"}
    assert problems_of({"mcp": mcp}) == [("unknown-mcp-tool", "data.tools.0.mcp.tool")]
    (problem,) = complete(drawn(tool(mcp=mcp))).problems
    assert problem.remedy == 'Name one of its tools: "list" and "find". Did you mean "find"?'
    (problem,) = complete(drawn(tool()), ()).problems
    assert problem.remedy.startswith("It lists no tools")


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        (ListedTool("find", "x" * 4_001, ORDER), ("mcp-description-too-long", "data.tools.0.description")),
        (ListedTool("find", "", {**ORDER, "bad": True}), ("mcp-parameters-unusable", "data.tools.0.parameters")),
        (ListedTool("find", "", {**ORDER, "type": "string"}), ("mcp-parameters-unusable", "data.tools.0.parameters")),
    ],
)
def test_what_cannot_be_used_of_a_list_is_an_error(listed: ListedTool, problem: tuple[str, str]) -> None:
    assert problems_of({}, (listed,)) == [problem]
    assert problems_of({"description": "Mine.", "parameters": ORDER}, (listed,)) == []


def parameters(properties: Json, required: Json = None) -> Document:
    return {"parameters": {"type": "object", "properties": properties, "required": required or ["number"]}}


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        (parameters({"number": NUMBER}), []),
        (parameters({"number": {"enum": ["1", "2"]}}), []),
        (parameters({"number": True}), []),
        (parameters({"number": NUMBER, "year": {"type": "integer"}}), []),
        (parameters({"number": {"type": "integer"}}), [("mcp-parameter-of-wrong-type", "properties.number")]),
        (parameters({"number": {"type": ["string", "null"]}}), [("mcp-parameter-of-wrong-type", "properties.number")]),
        (parameters({"number": NUMBER, "nmber": NUMBER}), [("unknown-mcp-parameter", "properties.nmber")]),
        (parameters({"number": NUMBER}, ["year"]), [("missing-mcp-parameter", "required")]),
        (parameters({"year": {"type": "number"}}), [("missing-mcp-parameter", "required")]),
        ({"parameters": {"type": "object"}}, [("missing-mcp-parameter", "required")]),
    ],
)
def test_the_parameters_that_the_author_wrote_are_those_of_the_tool(
    written: Document, problems: list[tuple[str, str]]
) -> None:
    assert problems_of(written) == [(code, f"data.tools.0.parameters.{at}") for code, at in problems]


def test_a_tool_that_takes_more_than_it_lists_takes_more() -> None:
    open_tool = ListedTool("find", "", {"type": "object", "additionalProperties": {"type": "string"}})
    assert problems_of(parameters({"number": NUMBER}), (open_tool,)) == []
    untyped = ListedTool("find", "", {"type": "object", "properties": {"number": {"anyOf": []}}})
    assert problems_of(parameters({"number": NUMBER}), (untyped,)) == []
