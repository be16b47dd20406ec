"""Finds cycles that never listen to the caller, and limits how many nodes can run in a row.

The limit is for the number that step.py counts (`Progress.nodes_run`): the nodes that a call enters between two inputs
of the caller. A node that listens ends this sequence of nodes: an elicitation always, an llm with `until` at the latest
when the call enters it for the second time. So in such a sequence

- an elicitation can only be the last node,
- an llm with `until` occurs at most twice, the second time only as the last node,
- any other node occurs as often as edges lead to it.

A sequence may begin after any node: if the caller speaks during a tool or a model, the count begins again.
"""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.authored.nodes import ElicitationNode, FormNode, LlmNode
from flow_core.check.graph import Graph, is_way_back
from flow_core.check.problem import Problem, listed, quoted
from flow_core.check.shape import NodePart
from flow_core.check.walks import Targets, components, shortest_cycle
from flow_core.flow import MAX_NODES_IN_TURN


def pace_problems(graph: Graph) -> Iterator[Problem]:
    """Find cycles that never listen; if there are none, find sequences of too many nodes."""
    cycles = list(_silent_cycle_problems(graph))
    yield from cycles
    if not cycles:
        yield from _long_sequence_problems(graph)


def longest_sequences(graph: Graph) -> dict[str, int]:
    """Return, for each reachable node, an upper limit of the nodes that run from it until the flow listens."""
    # The limit is exact if no llm with `until` is on a cycle. Every cycle must have a node that listens.
    onward = {
        node_id: [] if _is_last(graph.nodes[node_id]) else list(graph.targets[node_id])
        for node_id in graph.nodes
        if node_id in graph.reached
    }
    longest: dict[str, int] = {}
    for group in components(onward):
        members = set(group)
        after = max((longest[to] for name in group for to in onward[name] if to not in members), default=0)
        inside = {name: [to for to in onward[name] if to in members] for name in group}
        goes_round = any(inside.values())
        # After a cycle, the call continues to a later group, or enters an llm of the cycle again, which then listens.
        length = _longest_within(inside, graph) + max(after, 1) if goes_round else _own(group[0], graph) + after
        longest.update(dict.fromkeys(group, length))
    return longest


def _own(node_id: str, graph: Graph) -> int:
    """Return the nodes that a node counts as: at an end with a way back, the question is asked again."""
    return 2 if graph.comes_back and is_way_back(graph.nodes[node_id]) else 1


def _longest_within(inside: Targets, graph: Graph) -> int:
    """Return an upper limit of the nodes that a sequence passes in a group with a cycle.

    The llms with `until` cut the sequence: there is a first piece, and one piece after each llm.
    """
    pauses = {name for name in inside if _listens_later(graph.nodes[name])}
    silent = {name: [to for to in inside[name] if to not in pauses] for name in inside if name not in pauses}
    piece: dict[str, int] = {}
    for (name,) in components(silent):
        piece[name] = 1 + max((piece[to] for to in silent[name]), default=0)
    first = max(piece.values(), default=0)
    return first + sum(1 + max((piece.get(to, 0) for to in inside[name]), default=0) for name in pauses)


def _silent_cycle_problems(graph: Graph) -> Iterator[Problem]:
    silent = {
        node_id: [to for to in graph.targets[node_id] if _is_silent(graph, to)]
        for node_id in graph.nodes
        if _is_silent(graph, node_id)
    }
    order = {node_id: index for index, node_id in enumerate(graph.nodes)}
    for group in components(silent):
        first = min(group, key=order.__getitem__)
        members = set(group)
        way = shortest_cycle(first, {name: [to for to in silent[name] if to in members] for name in group})
        if way:
            cycle = " → ".join(quoted(node_id) for node_id in (*way, first)) if len(way) <= 12 else listed(way)
            text = f"from here a call can go round without ever listening to the caller: {cycle}."
            remedy = 'Put an elicitation, or an llm with "until", on this way, or lead it elsewhere.'
            if graph.on_failure in way:
                remedy += f' A failure exit without an edge leads to "onFailure", {quoted(graph.on_failure)}.'
            yield graph.nodes[first].place.error("silent-cycle", text, remedy)


def _long_sequence_problems(graph: Graph) -> Iterator[Problem]:
    longest = longest_sequences(graph)
    if not longest:
        return
    # max() takes the first node in the document if several sequences are equally long.
    worst = max((node_id for node_id in graph.nodes if node_id in longest), key=longest.__getitem__)
    if longest[worst] > MAX_NODES_IN_TURN:
        text = (
            f"from here, up to {longest[worst]} nodes can run before the caller can speak; "
            f"more than {MAX_NODES_IN_TURN} would end the call."
        )
        remedy = "Put a node that listens on the way, or use fewer nodes."
        yield graph.nodes[worst].place.error("too-many-nodes-in-a-row", text, remedy)


def _is_silent(graph: Graph, node_id: str) -> bool:
    """Return whether a call always passes a node without listening."""
    part = graph.nodes[node_id]
    return not _is_last(part) and not _listens_later(part)


def _is_last(part: NodePart) -> bool:
    """Return whether no other node runs after a node before the flow listens. A node of unknown type counts as one."""
    return part.node is None or not part.node.exits or isinstance(part.node, ElicitationNode | FormNode)


def _listens_later(part: NodePart) -> bool:
    """Return whether a node listens from its second visit on."""
    return isinstance(part.node, LlmNode) and part.node.data.until is not None
