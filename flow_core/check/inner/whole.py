"""The graph of a flow with the flows that it calls in the places of their subflow nodes.

graph.py and pace.py look for traps and for long ways in it. A node of an inner flow has its path for an id, and the
place of the subflow node of the document: that is what the author can change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from flow_core.authored.data import MessageData
from flow_core.authored.handlers import RESUME
from flow_core.authored.nodes import EndNode, LlmNode, MessageNode, Node, StartNode, SubflowNode, exits_of
from flow_core.check.graph import Graph, always_dials
from flow_core.check.inner.flows import InnerFlows
from flow_core.check.problem import Place
from flow_core.check.shape import NodePart, Parts
from flow_core.check.walks import reached
from flow_core.flow import Flow
from flow_core.subflows.frames import SEPARATOR

_Onward: TypeAlias = Callable[[str], str | None]
"""Outcome of an inner flow -> the id of the node that follows; None if there is none."""


@dataclass(frozen=True, slots=True)
class LostFailure:
    """A failure of an inner flow that leads nowhere: neither that flow nor one that calls it has a way."""

    node_id: str
    """The subflow node of the document."""
    path: str
    exit: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A flow with its inner flows."""

    graph: Graph
    lost: tuple[LostFailure, ...] = ()


def whole_graph(parts: Parts, graph: Graph, inner: InnerFlows) -> Whole:
    """Put the flows that a document calls into its graph.

    Args:
        parts: The document.
        graph: Its graph, in which a subflow node is a node like any other.
        inner: The flows that it calls.
    """
    spread = _Spread(dict(graph.nodes), dict(graph.targets))
    drawn = {(part.edge.source, part.edge.exit): part.edge.target for part in parts.edges}
    for node_id, part in graph.nodes.items():
        if not isinstance(part.node, SubflowNode):
            continue
        flow = inner.of(node_id)
        if flow is None:
            # Nobody knows where its flow leads, as of a node of unknown type.
            spread.nodes[node_id] = NodePart(part.place, node_id, None, part.data)
            continue
        spread.top = node_id
        spread.put(flow, node_id, part.place, _onward_by(drawn, node_id, graph), graph.on_failure)
    starts = [node_id for node_id, part in graph.nodes.items() if isinstance(part.node, StartNode)]
    begins = any(graph.targets[start] for start in starts)
    handlers = {part.handler.target for part in parts.handlers if part.handler is not None} & graph.nodes.keys()
    handled = {*spread.handled, *(handlers if graph.hears_handlers else ())}
    found = frozenset(reached((*starts, *handled), spread.targets) if begins else spread.nodes)
    whole = replace(graph, nodes=spread.nodes, targets=spread.targets, reached=found)
    return Whole(whole, tuple(lost for lost in spread.lost if lost.path in found))


def _onward_by(drawn: dict[tuple[str, str], str], node_id: str, graph: Graph) -> _Onward:
    def onward(outcome: str) -> str | None:
        target = drawn.get((node_id, outcome), drawn.get((node_id, "default")))
        return target if target in graph.nodes else None

    return onward


@dataclass(slots=True)
class _Spread:
    """Collects the nodes of all flows."""

    nodes: dict[str, NodePart]
    targets: dict[str, tuple[str, ...]]
    lost: list[LostFailure] = field(default_factory=list)
    handled: list[str] = field(default_factory=list)
    """The nodes to which the handlers of inner flows lead."""
    top: str = ""
    """The subflow node of the document."""

    def put(self, flow: Flow, path: str, place: Place, onward: _Onward, on_failure: str | None) -> None:
        """Put a flow into the place of a node.

        Args:
            flow: The flow.
            path: The path of the node.
            place: The place of the subflow node of the document.
            onward: The nodes after the node.
            on_failure: The node after a failure for which the flow itself has no way.
        """
        self.targets[path] = (_within(path, flow.start().id),)
        self.handled += [_within(path, handler.target) for handler in flow.handlers]
        resumes = any(handler.resume for handler in flow.handlers)
        for node in flow.nodes:
            own = _within(path, node.id)
            if isinstance(node, SubflowNode) and node.id in flow.inner:
                self.nodes[own] = NodePart(place, own, node, {})
                after = _onward_in(flow, path, node)
                rest = on_failure if flow.on_failure is None else _within(path, flow.on_failure)
                self.put(flow.inner[node.id], own, place, after, rest)
            elif isinstance(node, EndNode) and not (resumes and node.data.outcome == RESUME):
                # It ends no call. It says its words and goes on.
                says = MessageNode(id=node.id, type="message", data=MessageData(message=node.data.message))
                self.nodes[own] = NodePart(place, own, says, {})
                self.targets[own] = _only([onward(node.data.outcome or "default")])
            else:
                self.nodes[own] = NodePart(place, own, node, {})
                self.targets[own] = _only(self._after(flow, path, node, exit, on_failure) for exit in _taken(node))

    def _after(self, flow: Flow, path: str, node: Node, exit: str, on_failure: str | None) -> str | None:
        target = flow.target(node.id, exit)
        if target == node.id and always_dials(node):
            # As in graph.py: the other side takes time to answer.
            return None
        if target is not None:
            return _within(path, target)
        if not flow.is_failure(node.id, exit):
            return None
        if on_failure is None:
            self.lost.append(LostFailure(self.top, _within(path, node.id), exit))
        return on_failure


def _onward_in(flow: Flow, path: str, node: SubflowNode) -> _Onward:
    def onward(outcome: str) -> str | None:
        target = flow.target(node.id, outcome)
        return None if target is None else _within(path, target)

    return onward


def _taken(node: Node) -> tuple[str, ...]:
    if isinstance(node, LlmNode) and node.data.until is None:
        # It speaks once, and so there is no limit of replies to reach.
        return tuple(exit for exit in exits_of(node) if exit != "maxTurns")
    return exits_of(node)


def _within(path: str, node_id: str) -> str:
    return f"{path}{SEPARATOR}{node_id}"


def _only(targets: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(target for target in targets if target is not None))
