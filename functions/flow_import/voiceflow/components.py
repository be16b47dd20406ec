"""Which diagrams of a project become inner flows: components that steps call, with no jump from or to another one."""

from __future__ import annotations

from flow_core.json import Json
from functions.flow_import.source import Source

CALLS = ("flow", "component")
"""Types of steps that run another diagram, and come back."""
_JUMPS = ("goToNode", "goToDomain")
"""Types of steps that go to another diagram and do not come back."""


def components_of(diagrams: dict[str, Source], root: str) -> list[str]:
    """Return the ids of the diagrams that become inner flows, in the order of the project."""
    called: set[str] = set()
    entangled = {root}
    for diagram_id, diagram in diagrams.items():
        for kind, data in _steps(diagram.value):
            target = data.get("diagramID")
            if not isinstance(target, str) or target not in diagrams:
                continue
            if kind in CALLS:
                called.add(target)
            elif kind in _JUMPS and target != diagram_id:
                entangled |= {diagram_id, target}
    return [diagram_id for diagram_id in diagrams if diagram_id in called - entangled]


def _steps(diagram: Json) -> list[tuple[str, dict[str, Json]]]:
    """Return the types and the data of the steps of a diagram, which may be malformed."""
    nodes = diagram.get("nodes") if isinstance(diagram, dict) else None
    found: list[tuple[str, dict[str, Json]]] = []
    for node in nodes.values() if isinstance(nodes, dict) else ():
        data = node.get("data") if isinstance(node, dict) else None
        if isinstance(node, dict) and isinstance(data, dict):
            found.append((str(node.get("type")), data))
    return found
