"""The erasure of sessions. A tombstone takes the place of a session's head, so that no late turn begins it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from functions.deadline import Deadline

KEPT_DAYS = 30
"""Days that a tombstone is stored: nothing of a call, and no record of the stream, comes so late."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The only thing that is left of an erased session. It holds ids and times, and nothing of the caller."""

    session_id: str
    organization_id: str
    flow_id: str
    at: int
    """When the erasure began, in milliseconds since the epoch."""
    by: str
    """Who asked for it, as in the audit."""
    complete: bool = False
    """Whether everything was deleted, and the audit says so."""


class Erasures(Protocol):
    """Erases sessions. Every method may raise UnavailableError."""

    def tombstone(self, session_id: str) -> Tombstone | None:
        """Return the tombstone of an erased session. One consistent read."""
        ...

    def is_stored(self, session_id: str) -> bool:
        """Return whether a session is stored and not erased. One consistent read."""
        ...

    def bury(self, tombstone: Tombstone) -> bool:
        """Replace the head of a session by its tombstone, at any turn. One write.

        From then on no list, index and reader finds the session, and no turn can be stored in it.

        Args:
            tombstone: The tombstone, not complete.

        Returns:
            False, without a change, if there is no session, or if it has a tombstone already.
        """
        ...

    def clear(self, session_id: str, deadline: Deadline) -> bool:
        """Delete everything of a buried session except its tombstone.

        Args:
            session_id: The session.
            deadline: Nothing more is deleted after it.

        Returns:
            Whether nothing is left. If not, the same call goes on.
        """
        ...

    def keep(self, tombstone: Tombstone, *, listed: bool) -> None:
        """Store a tombstone again.

        Args:
            tombstone: The tombstone.
            listed: Whether the job that closes idle sessions still finds it.
        """
        ...
