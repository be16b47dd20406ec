"""The tools of a subagent's model: requests and MCP tools that it may call, and ways that it may take."""

from __future__ import annotations

from urllib.parse import urlencode

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.models.tools import ModelTools, argument, parameters_of, properties_of
from functions.flow_import.parts import END
from functions.flow_import.retell.scope import Scope, at_once
from functions.flow_import.retell.texts import pieces
from functions.flow_import.retell.tools import IGNORED, constant, request_of
from functions.flow_import.source import Source
from functions.flow_import.talk import Way
from functions.flow_import.texts import render


def model_tools(scope: Scope, node: Source) -> tuple[list[Json], list[Way]]:
    """Read the tools of a node's model.

    Returns:
        The tools that it may call, and the ways that it may take.
    """
    found = ModelTools(scope.draft, node.text("name") or node.text("id"))
    ways: list[Way] = []
    wanted = [scope.tools.get(each.as_text()) or each for each in node.items("tool_ids")]
    for tool in [*wanted, *node.objects("tools")]:
        if not isinstance(tool.value, dict):
            scope.draft.lost(tool, "the tool is not in the export")
            continue
        kind, name = tool.text("type"), found.name(tool.text("name"))
        match kind:
            case "custom" if name and tool.text("url").startswith(("http://", "https://")):
                found.add(name, tool, _request(scope, tool))
            case "mcp" if name:
                mcp = mcp_of(scope, tool, tool.text("name"))
                if mcp is None:
                    found.lost(tool, kind, name, "the export does not say which server has it")
                else:
                    found.add(name, tool, {"mcp": mcp})
            case "end_call":
                ways.append(Way(END, tool, words=tool.text("description") or "the conversation is over"))
                tool.ignore(*IGNORED)
            case "transfer_call":
                way = _transfer(scope, node, tool)
                if way is None:
                    found.lost(tool, kind, name, "it has no number")
                else:
                    ways.append(way)
            case _:
                found.lost(tool, kind, name)
    return found.tools, ways


def mcp_of(scope: Scope, tool: Source, name: str) -> dict[str, Json] | None:
    """Return the MCP tool of a tool or a node; None if the export does not say which server has it."""
    server = scope.servers.get(tool.text("mcp_id"))
    if server is None and len(scope.servers) == 1:
        # An export may have the id of a server in its tools only.
        server = next(iter(scope.servers.values()))
    if server is None or not name or not server.text("url").startswith(("http://", "https://")):
        return None
    query = {key: value.as_text() for key, value in server.entries("query_params").items()}
    url = server.text("url") + (("&" if "?" in server.text("url") else "?") + urlencode(query) if query else "")
    if "{{" in url:
        return None
    headers: dict[str, Json] = {key: value.as_text() for key, value in server.entries("headers").items()}
    server.ignore("name", "id", "mcp_id")
    tool.ignore(*IGNORED, "mcp_id", "input_schema")
    if tool.entries("response_variables") and tool.text("type") == "mcp" and not tool.text("mcp_tool_name"):
        scope.draft.lost(tool, "what a model's tool answers is read by the model and sets no variable")
        tool.ignore("response_variables")
    return {"server": url, "tool": name[:128], **({"headers": headers} if headers else {})}


def _request(scope: Scope, tool: Source) -> dict[str, Json]:
    asked = {name: declared for name, declared in properties_of(tool).items() if constant(declared) is None}
    request, seconds = request_of(scope, tool, argument)
    if tool.entries("response_variables"):
        scope.draft.lost(tool, "what a model's tool answers is read by the model and sets no variable")
        tool.ignore("response_variables")
    parameters = tool.object("parameters")
    required = [] if parameters is None else parameters.items("required")
    return {
        "parameters": parameters_of(scope.draft, asked, required),
        "request": request,
        "timeoutSeconds": seconds,
    }


def _transfer(scope: Scope, node: Source, tool: Source) -> Way | None:
    """Return the way to a transfer; None if it has no number."""
    destination, option = tool.object("transfer_destination"), tool.object("transfer_option")
    predefined = destination is not None and destination.text("type", "predefined") == "predefined"
    number = destination.text("number") if destination is not None and predefined else ""
    if not number:
        return None
    at_once(scope, option)
    tool.ignore(*IGNORED, "ignore_e164_validation")
    fixed = tool.text("execution_message_type") == "static_text"
    message = render(pieces(scope.draft, tool.text("execution_message_description"))) if fixed else ""
    chain = Chain(scope.draft, f"{node.text('id')}-transfer", node.text("name"))
    to = render(pieces(scope.draft, number))
    scope.draft.enter(("transfer", tool.place), chain.add("transfer", {"to": to, "message": message}, tool))
    words = tool.text("description") or "the caller wants to be transferred"
    return Way(("transfer", tool.place), tool, words=words)
