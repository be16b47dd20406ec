"""Reads the tools of a conversation flow: requests whose arguments the model finds in the conversation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.paths import path_expression
from functions.flow_import.retell.texts import pieces
from functions.flow_import.schemas import noted_schema, simple_schema
from functions.flow_import.source import Source
from functions.flow_import.texts import render

if TYPE_CHECKING:
    from functions.flow_import.retell.nodes import Scope

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_MAX_TOOLS = 20
MAX_TOOL_SECONDS = 30.0
"""Seconds for a request at most: a caller waits no longer."""


def arguments(scope: Scope, chain: Chain, node: Source, tool: Source) -> None:
    """Add the llm that finds the arguments of a tool, if it has any."""
    found: dict[str, Json] = {}
    for name, declared in _properties(tool).items():
        if _constant(declared) is None:
            found[scope.draft.names.of(name)] = noted_schema(scope.draft, declared)
    if found:
        data: dict[str, Json] = {
            "instructions": "Find in the conversation what the request needs: "
            + (tool.text("description") or "its arguments"),
            "speak": False,
            "extract": found,
        }
        chain.add("llm", data, node, part="arguments")


def call(scope: Scope, chain: Chain, node: Source, tool: Source, message: str) -> None:
    """Add the request of a tool."""
    request, seconds = _request(scope, tool, scope.draft.names.of)
    data: dict[str, Json] = {"request": request, "timeoutSeconds": seconds}
    if message:
        data["message"] = message
    assign: dict[str, Json] = {}
    for name, path in tool.entries("response_variables").items():
        assign[scope.draft.names.of(name)] = path_expression("response.body", path.as_text())
    if assign:
        data["assign"] = assign
    chain.add("tool", data, node, part="request")


def inner_tools(scope: Scope, node: Source) -> list[Json]:
    """Return the tools that the model of a node may call: those that are requests. The others are noted."""
    title = node.text("name") or node.text("id")
    found: dict[str, Json] = {}
    wanted = [scope.tools.get(each.as_text()) or each for each in node.items("tool_ids")]
    for tool in [*wanted, *node.objects("tools")]:
        if not isinstance(tool.value, dict):
            scope.draft.lost(tool, "the tool is not in the export")
            continue
        kind, name = tool.text("type"), _NOT_IN_A_NAME.sub("_", tool.text("name"))[:64]
        if kind != "custom" or not tool.text("url").startswith(("http://", "https://")) or not name or name in found:
            scope.draft.lost(tool, f'the model of the node "{title}" has the tool "{name}" ({kind})')
            tool.whole()
        elif len(found) >= _MAX_TOOLS:
            scope.draft.lost(tool, f"a model has at most {_MAX_TOOLS} tools")
        else:
            found[name] = _model_tool(scope, tool, name)
    return list(found.values())


def _model_tool(scope: Scope, tool: Source, name: str) -> Json:
    properties = _properties(tool)
    asked: dict[str, Json] = {}
    for each, declared in properties.items():
        if _constant(declared) is None:
            _ = noted_schema(scope.draft, declared)
            asked[each] = simple_schema(declared.value, nullable=False)
    request, seconds = _request(scope, tool, lambda name: path_expression("arguments", name, skip=()))
    if tool.entries("response_variables"):
        scope.draft.lost(tool, "what a model's tool answers is read by the model and sets no variable")
        tool.ignore("response_variables")
    return {
        "name": name,
        "description": tool.text("description")[:4000],
        "parameters": {"type": "object", "properties": asked},
        "request": request,
        "timeoutSeconds": seconds,
    }


def _request(scope: Scope, tool: Source, argument: Callable[[str], str]) -> tuple[dict[str, Json], float]:
    draft = scope.draft
    method = tool.text("method", "POST").upper()
    tool.ignore(
        "tool_id",
        "name",
        "description",
        "type",
        "enable_typing_sound",
        "execution_message_type",
        "execution_message_description",
        "speak_after_execution",
        "speak_during_execution",
        "user_modified_timestamp",
    )
    request: dict[str, Json] = {
        "method": method if method in _METHODS else "POST",
        "url": render(pieces(draft, tool.text("url"))) or "https://example.com",
    }
    for field, key in (("headers", "headers"), ("query_params", "query")):
        values: dict[str, Json] = {
            name: render(pieces(draft, value.as_text())) for name, value in tool.entries(field).items()
        }
        if values:
            request[key] = values
    given: dict[str, Json] = {}
    for name, declared in _properties(tool).items():
        constant = _constant(declared)
        given[name] = constant if constant is not None else f"{{{{ {argument(name)} }}}}"
    if request["method"] in ("POST", "PUT", "PATCH"):
        root = tool.flag("args_at_root")
        request["body"] = given if root else {"name": tool.text("name"), "args": given}
        if not root:
            draft.changed(tool, "the body has no description of the call, only the name and the arguments")
    elif given:
        asked = request.get("query")
        sent: dict[str, Json] = {name: str(value) for name, value in given.items()}
        request["query"] = {**asked, **sent} if isinstance(asked, dict) else sent
    if tool.text("parameter_type") == "form":
        draft.changed(tool, "the arguments are sent as JSON and not as a form")
    limit = (tool.number("timeout_ms") or 10_000) / 1000
    if limit > MAX_TOOL_SECONDS:
        draft.changed(tool, f"the request may take {MAX_TOOL_SECONDS:g} s and not {limit:g} s")
    return request, max(0.1, min(limit, MAX_TOOL_SECONDS))


def _properties(tool: Source) -> dict[str, Source]:
    parameters = tool.object("parameters")
    if parameters is None:
        return {}
    parameters.ignore("type", "required")
    return parameters.entries("properties")


def _constant(declared: Source) -> Json:
    """Return the value that an argument always has; None if the model finds it."""
    value = declared.value.get("const") if isinstance(declared.value, dict) else None
    if value is not None:
        declared.ignore("const", "type", "description")
    return value
