"""The order of the flows of an import: each comes after those that it calls. It takes out calls that may not be."""

from __future__ import annotations

from flow_core.subflows.frozen import MAX_DEPTH
from flow_core.subflows.published import MAX_CALLED
from functions.flow_import.draft import Draft
from functions.flow_import.parts import DraftNode

_MAX_NODES_OF_ALL = 4_000
"""Nodes of a flow with those of the flows that it calls, with a margin for the nodes that the import adds."""


def in_order(root: Draft) -> list[Draft]:
    """Return the flows that an import has, those that are called first; the outermost is the last.

    A call of a flow that is too deep, too large, or inside itself becomes a node without words, with a note. Each flow
    is in the result, whether it is called or not.
    """
    flows = {flow.id: flow for flow in root.flows}
    order = _Order(flows)
    order.visit(root)
    for flow in root.flows:
        order.visit(flow)
    return sorted(order.done, key=lambda flow: flow is root)


class _Order:
    def __init__(self, flows: dict[str, Draft]) -> None:
        self._flows = flows
        self._depth: dict[str, int] = {}
        self._size: dict[str, int] = {}
        self._open: set[str] = set()
        self.done: list[Draft] = []

    def visit(self, draft: Draft) -> None:
        """Visit the flows that a flow calls, and then itself. Recursion is as deep as flows may be, and one more."""
        if draft.id in self._depth:
            return
        self._open.add(draft.id)
        depth, size, called = 0, len(draft.nodes), set[str]()
        for node in draft.nodes.values():
            if node.type != "subflow":
                continue
            name = str(node.data["flowId"])
            reason = self._reason(name, called, size)
            if reason:
                _take_out(draft, node, reason)
                continue
            called.add(name)
            depth = max(depth, 1 + self._depth[name])
            size += self._size[name]
        self._open.discard(draft.id)
        self._depth[draft.id], self._size[draft.id] = depth, size
        self.done.append(draft)

    def _reason(self, name: str, called: set[str], size: int) -> str:
        """Return why a flow cannot be called; "" if it can. Then it has been visited."""
        if name in self._open:
            return "it is inside itself; the flow goes on behind it"
        if name not in self._depth:
            if len(self._open) > MAX_DEPTH:
                return f"flows are at most {MAX_DEPTH} deep inside each other; the flow goes on behind it"
            self.visit(self._flows[name])
        if self._depth[name] + len(self._open) > MAX_DEPTH:
            return f"flows are at most {MAX_DEPTH} deep inside each other; the flow goes on behind it"
        if name not in called and len(called) >= MAX_CALLED:
            return f"a flow calls at most {MAX_CALLED} others; the flow goes on behind it"
        if size + self._size[name] > _MAX_NODES_OF_ALL:
            return (
                f"a flow has at most {_MAX_NODES_OF_ALL:,} nodes with those that it calls; the flow goes on behind it"
            )
        return ""


def _take_out(draft: Draft, node: DraftNode, reason: str) -> None:
    node.type = "message"
    title = str(node.data.get("label") or node.data["flowId"])
    node.data = {"label": f"{title} (not imported)"[:200], "message": ""}
    draft.lost(node.place or "", reason, node.id)
