"""Takeovers in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from functions.ports.supervision.takeovers import Takeover
from functions.records import Head


@dataclass
class InMemoryTakeovers:
    """Implements `Takeovers`."""

    head: Callable[[str], Head | None]
    """Returns the head of a session."""
    stored: dict[tuple[str, str], Takeover] = field(default_factory=dict)

    def save(self, session_id: str, takeover: Takeover) -> None:
        key = (session_id, takeover.takeover_id)
        if self.head(session_id) is not None and (takeover.until is not None or key not in self.stored):
            self.stored[key] = takeover

    def of(self, session_id: str) -> tuple[Takeover, ...]:
        known = self.head(session_id) is not None
        found = [each for (owner, _), each in self.stored.items() if known and owner == session_id]
        return tuple(sorted(found, key=lambda each: (each.since, each.takeover_id)))
