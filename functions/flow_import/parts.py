"""The parts of a flow while it is built from an export: nodes, edges, handlers, and the keys to which edges lead."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from flow_core.authored.nodes import NodeType
from flow_core.json import Json

MAX_NODES = 1_000
"""Nodes of a flow."""
MAX_EDGES = 5_000
"""Edges of a flow."""
MAX_HANDLERS = 200
"""Handlers of a flow."""
MAX_PHRASES = 100
"""Phrases of a handler."""
MAX_WHEN = 1_000
"""Characters of a condition in words."""
END = ("the end of the call",)
"""The key of an end that says nothing."""
RESUME = ("back to the question",)
"""The key of an end at which a handler comes back to the open question."""
BACK = ("back to the flow that calls",)
"""The key of an end of an inner flow, at which the flow that calls it goes on."""


@dataclass(frozen=True, slots=True)
class Jump:
    """The key of a thing of the outermost flow. An inner flow ends by an outcome that leads there."""

    key: Hashable
    outcome: str


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
