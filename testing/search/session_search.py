"""The search of sessions in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from functions.ports.search.session_search import (
    FoundPage,
    FoundSession,
    IndexedSession,
    SessionQuery,
    fits_status,
    terms_of,
)
from functions.ports.sessions import BadCursorError
from functions.records import Head


@dataclass
class InMemorySessionSearch:
    """Implements `SessionSearch`."""

    head: Callable[[str], Head | None]
    """Returns the head of a session."""
    stored: dict[str, IndexedSession] = field(default_factory=dict)

    def save(self, indexed: IndexedSession) -> None:
        session_id = indexed.session.session_id
        stored = self.stored.get(session_id)
        if self.head(session_id) is not None and (stored is None or stored.version <= indexed.version):
            self.stored[session_id] = indexed

    def forget(self, session_id: str) -> None:
        self.stored.pop(session_id, None)

    def find(self, organization_id: str, query: SessionQuery, *, cursor: str | None, limit: int) -> FoundPage:
        named = repr((organization_id, query))
        before = (10**15, "") if cursor is None else _read(cursor, named)
        terms = terms_of(query)
        found = [
            (_place(each.session), each.session)
            for each in self.stored.values()
            if each.organization_id == organization_id
            and terms <= each.terms
            and query.begin <= each.session.created_at < (10**15 if query.end is None else query.end)
            and _place(each.session) < before
        ]
        found.sort(key=lambda each: each[0], reverse=True)
        page = found[:limit]
        rest = json.dumps([named, *page[-1][0]]) if len(found) > limit else None
        shown = (self._current(session) for _, session in page)
        return FoundPage(tuple(each for each in shown if each is not None and fits_status(each.status, query)), rest)

    def _current(self, session: FoundSession) -> FoundSession | None:
        if session.status.ended:
            return session
        head = self.head(session.session_id)
        return None if head is None else replace(session, status=head.state.status)


def _place(session: FoundSession) -> tuple[int, str]:
    return session.created_at, session.session_id


def _read(cursor: str, named: str) -> tuple[int, str]:
    try:
        whose, created_at, session_id = json.loads(cursor)
    except (ValueError, TypeError) as error:
        raise BadCursorError from error
    if whose != named:
        raise BadCursorError
    return created_at, session_id
