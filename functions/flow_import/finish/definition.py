"""Writes a finished draft as the definition of a flow."""

from __future__ import annotations

from itertools import count

from flow_core.json import Json
from functions.flow_import.draft import Draft


def definition_of(draft: Draft, on_failure: str | None) -> dict[str, Json]:
    """Return the definition of a draft.

    Args:
        draft: The draft, in which each edge has a target.
        on_failure: The id of the node after a failure.
    """
    positions = _positions(draft)
    numbers = count(1)
    document: dict[str, Json] = {"name": draft.name.strip()[:200] or "Imported flow"}
    if draft.language is not None:
        document["language"] = draft.language
    if on_failure is not None:
        document["onFailure"] = on_failure
    if draft.names.declared:
        document["variables"] = dict(draft.names.declared)
    if draft.handlers:
        document["handlers"] = [
            {
                "id": handler.id,
                **({"phrases": list(handler.phrases)} if handler.phrases else {"when": handler.when}),
                "target": handler.target,
                "resume": handler.resume,
            }
            for handler in draft.handlers
        ]
    document["nodes"] = [
        {
            "id": node.id,
            "type": node.type,
            "data": node.data,
            "position": {"x": positions[node.id][0], "y": positions[node.id][1]},
        }
        for node in draft.nodes.values()
    ]
    document["edges"] = [
        {
            "id": f"e{next(numbers)}",
            "source": edge.source,
            **({"sourceHandle": edge.exit} if edge.exit != "default" else {}),
            "target": edge.target,
        }
        for edge in draft.edges
    ]
    return document


def _positions(draft: Draft) -> dict[str, tuple[float, float]]:
    """Draw the nodes that have no place: in columns, by their distance from the start."""
    placed = {node.id: node.position for node in draft.nodes.values() if node.position is not None}
    column: dict[str, int] = {}
    onward: dict[str, list[str]] = {}
    for edge in draft.edges:
        onward.setdefault(edge.source, []).append(edge.target or "")
    for first in draft.nodes:
        if first in column:
            continue
        waiting = [first]
        column[first] = 0
        for node_id in waiting:
            for target in onward.get(node_id, ()):
                if target not in column:
                    column[target] = column[node_id] + 1
                    waiting.append(target)
    left = min((x for x, _ in placed.values()), default=0.0)
    below = max((y for _, y in placed.values()), default=-200.0) + 200.0
    rows: dict[int, int] = {}
    result: dict[str, tuple[float, float]] = {}
    for node_id in draft.nodes:
        if node_id in placed:
            result[node_id] = placed[node_id]
            continue
        x = column[node_id]
        result[node_id] = (left + 320.0 * x, below + 160.0 * rows.get(x, 0))
        rows[x] = rows.get(x, 0) + 1
    return result
