"""The flows that the subflow nodes of a document call, ready to be looked through, and what is known of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flow_core.authored.nodes import EndNode, SubflowNode
from flow_core.check.shape import NodePart, Parts
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.subflows.frames import every_flow
from flow_core.subflows.frozen import Subflows
from flow_core.subflows.published import Called, Published

Read: TypeAlias = Callable[[Json, int, Subflows], Flow | None]
"""Reads a published definition with its inner flows. None if it cannot run."""


@dataclass(frozen=True, slots=True)
class InnerFlows:
    """The flows of the subflow nodes of a document."""

    called: Called = field(default_factory=Called)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    """Id of a subflow node -> its flow. A node whose flow is not known is missing."""

    def of(self, node_id: str | None) -> Flow | None:
        """Return the flow of a node; None if it is not known."""
        return None if node_id is None else self.flows.get(node_id)


def subflow_parts(parts: Parts) -> Iterator[tuple[NodePart, SubflowNode]]:
    """Yield the subflow nodes of a document."""
    for part in parts.nodes:
        if isinstance(part.node, SubflowNode):
            yield part, part.node


def inner_flows(parts: Parts, called: Called, read: Read) -> InnerFlows:
    """Read the flows that a document calls. Each is read once."""
    known: dict[tuple[str, int | None], Flow | None] = {}
    flows: dict[str, Flow] = {}
    for part, node in subflow_parts(parts):
        target = (node.data.flow_id, node.data.version)
        if target not in known:
            found = called.found.get(target)
            known[target] = None
            if isinstance(found, Published):
                known[target] = read(found.definition, found.rules, found.subflows)
        flow = known[target]
        if flow is not None and part.id is not None:
            flows.setdefault(part.id, flow)
    return InnerFlows(called, flows)


def outcomes_of(flow: Flow) -> list[str]:
    """Return the exits that the ends of an inner flow lead to, in the order of its nodes."""
    ends = (node.data.outcome or "default" for node in flow.nodes if isinstance(node, EndNode))
    return list(dict.fromkeys(ends))


def way_to(flow: Flow, flow_id: str) -> list[str] | None:
    """Return the ids of the flows through which a flow calls another one; None if it does not.

    Args:
        flow: The flow that calls.
        flow_id: The other flow.

    Returns:
        The ids after the flow itself; the last is `flow_id`.
    """
    ahead: deque[tuple[Flow, tuple[str, ...]]] = deque([(flow, ())])
    seen = {id(flow)}
    while ahead:
        one, way = ahead.popleft()
        for node in one.nodes:
            if not isinstance(node, SubflowNode):
                continue
            longer = (*way, node.data.flow_id)
            if node.data.flow_id == flow_id:
                return list(longer)
            inner = one.inner.get(node.id)
            if inner is not None and id(inner) not in seen:
                seen.add(id(inner))
                ahead.append((inner, longer))
    return None


def deepest_way(flow: Flow) -> list[str]:
    """Return the ids of the flows within each other that are most, from the flow that `flow` calls."""
    deepest: dict[int, list[str]] = {}
    # Each flow is linked after the flows that it calls, so none is part of itself, and a walk from the inside ends.
    for one in _inside_out(flow):
        ways = ([inner.called or "", *deepest[id(inner)]] for inner in one.inner.values())
        deepest[id(one)] = max(ways, key=len, default=[])
    return deepest[id(flow)]


def nodes_of_all(flow: Flow) -> int:
    """Return the nodes of a flow and of the flows that it calls, each as often as it is called."""
    counts: dict[int, int] = {}
    for one in _inside_out(flow):
        counts[id(one)] = len(one.nodes) + sum(counts[id(inner)] for inner in one.inner.values())
    return counts[id(flow)]


def most_within(flow: Flow, amount: Callable[[Flow], int]) -> int:
    """Return the largest sum of an amount over flows within each other, from a flow to one that calls no other."""
    most: dict[int, int] = {}
    for one in _inside_out(flow):
        most[id(one)] = amount(one) + max((most[id(inner)] for inner in one.inner.values()), default=0)
    return most[id(flow)]


def _inside_out(flow: Flow) -> list[Flow]:
    """Return a flow and all flows that it calls, each after those that it calls."""
    found: list[Flow] = []
    done: set[int] = set()
    left = list(every_flow(flow))
    while left:
        ready = [one for one in left if all(id(inner) in done for inner in one.inner.values())]
        found += ready
        done.update(map(id, ready))
        left = [one for one in left if id(one) not in done]
    return found
