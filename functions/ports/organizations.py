"""The settings of organizations, and what they do at once or in a minute. Settings are defined where they are used."""

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


class OpenCalls(Protocol):
    """Counts the open calls of organizations. Every method may raise UnavailableError."""

    def begin(self, organization_id: str, session_id: str, *, limit: int, at: int) -> bool:
        """Count a call as open, unless the organization has as many as it may have.

        Args:
            organization_id: The organization.
            session_id: The call's session, which is stored within a minute. The same one twice counts once.
            limit: The open calls that the organization may have, with this one.
            at: Milliseconds since the epoch.

        Returns:
            False, without a change, if the call would exceed the limit.
        """
        ...


class Rates(Protocol):
    """Counts what organizations do in a minute. Every method may raise UnavailableError."""

    def take(self, organization_id: str, what: str, *, limit: int, at: int) -> bool:
        """Count one more, unless the organization has done as many in this minute as it may.

        Args:
            organization_id: The organization.
            what: What it does, such as `tool-test`. Each is counted for itself.
            limit: How many the organization may do in a minute, with this one.
            at: Milliseconds since the epoch. The minute is that of the clock.

        Returns:
            False, without a change, if it would be one too many.
        """
        ...
