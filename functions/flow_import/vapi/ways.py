"""The edges of a workflow as ways out of its nodes."""

from __future__ import annotations

import re
from collections.abc import Hashable

from functions.flow_import.draft import Draft
from functions.flow_import.expressions import Dialect, UntranslatableError, translate
from functions.flow_import.source import Source
from functions.flow_import.talk import Way
from functions.flow_import.vapi.texts import Texts


class Ways:
    """The edges of a workflow, by the nodes that they leave."""

    def __init__(self, draft: Draft, texts: Texts, document: Source) -> None:
        self._draft = draft
        self._texts = texts
        self._edges: dict[str, list[Source]] = {}
        for edge in document.objects("edges"):
            edge.ignore("id", "metadata", "position")
            self._edges.setdefault(edge.text("from"), []).append(edge)

    def edges(self, node: Source) -> list[Source]:
        """Return the edges that leave a node."""
        return self._edges.get(self.name_of(node), [])

    def name_of(self, node: Source) -> str:
        """Return the name by which edges know a node. Edges of an early form use ids."""
        name = node.text("name")
        return (
            node.text("id") if name not in self._edges and node.text("id") in self._edges else name or node.text("id")
        )

    def unused(self, seen: set[str]) -> list[Source]:
        """Return the edges that begin at no node, by the names of all nodes."""
        return [edge for name, edges in self._edges.items() if name not in seen for edge in edges]

    def of(self, node: Source) -> list[Way]:
        """Return the ways that leave a node."""
        ways: list[Way] = []
        for edge in self.edges(node):
            key: Hashable = edge.text("to")
            condition = edge.object("condition")
            if condition is None:
                ways.append(Way(key, edge))
                continue
            kind = condition.text("type", "ai")
            if kind == "ai":
                ways.append(Way(key, edge, words=condition.text("prompt")))
                continue
            text = condition.text("liquid") or condition.text("logic") or condition.text("expression")
            condition.ignore("type")
            text = re.sub(
                r"^\{%-?\s*if\s+(.*?)\s*-?%\}.*$|^\{\{\s*(.*?)\s*\}\}$", r"\1\2", text.strip(), flags=re.DOTALL
            )
            try:
                ways.append(Way(key, edge, expression=translate(text, Dialect(self._texts.reference))))
            except UntranslatableError as error:
                self._draft.lost(condition, f"the condition cannot be said ({error}), so this way is never taken")
        return ways
