"""The tools of a model: requests that it may call, and ways that it may take: the end of the call, and transfers."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.models.tools import ModelTools, argument, parameters_of, properties_of
from functions.flow_import.parts import END
from functions.flow_import.requests import limit_of
from functions.flow_import.source import Source
from functions.flow_import.talk import Way
from functions.flow_import.texts import render
from functions.flow_import.vapi.reader import Reader, message_of, spare_messages
from functions.flow_import.vapi.requests import api_request_of, destination_of


def model_tools(reader: Reader, node: Source, inner: Source) -> tuple[list[Json], list[Way]]:
    """Read the tools of the model of a node.

    Returns:
        The tools that it may call, and the ways that it may take.
    """
    found = ModelTools(reader.draft, node.text("name"))
    ways: list[Way] = []
    model = inner.object("model")
    for owner in [inner, *filter(None, [model])]:
        for tool in owner.objects("tools"):
            _read(reader, node, tool, found, ways)
        for tool_id in owner.items("toolIds"):
            reader.draft.lost(tool_id, f'the tool "{tool_id.as_text()}" is not in the export')
    return found.tools, ways


def _read(reader: Reader, node: Source, tool: Source, found: ModelTools, ways: list[Way]) -> None:
    kind, function, server = tool.text("type"), tool.object("function"), tool.object("server")
    described = tool if function is None else function
    name = found.name(described.text("name") or tool.text("name") or kind)
    tool.ignore("id", "orgId", "createdAt", "updatedAt", "name", "async")
    match kind:
        case "endCall":
            ways.append(Way(END, tool, words=described.text("description") or "the conversation is over"))
            spare_messages(reader, tool)
        case "transferCall":
            way = _transfer(reader, node, tool, described.text("description"))
            ways += [] if way is None else [way]
        case "apiRequest" if name and tool.text("url"):
            found.add(name, described, _api_request(reader, tool))
        case "function" if name and function is not None and server is not None and server.text("url"):
            found.add(name, function, _function(reader, tool, function, server))
        case "mcp" if server is not None and server.text("url") and tool.objects("toolMessages"):
            _mcp(reader, tool, server, found)
        case "mcp":
            found.lost(tool, kind, name, "the export does not have the names of the server's tools; add them")
        case _:
            found.lost(tool, kind, name)


def _transfer(reader: Reader, node: Source, tool: Source, description: str) -> Way | None:
    draft = reader.draft
    to, message = destination_of(reader, tool)
    words = message_of(reader, tool, "request-start") or message
    spare_messages(reader, tool)
    if not to:
        draft.lost(tool, "the transfer has no number in the export")
        return None
    chain = Chain(draft, f"{node.text('name')}-transfer", node.text("name"))
    draft.enter(("transfer", tool.place), chain.add("transfer", {"to": to, "message": words}, tool))
    return Way(("transfer", tool.place), tool, words=description or "the caller wants to be transferred")


def _api_request(reader: Reader, tool: Source) -> dict[str, Json]:
    request = api_request_of(reader, tool)
    body = tool.object("body")
    asked: dict[str, Source] = {}
    if body is not None:
        body.ignore("type")
        given: dict[str, Json] = {}
        for name, value in body.entries("properties").items():
            if isinstance(value.value, dict) and "value" not in value.value and "properties" not in value.value:
                asked[name] = value
                given[name] = f"{{{{ {argument(name)} }}}}"
            else:
                given[name] = reader.texts.values(value.whole())
        request["query" if request["method"] == "GET" else "body"] = given
    plan = tool.object("variableExtractionPlan")
    if plan is not None:
        reader.draft.lost(plan, "what a model's tool answers is read by the model and sets no variable")
        plan.whole()
    parameters = parameters_of(reader.draft, asked, [] if body is None else body.items("required"))
    return _tool(reader, tool, parameters, request)


def _function(reader: Reader, tool: Source, function: Source, server: Source) -> dict[str, Json]:
    properties = properties_of(function)
    given: dict[str, Json] = {name: f"{{{{ {argument(name)} }}}}" for name in properties}
    request: dict[str, Json] = {
        "method": "POST",
        "url": render(reader.texts.pieces(server.text("url"))),
        "body": {"name": function.text("name"), "arguments": given},
    }
    headers = {key: render(reader.texts.pieces(value.as_text())) for key, value in server.entries("headers").items()}
    if headers:
        request["headers"] = dict(headers)
    reader.draft.changed(tool, "the server gets {name, arguments} and not the message of Vapi")
    parameters = function.object("parameters")
    required = [] if parameters is None else parameters.items("required")
    return _tool(reader, tool, parameters_of(reader.draft, properties, required), request)


def _tool(reader: Reader, tool: Source, parameters: dict[str, Json], request: dict[str, Json]) -> dict[str, Json]:
    seconds = tool.number("timeoutSeconds")
    words = message_of(reader, tool, "request-start")
    spare_messages(reader, tool)
    for kind in ("request-failed", "request-complete"):
        if message_of(reader, tool, kind):
            reader.draft.lost(tool, f'the words for "{kind}": the model speaks after its tool')
    return {
        "parameters": parameters,
        "request": request,
        **({"message": words} if words else {}),
        **({"timeoutSeconds": limit_of(seconds)} if seconds is not None else {}),
    }


def _mcp(reader: Reader, tool: Source, server: Source, found: ModelTools) -> None:
    """Read the tools of an MCP server that the export names. Publishing asks the server for their parameters."""
    url = server.text("url")
    headers: dict[str, Json] = {key: value.as_text() for key, value in server.entries("headers").items()}
    tool.ignore("function", "metadata")
    for each in tool.objects("toolMessages"):
        inner = each.text("name")
        name = found.name(inner)
        if not name or "{{" in url:
            found.lost(each, "mcp", inner, "its server or its name cannot be said")
            continue
        mcp: dict[str, Json] = {"server": url, "tool": inner[:128]}
        words = message_of(reader, each, "request-start")
        spare_messages(reader, each)
        found.add(name, each, {"mcp": {**mcp, "headers": headers} if headers else mcp, "message": words})
