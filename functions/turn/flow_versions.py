"""Which definition a session gets, and flows ready to run: a version never changes, so a warm process keeps it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from flow_core.flow import Flow
from functions.ports.errors import PlainError
from functions.ports.flows import Definition, Flows, FlowVersions
from functions.records import FlowPin

_KEPT = 256


def resolve(
    flows: Flows, pinned: FlowVersions, organization_id: str, flow_id: str, version: int | Literal["latest", "draft"]
) -> FlowPin | None:
    """What a new session pins; None where there is no such flow or version. A draft is kept for it.

    The latest version is named by the flow's line in the list: its definition, which may be long, is not read.
    """
    if version == "draft":
        draft = flows.draft(organization_id, flow_id)
        if draft is None:
            return None
        flows.keep_draft(organization_id, draft)
        return draft.pin
    if version == "latest":
        summary = flows.summary(organization_id, flow_id)
        return None if summary is None else summary.published
    # The versions of a deleted flow stay for the sessions that have them; none begins any more.
    there = flows.summary(organization_id, flow_id) is not None
    return pinned.pin(organization_id, flow_id, version) if there else None


def exists_or_did(flows: Flows, organization_id: str, flow_id: str) -> bool:
    """Whether there is such a flow, or was: versions and sessions of a deleted one can still be read."""
    return flows.summary(organization_id, flow_id) is not None or flows.deleted(organization_id, flow_id) is not None


class MissingFlowError(PlainError):
    """A session's own flow version is not in the store."""


_Name: TypeAlias = tuple[str, str, int | None, int | None]
"""Organization, flow, and a version or else a revision of the draft."""


@dataclass(frozen=True, slots=True)
class KeptFlows:
    """functions.ports.flows.FlowVersions. Reads a definition once, as long as it is among the last that were used."""

    flows: Flows
    _kept: OrderedDict[_Name, tuple[FlowPin, Flow]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        """MissingFlowError."""
        name = (organization_id, flow_id, pin.version, pin.revision if pin.version is None else None)
        kept = self._find(name) or self._keep(name, self.flows.definition(organization_id, flow_id, pin))
        if kept is None:
            raise MissingFlowError(f"{flow_id} {pin}")
        return kept[1]

    def pin(self, organization_id: str, flow_id: str, version: int) -> FlowPin | None:
        name = (organization_id, flow_id, version, None)
        kept = self._find(name) or self._keep(name, self.flows.version(organization_id, flow_id, version))
        return None if kept is None else kept[0]

    def _find(self, name: _Name) -> tuple[FlowPin, Flow] | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def _keep(self, name: _Name, definition: Definition | None) -> tuple[FlowPin, Flow] | None:
        """None where there is no definition, or none that can be run."""
        if definition is None:
            return None
        # The checks come along; a process may answer many turns before it meets a flow that it does not keep.
        from flow_core.check import read_flow

        flow = read_flow(definition.written)[0]
        if flow is None:
            return None
        with self._lock:
            self._kept[name] = (definition.pin, flow)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return definition.pin, flow
