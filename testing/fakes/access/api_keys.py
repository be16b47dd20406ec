"""The API keys in memory."""

from __future__ import annotations

from dataclasses import replace

from functions.ports.access.api_keys import ApiKey, StoredKey


class InMemoryApiKeys:
    """Implements `ApiKeys`."""

    def __init__(self) -> None:
        self._keys: dict[str, StoredKey] = {}

    def add(self, stored: StoredKey, *, limit: int) -> bool:
        if len(self.all(stored.organization_id)) >= limit:
            return False
        self._keys[stored.key.key_id] = stored
        return True

    def find(self, key_id: str) -> StoredKey | None:
        return self._keys.get(key_id)

    def all(self, organization_id: str) -> tuple[ApiKey, ...]:
        found = [each.key for each in self._keys.values() if each.organization_id == organization_id]
        return tuple(sorted(found, key=lambda each: -each.created_at))

    def delete(self, organization_id: str, key_id: str) -> bool:
        found = self._keys.get(key_id)
        if found is None or found.organization_id != organization_id:
            return False
        del self._keys[key_id]
        return True

    def used(self, key_id: str, at: int) -> None:
        found = self._keys.get(key_id)
        if found is not None and (found.key.last_used_at is None or found.key.last_used_at < at):
            self._keys[key_id] = replace(found, key=replace(found.key, last_used_at=at))
