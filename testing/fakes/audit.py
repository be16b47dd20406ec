"""The audit in memory. Values pass through JSON."""

from __future__ import annotations

from pydantic import TypeAdapter

from functions.ports.audit import AuditPage, Entry
from functions.ports.sessions import BadCursorError

_ENTRY = TypeAdapter(Entry)


class InMemoryAudit:
    """Implements `Audit`."""

    def __init__(self) -> None:
        self._entries: dict[str, list[bytes]] = {}
        self._names: set[tuple[str, str]] = set()

    def record(self, organization_id: str, entry: Entry) -> None:
        written = _ENTRY.dump_json(entry)
        _ENTRY.validate_json(written)
        self._entries.setdefault(organization_id, []).append(written)

    def record_once(self, organization_id: str, entry: Entry, name: str) -> None:
        if (organization_id, name) not in self._names:
            self._names.add((organization_id, name))
            self.record(organization_id, entry)

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> AuditPage:
        entries = [_ENTRY.validate_json(stored) for stored in self._entries.get(organization_id, [])]
        entries.sort(key=lambda entry: entry.at, reverse=True)
        start = 0 if cursor is None else _start(cursor, organization_id)
        following = f"{start + limit}@{organization_id}" if len(entries) > start + limit else None
        return AuditPage(tuple(entries[start : start + limit]), following)

    def of(self, organization_id: str) -> list[Entry]:
        """Return all entries, the newest first."""
        return list(self.page(organization_id, cursor=None, limit=10_000).entries)


def _start(cursor: str, organization_id: str) -> int:
    start, _, whose = cursor.partition("@")
    if whose != organization_id or not (start.isascii() and start.isdigit()):
        raise BadCursorError
    return int(start)
