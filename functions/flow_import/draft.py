"""A flow while it is built from an export: nodes, edges to things of the export that may come later, and notes."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from flow_core.authored.nodes import NodeType
from flow_core.json import Json
from functions.flow_import.names import Names
from functions.flow_import.note import Note, UnreadableExportError
from functions.flow_import.source import Source
from functions.flow_import.texts import Pieces, render, shortened

MAX_NODES = 1_000
"""Nodes of a flow."""
MAX_EDGES = 5_000
"""Edges of a flow."""
MAX_STORED = 200_000
"""Characters of long texts that are kept in variables, together."""
MAX_HANDLERS = 200
"""Handlers of a flow."""
MAX_WHEN = 1_000
"""Characters of a condition in words."""
END = ("the end of the call",)
"""The key of an end that says nothing."""
RESUME = ("back to the question",)
"""The key of an end at which a handler comes back to the open question."""
_MAX_ID = 150
_MAX_LABEL = 200


@dataclass(slots=True)
class DraftNode:
    """A node of the draft."""

    id: str
    type: NodeType
    data: dict[str, Json]
    place: str | None
    """The pointer of its origin; None if the import added it."""
    position: tuple[float, float] | None = None
    also: list[str] = field(default_factory=list)
    """The pointers of further things that became part of it."""


@dataclass(slots=True)
class DraftEdge:
    """An edge of the draft. It leads to a node, or to the node that a thing of the export becomes."""

    source: str
    exit: str
    place: str
    target: str | None = None
    key: Hashable = None


@dataclass(slots=True)
class Handler:
    """What a caller may say at any time."""

    id: str
    phrases: list[str]
    when: str | None
    key: Hashable
    place: str
    resume: bool = False
    target: str = ""
    """The node that `key` became; "" until the draft is finished."""


@dataclass(slots=True)
class Draft:
    """A flow that is being built."""

    name: str
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
    """The thing of the export at which a call begins."""
    _stored: dict[str, str] = field(default_factory=dict)
    _exits: set[tuple[str, str]] = field(default_factory=set)

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
        node_id = self._free(wanted)
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
        seen: set[Hashable] = set()
        while key not in self.entries and key in self.aliases and key not in seen:
            seen.add(key)
            key = self.aliases[key]
        return self.entries.get(key)

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
