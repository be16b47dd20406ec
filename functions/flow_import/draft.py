"""A flow while it is built from an export: nodes, edges to things of the export that may come later, and notes."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import count

from flow_core.authored.nodes import NodeType
from flow_core.json import Json
from functions.flow_import.names import Names
from functions.flow_import.note import Note, UnreadableExportError
from functions.flow_import.parts import (
    MAX_EDGES,
    MAX_HANDLERS,
    MAX_NODES,
    MAX_WHEN,
    DraftEdge,
    DraftNode,
    Handler,
    Jump,
)
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, render, shortened

MAX_STORED = 200_000
"""Characters of long texts that are kept in variables, together."""
_MAX_ID = 150
_MAX_LABEL = 200
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
_MAX_NAME = 60


def id_of(name: str, otherwise: str) -> str:
    """Return a name as (a part of) the id of a flow: at most 60 lower case letters, digits and "-"."""
    return _NOT_IN_AN_ID.sub("-", name.lower())[:_MAX_NAME].strip("-") or otherwise


@dataclass(slots=True)
class Draft:
    """A flow that is being built."""

    name: str
    id: str = ""
    """Tells an inner flow from the others; "" for the outermost flow."""
    language: str | None = None
    greeting: Pieces = ()
    names: Names = field(default_factory=Names)
    nodes: dict[str, DraftNode] = field(default_factory=dict)
    edges: list[DraftEdge] = field(default_factory=list)
    entries: dict[Hashable, str] = field(default_factory=dict)
    """A thing of the export -> the first of its nodes."""
    aliases: dict[Hashable, Hashable] = field(default_factory=dict)
    """A thing of the export that has no nodes -> what follows it."""
    handlers: list[Handler] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    start: Hashable = None
    """The thing of the export at which the flow begins."""
    flows: list[Draft] = field(default_factory=list)
    """The inner flows of the export; all drafts share the list."""
    jumps: dict[str, Jump] = field(default_factory=dict)
    """Outcome -> the thing of the outermost flow to which it leads. Set when the draft is finished."""
    _stored: dict[str, str] = field(default_factory=dict)
    _exits: set[tuple[str, str]] = field(default_factory=set)

    def open(self, name: str) -> Draft:
        """Begin an inner flow, which subflow nodes can call."""
        taken = {flow.id for flow in self.flows}
        base = id_of(name, "part")
        free = (base if number == 1 else f"{base}-{number}" for number in count(1))
        inner = Draft(name, next(each for each in free if each not in taken), flows=self.flows)
        self.flows.append(inner)
        return inner

    def add(
        self,
        type: NodeType,
        data: dict[str, Json],
        at: Source | None,
        wanted: str,
        *,
        label: str = "",
        position: tuple[float, float] | None = None,
    ) -> str:
        """Add a node.

        Args:
            type: Its type.
            data: Its data without a label.
            at: Its origin; None if the import adds it.
            wanted: Its id, if no other node has it.
            label: Its title.
            position: Where the editor draws it.

        Returns:
            Its id.

        Raises:
            UnreadableExportError: If the flow has as many nodes as it may have.
        """
        if len(self.nodes) >= MAX_NODES - 4:
            raise UnreadableExportError("", f"The export gives more than {MAX_NODES:,} nodes. Export a single flow.")
        # In the id of a subflow node, "/" stands before the ids of the nodes of its flow.
        node_id = self._free(wanted.replace("/", "-") if type == "subflow" else wanted)
        titled: dict[str, Json] = {"label": label[:_MAX_LABEL], **data} if label.strip() else data
        self.nodes[node_id] = DraftNode(node_id, type, titled, None if at is None else at.place, position)
        return node_id

    def enter(self, key: Hashable, node_id: str) -> None:
        """Say which node comes first for a thing of the export."""
        self.entries.setdefault(key, node_id)

    def alias(self, key: Hashable, following: Hashable) -> None:
        """Say that a thing of the export does nothing, and what follows it."""
        self.aliases.setdefault(key, following)

    def first_of(self, key: Hashable) -> str | None:
        """Return the first node of a thing of the export, or of what follows it; None if there is none."""
        return self.entries.get(self.following(key))

    def following(self, key: Hashable) -> Hashable:
        """Return the key of a thing of the export that has nodes, or of what follows it."""
        seen: set[Hashable] = set()
        while key not in self.entries and key in self.aliases and key not in seen:
            seen.add(key)
            key = self.aliases[key]
        return key

    def edge(self, source: str, exit: str, target: str, place: str = "") -> None:
        """Draw an edge to a node."""
        self._draw(DraftEdge(source, exit, place, target=target))

    def link(self, source: str, exit: str, key: Hashable, at: Source) -> None:
        """Draw an edge to a thing of the export."""
        self._draw(DraftEdge(source, exit, at.place, key=key))

    def leaves(self, source: str, exit: str) -> bool:
        """Return whether an edge leaves a node by an exit."""
        return (source, exit) in self._exits

    def lost(self, at: Source | str, message: str, node_id: str | None = None) -> None:
        """Note something that the flow does not have."""
        self.notes.append(Note(at if isinstance(at, str) else at.place, "lost", message, node_id))

    def changed(self, at: Source | str, message: str, node_id: str | None = None) -> None:
        """Note something that the flow has otherwise."""
        self.notes.append(Note(at if isinstance(at, str) else at.place, "changed", message, node_id))

    def when(self, words: str, at: Source) -> str:
        """Return a condition in words, cut to the length that it may have."""
        words = words.strip()
        if len(words) > MAX_WHEN:
            self.changed(at, f"the first {MAX_WHEN:,} of the {len(words):,} characters of the condition are taken")
        return words[:MAX_WHEN]

    def handle(
        self, kind: str, key: Hashable, at: Source, *, phrases: list[str], when: str = "", resume: bool = False
    ) -> None:
        """Add something that a caller may say at any time, by phrases or by a condition in words."""
        if len(self.handlers) >= MAX_HANDLERS:
            self.lost(at, f"a flow has at most {MAX_HANDLERS} things that may be said at any time")
            return
        name = f"{kind}-{len(self.handlers) + 1}"
        words = None if phrases else self.when(when, at)
        self.handlers.append(Handler(name, phrases, words, key, at.place, resume))

    def template(self, pieces: Pieces, limit: int = 8_000) -> str:
        """Return a text as a template. What is too long for one is kept in variables."""
        return render(shortened(pieces, self._store, limit))

    def _store(self, words: str) -> str:
        known = self._stored.get(words)
        if known is None:
            if sum(map(len, self._stored)) + len(words) > MAX_STORED:
                text = f"The texts of the export have more than {MAX_STORED:,} characters. Export a single flow."
                raise UnreadableExportError("", text)
            known = self.names.new("longText", {"type": "string", "default": words})
            self._stored[words] = known
        return known

    def _draw(self, edge: DraftEdge) -> None:
        if (edge.source, edge.exit) in self._exits:
            self.lost(edge.place, f'a second way by the same exit "{edge.exit}"; the first one counts', edge.source)
            return
        if len(self.edges) >= MAX_EDGES - MAX_NODES:
            raise UnreadableExportError("", f"The export gives more than {MAX_EDGES:,} edges. Export a single flow.")
        self._exits.add((edge.source, edge.exit))
        self.edges.append(edge)

    def _free(self, wanted: str) -> str:
        base = wanted.strip()[:_MAX_ID] or "node"
        name = base
        number = 2
        while name in self.nodes:
            name = f"{base}-{number}"
            number += 1
        return name
