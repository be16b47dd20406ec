"""The times in which a person spoke in a call in place of the agent. They are stored beside the session's turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Takeover:
    """One stay of a person in a call."""

    takeover_id: str
    """LiveKit's id of the participant, another one for each stay."""
    by: str
    """Who it was, as in the audit."""
    since: int
    """Milliseconds since the epoch, by LiveKit's clock."""
    until: int | None = None
    """Milliseconds since the epoch. None while the person is there."""


class Takeovers(Protocol):
    """Stores takeovers. Every method may raise UnavailableError."""

    def save(self, session_id: str, takeover: Takeover) -> None:
        """Store a takeover of a session, until the session expires.

        A takeover that has ended replaces the same one that had not, and never the reverse. Nothing is stored for a
        session that does not exist, or was erased.

        Args:
            session_id: The session.
            takeover: The takeover.
        """
        ...

    def of(self, session_id: str) -> tuple[Takeover, ...]:
        """Return the takeovers of a session, the first one first. At most 100. Eventually consistent."""
        ...
