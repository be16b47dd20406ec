"""Flows in memory. What it keeps has been JSON."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass, field

from flow_core.json import Json
from functions.ports.flows import Definition, FlowPage, FlowSummary
from functions.ports.sessions import BadCursorError
from functions.records import FlowPin


@dataclass(slots=True)
class _Kept:
    name: str
    revision: int = 0
    draft: str | None = None
    updated_at: int = 0
    warnings: int | None = None
    published: FlowPin | None = None
    frozen: dict[FlowPin, str] = field(default_factory=dict)
    """Versions, and kept revisions of the draft."""


class InMemoryFlows:
    """functions.ports.flows.Flows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flows: dict[tuple[str, str], _Kept] = {}

    def summary(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        kept = self._flows.get((organization_id, flow_id))
        return None if kept is None else _summary(flow_id, kept)

    def save_draft(
        self, organization_id: str, flow_id: str, name: str, written: Json, at: int, warnings: int | None = None
    ) -> int:
        with self._lock:
            kept = self._flows.setdefault((organization_id, flow_id), _Kept(name))
            text = json.dumps(written, sort_keys=True)
            if kept.draft is None or json.dumps(json.loads(kept.draft), sort_keys=True) != text:
                kept.name = name
                kept.revision += 1
                kept.draft = json.dumps(written)
                kept.updated_at = at
                kept.warnings = warnings
            return kept.revision

    def draft(self, organization_id: str, flow_id: str) -> Definition | None:
        kept = self._flows.get((organization_id, flow_id))
        if kept is None or kept.draft is None:
            return None
        return Definition(flow_id, FlowPin(None, kept.revision), json.loads(kept.draft))

    def keep_draft(self, organization_id: str, definition: Definition) -> None:
        with self._lock:
            self._flows[organization_id, definition.flow_id].frozen[definition.pin] = json.dumps(definition.written)

    def publish(self, organization_id: str, draft: Definition, name: str, at: int) -> int:
        with self._lock:
            kept = self._flows[organization_id, draft.flow_id]
            if kept.published is not None and kept.published.revision == draft.pin.revision:
                return kept.published.version or 0
            latest = 0 if kept.published is None else kept.published.version or 0
            kept.name = name
            kept.published = FlowPin(latest + 1, draft.pin.revision)
            kept.frozen[kept.published] = json.dumps(draft.written)
            kept.updated_at = at
            return latest + 1

    def definition(self, organization_id: str, flow_id: str, pin: FlowPin) -> Definition | None:
        kept = self._flows.get((organization_id, flow_id))
        text = None if kept is None else kept.frozen.get(pin)
        return None if text is None else Definition(flow_id, pin, json.loads(text))

    def version(self, organization_id: str, flow_id: str, version: int) -> Definition | None:
        kept = self._flows.get((organization_id, flow_id))
        pin = next((pin for pin in kept.frozen if pin.version == version), None) if kept else None
        return None if pin is None else self.definition(organization_id, flow_id, pin)

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> FlowPage:
        after = None if cursor is None else _read_cursor(cursor, organization_id)
        ids = sorted(
            flow_id for whose, flow_id in self._flows if whose == organization_id and (after is None or flow_id > after)
        )
        flows = tuple(_summary(flow_id, self._flows[organization_id, flow_id]) for flow_id in ids[:limit])
        return FlowPage(flows, _cursor(organization_id, ids[limit - 1]) if len(ids) > limit else None)


def _summary(flow_id: str, kept: _Kept) -> FlowSummary:
    return FlowSummary(flow_id, kept.name, kept.revision, kept.published, kept.updated_at, kept.warnings)


def _cursor(organization_id: str, last: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(["flows", organization_id, last]).encode()).decode()


def _read_cursor(cursor: str, organization_id: str) -> str:
    try:
        listed, whose, last = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, TypeError) as error:
        raise BadCursorError from error
    if (listed, whose) != ("flows", organization_id) or not isinstance(last, str):
        raise BadCursorError
    return last
