"""Erases the sessions of a caller's number, as many as one request has time for. The same request goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from functions.deadline import Deadline
from functions.erasure.erase import EraseSession
from functions.ports.audit import Entry

SHOWN_DIGITS = 2
"""Digits of the number that the audit keeps: the number itself would be a trace of the caller."""

SHORTEST_SHOWN = 6
"""Characters of a number of which nothing is kept."""

FindSessions = Callable[[str, str], Iterator[str]]
"""Organization and caller's number -> the ids of the number's sessions, page by page. Some may be erased already."""


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
    find: FindSessions

    def __call__(self, organization_id: str, numbers: Sequence[str], by: str, deadline: Deadline) -> CallerErased:
        """Erase the sessions of a number, or go on with their erasure.

        Args:
            organization_id: The organization.
            numbers: The number in each way in which it may be stored with the sessions, at least one.
            by: Who asks for it, as in the audit.
            deadline: No session is begun after it.

        Returns:
            How far it has come.
        """
        erased, more = 0, False
        for session_id in self._sessions(organization_id, numbers):
            if deadline.expired():
                more = True
                break
            done = self.erase(organization_id, session_id, by, deadline)
            if done is not None and not done.complete:
                more = True
                break
            erased += done is not None
        self._note(organization_id, numbers[-1], by, erased, more=more)
        return CallerErased(erased, more)

    def _sessions(self, organization_id: str, numbers: Sequence[str]) -> Iterator[str]:
        # The search may not have a session that began a moment ago.
        for session_id in self.erase.open_calls.recent(organization_id):
            head = self.erase.sessions.head(session_id)
            if head is not None and head.state.session.caller_number in numbers:
                yield session_id
        for number in numbers:
            yield from self.find(organization_id, number)

    def _note(self, organization_id: str, number: str, by: str, erased: int, *, more: bool) -> None:
        subject = f"…{number[-SHOWN_DIGITS:]}" if len(number) > SHORTEST_SHOWN else "…"
        entry = Entry(self.erase.now(), by, "caller.erased", subject, {"sessions": erased, "complete": not more})
        self.erase.audit.record(organization_id, entry)
