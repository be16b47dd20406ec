"""Reads the nodes of a conversation flow, one function a type."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.models.tools import ModelTools
from functions.flow_import.parts import BACK
from functions.flow_import.retell.model_tools import mcp_of, model_tools
from functions.flow_import.retell.scope import Scope, at_once, go_on, instruction_of, link_edge, target_of, ways_of
from functions.flow_import.retell.texts import pieces, schema
from functions.flow_import.retell.tools import arguments, call
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose, discuss
from functions.flow_import.texts import Pieces, joined, render

_UNSAID = {
    "sms": "Callflow's flows send no text messages",
    "code": "code runs in no node; a tool or an expression can do it",
    "press_digit": "the flow presses no keys for the caller",
    "agent_swap": "a flow does not pass the call to another agent",
    "bridge_transfer": "a flow does not join calls itself",
    "cancel_transfer": "a flow does not cancel a transfer",
}
"""Type -> why it cannot be said."""


def read_node(scope: Scope, node: Source) -> None:
    """Read a node that is no component."""
    kind = node.text("type")
    node.ignore("id")
    if kind in _UNSAID:
        scope.placeholder(node, _UNSAID[kind])
        return
    chain = scope.chain(node)
    match kind:
        case "conversation" | "subagent":
            _conversation(scope, chain, node)
        case "end":
            _end(scope, chain, node)
        case "function":
            _function(scope, chain, node)
        case "transfer_call":
            _transfer(scope, chain, node)
        case "branch":
            ways, otherwise = ways_of(scope, node)
            choose(chain, ways, node, otherwise)
            if chain.first is None:
                chain.placeholder(node, "a branch without conditions")
                if otherwise is not None:
                    chain.link(*otherwise)
        case "extract_dynamic_variables":
            _extract(scope, chain, node)
        case "mcp":
            _mcp(scope, chain, node)
        case _:
            chain.placeholder(node, f'the type "{kind}" is not known')
            go_on(scope, chain, node)
    scope.close(node, chain)


def _conversation(scope: Scope, chain: Chain, node: Source) -> None:
    draft = scope.draft
    words, fixed = instruction_of(scope, node)
    ways, otherwise = ways_of(scope, node)
    skip = node.object("skip_response_edge")
    tools, further = model_tools(scope, node)
    ways = [*ways, *further]
    skips = skip is not None and bool(skip.text("destination_node_id"))
    again = ""
    if not fixed:
        again = _speak(scope, chain, node, words, tools)
    elif skips:
        again = chain.add("message", {"message": draft.template(words)}, node)
    if skip is not None and skips:
        skip.ignore("id", "condition", "transition_condition")
        chain.link(scope.key(skip.text("destination_node_id")), skip)
        for way in ways:
            draft.lost(way.at, "the node goes on without waiting for the caller, so this way is never taken", again)
        return
    always = node.object("always_edge")
    if always is not None and always.text("destination_node_id"):
        always.ignore("id", "condition", "transition_condition")
        ways = [*ways, Way(scope.key(always.text("destination_node_id")), always)]
    else:
        if always is not None:
            always.whole()
        if otherwise is not None:
            ways = [*ways, Way(otherwise[0], otherwise[1])]
    discuss(chain, ways, node, again, draft.template(words) if fixed else "")


def _speak(scope: Scope, chain: Chain, node: Source, words: Pieces, tools: list[Json]) -> str:
    instructions = scope.draft.template(joined(scope.prompt, words)) or "Answer the caller."
    data: dict[str, Json] = {"instructions": instructions}
    if tools:
        data["tools"] = tools
    return chain.add("llm", data, node, part="say")


def _end(scope: Scope, chain: Chain, node: Source) -> None:
    words, fixed = instruction_of(scope, node)
    if scope.draft.id:
        # The end of a component is no end of the call.
        if words and not fixed:
            scope.draft.changed(node, "the end of a component says nothing")
        chain.add("message", {"message": ""}, node)
        chain.link(BACK, node)
        node.ignore("speak_during_execution")
        return
    speaks = "speak_during_execution" not in node.fields or node.flag("speak_during_execution")
    if fixed or not words or not speaks:
        chain.add("end", {"message": scope.draft.template(words)} if fixed else {}, node)
        if words and not fixed:
            scope.draft.changed(node, "the call ends without words of the model, as nothing is said during the end")
        return
    _speak(scope, chain, node, words, [])
    chain.add("end", {}, node, part="end")


def _function(scope: Scope, chain: Chain, node: Source) -> None:
    tool = scope.tools.get(node.text("tool_id"))
    node.ignore("tool_type", "wait_for_result", "enable_typing_sound")
    if tool is None or tool.text("type") != "custom":
        kind = "" if tool is None else f' of the type "{tool.text("type")}"'
        chain.placeholder(node, f'the tool "{node.text("tool_id")}"{kind} is no request that the export describes')
        go_on(scope, chain, node)
        return
    words, fixed = instruction_of(scope, node)
    speaks = node.flag("speak_during_execution")
    if words and not fixed and speaks:
        scope.draft.changed(node, "the model does not say words of its own while the tool runs", chain.first)
    arguments(scope, chain, node, tool)
    call(scope, chain, node, tool, scope.draft.template(words) if fixed and speaks else "")
    go_on(scope, chain, node)


def _transfer(scope: Scope, chain: Chain, node: Source) -> None:
    draft = scope.draft
    words, fixed = instruction_of(scope, node)
    destination = node.object("transfer_destination")
    option = node.object("transfer_option")
    node.ignore("ignore_e164_validation")
    if words and not fixed and node.flag("speak_during_execution"):
        _speak(scope, chain, node, words, [])
    to = ""
    if destination is not None and destination.text("type", "predefined") == "predefined":
        to = render(pieces(draft, destination.text("number")))
        if destination.get("extension") is not None:
            draft.lost(destination.get("extension") or node, "a transfer dials no extension")
            destination.ignore("extension")
    elif destination is not None:
        name = draft.names.of("transferNumber")
        asked = destination.text("prompt") or "the phone number in E.164 to which the caller is to be transferred"
        data: dict[str, Json] = {
            "instructions": draft.template(joined(scope.prompt, pieces(draft, destination.text("prompt")))) or asked,
            "speak": False,
            "extract": {name: {"type": ["string", "null"], "description": asked[:2000]}},
        }
        chain.add("llm", data, node, part="number")
        to = f"{{{{ {name} }}}}"
    if not to.strip():
        chain.placeholder(node, "the transfer has no number")
        link_edge(scope, chain, node.object("edge"))
        return
    at_once(scope, option)
    transfer = chain.add(
        "transfer", {"to": to, "message": draft.template(words) if fixed else ""}, node, part="transfer"
    )
    edge = node.object("edge")
    if edge is not None and edge.text("destination_node_id"):
        _link_failed(scope, transfer, edge)
    elif edge is not None:
        edge.whole()


def _link_failed(scope: Scope, transfer: str, edge: Source) -> None:
    target = target_of(scope, edge)
    if target is not None:
        scope.draft.link(transfer, "failed", *target)


def _extract(scope: Scope, chain: Chain, node: Source) -> None:
    draft = scope.draft
    node.ignore("enable_typing_sound")
    found: dict[str, Json] = {}
    for each in node.objects("variables"):
        found[draft.names.of(each.text("name"))] = schema(each)
    data: dict[str, Json] = {
        "instructions": "Find out from the conversation what is asked for. Leave null what was not said.",
        "speak": False,
        "extract": found,
    }
    chain.add("llm", data, node)
    go_on(scope, chain, node)


def _mcp(scope: Scope, chain: Chain, node: Source) -> None:
    """Let a model call the one tool of a node, and find the values in its result."""
    draft = scope.draft
    words, fixed = instruction_of(scope, node)
    name = node.text("mcp_tool_name")
    mcp = mcp_of(scope, node, name)
    node.ignore("wait_for_result", "enable_typing_sound")
    if mcp is None:
        chain.placeholder(node, f'the export does not say which MCP server has the tool "{name}"')
        go_on(scope, chain, node)
        return
    speaks = node.flag("speak_during_execution")
    found: dict[str, Json] = {}
    for variable, path in node.entries("response_variables").items():
        described = f"what the result of the tool has at {path.as_text()}"
        found[draft.names.of(variable)] = {"type": ["string", "null"], "description": described}
    tool: dict[str, Json] = {"name": ModelTools(draft, name).name(name), "mcp": mcp}
    data: dict[str, Json] = {
        "instructions": f'Call the tool "{name}" with what the conversation says, then answer with its result.',
        "speak": False,
        "tools": [tool],
    }
    if found:
        data["extract"] = found
    if fixed and speaks:
        data["message"] = draft.template(words)
    elif words and speaks:
        draft.changed(node, "the model does not say words of its own while the tool runs", chain.first)
    draft.changed(node, "a model calls the tool, and finds the values in its result", chain.add("llm", data, node))
    go_on(scope, chain, node)
