"""Resolves the definition of a new session, and caches flows that are ready to run: a version never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from flow_core.flow import Flow
from functions.errors import PlainError
from functions.ports.flows import Definition, Flows, FlowVersions
from functions.records import FlowPin
from functions.turn.called_flows import called_by, freeze

_CACHED = 256
"""Flows that a process caches."""


def resolve(
    flows: Flows,
    pinned: FlowVersions,
    organization_id: str,
    flow_id: str,
    version: int | Literal["latest", "draft"],
    list_tools: Callable[[str, Definition], Definition] | None = None,
) -> FlowPin | None:
    """Find the definition of a new session.

    Args:
        flows: The store. A draft is stored there for the session.
        pinned: The cached flows.
        organization_id: The owner of the flow.
        flow_id: The flow.
        version: A version, the latest one, or the draft.
        list_tools: Completes a draft with what MCP servers list, as `ListTools` does. None leaves it as it is.

    Returns:
        The definition's pin; None if there is no such flow or version. UncallableFlowError is raised if a draft calls
        a flow that cannot be called, and what `list_tools` raises.
    """
    if version == "draft":
        draft = flows.draft(organization_id, flow_id)
        if draft is None:
            return None
        draft = draft if list_tools is None else list_tools(organization_id, draft)
        frozen = freeze(draft, called_by(flows, organization_id, draft.written))
        flows.keep_draft(organization_id, frozen)
        return frozen.pin
    if version == "latest":
        summary = flows.summary(organization_id, flow_id)
        return None if summary is None else summary.published
    # The versions of a deleted flow stay for the sessions that run them; no new session begins.
    there = flows.summary(organization_id, flow_id) is not None
    return pinned.pin(organization_id, flow_id, version) if there else None


def exists_or_did(flows: Flows, organization_id: str, flow_id: str) -> bool:
    """Whether the flow exists or existed: versions and sessions of a deleted flow can still be read."""
    return flows.summary(organization_id, flow_id) is not None or flows.deleted(organization_id, flow_id) is not None


class MissingFlowError(PlainError):
    """The store does not have the definition that a session runs."""


_Name: TypeAlias = tuple[str, str, int | None, FlowPin | None]
"""Organization, flow, version, and the pin if it is a draft."""


@dataclass(frozen=True, slots=True)
class CachedFlows:
    """`FlowVersions` over a store. Caches the flows that were used last. Thread-safe."""

    flows: Flows
    can_ask: Callable[[str], bool] = lambda model: True
    """Whether this deployment asks a model that is frozen with a version, `provider/name`."""
    _cached: OrderedDict[_Name, tuple[FlowPin, Flow]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, organization_id: str, flow_id: str, pin: FlowPin) -> Flow:
        """See `PinnedFlows`. MissingFlowError is raised if the store does not have it."""
        name = (organization_id, flow_id, pin.version, pin if pin.version is None else None)
        found = self._find(name) or self._cache(name, self.flows.definition(organization_id, flow_id, pin))
        if found is None:
            raise MissingFlowError(f"{flow_id} {pin}")
        return found[1]

    def pin(self, organization_id: str, flow_id: str, version: int) -> FlowPin | None:
        """See `FlowVersions.pin`."""
        name = (organization_id, flow_id, version, None)
        found = self._find(name) or self._cache(name, self.flows.version(organization_id, flow_id, version))
        return None if found is None else found[0]

    def _find(self, name: _Name) -> tuple[FlowPin, Flow] | None:
        with self._lock:
            if name in self._cached:
                self._cached.move_to_end(name)
            return self._cached.get(name)

    def _cache(self, name: _Name, definition: Definition | None) -> tuple[FlowPin, Flow] | None:
        """Cache a definition. None if there is none, or none that can run."""
        if definition is None:
            return None
        # Slow to import, and only needed for a flow that is not cached.
        from flow_core.check import read_flow

        flow = read_flow(definition.written, definition.rules, definition.subflows)[0]
        if flow is None:
            return None
        frozen = None if definition.settings is None else definition.settings.model
        if frozen is not None and self.can_ask(frozen):
            flow = flow.with_model(frozen)
        with self._lock:
            self._cached[name] = (definition.pin, flow)
            while len(self._cached) > _CACHED:
                self._cached.popitem(last=False)
        return definition.pin, flow
