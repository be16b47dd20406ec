"""Reads the tools of a conversation flow: requests whose arguments the model finds in the conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.models.tools import properties_of
from functions.flow_import.paths import path_expression
from functions.flow_import.requests import MAX_SECONDS, limit_of, method_of
from functions.flow_import.retell.texts import pieces
from functions.flow_import.schemas import noted_schema
from functions.flow_import.source import Source
from functions.flow_import.texts import render

if TYPE_CHECKING:
    from functions.flow_import.retell.scope import Scope

IGNORED = (
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
"""Fields of a tool that mean nothing more in a flow."""


def arguments(scope: Scope, chain: Chain, node: Source, tool: Source) -> None:
    """Add the llm that finds the arguments of a tool, if it has any."""
    found: dict[str, Json] = {}
    for name, declared in properties_of(tool).items():
        if constant(declared) is None:
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
    request, seconds = request_of(scope, tool, scope.draft.names.of)
    data: dict[str, Json] = {"request": request, "timeoutSeconds": seconds}
    if message:
        data["message"] = message
    assign: dict[str, Json] = {}
    for name, path in tool.entries("response_variables").items():
        assign[scope.draft.names.of(name)] = path_expression("response.body", path.as_text())
    if assign:
        data["assign"] = assign
    chain.add("tool", data, node, part="request")


def request_of(scope: Scope, tool: Source, argument: Callable[[str], str]) -> tuple[dict[str, Json], float]:
    """Return the request of a tool and its limit in seconds. `argument`: the expression of an argument."""
    draft = scope.draft
    tool.ignore(*IGNORED)
    request: dict[str, Json] = {
        "method": method_of(tool.text("method")),
        "url": render(pieces(draft, tool.text("url"))) or "https://example.com",
    }
    for field, key in (("headers", "headers"), ("query_params", "query")):
        values: dict[str, Json] = {
            name: render(pieces(draft, value.as_text())) for name, value in tool.entries(field).items()
        }
        if values:
            request[key] = values
    given: dict[str, Json] = {}
    for name, declared in properties_of(tool).items():
        fixed = constant(declared)
        given[name] = fixed if fixed is not None else f"{{{{ {argument(name)} }}}}"
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
    if limit > MAX_SECONDS:
        draft.changed(tool, f"the request may take {MAX_SECONDS:g} s and not {limit:g} s")
    return request, limit_of(limit)


def constant(declared: Source) -> Json:
    """Return the value that an argument always has; None if the model finds it."""
    value = declared.value.get("const") if isinstance(declared.value, dict) else None
    if value is not None:
        declared.ignore("const", "type", "description")
    return value
