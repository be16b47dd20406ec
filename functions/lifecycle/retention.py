"""How long the sessions of an organization are stored. A session keeps the days with which it begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from functions.ports.organizations import Organizations

REMEMBERED_MILLIS = 60_000
"""Milliseconds for which a process remembers an organization's setting, so that a first turn reads nothing."""
_MOST = 10_000
"""Organizations that a process remembers. It then forgets all, and reads them again."""


@dataclass(frozen=True, slots=True)
class KeepDays:
    """Reads the retention of organizations."""

    organizations: Organizations
    now: Callable[[], int]
    """Milliseconds since the epoch."""
    _known: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    """Organization -> when it was read, and its days."""

    def __call__(self, organization_id: str) -> int | None:
        """Return the days for which a session that begins now is stored; None for the days of the installation."""
        now = self.now()
        known = self._known.get(organization_id)
        if known is not None and 0 <= now - known[0] < REMEMBERED_MILLIS:
            return known[1]
        days = self.organizations.settings(organization_id).retention_days
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[organization_id] = (now, days)
        return days
