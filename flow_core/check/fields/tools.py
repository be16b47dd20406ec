"""Finds the problems of tools: their requests, their JSON schemas, and what a model is told about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from flow_core.authored.data import LlmData, ToolData
from flow_core.authored.tools import LlmTool, McpTemplate, RequestTemplate
from flow_core.check.fields.bodies import json_text_problem
from flow_core.check.problem import Path, Place, Problem, quoted
from flow_core.json import Json
from flow_core.text import templates

SchemaProblem = Callable[[Mapping[str, Json]], str | None]
"""Returns the reason why an object is not a JSON schema; None if it is one."""

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")
_HTTP_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def tool_problems(data: ToolData, place: Place, schema_problem: SchemaProblem) -> Iterator[Problem]:
    """Find the problems of a tool node."""
    yield from _request_problems(data.request, place, ("data", "request"))
    if data.response_schema is not None:
        yield from _schema_problems(
            data.response_schema, '"responseSchema" has', place, ("data", "responseSchema"), schema_problem
        )


def llm_tool_problems(data: LlmData, place: Place, schema_problem: SchemaProblem) -> Iterator[Problem]:
    """Find the problems of the tools of a model."""
    seen: set[str] = set()
    for index, tool in enumerate(data.tools):
        path: Path = ("data", "tools", index)
        if not _NAME.match(tool.name):
            text = f"the tool's name {quoted(tool.name)} has other characters than letters, digits, _ and -."
            yield place.error("bad-tool-name", text, "Write it like find_order.", (*path, "name"))
        elif tool.name in seen:
            text = f"two tools have the name {quoted(tool.name)}, so a model cannot distinguish them."
            yield place.error("duplicate-tool-name", text, "Give one of them another name.", (*path, "name"))
        seen.add(tool.name)
        yield from _one_tool_problems(tool, place, path, schema_problem)


def schemas_in(data: LlmData | ToolData) -> int:
    """Return the number of JSON schemas of tools in a node."""
    tools = data.tools if isinstance(data, LlmData) else (data,)
    parameters = sum(isinstance(tool, LlmTool) and tool.parameters is not None for tool in tools)
    return parameters + sum(tool.response_schema is not None for tool in tools)


def _one_tool_problems(tool: LlmTool, place: Place, path: Path, schema_problem: SchemaProblem) -> Iterator[Problem]:
    name = quoted(tool.name)
    if (tool.request is None) == (tool.mcp is None):
        has = "neither a request nor an MCP server" if tool.request is None else "both a request and an MCP server"
        yield place.error("tool-of-one-kind", f"the tool {name} has {has}.", 'Give it "request" or "mcp".', path)
    if not tool.description.strip() and tool.mcp is None:
        text = f"the tool {name} has no description, so a model does not know when to call it."
        yield place.warning("missing-tool-description", text, "Describe it.", (*path, "description"))
    if tool.request is not None:
        yield from _request_problems(tool.request, place, (*path, "request"))
    if tool.mcp is not None:
        yield from mcp_problems(tool.mcp, place, (*path, "mcp"))
    if tool.parameters is not None:
        subject = f"the parameters of the tool {name} have"
        yield from _schema_problems(tool.parameters, subject, place, (*path, "parameters"), schema_problem)
        if tool.parameters.get("type") != "object":
            text = f'the parameters of the tool {name} are not of "type": "object".'
            remedy = 'Write {"type": "object", "properties": {…}}.'
            yield place.error("parameters-no-object", text, remedy, (*path, "parameters"))
    if tool.response_schema is not None:
        yield from _schema_problems(
            tool.response_schema,
            f'"responseSchema" of the tool {name} has',
            place,
            (*path, "responseSchema"),
            schema_problem,
        )


def _request_problems(request: RequestTemplate, place: Place, path: Path) -> Iterator[Problem]:
    url = request.url
    # A variable or a secret may hold the address.
    if not url.startswith("{{") and not _HTTP_ADDRESS.match(url):
        text = f"the address {quoted(url)} begins with neither http:// nor https://."
        remedy = "Write the whole address, like https://example.com/orders."
        yield place.error("bad-url", text, remedy, (*path, "url"))
    as_text = json_text_problem(request, place, (*path, "body"))
    if as_text is not None:
        yield as_text


def mcp_problems(mcp: McpTemplate, place: Place, path: Path) -> Iterator[Problem]:
    """Find the problems of the address and the headers of an MCP server."""
    if not _HTTP_ADDRESS.match(mcp.server) or "{{" in mcp.server:
        text = f"the MCP server {quoted(mcp.server)} is not the address of a server: it is one fixed URL."
        yield place.error("bad-url", text, "Write it like https://example.com/mcp.", (*path, "server"))
    for name, value in mcp.headers.items():
        if any(hole.secret is None for hole in templates.expressions(value)):
            text = f"the header {quoted(name)} of an MCP server reads an expression, but it can hold secrets only."
            remedy = "Write fixed text and {{ secrets.NAME }}: the tools are listed when the flow is published."
            yield place.error("expression-in-mcp-header", text, remedy, (*path, "headers", name))


def _schema_problems(
    schema: Mapping[str, Json], subject: str, place: Place, path: Path, schema_problem: SchemaProblem
) -> Iterator[Problem]:
    reason = schema_problem(schema)
    if reason is not None:
        yield place.error("bad-schema", f"{subject} no valid JSON schema: {reason}.", "Correct the schema.", path)
