"""Finds problems of nodes and edges together: wrong edges, unreachable nodes, calls that never end.

pace.py checks how many nodes run in a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flow_core.authored.handlers import RESUME
from flow_core.authored.nodes import (
    EndNode,
    LlmNode,
    Node,
    StartNode,
    SubflowNode,
    TransferNode,
    exits_of,
    failures_of,
    listens,
)
from flow_core.check.problem import THE_FLOW, Problem, Spelling, listed, quoted
from flow_core.check.shape import EdgePart, NodePart, Parts
from flow_core.check.walks import components, reached
from flow_core.text import templates

_MAX_EXITS_WITH_HINT = 20
"""Unknown exits for which a similar exit is searched. Each search compares every exit of a node, and a check must not
take seconds."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes and edges of a document, as far as they could be read. They may be wrong."""

    nodes: Mapping[str, NodePart]
    """The nodes by id, in the order of the document. If two have the same id, the first one."""
    exits: Mapping[str, tuple[str, ...] | None]
    """Node id -> the names of its exits; None if not all are known."""
    targets: Mapping[str, tuple[str, ...]]
    """Node id -> the ids of the nodes that its exits lead to, by an edge or by `onFailure`."""
    on_failure: str | None
    """The id of the node after a failure exit without an edge; None if the flow names none that exists."""
    hears_handlers: bool
    """Whether a call can reach a node at which handlers are looked at."""
    comes_back: bool
    """Whether a handler comes back to the question that it interrupts."""
    reached: frozenset[str]
    """The ids of the nodes that a call can reach; all nodes if it is unknown where a call begins."""


def graph_of(parts: Parts) -> Graph:
    """Build the graph of a document."""
    nodes: dict[str, NodePart] = {}
    exits: dict[str, tuple[str, ...] | None] = {}
    for part in parts.nodes:
        if part.id is not None:
            malformed = parts.malformed.touches((*part.place.path, "data", "conditions"))
            doubtful = malformed or part.id in nodes
            # The outcomes of an inner flow are exits too: inner/problems.py looks at them.
            open_ended = part.node is None or isinstance(part.node, SubflowNode)
            exits[part.id] = None if doubtful or part.node is None or open_ended else exits_of(part.node)
            nodes.setdefault(part.id, part)
    drawn: dict[str, dict[str, None]] = {node_id: {} for node_id in nodes}
    for edge in (part.edge for part in parts.edges):
        if edge.source in nodes and edge.target in nodes:
            drawn[edge.source][edge.target] = None
    on_failure = _on_failure_of(parts)
    if on_failure in nodes:
        with_edge = _exits_with_edge(parts)
        for node_id, part in nodes.items():
            undrawn = [exit for exit in _failures(part) if (node_id, exit) not in with_edge]
            # A node that fails at the node for failures may transfer again: the other side takes time to answer.
            # The failures of an inner flow for which it has no way are failures of this one.
            if (undrawn or isinstance(part.node, SubflowNode)) and not (
                node_id == on_failure and always_dials(part.node)
            ):
                drawn[node_id][on_failure] = None
    targets = {node_id: tuple(to) for node_id, to in drawn.items()}
    starts = [node_id for node_id, part in nodes.items() if isinstance(part.node, StartNode)]
    begins = any(targets[start] for start in starts)
    handlers = [part.handler for part in parts.handlers if part.handler is not None]
    ways = reached(starts, targets) if begins else set(nodes)
    hears = any(_hears_handlers(nodes[node_id]) for node_id in ways)
    if hears and begins:
        ways |= reached((each.target for each in handlers if each.target in nodes), targets)
    return Graph(
        nodes,
        exits,
        targets,
        on_failure if on_failure in nodes else None,
        hears,
        any(each.resume for each in handlers),
        frozenset(ways),
    )


def graph_problems(parts: Parts, graph: Graph, whole: Graph) -> Iterator[Problem]:
    """Find the problems of nodes and edges together.

    Args:
        parts: The document.
        graph: Its graph.
        whole: Its graph with the flows that it calls in their places (inner/whole.py).
    """
    yield from _start_problems(parts)
    yield from _duplicate_id_problems(parts)
    yield from _edge_problems(parts, graph)
    yield from _on_failure_problems(parts, graph)
    yield from _missing_edge_problems(parts, graph)
    yield from _unreachable_node_problems(graph)
    yield from _endless_group_problems(whole)


def _start_problems(parts: Parts) -> Iterator[Problem]:
    starts = [part for part in parts.nodes if isinstance(part.node, StartNode)]
    if not starts:
        yield THE_FLOW.error("missing-start", "it has no start node.", "Add a node of type start.", ("nodes",))
    for part in starts[1:]:
        text = "it is a second start node, but a call can begin at one node only."
        yield part.place.error("several-starts", text, "Keep one start node, and take the others away.")


def _duplicate_id_problems(parts: Parts) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in parts.nodes:
        if part.id in seen:
            text = "another node before it has the same id."
            yield part.place.error("duplicate-node-id", text, "Give it an id of its own.", ("id",))
        elif part.id is not None:
            seen.add(part.id)
    seen = set()
    for edge in parts.edges:
        if edge.edge.id in seen:
            text = "another edge before it has the same id."
            yield edge.place.error("duplicate-edge-id", text, "Give it an id of its own.", ("id",))
        seen.add(edge.edge.id)


def _edge_problems(parts: Parts, graph: Graph) -> Iterator[Problem]:
    spelling = Spelling(list(graph.nodes))
    unknown_exits = 0
    taken: dict[tuple[str, str], EdgePart] = {}
    for part in parts.edges:
        edge, place = part.edge, part.place
        for field, node_id, preposition in (("source", edge.source, "from"), ("target", edge.target, "to")):
            if node_id not in graph.nodes:
                text = f"it leads {preposition} {quoted(node_id)}, but there is no such node."
                remedy = f"Draw it {preposition} a node that exists, or take it away.{spelling.hint(node_id)}"
                yield place.error(f"unknown-{field}", text, remedy, (field,))
        if edge.target in graph.nodes and isinstance(graph.nodes[edge.target].node, StartNode):
            text = f"it leads into the start node {quoted(edge.target)}, which greets the caller again."
            yield place.warning("edge-into-start", text, "Lead it to the node after the start.", ("target",))
        exits = graph.exits.get(edge.source)
        if exits is not None and edge.exit not in exits:
            yield _unknown_exit_problem(part, exits, graph, with_hint=unknown_exits < _MAX_EXITS_WITH_HINT)
            unknown_exits += 1
        elif (edge.source, edge.exit) in taken:
            first = taken[edge.source, edge.exit].edge.id
            text = f"it leaves {quoted(edge.source)} by {quoted(edge.exit)}, and so does the edge {quoted(first)}."
            yield place.error("exit-taken", text, "Take one of the two away.", ("sourceHandle",))
        elif not parts.malformed.covers((*place.path, "sourceHandle")):
            taken[edge.source, edge.exit] = part


def _unknown_exit_problem(part: EdgePart, exits: Sequence[str], graph: Graph, *, with_hint: bool) -> Problem:
    edge = part.edge
    node = graph.nodes[edge.source].node
    kind = node.type if node is not None else "node"
    text = f"it leaves {quoted(edge.source)} by {quoted(edge.exit)}, but"
    if not exits:
        remedy = "Take the edge away."
        return part.place.error("unknown-exit", f"{text} nothing leaves an {kind} node.", remedy, ("sourceHandle",))
    text = f"{text} this {kind} node is left by {listed(exits, 'or')} only."
    remedy = f"Draw it from one of these.{Spelling(exits).hint(edge.exit) if with_hint else ''}"
    return part.place.error("unknown-exit", text, remedy, ("sourceHandle",))


def _on_failure_problems(parts: Parts, graph: Graph) -> Iterator[Problem]:
    on_failure = _on_failure_of(parts)
    if on_failure is None:
        return
    if on_failure not in graph.nodes:
        text = f'"onFailure" is {quoted(on_failure)}, but there is no such node.'
        remedy = f"Name a node that exists, or take the field away.{Spelling(list(graph.nodes)).hint(on_failure)}"
        yield THE_FLOW.error("unknown-on-failure", text, remedy, ("onFailure",))
    elif isinstance(graph.nodes[on_failure].node, StartNode):
        text = f'"onFailure" is the start node {quoted(on_failure)}, which greets the caller again.'
        yield THE_FLOW.warning("on-failure-into-start", text, "Name another node.", ("onFailure",))


def _on_failure_of(parts: Parts) -> str | None:
    named = parts.document.get("onFailure") if isinstance(parts.document, dict) else None
    return named if isinstance(named, str) else None


def _missing_edge_problems(parts: Parts, graph: Graph) -> Iterator[Problem]:
    with_edge = _exits_with_edge(parts)
    on_failure = _on_failure_of(parts)
    # An edge that leaves by a malformed or unknown exit has a problem of its own, and may be the one that is missing.
    doubtful = {part.edge.source for part in parts.edges if _is_doubtful(part, parts, graph)}
    for node_id, part in graph.nodes.items():
        if part.node is not None and "default" in part.node.exits and (node_id, "default") not in with_edge:
            text = 'its exit "default" has no edge, so a call would end here with an error.'
            remedy = "Draw an edge from it to the next node."
            yield part.place.error("missing-default-edge", text, remedy)
        undrawn = [exit for exit in _failures(part) if (node_id, exit) not in with_edge]
        if undrawn and on_failure is None and node_id not in doubtful and not parts.malformed.covers(("onFailure",)):
            exits, have, lead = ("exits", "have", "them") if len(undrawn) > 1 else ("exit", "has", "it")
            text = (
                f'its {exits} {listed(undrawn)} {have} no edge, and the flow has no "onFailure", '
                f"so a call ends here with an apology after a failure."
            )
            remedy = f'Draw an edge from {lead}, or name in "onFailure" the node after every failure without an edge.'
            yield part.place.warning("missing-failure-edge", text, remedy)


def _is_doubtful(part: EdgePart, parts: Parts, graph: Graph) -> bool:
    exits = graph.exits.get(part.edge.source)
    unknown = exits is not None and part.edge.exit not in exits
    return unknown or parts.malformed.covers((*part.place.path, "sourceHandle"))


def _exits_with_edge(parts: Parts) -> set[tuple[str, str]]:
    return {(part.edge.source, part.edge.exit) for part in parts.edges}


def _failures(part: NodePart) -> tuple[str, ...]:
    """Return the failure exits that a call can leave a node by."""
    node = part.node
    if node is None:
        return ()
    if isinstance(node, LlmNode) and node.data.until is None:
        # It speaks once, and so there is no limit of replies to reach.
        return tuple(exit for exit in failures_of(node) if exit != "maxTurns")
    return failures_of(node)


def _hears_handlers(part: NodePart) -> bool:
    """Return whether handlers are looked at while a call is at a node. A node of unknown type counts as one."""
    # A flow within it may listen.
    return part.node is None or listens(part.node) or isinstance(part.node, SubflowNode)


def always_dials(node: Node | None) -> bool:
    """Return whether a node transfers to a fixed destination, which no rule refuses."""
    return isinstance(node, TransferNode) and not templates.expressions(node.data.to)


def _unreachable_node_problems(graph: Graph) -> Iterator[Problem]:
    for node_id, part in graph.nodes.items():
        if node_id not in graph.reached:
            text = "no way leads here from the start."
            yield part.place.warning("unreachable-node", text, "Draw an edge to it, or take it away.")


def _endless_group_problems(graph: Graph) -> Iterator[Problem]:
    """Report each group of nodes that a call can never leave."""
    # A node that only leads into such a group has no problem of its own: its calls end when the group has an exit.
    backwards: dict[str, list[str]] = {node_id: [] for node_id in graph.nodes}
    for source, targets in graph.targets.items():
        for target in targets:
            backwards[target].append(source)
    ends = [node_id for node_id, part in graph.nodes.items() if _may_end(part)]
    trapped = set(graph.reached - reached(ends, backwards))
    inside = {node_id: graph.targets[node_id] for node_id in graph.nodes if node_id in trapped}
    for group in components(inside):
        ways_out = {target for node_id in group for target in inside[node_id]} - set(group)
        # A node without edges has another problem, the missing edge.
        if not ways_out and any(inside[node_id] for node_id in group):
            members = set(group)
            names = [node_id for node_id in graph.nodes if node_id in members]
            text = (
                "it leads back to itself only, so the call would never end."
                if len(names) == 1
                else f"{listed(names)} lead to each other only, so the call would never end."
            )
            remedy = "Draw a way to an end or a transfer."
            yield graph.nodes[names[0]].place.error("no-way-to-end", text, remedy)


def is_way_back(part: NodePart) -> bool:
    """Return whether a call may come back to an interrupted question at a node."""
    return isinstance(part.node, EndNode) and part.node.data.outcome == RESUME


def _may_end(part: NodePart) -> bool:
    """Return whether a call can end at a node. A node of unknown type counts as one."""
    return part.node is None or isinstance(part.node, EndNode | TransferNode)
