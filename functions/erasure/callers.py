"""Erases the sessions of a caller's number, as many as one request has time for. The same request goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from functions.deadline import Deadline
from functions.erasure.erase import EraseSession
from functions.ports.audit import Entry
from functions.ports.search.session_search import SessionQuery, SessionSearch
from functions.search.words import number_key

SHOWN_DIGITS = 2
"""Digits of the number that the audit keeps: the number itself would be a trace of the caller."""

SHORTEST_SHOWN = 6
"""Characters of a number of which nothing is kept."""

_PAGE = 100
"""Sessions that are found at a time."""


@dataclass(frozen=True, slots=True)
class CallerErased:
    """How far the erasure of a caller has come."""

    erased: int
    """Sessions that this request has erased."""
    more: bool
    """Whether sessions may be left. The same request goes on."""


@dataclass(frozen=True, slots=True)
class EraseCaller:
    """Erases all sessions of a caller."""

    erase: EraseSession
    search: SessionSearch

    def __call__(self, organization_id: str, caller_number: str, by: str, deadline: Deadline) -> CallerErased:
        """Erase the sessions of a number, or go on with their erasure.

        Args:
            organization_id: The organization.
            caller_number: The number, in any way in which it is written.
            by: Who asks for it, as in the audit.
            deadline: No session is begun after it.

        Returns:
            How far it has come.
        """
        number = number_key(caller_number)
        erased, more = 0, False
        for session_id in self._sessions(organization_id, number):
            if deadline.expired():
                more = True
                break
            done = self.erase(organization_id, session_id, by, deadline)
            if done is not None and not done.complete:
                more = True
                break
            erased += done is not None
        self._note(organization_id, number, by, erased, more=more)
        return CallerErased(erased, more)

    def _sessions(self, organization_id: str, number: str) -> Iterator[str]:
        # The search may not have a session that began a moment ago.
        for session_id in self.erase.open_calls.recent(organization_id):
            head = self.erase.sessions.head(session_id)
            shown = None if head is None else head.state.session.caller_number
            if shown is not None and number_key(shown) == number:
                yield session_id
        cursor: str | None = None
        while True:
            query = SessionQuery(caller_number=number)
            page = self.search.find(organization_id, query, cursor=cursor, limit=_PAGE)
            yield from (session.session_id for session in page.sessions)
            cursor = page.cursor
            if cursor is None:
                return

    def _note(self, organization_id: str, number: str, by: str, erased: int, *, more: bool) -> None:
        subject = f"…{number[-SHOWN_DIGITS:]}" if len(number) > SHORTEST_SHOWN else "…"
        entry = Entry(self.erase.now(), by, "caller.erased", subject, {"sessions": erased, "complete": not more})
        self.erase.audit.record(organization_id, entry)
