"""Where an organization's settings are kept. What a setting means lives with what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from flow_core.transfer.rules import TransferRules


@dataclass(frozen=True, slots=True)
class OrganizationSettings:
    transfers: TransferRules = field(default_factory=TransferRules)


class Organizations(Protocol):
    def settings(self, organization_id: str) -> OrganizationSettings:
        """The defaults where nothing was saved."""
        ...

    def save_settings(self, organization_id: str, settings: OrganizationSettings) -> None: ...
