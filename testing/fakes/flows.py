"""Flows in memory. What it keeps has been JSON."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass, field

from flow_core.json import Json
from functions.ports.flows import Definition, FlowPage, FlowSummary, Published, VersionPage, VersionSummary
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
    listed: dict[int, VersionSummary] = field(default_factory=dict)
    """By version."""
    deleted: FlowSummary | None = None


class InMemoryFlows:
    """functions.ports.flows.Flows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flows: dict[tuple[str, str], _Kept] = {}

    def summary(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        kept = self._flows.get((organization_id, flow_id))
        return None if kept is None or kept.draft is None else _summary(flow_id, kept)

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

    def publish(
        self,
        organization_id: str,
        draft: Definition,
        name: str,
        at: int,
        *,
        by: str | None = None,
        note: str | None = None,
    ) -> Published | None:
        with self._lock:
            kept = self._flows.get((organization_id, draft.flow_id))
            before = kept.deleted.revision if kept is not None and kept.deleted is not None else 0
            if kept is None or kept.draft is None or draft.pin.revision <= before:
                return None
            if kept.published is not None and kept.published.revision == draft.pin.revision:
                return Published(kept.published.version or 0, new=False)
            version = max(kept.listed, default=0) + 1
            kept.name = name
            kept.published = FlowPin(version, draft.pin.revision)
            kept.frozen[kept.published] = json.dumps(draft.written)
            kept.listed[version] = VersionSummary(version, at, by, note)
            kept.updated_at = at
            return Published(version, new=True)

    def delete(self, organization_id: str, flow_id: str, at: int) -> bool:
        with self._lock:
            kept = self._flows.get((organization_id, flow_id))
            if kept is None or kept.draft is None:
                return False
            kept.deleted = FlowSummary(flow_id, kept.name, kept.revision, None, at)
            kept.draft = kept.published = None
            return True

    def deleted(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        kept = self._flows.get((organization_id, flow_id))
        return None if kept is None else kept.deleted

    def definition(self, organization_id: str, flow_id: str, pin: FlowPin) -> Definition | None:
        kept = self._flows.get((organization_id, flow_id))
        text = None if kept is None else kept.frozen.get(pin)
        return None if text is None else Definition(flow_id, pin, json.loads(text))

    def version(self, organization_id: str, flow_id: str, version: int) -> Definition | None:
        kept = self._flows.get((organization_id, flow_id))
        pin = next((pin for pin in kept.frozen if pin.version == version), None) if kept else None
        return None if pin is None else self.definition(organization_id, flow_id, pin)

    def versions(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> VersionPage:
        place = json.dumps([organization_id, flow_id])
        kept = self._flows.get((organization_id, flow_id))
        before = None if cursor is None else int(_read_cursor(cursor, "versions", place))
        numbers = sorted(kept.listed, reverse=True) if kept else []
        left = [number for number in numbers if before is None or number < before]
        page = tuple(kept.listed[number] for number in left[:limit]) if kept else ()
        more = len(left) > limit
        return VersionPage(page, _cursor("versions", place, str(left[limit - 1])) if more else None)

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> FlowPage:
        after = None if cursor is None else _read_cursor(cursor, "flows", organization_id)
        ids = sorted(
            flow_id
            for (whose, flow_id), kept in self._flows.items()
            if whose == organization_id and kept.draft is not None and (after is None or flow_id > after)
        )
        flows = tuple(_summary(flow_id, self._flows[organization_id, flow_id]) for flow_id in ids[:limit])
        return FlowPage(flows, _cursor("flows", organization_id, ids[limit - 1]) if len(ids) > limit else None)


def _summary(flow_id: str, kept: _Kept) -> FlowSummary:
    return FlowSummary(flow_id, kept.name, kept.revision, kept.published, kept.updated_at, kept.warnings)


def _cursor(listed: str, place: str, last: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([listed, place, last]).encode()).decode()


def _read_cursor(cursor: str, listed: str, place: str) -> str:
    try:
        what, whose, last = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, TypeError) as error:
        raise BadCursorError from error
    if (what, whose) != (listed, place) or not isinstance(last, str):
        raise BadCursorError
    return last
