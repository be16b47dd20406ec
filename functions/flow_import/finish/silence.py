"""Cuts the ways on which a call would go round, or on for very long, without ever listening to the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flow_core.check.walks import components
from functions.flow_import.draft import Draft
from functions.flow_import.finish.ends import key_end
from functions.flow_import.parts import DraftEdge, DraftNode

MAX_IN_A_ROW = 45
"""Nodes in a row without the caller: a few fewer than a flow may have, for those that an agent's language adds."""
_NONE = DraftEdge("", "", "")


@dataclass(frozen=True, slots=True)
class Silence:
    """How long an inner flow runs without listening to the caller."""

    passes: bool
    """Whether a call can come through it without a chance to speak."""
    longest: int
    """Nodes that run in a row at most."""


def cut_silent_ways(draft: Draft, inner: Mapping[str, Silence]) -> Silence:
    """Cut the ways of a flow that are silent for too long.

    Args:
        draft: The flow. Each edge has a target.
        inner: Id of an inner flow -> how long it is silent.

    Returns:
        How long the flow is silent then.
    """
    silent = {node.id for node in draft.nodes.values() if _silence(node, inner).passes}
    _cut_circles(draft, silent)
    heard = {node.id: _silence(node, inner) for node in draft.nodes.values()}
    longest = _cut_long_ways(draft, heard)
    return Silence(_passes(draft, heard), longest)


def _silence(node: DraftNode, inner: Mapping[str, Silence]) -> Silence:
    if node.type == "subflow":
        own = inner[str(node.data["flowId"])]
        return Silence(own.passes, own.longest + 1)
    listens = node.type in ("elicitation", "form", "end") or (node.type == "llm" and "until" in node.data)
    return Silence(not listens, 1)


def _cut_circles(draft: Draft, silent: set[str]) -> None:
    onward = _onward(draft, lambda edge: edge.source in silent and edge.target in silent)
    state: dict[str, int] = {}
    for first in list(draft.nodes):
        if first not in silent or first in state:
            continue
        # Depth first, without recursion: an edge into a node that is being visited closes a circle.
        stack: list[tuple[str, Iterator[DraftEdge]]] = [(first, iter(onward[first]))]
        state[first] = 1
        while stack:
            node_id, edges = stack[-1]
            edge = next(edges, _NONE)
            if edge is _NONE:
                state[node_id] = 2
                stack.pop()
                continue
            target = edge.target or ""
            if state.get(target) == 1:
                text = "from here a call would go round without listening to the caller, so it ends there"
                _cut(draft, edge, text)
            elif target not in state:
                state[target] = 1
                stack.append((target, iter(onward[target])))


def _cut_long_ways(draft: Draft, heard: Mapping[str, Silence]) -> int:
    """Cut ways of too many nodes. Return the number of nodes of the longest way that is left."""
    onward = _onward(draft, lambda edge: True)
    through = {
        node_id: [edge.target or "" for edge in edges if heard[node_id].passes and heard[edge.target or ""].passes]
        for node_id, edges in onward.items()
    }
    # Components come in reverse order: what a node leads to comes before it. A node that listens begins a way; a flow
    # that listens is silent before that, and again after it.
    order = [node_id for group in components(through) for node_id in group]
    begins = [node_id for node_id in order if not heard[node_id].passes]
    depth = {node_id: each.longest for node_id, each in heard.items()}
    longest = max(depth.values(), default=1)
    for node_id in [*begins, *(node_id for node_id in reversed(order) if heard[node_id].passes)]:
        before = depth[node_id] if heard[node_id].passes else heard[node_id].longest
        for edge in onward[node_id]:
            target = edge.target or ""
            length = before + heard[target].longest
            if length > MAX_IN_A_ROW:
                text = "more nodes in a row than a flow may have without the caller, so the call ends there"
                _cut(draft, edge, text)
                continue
            depth[target] = max(depth[target], length)
            longest = max(longest, length)
    return longest


def _passes(draft: Draft, heard: Mapping[str, Silence]) -> bool:
    """Return whether an end is reached from the start without listening. A failure counts, too: it needs no answer."""
    onward = _onward(draft, lambda edge: edge.target in draft.nodes)
    first = next((node.id for node in draft.nodes.values() if node.type == "start"), "")
    waiting, seen = [first], {first}
    for node_id in waiting:
        node = draft.nodes.get(node_id)
        if node is None:
            continue
        if node.type == "end":
            return True
        if heard[node_id].passes:
            targets = [edge.target or "" for edge in onward[node_id]]
            waiting += [target for target in targets if target not in seen]
            seen.update(targets)
    return False


def _onward(draft: Draft, wanted: Callable[[DraftEdge], bool]) -> dict[str, list[DraftEdge]]:
    onward: dict[str, list[DraftEdge]] = {node_id: [] for node_id in draft.nodes}
    for edge in draft.edges:
        if wanted(edge):
            onward[edge.source].append(edge)
    return onward


def _cut(draft: Draft, edge: DraftEdge, text: str) -> None:
    edge.target = key_end(draft, None)
    draft.lost(edge.place, text, edge.source)
