"""Which definition a session gets, and flows ready to run: a version never changes, so a warm process keeps it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from flow_core.flow import Flow
from functions.ports.flows import Definition, Flows
from functions.records import FlowPin

_KEPT = 256


def resolve(
    flows: Flows, organization_id: str, flow_id: str, version: int | Literal["latest", "draft"]
) -> Definition | None:
    """The definition that a new session pins; None where there is no such flow or version. A draft is kept for it."""
    if version == "draft":
        draft = flows.draft(organization_id, flow_id)
        if draft is not None:
            flows.keep_draft(organization_id, draft)
        return draft
    if version == "latest":
        summary = flows.summary(organization_id, flow_id)
        published = None if summary is None else summary.published
        return None if published is None else flows.definition(organization_id, flow_id, published)
    # The versions of a deleted flow stay for the sessions that have them; none begins any more.
    there = flows.summary(organization_id, flow_id) is not None
    return flows.version(organization_id, flow_id, version) if there else None


def exists_or_did(flows: Flows, organization_id: str, flow_id: str) -> bool:
    """Whether there is such a flow, or was: versions and sessions of a deleted one can still be read."""
    return flows.summary(organization_id, flow_id) is not None or flows.deleted(organization_id, flow_id) is not None


class MissingFlowError(LookupError):
    """A session's own flow version is not in the store."""


@dataclass(frozen=True, slots=True)
class KeptFlows:
    """functions.ports.flows.PinnedFlows."""

    flows: Flows
    _kept: OrderedDict[tuple[str, str, FlowPin], Flow] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        """MissingFlowError."""
        key = (organization_id, flow_id, pin)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        # The checks come along; a process may answer many turns before it meets a flow that it does not keep.
        from flow_core.check import read_flow

        definition = self.flows.definition(organization_id, flow_id, pin)
        flow = None if definition is None else read_flow(definition.written)[0]
        if flow is None:
            raise MissingFlowError(f"{flow_id} {pin}")
        with self._lock:
            self._kept[key] = flow
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return flow
