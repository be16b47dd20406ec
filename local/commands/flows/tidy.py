"""The text of a flow, of a test and of a gate in a file. The same value always has the same text. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import get_args

from pydantic import BaseModel, ValidationError

from flow_core.authored.nodes import Node
from flow_core.flow import Flow
from flow_core.json import Json
from functions.flow_tests.authored import FlowTest

_LAYOUT_OF_A_NODE = frozenset(
    "position positionAbsolute width height measured selected dragging resizing".split(),
)
"""The fields of a node that say how an editor draws it. A flow without them runs in the same way."""
_LAYOUT_OF_AN_EDGE = frozenset({"selected"})
_LAYOUT_OF_A_FLOW = frozenset({"viewport"})
_OF_THE_API = frozenset({"testId", "updatedAt"})
"""The fields that the API adds to a stored test."""
_NODE_FIELDS = ("id", "type", "position", "data")
_EDGE_FIELDS = ("id", "source", "sourceHandle", "target")


def text_of(value: Json) -> str:
    """Return a value as the text of a file: two spaces for each level, and a line feed at the end."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def tidy_flow(definition: Json, *, positions: bool) -> Json:
    """Return a definition in its stable form.

    The fields of the flow, of nodes, of their data and of edges have a fixed order, and edges are sorted by the node
    that they leave. Nodes and all other objects keep the author's order: the order of assignments counts.

    Args:
        definition: The definition. It may be malformed: what is no flow is returned unchanged.
        positions: Whether to keep where and how an editor draws nodes and edges.

    Returns:
        The definition. It runs in the same way.
    """
    if not isinstance(definition, dict):
        return definition
    tidy = _ordered(definition, _names(Flow))
    if not positions:
        tidy = _without(tidy, _LAYOUT_OF_A_FLOW)
    nodes, edges = tidy.get("nodes"), tidy.get("edges")
    if isinstance(nodes, list):
        tidy["nodes"] = [_tidy_node(node, positions=positions) for node in nodes]
    if isinstance(edges, list):
        places = {node["id"]: index for index, node in enumerate(_objects(nodes)) if isinstance(node.get("id"), str)}
        kept = [_tidy_edge(edge, positions=positions) for edge in edges]
        tidy["edges"] = sorted(kept, key=lambda edge: _place_of(edge, places))
    return tidy


def tidy_test(test: Json) -> Json:
    """Return a test in its stable form, without what the API adds to it."""
    own = _without(test, _OF_THE_API)
    try:
        return FlowTest.model_validate(own).written()
    except ValidationError:
        # An API of a later release may have stored a field that this release does not know.
        return own


def with_layout(definition: Json, drawn: Json) -> Json:
    """Add the layout that a definition has no fields for, from one that an editor has drawn.

    Args:
        definition: The definition of a file.
        drawn: The definition that the API has.

    Returns:
        The definition of the file. A node or an edge that has the id of a drawn one is drawn as that is.
    """
    if not isinstance(definition, dict) or not isinstance(drawn, dict):
        return definition
    whole = _with_fields(definition, drawn, _LAYOUT_OF_A_FLOW)
    for name, fields in (("nodes", _LAYOUT_OF_A_NODE), ("edges", _LAYOUT_OF_AN_EDGE)):
        items = whole.get(name)
        if not isinstance(items, list):
            continue
        known = {item["id"]: item for item in _objects(drawn.get(name)) if isinstance(item.get("id"), str)}
        whole[name] = [_drawn(item, known, fields) for item in items]
    return whole


def _drawn(item: Json, known: Mapping[Json, dict[str, Json]], fields: frozenset[str]) -> Json:
    item_id = item.get("id") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(item_id, str) or item_id not in known:
        return item
    return _with_fields(item, known[item_id], fields)


def _tidy_node(node: Json, *, positions: bool) -> Json:
    if not isinstance(node, dict):
        return node
    tidy = _ordered(node if positions else _without(node, _LAYOUT_OF_A_NODE), _NODE_FIELDS)
    kind, data = tidy.get("type"), tidy.get("data")
    if isinstance(data, dict):
        tidy["data"] = _ordered(data, _DATA_FIELDS.get(kind, ()) if isinstance(kind, str) else ())
    return tidy


def _tidy_edge(edge: Json, *, positions: bool) -> Json:
    if not isinstance(edge, dict):
        return edge
    return _ordered(edge if positions else _without(edge, _LAYOUT_OF_AN_EDGE), _EDGE_FIELDS)


def _place_of(edge: Json, places: Mapping[Json, int]) -> tuple[int, str]:
    """Return what edges are sorted by. Edges with an equal place keep their order."""
    if not isinstance(edge, dict):
        return len(places), ""
    source, handle = edge.get("source"), edge.get("sourceHandle")
    place = places.get(source, len(places)) if isinstance(source, str) else len(places)
    return place, handle if isinstance(handle, str) and handle != "default" else ""


def _ordered(value: Mapping[str, Json], names: Iterable[str]) -> dict[str, Json]:
    """Return an object with these fields first, in this order."""
    first = {name: value[name] for name in names if name in value}
    return {**first, **{name: each for name, each in value.items() if name not in first}}


def _without(value: Json, names: frozenset[str]) -> dict[str, Json]:
    return {name: each for name, each in value.items() if name not in names} if isinstance(value, dict) else {}


def _with_fields(value: dict[str, Json], other: Mapping[str, Json], names: frozenset[str]) -> dict[str, Json]:
    return {**value, **{name: each for name, each in other.items() if name in names and name not in value}}


def _objects(value: Json) -> list[dict[str, Json]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _names(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of a model's fields as authors write them, the assignments last."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    return (*(name for name in names if name != "assign"), *(name for name in names if name == "assign"))


def _data_fields() -> dict[str, tuple[str, ...]]:
    """Return the type of each kind of node -> the names of the fields of its data."""
    found: dict[str, tuple[str, ...]] = {}
    for model in get_args(get_args(Node)[0]):
        (kind,) = get_args(model.model_fields["type"].annotation)
        found[kind] = _names(model.model_fields["data"].annotation)
    return found


_DATA_FIELDS = _data_fields()
