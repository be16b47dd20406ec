"""A published version without what publishing has added to its author's words. Pure."""

from __future__ import annotations

from flow_core.json import Json
from flow_core.subflows.frozen import without_versions

_LISTED = frozenset({"description", "parameters", "retries"})
"""The fields of a model's tool that publishing completes with what an MCP server lists."""


def as_written(published: Json, written: Json) -> Json:
    """Return a version as its author may have written it.

    Args:
        published: The definition of the version.
        written: The definition that it is compared with.

    Returns:
        The version. An inner flow has no number if `written` gives none, and a tool of an MCP server has no field that
        `written` leaves to the server.
    """
    whole = published if without_versions(written) != written else without_versions(published)
    if not isinstance(whole, dict) or not isinstance(whole.get("nodes"), list):
        return whole
    own = {_id(node): node for node in _list(written, "nodes")}
    return {**whole, "nodes": [_node(node, own.get(_id(node))) for node in _list(whole, "nodes")]}


def _node(node: Json, written: Json) -> Json:
    data = node.get("data") if isinstance(node, dict) else None
    own = written.get("data") if isinstance(written, dict) else None
    tools, own_tools = _list(data, "tools"), _list(own, "tools")
    if not isinstance(node, dict) or not isinstance(data, dict) or not tools or len(tools) != len(own_tools):
        return node
    return {**node, "data": {**data, "tools": [_tool(*pair) for pair in zip(tools, own_tools, strict=True)]}}


def _tool(tool: Json, written: Json) -> Json:
    if not isinstance(tool, dict) or not isinstance(written, dict) or "mcp" not in written:
        return tool
    return {name: value for name, value in tool.items() if name in written or name not in _LISTED}


def _list(value: Json, name: str) -> list[Json]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _id(node: Json) -> str | None:
    node_id = node.get("id") if isinstance(node, dict) else None
    return node_id if isinstance(node_id, str) else None
