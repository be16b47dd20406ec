"""Reads the nodes of a conversation flow, one function a type."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from flow_core.json import Json
from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.parts import BACK, RESUME
from functions.flow_import.retell.texts import equation, pieces, schema
from functions.flow_import.retell.tools import arguments, call, inner_tools
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose, discuss
from functions.flow_import.texts import Pieces, joined, render

_UNSAID = {
    "sms": "Callflow's flows send no text messages",
    "code": "code runs in no node; a tool or an expression can do it",
    "mcp": "a node that calls an MCP server has no counterpart; an llm can have its tools",
    "press_digit": "the flow presses no keys for the caller",
    "agent_swap": "a flow does not pass the call to another agent",
    "bridge_transfer": "a flow does not join calls itself",
    "cancel_transfer": "a flow does not cancel a transfer",
}
"""Type -> why it cannot be said."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The graph in which a node is: the flow, or a component."""

    draft: Draft
    prompt: Pieces
    """The instructions that all nodes share."""
    tools: dict[str, Source]

    def key(self, node_id: str) -> Hashable:
        """Return the key of a node of this graph."""
        return ("node", node_id)

    def chain(self, node: Source) -> Chain:
        """Begin the nodes that a node becomes."""
        place = node.object("display_position")
        x = None if place is None else place.number("x")
        y = None if place is None else place.number("y")
        position = (x, y) if x is not None and y is not None else None
        return Chain(self.draft, node.text("id"), node.text("name"), position)

    def close(self, node: Source, chain: Chain) -> None:
        """Make the first node of a chain the one that edges to a node lead to."""
        if chain.first is not None:
            self.draft.enter(self.key(node.text("id")), chain.first)

    def placeholder(self, node: Source, reason: str) -> None:
        """Put a node that says nothing in the place of a node, and go on by its ways."""
        chain = self.chain(node)
        chain.placeholder(node, reason)
        _go_on(self, chain, node)
        self.close(node, chain)

    def component(self, node: Source, inner: Draft) -> None:
        """Run a component, and go on behind it."""
        chain = self.chain(node)
        chain.call(inner, node)
        _go_on(self, chain, node)
        self.close(node, chain)
        node.ignore("component_type")


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
            ways, otherwise = _ways(scope, node)
            choose(chain, ways, node, otherwise)
            if chain.first is None:
                chain.placeholder(node, "a branch without conditions")
                if otherwise is not None:
                    chain.link(*otherwise)
        case "extract_dynamic_variables":
            _extract(scope, chain, node)
        case _:
            chain.placeholder(node, f'the type "{kind}" is not known')
            _go_on(scope, chain, node)
    scope.close(node, chain)


def _conversation(scope: Scope, chain: Chain, node: Source) -> None:
    draft = scope.draft
    words, fixed = _instruction(scope, node)
    ways, otherwise = _ways(scope, node)
    skip = node.object("skip_response_edge")
    tools = inner_tools(scope, node)
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
    words, fixed = _instruction(scope, node)
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
        _go_on(scope, chain, node)
        return
    words, fixed = _instruction(scope, node)
    speaks = node.flag("speak_during_execution")
    if words and not fixed and speaks:
        scope.draft.changed(node, "the model does not say words of its own while the tool runs", chain.first)
    arguments(scope, chain, node, tool)
    call(scope, chain, node, tool, scope.draft.template(words) if fixed and speaks else "")
    _go_on(scope, chain, node)


def _transfer(scope: Scope, chain: Chain, node: Source) -> None:
    draft = scope.draft
    words, fixed = _instruction(scope, node)
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
        _link_edge(scope, chain, node.object("edge"))
        return
    if option is not None and option.text("type", "cold_transfer") != "cold_transfer":
        text = "the caller is transferred at once (cold); the other side hears nothing first"
        draft.changed(option, text)
        option.whole()
    elif option is not None:
        option.ignore(
            "show_transferee_as_caller", "enable_bridge_audio_cue", "cold_transfer_mode", "opt_out_initial_message"
        )
    transfer = chain.add(
        "transfer", {"to": to, "message": draft.template(words) if fixed else ""}, node, part="transfer"
    )
    edge = node.object("edge")
    if edge is not None and edge.text("destination_node_id"):
        _link_failed(scope, transfer, edge)
    elif edge is not None:
        edge.whole()


def _link_failed(scope: Scope, transfer: str, edge: Source) -> None:
    target = _target(scope, edge)
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
    _go_on(scope, chain, node)


def _go_on(scope: Scope, chain: Chain, node: Source) -> None:
    """Go on behind a node that does not listen."""
    ways, otherwise = _ways(scope, node)
    for name in ("edge", "success_edge", "failed_edge"):
        edge = node.object(name)
        if edge is not None and otherwise is None and name != "failed_edge":
            otherwise = _target(scope, edge)
        elif edge is not None:
            edge.whole()
    choose(chain, ways, node, otherwise)


def _link_edge(scope: Scope, chain: Chain, edge: Source | None) -> None:
    target = None if edge is None else _target(scope, edge)
    if target is not None:
        chain.link(*target)


def _ways(scope: Scope, node: Source) -> tuple[list[Way], tuple[Hashable, Source] | None]:
    """Read the edges of a node.

    Returns:
        The ways with conditions, and the way for all other cases.
    """
    ways: list[Way] = []
    for edge in node.objects("edges"):
        target = _target(scope, edge)
        condition = edge.object("transition_condition")
        words = edge.text("condition")
        formula = ""
        if condition is not None and condition.text("type") == "equation":
            formula = equation(scope.draft, condition) or ""
            words = condition.text("prompt")
            if not formula:
                scope.draft.lost(edge, "its condition cannot be said, so this way is never taken")
                continue
        elif condition is not None:
            words = condition.text("prompt") or words
        if target is None:
            scope.draft.lost(edge, "the edge leads to no node")
            continue
        ways.append(Way(target[0], target[1], words, formula))
    setting = node.object("global_node_setting")
    for back in [] if setting is None else setting.objects("go_back_conditions"):
        # A node that is reached from everywhere comes back to where the caller was.
        back.ignore("id", "destination_node_id")
        condition = back.object("transition_condition")
        words = "" if condition is None else condition.text("prompt")
        formula = ""
        if condition is not None and condition.text("type") == "equation":
            formula = equation(scope.draft, condition) or ""
        ways.append(Way(RESUME, back, words, formula))
    otherwise = node.object("else_edge")
    return ways, None if otherwise is None else _target(scope, otherwise)


def _target(scope: Scope, edge: Source) -> tuple[Hashable, Source] | None:
    edge.ignore("id", "condition")
    condition = edge.object("transition_condition")
    if condition is not None:
        condition.ignore("type", "prompt")
    target = edge.text("destination_node_id")
    return (scope.key(target), edge) if target else None


def _instruction(scope: Scope, node: Source) -> tuple[Pieces, bool]:
    """Return the words of a node, and whether they are said as they are."""
    instruction = node.object("instruction")
    if instruction is None:
        return (), False
    fixed = instruction.text("type", "prompt") == "static_text"
    return pieces(scope.draft, instruction.text("text")), fixed
