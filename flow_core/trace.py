"""The trace of a turn, for an observer of the session. No decision depends on it, and it never holds a secret.

Each node creates several of these objects. They are not frozen, because that would double the time to create one.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import not_
from typing import Annotated

from pydantic import Field

from flow_core.authored.nodes import NodeType
from flow_core.json import Json
from flow_core.state import is_none


@dataclass(slots=True)
class NodeRun:
    """One run of a node."""

    node_id: str
    """In an inner flow a path (subflows/frames.py)."""
    type: NodeType
    outcome: str
    """The exit by which the flow left the node; or the type of the action that ended the turn; or "failed". Of a
    subflow node that has begun its flow, "enter"."""
    millis: float = 0
    """Milliseconds of the run; 0 if `step` has no clock."""
    flow_id: Annotated[str | None, Field(exclude_if=is_none)] = None
    """The inner flow that has the node; None for a node of the session's own flow."""
    no_match: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the run counted an answer of the caller that does not fit."""


@dataclass(slots=True)
class Decision:
    """One expression, and its result."""

    node_id: str
    condition_id: str
    """The id of the condition; for another expression its field: "assign.total", "validation", "until", "message"."""
    value: Json
    error: str | None = None
