"""The settings of organizations in memory. Values pass through JSON."""

from __future__ import annotations

from pydantic import TypeAdapter

from functions.ports.organizations import OrganizationSettings

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
