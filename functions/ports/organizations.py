"""The settings of organizations. Each kind of setting is defined where it is used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from flow_core.transfer.rules import TransferRules


@dataclass(frozen=True, slots=True)
class OrganizationSettings:
    """The settings of one organization."""

    transfers: TransferRules = field(default_factory=TransferRules)
    """The targets that flows may transfer calls to."""


class Organizations(Protocol):
    """Stores the settings. Every method may raise UnavailableError."""

    def settings(self, organization_id: str) -> OrganizationSettings:
        """Return the settings, or the defaults if none were saved."""
        ...

    def save_settings(self, organization_id: str, settings: OrganizationSettings) -> None:
        """Replace the settings."""
        ...
