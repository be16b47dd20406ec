"""The search of sessions: what is stored of a session so that it is found, and the filters of a search.

A search has terms. A session is found by a term if it has the term, and by several terms if it has all of them. Nothing
is split into words here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from flow_core.state import Channel, Status

TermKind: TypeAlias = Literal["flow", "agent", "status", "caller", "called", "outcome", "test", "node", "word"]
"""What a term says about a session."""
TestMode: TypeAlias = Literal["none", "chat", "audio", "simulated"]
"""How a session was tested. `none`: it is no test."""
MAX_VALUE = 100
"""Characters of the value of a term. A longer value is cut, in the index and in a search."""
OPEN: Literal["open"] = "open"
"""The value of the term `status` of every session that has not ended."""


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """Something that a session is found by, such as its flow or a word that the caller said."""

    kind: TermKind
    value: str


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session as a search shows it."""

    session_id: str
    flow_id: str
    flow_version: int | Literal["draft"]
    status: Status
    room_name: str
    created_at: int
    """Milliseconds since the epoch."""
    channel: Channel
    agent_id: str | None = None
    caller_number: str | None = None
    called_number: str | None = None
    outcome: str | None = None
    test_mode: TestMode = "none"


@dataclass(frozen=True, slots=True)
class IndexedSession:
    """What is stored of a session."""

    organization_id: str
    version: int
    """The version of the head from which it was made."""
    session: FoundSession
    terms: frozenset[Term]
    """All terms, also those of the fields of `session`."""


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """The filters of a search. None, and no words, match every session."""

    flow_id: str | None = None
    agent_id: str | None = None
    status: Status | Literal["open"] | None = None
    """`open` matches every session that has not ended."""
    caller_number: str | None = None
    called_number: str | None = None
    outcome: str | None = None
    test_mode: TestMode | None = None
    node: str | None = None
    words: tuple[str, ...] = ()
    """The session has all of these words, as `functions.search.words` splits them."""
    begin: int = 0
    """Sessions that were created at this time or later, in milliseconds since the epoch."""
    end: int | None = None
    """Sessions that were created before this time, in milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Sessions that a search has found, newest first."""

    sessions: tuple[FoundSession, ...]
    cursor: str | None
    """The cursor of the next page; None after the last."""


class SessionSearch(Protocol):
    """Finds sessions of an organization. Every method may raise UnavailableError."""

    def save(self, indexed: IndexedSession) -> None:
        """Store what a session is found by, in place of what is stored from an older head.

        It may be called any number of times, in any order: a later head stays. A session without a head, because it was
        erased, is not stored.

        Args:
            indexed: The session.
        """
        ...

    def forget(self, session_id: str) -> None:
        """Delete everything that `save` has stored of a session. It may be called any number of times.

        To erase a session, delete its head first, then call this method, then delete its other items: one of them lists
        what is stored here. A `save` at the same time finds no head, and deletes what it has stored.

        Args:
            session_id: The session.
        """
        ...

    def find(self, organization_id: str, query: SessionQuery, *, cursor: str | None, limit: int) -> FoundPage:
        """Find sessions, newest first. Eventually consistent.

        Args:
            organization_id: The organization.
            query: The filters.
            cursor: The cursor of the page. BadCursorError is raised for a malformed one, or one of other filters.
            limit: The number of sessions at most, 1 to 100.

        Returns:
            The page. It may have fewer sessions, or none, although there are more.
        """
        ...


def terms_of(query: SessionQuery) -> frozenset[Term]:
    """Return the terms that a session must have for a query."""
    status = query.status if query.status is None or query.status == OPEN else status_value(Status(query.status))
    fields: tuple[tuple[TermKind, str | None], ...] = (
        ("flow", query.flow_id),
        ("agent", query.agent_id),
        ("status", status),
        ("caller", query.caller_number),
        ("called", query.called_number),
        ("outcome", query.outcome),
        ("test", query.test_mode),
        ("node", query.node),
    )
    named = (Term(kind, value[:MAX_VALUE]) for kind, value in fields if value is not None)
    return frozenset((*named, *(Term("word", word) for word in query.words)))


def fits_status(status: Status, query: SessionQuery) -> bool:
    """Return whether a session fits a query by its present status. It may have ended since it was indexed."""
    return query.status in (None, status) or (query.status == OPEN and not status.ended)


def status_value(status: Status) -> str:
    """Return the value of the term for a status. Open sessions share one, because their status changes with turns."""
    return status.value if status.ended else OPEN
