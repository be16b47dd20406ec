"""The inner flows that are frozen with a published flow, of all levels, and their place in it.

A frozen inner flow has a name, `flowId@version`. A version never changes, so a name stands for one definition, and a
flow that is called twice is stored once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flow_core.authored.nodes import SubflowNode
from flow_core.authored.subflow import FLOW_ID, MAX_VERSION
from flow_core.flow import Flow
from flow_core.json import Json

_FLOW_ID = re.compile(FLOW_ID)

MAX_DEPTH = 8
"""Flows that may run within each other, without the outermost one."""

Subflows: TypeAlias = Mapping[str, Json]
"""Name -> `{"definition": …, "rules": …}`: a published definition and the rules that it runs by."""
Read: TypeAlias = Callable[[Json, int], Flow | None]
"""Reads a definition under some rules. None if it cannot run."""


@dataclass(frozen=True, slots=True)
class Call:
    """A node of a document that runs another flow."""

    index: int
    """The place of the node in the document."""
    node_id: str
    flow_id: str
    version: int | None
    """None for the latest version."""

    @property
    def target(self) -> tuple[str, int | None]:
        """The flow and the version that it calls."""
        return self.flow_id, self.version


def name_of(flow_id: str, version: int) -> str:
    """Return the name of a frozen flow."""
    return f"{flow_id}@{version}"


def digest_of(subflows: Subflows) -> str | None:
    """Return a short text that tells one set of frozen flows from another; None for no flow."""
    return hashlib.sha256("\n".join(sorted(subflows)).encode()).hexdigest()[:16] if subflows else None


def calls_of(document: Json) -> Iterator[Call]:
    """Yield the calls of a document, which may be malformed. A node that names no possible flow is left out."""
    nodes = document.get("nodes") if isinstance(document, dict) else None
    for index, node in enumerate(nodes if isinstance(nodes, list) else ()):
        call = _call_of(index, node)
        if call is not None:
            yield call


def _call_of(index: int, node: Json) -> Call | None:
    if not isinstance(node, dict) or node.get("type") != "subflow":
        return None
    data = node.get("data")
    fields = data if isinstance(data, dict) else {}
    node_id, flow_id, version = node.get("id"), fields.get("flowId"), fields.get("version")
    if not isinstance(node_id, str) or not isinstance(flow_id, str) or not _FLOW_ID.fullmatch(flow_id):
        return None
    if version is None:
        return Call(index, node_id, flow_id, None)
    if not isinstance(version, int) or isinstance(version, bool) or not 0 < version <= MAX_VERSION:
        return None
    return Call(index, node_id, flow_id, version)


def with_versions(document: Json, versions: Mapping[str, int]) -> Json:
    """Return a document whose calls all name a version.

    Args:
        document: The document.
        versions: Flow id -> the version for the calls that name none.
    """
    return _changed(
        document,
        lambda call, data: {**data, "version": versions[call.flow_id]} if call.version is None else data,
    )


def without_versions(document: Json) -> Json:
    """Return a document whose calls name no version."""
    return _changed(document, lambda _, data: {name: value for name, value in data.items() if name != "version"})


def _changed(document: Json, change: Callable[[Call, dict[str, Json]], dict[str, Json]]) -> Json:
    """Return a document with other data in the nodes that are calls."""
    nodes = document.get("nodes") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(nodes, list):
        return document
    changed: list[Json] = []
    for index, node in enumerate(nodes):
        call = _call_of(index, node)
        data = node.get("data") if isinstance(node, dict) else None
        if call is not None and isinstance(node, dict) and isinstance(data, dict):
            changed.append({**node, "data": change(call, data)})
        else:
            changed.append(node)
    return {**document, "nodes": changed}


def linked(flow: Flow, subflows: Subflows, read: Read) -> Flow:
    """Return a flow together with its inner flows.

    Args:
        flow: The flow.
        subflows: The inner flows of all levels.
        read: Reads a definition.

    Returns:
        The flow. A node stays without its flow if `subflows` has none for it that can run. A call that comes to such a
        node fails.
    """
    return _Linker(subflows, read).linked(flow, 0)


@dataclass(slots=True)
class _Linker:
    """Links each inner flow once."""

    subflows: Subflows
    read: Read

    def linked(self, flow: Flow, depth: int, called: str | None = None, known: dict[str, Flow] | None = None) -> Flow:
        known = {} if known is None else known
        inner: dict[str, Flow] = {}
        for node in flow.nodes if depth < MAX_DEPTH else ():
            if isinstance(node, SubflowNode) and node.data.version is not None:
                found = self._inner(node.data.flow_id, node.data.version, depth + 1, known)
                if found is not None:
                    inner[node.id] = found
        return flow.with_inner(inner, called)

    def _inner(self, flow_id: str, version: int, depth: int, known: dict[str, Flow]) -> Flow | None:
        # Known by its depth too: only a damaged record leads deeper than MAX_DEPTH, and this ends there.
        name = name_of(flow_id, version)
        key = f"{depth} {name}"
        if key not in known:
            frozen = self.subflows.get(name)
            definition, rules = (frozen.get("definition"), frozen.get("rules")) if isinstance(frozen, dict) else (0, 0)
            flow = self.read(definition, rules) if isinstance(rules, int) and rules > 0 else None
            if flow is None:
                return None
            known[key] = self.linked(flow, depth, flow_id, known)
        return known[key]
