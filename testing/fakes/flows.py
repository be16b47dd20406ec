"""Flows, their tests and their gates in memory. Values pass through JSON."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from flow_core.json import Json
from functions.ports.flows import (
    Definition,
    FlowPage,
    FlowSummary,
    Gate,
    ModelName,
    Published,
    StoredTest,
    TestPage,
    VersionPage,
    VersionSummary,
    with_names,
)
from functions.ports.sessions import BadCursorError
from functions.records import FlowPin
from functions.simulation.store import StoredRun

_GATE = TypeAdapter(Gate)


@dataclass(slots=True)
class _Stored:
    name: str
    revision: int = 0
    draft: str | None = None
    updated_at: int = 0
    warnings: int | None = None
    published: FlowPin | None = None
    frozen: dict[FlowPin, str] = field(default_factory=dict)
    """Versions and stored revisions of the draft with their inner flows, as JSON."""
    subflows: str | None = None
    """The digest of the inner flows of the latest version."""
    settings: str | None = None
    """The hash of the settings of the latest version."""
    listed: dict[int, VersionSummary] = field(default_factory=dict)
    """The summary of each version, by its number."""
    deleted: FlowSummary | None = None


class InMemoryFlows:
    """Implements `Flows`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flows: dict[tuple[str, str], _Stored] = {}

    def summary(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        stored = self._flows.get((organization_id, flow_id))
        return None if stored is None or stored.draft is None else _summary(flow_id, stored)

    def save_draft(
        self, organization_id: str, flow_id: str, name: str, written: Json, at: int, warnings: int | None = None
    ) -> int:
        with self._lock:
            stored = self._flows.setdefault((organization_id, flow_id), _Stored(name))
            text = json.dumps(written, sort_keys=True)
            if stored.draft is None or json.dumps(json.loads(stored.draft), sort_keys=True) != text:
                stored.name = name
                stored.revision += 1
                stored.draft = json.dumps(written)
                stored.updated_at = at
                stored.warnings = warnings
            return stored.revision

    def draft(self, organization_id: str, flow_id: str) -> Definition | None:
        stored = self._flows.get((organization_id, flow_id))
        if stored is None or stored.draft is None:
            return None
        return Definition(flow_id, FlowPin(None, stored.revision), json.loads(stored.draft))

    def keep_draft(self, organization_id: str, definition: Definition) -> None:
        with self._lock:
            self._flows[organization_id, definition.flow_id].frozen[definition.pin] = _json(definition)

    def publish(
        self,
        organization_id: str,
        draft: Definition,
        name: str,
        at: int,
        *,
        by: str | None = None,
        note: str | None = None,
        override: str | None = None,
    ) -> Published | None:
        with self._lock:
            stored = self._flows.get((organization_id, draft.flow_id))
            before = stored.deleted.revision if stored is not None and stored.deleted is not None else 0
            if stored is None or stored.draft is None or draft.pin.revision <= before:
                return None
            same = stored.published is not None and stored.published.revision == draft.pin.revision
            settings = None if draft.settings is None else draft.settings.hash
            unchanged = stored.subflows == draft.frozen and stored.settings == settings
            if stored.published is not None and same and unchanged:
                return Published(stored.published.version or 0, new=False)
            version = max(stored.listed, default=0) + 1
            stored.name = name
            stored.published = FlowPin(version, draft.pin.revision, settings=settings)
            stored.frozen[stored.published] = _json(draft)
            stored.subflows, stored.settings = draft.frozen, settings
            stored.listed[version] = VersionSummary(version, at, by, note, draft.settings, override)
            stored.updated_at = at
            return Published(version, new=True)

    def delete(self, organization_id: str, flow_id: str, at: int) -> bool:
        with self._lock:
            stored = self._flows.get((organization_id, flow_id))
            if stored is None or stored.draft is None:
                return False
            stored.deleted = FlowSummary(flow_id, stored.name, stored.revision, None, at)
            stored.draft = stored.published = None
            return True

    def deleted(self, organization_id: str, flow_id: str) -> FlowSummary | None:
        stored = self._flows.get((organization_id, flow_id))
        return None if stored is None else stored.deleted

    def definition(self, organization_id: str, flow_id: str, pin: FlowPin) -> Definition | None:
        stored = self._flows.get((organization_id, flow_id))
        same = (key for key in (stored.frozen if stored else ()) if replace(key, settings=pin.settings) == pin)
        found = next(same, None)
        if stored is None or found is None:
            return None
        written, subflows, listed = json.loads(stored.frozen[found])
        settings = None if found.version is None else stored.listed[found.version].settings
        return Definition(flow_id, found, written, subflows=subflows, listed=listed, settings=settings)

    def version(self, organization_id: str, flow_id: str, version: int) -> Definition | None:
        stored = self._flows.get((organization_id, flow_id))
        pin = next((pin for pin in stored.frozen if pin.version == version), None) if stored else None
        return None if pin is None else self.definition(organization_id, flow_id, pin)

    def versions(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> VersionPage:
        place = json.dumps([organization_id, flow_id])
        stored = self._flows.get((organization_id, flow_id))
        before = None if cursor is None else int(_read_cursor(cursor, "versions", place))
        numbers = sorted(stored.listed, reverse=True) if stored else []
        left = [number for number in numbers if before is None or number < before]
        page = tuple(stored.listed[number] for number in left[:limit]) if stored else ()
        more = len(left) > limit
        return VersionPage(page, _cursor("versions", place, str(left[limit - 1])) if more else None)

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> FlowPage:
        after = None if cursor is None else _read_cursor(cursor, "flows", organization_id)
        ids = sorted(
            flow_id
            for (whose, flow_id), stored in self._flows.items()
            if whose == organization_id and stored.draft is not None and (after is None or flow_id > after)
        )
        flows = tuple(_summary(flow_id, self._flows[organization_id, flow_id]) for flow_id in ids[:limit])
        return FlowPage(flows, _cursor("flows", organization_id, ids[limit - 1]) if len(ids) > limit else None)


def _json(definition: Definition) -> str:
    return json.dumps([definition.written, dict(definition.subflows), definition.listed])


def _summary(flow_id: str, stored: _Stored) -> FlowSummary:
    return FlowSummary(flow_id, stored.name, stored.revision, stored.published, stored.updated_at, stored.warnings)


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


class InMemoryModelNames:
    """Implements `ModelNames`."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], tuple[ModelName, ...]] = {}

    def of_flow(self, organization_id: str, flow_id: str) -> tuple[ModelName, ...]:
        return self._names.get((organization_id, flow_id), ())

    def add(self, organization_id: str, flow_id: str, version: int, answered: Mapping[str, str], at: int) -> None:
        known = self.of_flow(organization_id, flow_id)
        self._names[organization_id, flow_id] = with_names(known, version, answered, at)


class InMemoryFlowTests:
    """Implements `FlowTests`."""

    def __init__(self) -> None:
        self._tests: dict[tuple[str, str], dict[str, tuple[int, str]]] = {}

    def put(self, organization_id: str, flow_id: str, test: StoredTest, *, limit: int) -> bool:
        tests = self._tests.setdefault((organization_id, flow_id), {})
        if test.test_id not in tests and len(tests) >= limit:
            return False
        tests[test.test_id] = (test.updated_at, json.dumps(test.written))
        return True

    def add(self, organization_id: str, flow_id: str, tests: Sequence[StoredTest], *, limit: int) -> bool:
        known = self._tests.setdefault((organization_id, flow_id), {})
        if len(known) + len(tests) > limit or any(test.test_id in known for test in tests):
            return False
        return all(self.put(organization_id, flow_id, test, limit=limit) for test in tests)

    def get(self, organization_id: str, flow_id: str, test_id: str) -> StoredTest | None:
        stored = self._tests.get((organization_id, flow_id), {}).get(test_id)
        return None if stored is None else StoredTest(test_id, stored[0], json.loads(stored[1]))

    def delete(self, organization_id: str, flow_id: str, test_id: str) -> bool:
        return self._tests.get((organization_id, flow_id), {}).pop(test_id, None) is not None

    def page(self, organization_id: str, flow_id: str, *, cursor: str | None, limit: int) -> TestPage:
        after = "" if cursor is None else _test_after(cursor, flow_id)
        names = sorted(name for name in self._tests.get((organization_id, flow_id), {}) if name > after)
        stored = (self.get(organization_id, flow_id, name) for name in names[:limit])
        following = f"{flow_id}@{names[limit - 1]}" if len(names) > limit else None
        return TestPage(tuple(test for test in stored if test is not None), following)

    def delete_all(self, organization_id: str, flow_id: str) -> None:
        self._tests.pop((organization_id, flow_id), None)


def _test_after(cursor: str, flow_id: str) -> str:
    whose, _, after = cursor.partition("@")
    if whose != flow_id or not after:
        raise BadCursorError
    return after


class InMemorySimulations:
    """Implements `Simulations`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[tuple[str, str, str], StoredRun] = {}

    def get(self, organization_id: str, flow_id: str, run_id: str) -> StoredRun | None:
        return self._runs.get((organization_id, flow_id, run_id))

    def save(self, organization_id: str, flow_id: str, run_id: str, run: StoredRun, *, at: int) -> bool:
        name = organization_id, flow_id, run_id
        with self._lock:
            stored = self._runs.get(name)
            if (0 if stored is None else stored.revision) != run.revision - 1:
                return False
            self._runs[name] = run
        return True

    def of_flow(self, organization_id: str, flow_id: str) -> Iterator[tuple[str, StoredRun]]:
        with self._lock:
            found = [(name[2], run) for name, run in self._runs.items() if name[:2] == (organization_id, flow_id)]
        return iter(found)

    def delete(self, organization_id: str, flow_id: str, run_id: str) -> None:
        with self._lock:
            self._runs.pop((organization_id, flow_id, run_id), None)


class InMemoryGates:
    """Implements `Gates`."""

    def __init__(self) -> None:
        self._gates: dict[tuple[str, str], bytes] = {}

    def gate(self, organization_id: str, flow_id: str) -> Gate:
        stored = self._gates.get((organization_id, flow_id))
        return Gate() if stored is None else _GATE.validate_json(stored)

    def save_gate(self, organization_id: str, flow_id: str, gate: Gate) -> None:
        self._gates[organization_id, flow_id] = _GATE.dump_json(gate)
