"""Finds the problems of subflow nodes: missing flows, cycles, too many levels, and exits that no end leads to."""

from __future__ import annotations

from collections.abc import Iterator

from flow_core.check.inner.flows import InnerFlows, deepest_way, nodes_of_all, outcomes_of, subflow_parts, way_to
from flow_core.check.inner.whole import LostFailure
from flow_core.check.problem import THE_FLOW, Problem, Spelling, listed, quoted
from flow_core.check.shape import NodePart, Parts
from flow_core.flow import Flow
from flow_core.subflows.frames import SEPARATOR
from flow_core.subflows.frozen import MAX_DEPTH
from flow_core.subflows.published import MAX_CALLED, Missing

MAX_NODES_OF_ALL = 5_000
"""Nodes of a flow and of the flows that it calls, each counted as often as it is called."""


def subflow_problems(parts: Parts, inner: InnerFlows) -> Iterator[Problem]:
    """Find the problems of the flows that a document calls."""
    yield from _number_problems(parts, inner)
    for part, node in subflow_parts(parts):
        if part.id is not None and SEPARATOR in part.id:
            text = (
                f'its id holds "{SEPARATOR}", which stands between the ids of a subflow node and of a node in its flow.'
            )
            yield part.place.error("bad-subflow-id", text, "Give it another id.", ("id",))
        found = inner.called.found.get((node.data.flow_id, node.data.version))
        if isinstance(found, Missing):
            tell = part.place.error if inner.called.publishing else part.place.warning
            field = "flowId" if node.data.version is None else "version"
            yield tell("unknown-subflow", found.text, found.remedy, ("data", field))
        yield from _cycle_problems(part, node.data.flow_id, inner)
        flow = inner.of(part.id)
        if flow is not None:
            yield from _depth_problems(part, node.data.flow_id, flow)
    yield from _outcome_problems(parts, inner)


def lost_failure_problems(parts: Parts, lost: tuple[LostFailure, ...]) -> Iterator[Problem]:
    """Find the failures in the flows of subflow nodes for which no flow has a way."""
    by_node: dict[str, list[LostFailure]] = {}
    for each in lost:
        by_node.setdefault(each.node_id, []).append(each)
    for part, _ in subflow_parts(parts):
        found = by_node.get(part.id or "")
        if found:
            names = listed(list(dict.fromkeys(f"{each.path}, {each.exit}" for each in found)))
            text = (
                f'the failures {names} have no way on, and no flow around them has an "onFailure", '
                f"so a call ends here with an apology."
            )
            remedy = (
                'Name in "onFailure" the node after every failure without an edge, here or in the flow that it calls.'
            )
            yield part.place.warning("missing-failure-edge", text, remedy)


def too_many_nodes(parts: Parts, inner: InnerFlows) -> Problem | None:
    """Return the problem of a flow that is too large together with the flows that it calls; None for another."""
    count = len(parts.nodes) + sum(nodes_of_all(flow) for flow in inner.flows.values())
    if not inner.flows or count <= MAX_NODES_OF_ALL:
        return None
    text = f"it has {count:,} nodes with those of the flows that it calls; at most {MAX_NODES_OF_ALL:,} are possible."
    return THE_FLOW.error("too-many-nodes-with-subflows", text, "Call fewer flows, or call each from fewer nodes.")


def _number_problems(parts: Parts, inner: InnerFlows) -> Iterator[Problem]:
    targets = {(node.data.flow_id, node.data.version) for _, node in subflow_parts(parts)}
    if len(targets) > MAX_CALLED:
        text = f"it calls {len(targets)} flows; at most {MAX_CALLED} are possible."
        yield THE_FLOW.error("too-many-subflows", text, "Call fewer flows, or call some from another flow.")


def _cycle_problems(part: NodePart, flow_id: str, inner: InnerFlows) -> Iterator[Problem]:
    own, flow = inner.called.flow_id, inner.of(part.id)
    if own is None:
        return
    way: list[str] | None = []
    if flow_id != own:
        way = None if flow is None else way_to(flow, own)
        way = None if way is None else [flow_id, *way[:-1]]
    if way is not None:
        shown = " → ".join(quoted(each) for each in (own, *way, own))
        text = f"the flow calls itself without an end: {shown}."
        yield part.place.error("subflow-cycle", text, "Call another flow here.", ("data", "flowId"))


def _depth_problems(part: NodePart, flow_id: str, flow: Flow) -> Iterator[Problem]:
    way = [flow_id, *deepest_way(flow)]
    if len(way) > MAX_DEPTH:
        shown = " → ".join(quoted(each) for each in way)
        text = f"{len(way)} flows run within each other here, and at most {MAX_DEPTH} may: {shown}."
        yield part.place.error("too-many-levels", text, "Call one of the inner flows directly.", ("data", "flowId"))


def _outcome_problems(parts: Parts, inner: InnerFlows) -> Iterator[Problem]:
    """Find the edges that leave a subflow node by an outcome that no end of its flow has."""
    flows = {part.id: (node.data.flow_id, inner.of(part.id)) for part, node in subflow_parts(parts)}
    for edge_part in parts.edges:
        flow_id, flow = flows.get(edge_part.edge.source, ("", None))
        exit = edge_part.edge.exit
        if flow is None or exit == "default" or parts.malformed.covers((*edge_part.place.path, "sourceHandle")):
            continue
        outcomes = outcomes_of(flow)
        if exit not in outcomes:
            source = quoted(edge_part.edge.source)
            text = f"it leaves {source} by {quoted(exit)}, but no end of {quoted(flow_id)} has that outcome."
            have = f"Its ends lead to {listed(outcomes, 'or')}." if outcomes else "It has no end."
            remedy = f"Name an outcome that it has, or take the edge away. {have}{Spelling(outcomes).hint(exit)}"
            yield edge_part.place.warning("unknown-outcome", text, remedy, ("sourceHandle",))
