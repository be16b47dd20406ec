"""How long a caller may be kept from speaking: rounds without an end, and how many nodes can run in a row.

It bounds what step.py counts (`Progress.nodes_run`): each node that is entered, until the caller does something. Only
nodes that listen wait for that: an elicitation whenever it is entered, an llm with `until` at the latest when it is
entered a second time. So in a stretch between two words of the caller

- an elicitation can only come last,
- an llm with `until` is passed once at most, and entered again only as the last node,
- everything else is passed as often as edges lead to it.

A stretch may begin after any node: when the caller speaks while a tool or a model is awaited, the count begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.check.graph import Graph
from flow_core.check.problem import Problem, listed, quoted
from flow_core.check.shape import NodePart
from flow_core.check.walks import Targets, components, shortest_round
from flow_core.flow import NODES_IN_A_TURN, ElicitationNode, LlmNode


def pace_problems(graph: Graph) -> Iterator[Problem]:
    rounds = list(_silent_rounds(graph))
    yield from rounds
    if not rounds:
        yield from _too_many(graph)


def longest_stretches(graph: Graph) -> dict[str, int]:
    """For each node that can be reached, a bound of the nodes that run from entering it until the caller is heard.

    Exact where no llm with `until` lies on a round; there must be no silent round.
    """
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
        # After a round comes what lies ahead, or an llm of the group that is entered again and listens.
        length = _longest_within(inside, graph) + max(after, 1) if goes_round else 1 + after
        longest.update(dict.fromkeys(group, length))
    return longest


def _longest_within(inside: Targets, graph: Graph) -> int:
    """A bound of the nodes that a stretch passes in a group that leads round.

    It is cut at the llms with `until`: there is a first piece, and one after each of them.
    """
    pauses = {name for name in inside if _listens_later(graph.nodes[name])}
    silent = {name: [to for to in inside[name] if to not in pauses] for name in inside if name not in pauses}
    piece: dict[str, int] = {}
    for (name,) in components(silent):
        piece[name] = 1 + max((piece[to] for to in silent[name]), default=0)
    first = max(piece.values(), default=0)
    return first + sum(1 + max((piece.get(to, 0) for to in inside[name]), default=0) for name in pauses)


def _silent_rounds(graph: Graph) -> Iterator[Problem]:
    silent = {
        node_id: [to for to in graph.targets[node_id] if _is_silent(graph, to)]
        for node_id in graph.nodes
        if _is_silent(graph, node_id)
    }
    order = {node_id: index for index, node_id in enumerate(graph.nodes)}
    for group in components(silent):
        first = min(group, key=order.__getitem__)
        members = set(group)
        way = shortest_round(first, {name: [to for to in silent[name] if to in members] for name in group})
        if way:
            round_trip = " → ".join(quoted(node_id) for node_id in (*way, first)) if len(way) <= 12 else listed(way)
            wrong = f"from here a call can go round without the caller ever getting a word in: {round_trip}."
            remedy = 'Put an elicitation, or an llm with "until", on the way round, or lead it elsewhere.'
            yield graph.nodes[first].place.error("silent-cycle", wrong, remedy)


def _too_many(graph: Graph) -> Iterator[Problem]:
    longest = longest_stretches(graph)
    if not longest:
        return
    # Of equally long stretches, that of the first node in the document.
    worst = max((node_id for node_id in graph.nodes if node_id in longest), key=longest.__getitem__)
    if longest[worst] > NODES_IN_A_TURN:
        wrong = (
            f"from here up to {longest[worst]} nodes can run before the caller gets a word in; "
            f"more than {NODES_IN_A_TURN} would end the call."
        )
        remedy = "Let the caller speak on the way, or draw it with fewer nodes."
        yield graph.nodes[worst].place.error("too-many-nodes-in-a-row", wrong, remedy)


def _is_silent(graph: Graph, node_id: str) -> bool:
    """True of a node that is always passed without the caller."""
    part = graph.nodes[node_id]
    return not _is_last(part) and not _listens_later(part)


def _is_last(part: NodePart) -> bool:
    """True of a node after which nothing runs before the caller is heard, and of one that cannot be read."""
    return part.node is None or not part.node.exits or isinstance(part.node, ElicitationNode)


def _listens_later(part: NodePart) -> bool:
    return isinstance(part.node, LlmNode) and part.node.data.until is not None
