"""The settings of organizations in memory. Values pass through JSON."""

from __future__ import annotations

from pydantic import TypeAdapter

from functions.ports.organizations import MINUTE, OrganizationSettings

_SETTINGS = TypeAdapter(OrganizationSettings)


class InMemoryOrganizations:
    """Implements `Organizations`."""

    def __init__(self) -> None:
        self._settings: dict[str, bytes] = {}

    def settings(self, organization_id: str) -> OrganizationSettings:
        stored = self._settings.get(organization_id)
        return OrganizationSettings() if stored is None else _SETTINGS.validate_json(stored)

    def save_settings(self, organization_id: str, settings: OrganizationSettings) -> None:
        self._settings[organization_id] = _SETTINGS.dump_json(settings)


class InMemoryOpenCalls:
    """Implements `OpenCalls`, without the end of calls: the place of a call is taken until it is forgotten."""

    def __init__(self) -> None:
        self._calls: dict[str, list[str]] = {}

    def begin(self, organization_id: str, session_id: str, *, limit: int, at: int) -> bool:
        calls = self._calls.setdefault(organization_id, [])
        if session_id not in calls and len(calls) >= limit:
            return False
        self._calls[organization_id] = list(dict.fromkeys((*calls, session_id)))
        return True

    def recent(self, organization_id: str) -> list[str]:
        return sorted(self._calls.get(organization_id, []))

    def forget(self, organization_id: str, session_id: str) -> None:
        self._calls[organization_id] = [each for each in self._calls.get(organization_id, []) if each != session_id]


class InMemoryRates:
    """Implements `Rates`."""

    def __init__(self) -> None:
        self.done: dict[tuple[str, str, int], int] = {}

    def take(self, organization_id: str, what: str, *, limit: int, at: int, span: int = MINUTE) -> bool:
        place = (organization_id, what, at // span)
        if self.done.get(place, 0) >= limit:
            return False
        self.done[place] = self.done.get(place, 0) + 1
        return True
