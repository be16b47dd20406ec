"""Compares a recorded turn with the same turn in another version, and finds the node at which they part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, TypeAlias

from flow_core.authored.nodes import Node
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.subflows.frames import SEPARATOR
from functions.replay.turns import Did

Part: TypeAlias = Literal["node", "words", "variables", "action", "status", "tools"]
"""A part of a turn that differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two turns that differ."""

    parts: tuple[Part, ...]
    """The parts that differ, one at least."""
    node_id: str | None
    """The first node that differs: as the other version has it, or else as the recorded one had it."""
    mild: bool
    """Whether the call goes on as it did: only words differ, or how the flow listens."""


def difference(before: Flow | None, after: Flow, recorded: Did, now: Did) -> Difference | None:
    """Compare a turn.

    Args:
        before: The version that the call ran; None if it is no longer stored.
        after: The other version.
        recorded: What the recorded turn did.
        now: What the other version does.

    Returns:
        The difference; None if a caller and a tool would notice none. Nodes in between, which neither speak nor listen
        nor call anything, may differ.
    """
    parts: list[Part] = []
    if recorded.node != now.node:
        parts.append("node")
    if recorded.words != now.words:
        parts.append("words")
    if differing_variables(before, after, recorded, now):
        parts.append("variables")
    if recorded.action != now.action:
        parts.append("action")
    if recorded.status != now.status:
        parts.append("status")
    if recorded.tools != now.tools:
        parts.append("tools")
    if not parts:
        return None
    mild = set(parts) <= {"words", "action"} and recorded.action["type"] == now.action["type"] == "listen"
    return Difference(tuple(parts), _first_node(before, after, recorded, now), mild)


def differing_variables(before: Flow | None, after: Flow, recorded: Did, now: Did) -> list[str]:
    """Return the names of the variables that both versions have and that the turn changed otherwise."""
    names = {*recorded.variables, *now.variables}
    if before is not None:
        names -= set(before.unset) ^ set(after.unset)
    return sorted(name for name in names if not _same_value(recorded.variables, now.variables, name))


def _same_value(one: Mapping[str, Json], other: Mapping[str, Json], name: str) -> bool:
    if name not in one or name not in other:
        return False
    # As JSON text, because 1, 1.0 and true are equal in Python.
    return json.dumps(one[name], sort_keys=True) == json.dumps(other[name], sort_keys=True)


def _first_node(before: Flow | None, after: Flow, recorded: Did, now: Did) -> str | None:
    for was, is_now in zip_longest(recorded.path, now.path):
        if was != is_now:
            return (is_now or was)[0]
    # The same way: a node on it is written otherwise.
    for node_id, _ in now.path:
        if before is not None and _data(before, node_id) != _data(after, node_id):
            return node_id
    return now.path[-1][0] if now.path else now.node


def _data(flow: Flow, path: str) -> object:
    node = _node(flow, path)
    return None if node is None else node.data


def _node(flow: Flow, path: str) -> Node | None:
    """Return the node with a path (flow_core/subflows/frames.py); None if the version does not have it."""
    first, _, rest = path.partition(SEPARATOR)
    if rest and first in flow.inner:
        return _node(flow.inner[first], rest)
    return flow.nodes_by_id.get(path)
