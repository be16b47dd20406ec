"""Sessions: their heads, turn records and lists, and the stream of their changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from flow_core.state import Status
from functions.errors import CallflowError, PlainError
from functions.ports.turn_pages import TurnPage
from functions.records import Head, TurnRecord


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session as a list shows it."""

    session_id: str
    flow_id: str
    flow_version: int | Literal["draft"]
    status: Status
    room_name: str
    created_at: int
    """Milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Some sessions of a flow."""

    sessions: tuple[SessionSummary, ...]
    cursor: str | None
    """The cursor of the next page; None after the last."""


@dataclass(frozen=True, slots=True)
class VersionCounts:
    """How many sessions a flow has, by the version that they run."""

    sessions: Mapping[int | Literal["draft"], int]
    """Version -> sessions. A version without sessions is left out."""
    complete: bool
    """False if not all sessions were counted: each number is then a lower bound."""


ROOM_SESSIONS = 100
"""Sessions of a room that are found: so many of the oldest, and so many of the newest."""


class BadCursorError(CallflowError):
    """A cursor that no page has returned."""


class UnreadableRecordError(PlainError):
    """A record of the stream whose head cannot be read, now or later. The text quotes none of its content."""


class Sessions(Protocol):
    """Stores sessions. Every method may raise UnavailableError."""

    def head(self, session_id: str) -> Head | None:
        """Return the newest head; None if there is no session, or no more. One consistent read."""
        ...

    def is_erased(self, session_id: str) -> bool:
        """Return whether a session was erased in the last days. One consistent read."""
        ...

    def advance(self, head: Head) -> bool:
        """Store the next head of a session, if the stored one has not changed. One write.

        Args:
            head: The head. The stored one must have the version `head.version - 1`; for version 1 there must be none.

        Returns:
            False if the condition refused the write. UnwritableError is raised for a head that could not be read again.
        """
        ...

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        """Return the record of a turn, committed or not; None if there is none."""
        ...

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        """Write a turn's record, if there is none for its turn id. One write.

        Args:
            head: The session's head.
            record: The record.
            instead_of: The number of an existing record that may be replaced.

        Returns:
            None if the record was written, else the existing record. UnwritableError is raised for a record that could
            not be read again.
        """
        ...

    def turns_after(self, head: Head, number: int) -> TurnPage:
        """Return the turns after a turn, as many as fit into a page.

        Args:
            head: The session's head. Only turns that are committed in it are returned.
            number: The number of the turn; 0 for all turns.

        Returns:
            The page. It takes at most five requests, and for a long session a few reads of single turns.
        """
        ...

    def turn_at(self, head: Head, number: int) -> str:
        """Return the id of the turn with a number, 1 <= number <= head.turns."""
        ...

    def in_room(self, room_name: str) -> list[str]:
        """Find the sessions of a room, of all organizations.

        Args:
            room_name: The room.

        Returns:
            The ids, the oldest session first. Of very many, the first and the last ROOM_SESSIONS. A new session may be
            missing for some seconds.
        """
        ...

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """List the sessions of a flow, the newest first. At most five requests.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            status: Only sessions with this status, or None for all.
            cursor: The cursor of the page. BadCursorError is raised for a malformed one.
            limit: The number of sessions at most, 1 to 100.

        Returns:
            The page. With a status, it may have fewer sessions or none although there are more.
        """
        ...

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        """Count the sessions of each version of a flow. At most five requests."""
        ...


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Some open sessions."""

    session_ids: tuple[str, ...]
    """May be empty although there are more pages."""
    cursor: str | None
    """The cursor of the next page; None after the last."""


class OpenSessions(Protocol):
    """Lists open sessions, for the job that closes idle ones. Every method may raise UnavailableError."""

    def page(self, created_before: int, *, cursor: str | None, limit: int) -> OpenPage:
        """List some open sessions. All pages together have each session once.

        Args:
            created_before: Only sessions that were created earlier, in milliseconds since the epoch.
            cursor: The cursor of the page. BadCursorError is raised for a malformed one.
            limit: The number of sessions at most.

        Returns:
            The page. A session that ended some seconds ago may be in it.
        """
        ...

    def kept_cursor(self) -> str | None:
        """Return the stored cursor; None if there is none."""
        ...

    def keep_cursor(self, cursor: str | None) -> None:
        """Store the cursor at which the next run of the job continues."""
        ...


class ReadHead(Protocol):
    """Reads the stream of the sessions' table: each change of a head at least once, in order within a session."""

    def __call__(self, record: Mapping[str, Any]) -> Head | None:
        """Read the head in a record of the stream.

        Args:
            record: The record, as Lambda passes it.

        Returns:
            The head; None for the record of another item. UnreadableRecordError is raised for a malformed head,
            UnavailableError if a part of a long head cannot be read now.
        """
        ...
