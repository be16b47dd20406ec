"""Where sessions are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from flow_core.state import Status
from functions.ports.errors import CallflowError
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


@dataclass(frozen=True, slots=True)
class SessionPage:
    sessions: tuple[SessionSummary, ...]
    cursor: str | None
    """Gives the next page; None after the last."""


@dataclass(frozen=True, slots=True)
class VersionCounts:
    """How many sessions of a flow there are, by the version that they keep."""

    sessions: Mapping[int | Literal["draft"], int]
    """A version with no session is not in it."""
    complete: bool
    """False where there are more sessions than were counted: each number is then a lower bound."""


ROOM_SESSIONS = 100
"""So many of the first sessions of a room, and so many of the last, are told."""


class BadCursorError(CallflowError):
    """A cursor that no page gave out."""


class Sessions(Protocol):
    def head(self, session_id: str) -> Head | None:
        """The newest head: one consistent read."""
        ...

    def advance(self, head: Head) -> bool:
        """Store `head` if the one that stands has `head.version - 1` (0: none stands). One write; False if it lost.

        records.UnwritableError.
        """
        ...

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        """The record under a turn id, committed or not."""
        ...

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        """Write a turn's record if none stands under its id, or if the one there has the number `instead_of`.

        One write. None when it was written, else the record that stands.
        records.UnwritableError.
        """
        ...

    def turns_after(self, head: Head, number: int) -> TurnPage:
        """The turns of a session that follow the turn with a number (0: all of them), as many as fit in a page.

        They are those that were committed until `head`. At most five requests to the store, and for a long session a
        read for each turn whose place is not written down: few of them.
        """
        ...

    def turn_at(self, head: Head, number: int) -> str:
        """The id of the turn with a number, 1 <= number <= head.turns."""
        ...

    def in_room(self, room_name: str) -> list[str]:
        """Ids of the sessions of a room, of whatever organization, the oldest first; of very many the first
        ROOM_SESSIONS and the last. A new one may be missing for some seconds.
        """
        ...

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """Newest first, with 1 <= limit <= 100. At most five requests to the store, whatever there is.

        With a status, a page may be short or empty while `cursor` gives the next one. BadCursorError.
        """
        ...

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        """How many sessions keep each version of a flow; at most five requests to the store."""
        ...


@dataclass(frozen=True, slots=True)
class OpenPage:
    session_ids: tuple[str, ...]
    """Empty ones come too, before the last."""
    cursor: str | None
    """Gives the next page; None after the last."""


class OpenSessions(Protocol):
    """Sessions that have not ended, for whoever goes round and looks after them."""

    def page(self, created_before: int, *, cursor: str | None, limit: int) -> OpenPage:
        """Some that were created before a moment (milliseconds since the epoch). All pages together hold each once.

        One that ended some seconds ago may still be among them. BadCursorError.
        """
        ...

    def kept_cursor(self) -> str | None:
        """The one that was kept last."""
        ...

    def keep_cursor(self, cursor: str | None) -> None:
        """Keep where to go on, for whoever comes next."""
        ...
