"""The settings of an organization that a session keeps from its start: how long it is stored, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from functions.ports.organizations import Organizations, OrganizationSettings
from functions.records import Head

REMEMBERED_MILLIS = 60_000
"""Milliseconds for which a process remembers an organization's settings, so that a first turn reads nothing."""
_MOST = 10_000
"""Organizations that a process remembers. It then forgets all, and reads them again."""


@dataclass(frozen=True, slots=True)
class SettingsAtStart:
    """Reads the settings of organizations. Its methods may raise UnavailableError."""

    organizations: Organizations
    now: Callable[[], int]
    """Milliseconds since the epoch."""
    _known: dict[str, tuple[int, OrganizationSettings]] = field(default_factory=dict)
    """Organization -> when its settings were read, and the settings."""

    def keep_days(self, organization_id: str) -> int | None:
        """Return the days for which a session that begins now is stored; None for the days of the installation."""
        return self._settings(organization_id).retention_days

    def marked(self, head: Head) -> Head:
        """Return the first head of a session, marked if the organization's webhook gets each turn."""
        webhook = self._settings(head.organization_id).webhook
        wants = webhook is not None and "session.turn" in webhook.events
        return replace(head, tells_turns=True) if wants and not head.is_simulated else head

    def _settings(self, organization_id: str) -> OrganizationSettings:
        now = self.now()
        known = self._known.get(organization_id)
        if known is not None and 0 <= now - known[0] < REMEMBERED_MILLIS:
            return known[1]
        settings = self.organizations.settings(organization_id)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[organization_id] = (now, settings)
        return settings


@dataclass(frozen=True, slots=True)
class BegunHead:
    """Adds to the first head of a session what the session keeps until its end."""

    at_start: SettingsAtStart
    redaction: Callable[[Head], Head]
    """Adds the rules of redaction (functions/redaction)."""

    def __call__(self, head: Head) -> Head:
        """Return the head with all of it. UnavailableError is raised as by the two."""
        return self.redaction(self.at_start.marked(head))
