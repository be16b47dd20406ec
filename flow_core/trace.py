"""What one turn did, for whoever reads a session later. Nothing is decided by it, and no secret stands in it.

Each node makes some of these: they are not frozen, which would double what one costs.
"""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.flow import NodeType
from flow_core.json import Json


@dataclass(slots=True)
class NodeRun:
    node_id: str
    type: NodeType
    outcome: str
    """The exit it left by; or "listen", "continue", "transfer", "hangup": what it waits for; or "failed"."""
    millis: float = 0
    """0 where no clock was handed to `step`."""


@dataclass(slots=True)
class Decision:
    """One expression that was asked, and what it came to.

    `condition_id` is the condition's id; for other expressions the field it stands in: "assign.total",
    "validation", "until", "message".
    """

    node_id: str
    condition_id: str
    value: Json
    error: str | None = None
