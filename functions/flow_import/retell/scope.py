"""The graph in which nodes are read, their edges, and their words."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from functions.flow_import.chain import Chain
from functions.flow_import.draft import Draft
from functions.flow_import.parts import RESUME
from functions.flow_import.retell.texts import equation, pieces
from functions.flow_import.source import Source
from functions.flow_import.talk import Way, choose
from functions.flow_import.texts import Pieces


@dataclass(frozen=True, slots=True)
class Scope:
    """The graph in which a node is: the flow, or a component."""

    draft: Draft
    prompt: Pieces
    """The instructions that all nodes share."""
    tools: dict[str, Source]
    servers: dict[str, Source]
    """The MCP servers, by their ids and names."""

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
        go_on(self, chain, node)
        self.close(node, chain)

    def component(self, node: Source, inner: Draft) -> None:
        """Run a component, and go on behind it."""
        chain = self.chain(node)
        chain.call(inner, node)
        go_on(self, chain, node)
        self.close(node, chain)
        node.ignore("component_type")


def go_on(scope: Scope, chain: Chain, node: Source) -> None:
    """Go on behind a node that does not listen."""
    ways, otherwise = ways_of(scope, node)
    for name in ("edge", "success_edge", "failed_edge"):
        edge = node.object(name)
        if edge is not None and otherwise is None and name != "failed_edge":
            otherwise = target_of(scope, edge)
        elif edge is not None:
            edge.whole()
    choose(chain, ways, node, otherwise)


def link_edge(scope: Scope, chain: Chain, edge: Source | None) -> None:
    """Lead a chain to the target of an edge."""
    target = None if edge is None else target_of(scope, edge)
    if target is not None:
        chain.link(*target)


def ways_of(scope: Scope, node: Source) -> tuple[list[Way], tuple[Hashable, Source] | None]:
    """Read the edges of a node.

    Returns:
        The ways with conditions, and the way for all other cases.
    """
    ways: list[Way] = []
    for edge in node.objects("edges"):
        target = target_of(scope, edge)
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
    return ways, None if otherwise is None else target_of(scope, otherwise)


def target_of(scope: Scope, edge: Source) -> tuple[Hashable, Source] | None:
    """Return where an edge leads; None if it leads nowhere."""
    edge.ignore("id", "condition")
    condition = edge.object("transition_condition")
    if condition is not None:
        condition.ignore("type", "prompt")
    target = edge.text("destination_node_id")
    return (scope.key(target), edge) if target else None


def instruction_of(scope: Scope, node: Source) -> tuple[Pieces, bool]:
    """Return the words of a node, and whether they are said as they are."""
    instruction = node.object("instruction")
    if instruction is None:
        return (), False
    fixed = instruction.text("type", "prompt") == "static_text"
    return pieces(scope.draft, instruction.text("text")), fixed


def at_once(scope: Scope, option: Source | None) -> None:
    """Read how a call is transferred: always at once here."""
    if option is None:
        return
    if option.text("type", "cold_transfer") != "cold_transfer":
        scope.draft.changed(option, "the caller is transferred at once (cold); the other side hears nothing first")
        option.whole()
        return
    option.ignore(
        "show_transferee_as_caller", "enable_bridge_audio_cue", "cold_transfer_mode", "opt_out_initial_message"
    )
