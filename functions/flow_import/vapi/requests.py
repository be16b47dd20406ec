"""Reads tool nodes: requests, functions with a server, transfers, and the end of the call."""

from __future__ import annotations

from flow_core.authored.nodes import NodeType
from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.models.tools import properties_of
from functions.flow_import.paths import path_expression
from functions.flow_import.requests import limit_of, method_of
from functions.flow_import.schemas import noted_schema
from functions.flow_import.source import Source
from functions.flow_import.talk import choose
from functions.flow_import.texts import render
from functions.flow_import.vapi.reader import Reader, ends_after, message_of, spare_messages


def tool_node(reader: Reader, chain: Chain, node: Source) -> None:
    """Read a node that runs a tool."""
    tool = node.object("tool")
    if tool is None:
        reason = f'the tool "{node.text("toolId")}" is not in the export'
        chain.placeholder(node, reason)
        choose(chain, reader.ways.of(node), node, None)
        return
    tool.ignore("id", "orgId", "createdAt", "updatedAt", "name", "async")
    kind = tool.text("type")
    match kind:
        case "endCall":
            tool.ignore("function")
            chain.add("end", {"message": message_of(reader, tool, "request-start")}, node)
            spare_messages(reader, tool)
            for edge in reader.ways.edges(node):
                reader.draft.lost(edge, "nothing follows the end of the call")
                edge.whole()
        case "transferCall":
            tool.ignore("function")
            transfer(reader, chain, node, tool)
        case "apiRequest":
            tool.ignore("function")
            request(reader, chain, node, tool)
        case "function":
            _function(reader, chain, node, tool)
        case _:
            chain.placeholder(node, f'a tool of the type "{kind}" has no counterpart')
            tool.whole()
            choose(chain, reader.ways.of(node), node, None)


def request(reader: Reader, chain: Chain, node: Source, tool: Source) -> None:
    """Read a node that sends a request."""
    request = api_request_of(reader, tool)
    if not request["url"]:
        chain.placeholder(node, "the request has no address")
        tool.whole()
        choose(chain, reader.ways.of(node), node, None)
        return
    body = reader.texts.values(tool.json("body"))
    if body not in (None, {}) and request["method"] != "GET":
        request["body"] = body
    _send(reader, chain, node, tool, request)


def api_request_of(reader: Reader, tool: Source) -> dict[str, Json]:
    """Return the method, the address and the headers of a request; the address is "" if the export has none."""
    request: dict[str, Json] = {
        "method": method_of(tool.text("method")),
        "url": render(reader.texts.pieces(tool.text("url"))),
    }
    headers = reader.texts.values(tool.json("headers"))
    if isinstance(headers, dict) and headers:
        request["headers"] = {name: value if isinstance(value, str) else str(value) for name, value in headers.items()}
    return request


def destination_of(reader: Reader, tool: Source) -> tuple[str, str]:
    """Return where a transfer leads, and what is said before; "" if the export does not say so."""
    destinations = [*tool.objects("destinations"), *filter(None, [tool.object("destination")])]
    to = message = ""
    for destination in destinations:
        address = destination.text("number") or destination.text("sipUri")
        if address and not to:
            to = render(reader.texts.pieces(address))
            destination.ignore("type", "numberE164CheckEnabled", "description", "callerId")
            plan = destination.object("transferPlan")
            if plan is not None and plan.text("mode", "blind-transfer") != "blind-transfer":
                reader.draft.changed(plan, "the caller is transferred at once (cold)")
                plan.whole()
            elif plan is not None:
                plan.ignore("sipVerb")
            message = destination.text("message")
        else:
            reader.draft.lost(destination, "a transfer has one destination: a number or a SIP URI")
            destination.whole()
    return to, render(reader.texts.pieces(message))


def transfer(reader: Reader, chain: Chain, node: Source, tool: Source) -> None:
    """Read a node that transfers the call."""
    to, message = destination_of(reader, tool)
    if not to:
        chain.placeholder(node, "the transfer has no number in the export")
        spare_messages(reader, tool)
        choose(chain, reader.ways.of(node), node, None)
        return
    words = message_of(reader, tool, "request-start") or message
    spare_messages(reader, tool)
    transfer = chain.add("transfer", {"to": to, "message": words}, node)
    for number, way in enumerate(reader.ways.of(node)):
        if number == 0:
            reader.draft.link(transfer, "failed", way.key, way.at)
            reader.draft.changed(way.at, "it is taken if the transfer fails", transfer)
        else:
            reader.draft.lost(way.at, "a transfer has one way on: that of its failure", transfer)


def _function(reader: Reader, chain: Chain, node: Source, tool: Source) -> None:
    server, function = tool.object("server"), tool.object("function")
    url = "" if server is None else server.text("url")
    if not url or function is None:
        chain.placeholder(node, "a function without the address of its server")
        tool.whole()
        choose(chain, reader.ways.of(node), node, None)
        return
    found: dict[str, Json] = {
        reader.draft.names.of(name): noted_schema(reader.draft, value)
        for name, value in properties_of(function).items()
    }
    if found:
        words = f"Find in the conversation what is needed: {function.text('description')}"
        chain.add("llm", {"instructions": words, "speak": False, "extract": found}, node, part="arguments")
    given: dict[str, Json] = {name: f"{{{{ {name} }}}}" for name in found}
    body: dict[str, Json] = {"name": function.text("name"), "arguments": given}
    reader.draft.changed(tool, "the server gets {name, arguments} and not the message of Vapi")
    request: dict[str, Json] = {"method": "POST", "url": render(reader.texts.pieces(url)), "body": body}
    _send(reader, chain, node, tool, request)


def _send(reader: Reader, chain: Chain, node: Source, tool: Source, request: dict[str, Json]) -> None:
    draft = reader.draft
    data: dict[str, Json] = {"request": request}
    seconds = tool.number("timeoutSeconds")
    if seconds is not None:
        data["timeoutSeconds"] = limit_of(seconds)
    message = message_of(reader, tool, "request-start")
    if message:
        data["message"] = message
    assign: dict[str, Json] = {}
    plan = tool.object("variableExtractionPlan")
    for name in reader.texts.extract(plan):
        assign[name] = path_expression("response.body", name)
    for each in tool.objects("output"):
        target = each.text("target") or each.text("title") or each.text("key")
        if target:
            assign[draft.names.of(target)] = path_expression("response.body", each.text("key") or target)
        each.whole()
    if assign:
        data["assign"] = assign
    tool_id = chain.add("tool", data, node, part="request")
    failed = message_of(reader, tool, "request-failed")
    if failed:
        ends = ends_after(reader, tool, "request-failed")
        kind: NodeType = "end" if ends else "message"
        words = draft.add(kind, {"message": failed}, node, f"{tool_id}-failed", label=f"{node.text('name')}: failed")
        draft.edge(tool_id, "error", words)
    done = message_of(reader, tool, "request-complete")
    if done and ends_after(reader, tool, "request-complete"):
        chain.add("end", {"message": done}, node, part="done")
    elif done:
        chain.add("message", {"message": done}, node, part="done")
    spare_messages(reader, tool)
    ways = reader.ways.of(node)
    if chain.last is None:
        for way in ways:
            draft.lost(way.at, "the call ends before this edge")
        return
    choose(chain, ways, node, None)
