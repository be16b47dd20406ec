"""Nodes that follow each other, all from one thing of an export."""

from __future__ import annotations

from collections.abc import Hashable

from flow_core.authored.nodes import NodeType
from flow_core.json import Json
from functions.flow_import.draft import Draft
from functions.flow_import.source import Source


class Chain:
    """Nodes one after the other, all from one thing of the export.

    Args:
        draft: The flow.
        wanted: The id of the first node.
        label: The title of the nodes.
        position: Where the first node is drawn.
    """

    def __init__(self, draft: Draft, wanted: str, label: str = "", position: tuple[float, float] | None = None) -> None:
        self.draft = draft
        self.first: str | None = None
        self.last: str | None = None
        """The node whose exit `exit` has no edge yet; None before the first node, and after a node with no exit."""
        self.exit = "default"
        self._wanted = wanted
        self._label = label
        self._position = position

    def add(self, type: NodeType, data: dict[str, Json], at: Source, *, part: str = "", label: str = "") -> str:
        """Add a node behind the last one.

        Args:
            type: Its type.
            data: Its data.
            at: Its origin.
            part: What it is for, if it is one of several: the end of its id.
            label: Its title, if it is not that of the chain.

        Returns:
            Its id.
        """
        wanted = f"{self._wanted}-{part}" if part and self.first is not None else self._wanted
        node_id = self.draft.add(type, data, at, wanted, label=label or self._label, position=self._place())
        self.follow(node_id)
        self.last = None if type in ("end", "transfer") else node_id
        self.exit = "default"
        return node_id

    def follow(self, node_id: str) -> None:
        """Lead the last node to a node, which is the first one if there is none."""
        if self.first is None:
            self.first = node_id
        elif self.last is not None:
            self.draft.edge(self.last, self.exit, node_id)

    def placeholder(self, at: Source, reason: str) -> str:
        """Add a node that says nothing in the place of something that cannot be said."""
        node_id = self.add("message", {"message": ""}, at, label=f"{self._label or self._wanted} (not imported)")
        self.draft.lost(at, reason, node_id)
        return node_id

    def call(self, inner: Draft, at: Source) -> str:
        """Add a node that runs an inner flow."""
        return self.add("subflow", {"flowId": inner.id}, at)

    def link(self, key: Hashable, at: Source) -> None:
        """Lead the end of the chain to a thing of the export."""
        if self.last is not None and not self.draft.leaves(self.last, self.exit):
            self.draft.link(self.last, self.exit, key, at)

    def _place(self) -> tuple[float, float] | None:
        if self._position is None:
            return None
        x, y = self._position
        self._position = (x, y + 130)
        return x, y
