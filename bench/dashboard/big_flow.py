"""A large flow with every kind of node that has exits, for the flow diagram."""

from __future__ import annotations

from typing import Any

COLUMNS = 20
_APART = (300, 220)


def big_flow(nodes: int) -> dict[str, Any]:
    """Build stages of a question, a decision and a tool in sequence. All failures go to one transfer."""
    stages = (nodes - 4) // 3
    built = [_node("start", "start", {"message": "Welcome."})]
    edges: list[tuple[str, str | None, str]] = [("start", None, "ask-0")]
    for stage in range(stages):
        ask, which, look = f"ask-{stage}", f"which-{stage}", f"look-{stage}"
        following = f"ask-{stage + 1}" if stage + 1 < stages else "bye"
        built += [
            _node(ask, "elicitation", {"prompt": f"This is question {stage}. Well?", "variable": f"v{stage}"}),
            _node(which, "decision", {"conditions": [{"id": "yes", "expression": f"v{stage} === 'yes'"}]}),
            _node(look, "tool", {"request": {"method": "GET", "url": "https://example.com/status"}}),
        ]
        edges += [
            (ask, None, which),
            (ask, "noMatch", "colleague"),
            (which, "yes", look),
            (which, None, following),
            (look, None, following),
            (look, "error", "colleague"),
        ]
    built += [_node("colleague", "transfer", {"to": "+15550123"}), _node("bye", "end", {"message": "Goodbye!"})]
    edges.append(("colleague", "failed", "bye"))
    while len(built) < nodes:
        spare = f"spare-{len(built)}"
        built.append(_node(spare, "end", {"message": "Goodbye!"}))
        edges.append((f"ask-{len(built) - nodes + 10}", "noInput", spare))
    for place, node in enumerate(built):
        node["position"] = {"x": place % COLUMNS * _APART[0], "y": place // COLUMNS * _APART[1]}
    drawn = [_edge(number, *each) for number, each in enumerate(edges)]
    return {"name": "big", "onFailure": "colleague", "nodes": built, "edges": drawn}


def _node(node_id: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "data": data}


def _edge(number: int, source: str, handle: str | None, target: str) -> dict[str, str]:
    edge = {"id": f"e{number}", "source": source, "target": target}
    return {**edge, "sourceHandle": handle} if handle else edge
