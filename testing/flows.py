"""Builds flow documents as JSON. Nodes are correct by default, and edges have ids."""

from __future__ import annotations

from itertools import pairwise

from flow_core.flow import RULES
from flow_core.json import Json

Document = dict[str, Json]

REQUIRED: dict[str, Document] = {
    "start": {"message": "Hello."},
    "elicitation": {"prompt": "What is your name?", "variable": "name"},
    "form": {"slots": [{"prompt": "What is your name?", "variable": "name"}]},
    "message": {"message": "One thing first."},
    "llm": {"instructions": "Help the caller.", "fallback": "One moment."},
    "decision": {"conditions": [{"id": "yes", "expression": "true"}]},
    "tool": {"request": {"url": "https://example.com"}},
    "subflow": {"flowId": "inner", "version": 1},
    "transfer": {"to": "+15550100000"},
    "end": {"message": "Goodbye."},
}


def node(kind: str, node_id: str | None = None, /, **data: Json) -> Document:
    """Build a node with all required fields. Its id is its type by default. `data` replaces default fields."""
    return {"id": node_id or kind, "type": kind, "data": {**REQUIRED.get(kind, {}), **data}}


def call(node_id: str, flow_id: str, given: Json = None, /, **data: Json) -> Document:
    """Build a node that runs version 1 of a flow. `given` is its field `in`."""
    fields: Document = {"flowId": flow_id, "version": 1, **data}
    return node("subflow", node_id, **(fields if given is None else {**fields, "in": given}))


def edge(source: str, target: str, exit: str | None = None) -> Document:
    drawn: Document = {"id": f"{source}-{exit or 'default'}-{target}", "source": source, "target": target}
    return drawn if exit is None else {**drawn, "sourceHandle": exit}


def flow(nodes: list[Document], edges: list[Document], **fields: Json) -> Document:
    """Build a document of exactly these parts."""
    return {"name": "a flow", "nodes": [*nodes], "edges": [*edges], **fields}


def frozen(**flows: Document) -> Document:
    """Build the inner flows that are frozen with a flow: version 1 of each."""
    return {f"{flow_id}@1": {"definition": definition, "rules": RULES} for flow_id, definition in flows.items()}


def line(*nodes: Document, edges: list[Document] | None = None, **fields: Json) -> Document:
    """Build a flow: start → the nodes, each left by `default` → end, as by a failure. `edges` are additional."""
    chain = [node("start"), *nodes, node("end")]
    drawn = [edge(str(one["id"]), str(other["id"])) for one, other in pairwise(chain)]
    return flow(chain, [*drawn, *(edges or [])], **{"onFailure": "end", **fields})
