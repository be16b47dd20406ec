"""Sessions in memory, for any number of threads.

A value is stored as JSON and parsed when it is written. A value that a table could not store fails here too.
"""

from __future__ import annotations

import base64
import json
import threading
from collections import Counter
from collections.abc import Callable

from flow_core.state import Status
from functions.deadline import Deadline
from functions.ports.drafts import KEPT_SECONDS, Answers
from functions.ports.privacy.erasure import Tombstone
from functions.ports.sessions import ROOM_SESSIONS, BadCursorError, OpenPage, SessionPage, SessionSummary, VersionCounts
from functions.ports.turn_pages import TurnPage, fill_page
from functions.records import (
    Head,
    TurnRecord,
    answers_json,
    answers_type,
    head_json,
    head_type,
    turn_json,
    turn_type,
)


class InMemorySessions:
    """Implements `Sessions`, `OpenSessions` and `Erasures`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cursor: str | None = None
        self._heads: dict[str, bytes] = {}
        self._turns: dict[tuple[str, str], bytes] = {}
        self._tombstones: dict[str, tuple[Tombstone, bool]] = {}

    def head(self, session_id: str) -> Head | None:
        with self._lock:
            stored = self._heads.get(session_id)
        return None if stored is None else head_type().validate_json(stored)

    def advance(self, head: Head) -> bool:
        payload = head_json(head)
        head_type().validate_json(payload)
        with self._lock:
            if head.session_id in self._tombstones:
                return False
            stored = self._heads.get(head.session_id)
            existing = 0 if stored is None else head_type().validate_json(stored).version
            if existing != head.version - 1:
                return False
            self._heads[head.session_id] = payload
            return True

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        with self._lock:
            stored = self._turns.get((session_id, turn_id))
        return None if stored is None else turn_type().validate_json(stored)

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        key = (head.session_id, record.turn_id)
        payload = turn_json(record)
        turn_type().validate_json(payload)
        with self._lock:
            stored = self._turns.get(key)
            existing = None if stored is None else turn_type().validate_json(stored)
            if existing is not None and existing.number != instead_of:
                return existing
            self._turns[key] = payload
            return None

    def records(self, session_id: str) -> list[TurnRecord]:
        """Return every record of a session in no order, also those that are no turns. Not part of the port."""
        with self._lock:
            stored = [payload for (owner, _), payload in self._turns.items() if owner == session_id]
        return [turn_type().validate_json(payload) for payload in stored]

    def turns_after(self, head: Head, number: int) -> TurnPage:
        chain = [turn for turn in self._chain(head) if turn.number > number]
        turns = fill_page(turn_type().dump_json(turn) for turn in chain)
        return TurnPage(tuple(turns), more=len(turns) < len(chain))

    def turn_at(self, head: Head, number: int) -> str:
        return next(turn.turn_id for turn in self._chain(head) if turn.number == number)

    def _chain(self, head: Head) -> list[TurnRecord]:
        """Return the committed turns in order."""
        by_id = {record.turn_id: record for record in self.records(head.session_id)}
        turns: list[TurnRecord] = []
        following = head.recent[-1] if head.recent else None
        while following is not None and following in by_id:
            turns.append(by_id.pop(following))
            following = turns[-1].previous
        return turns[::-1]

    def in_room(self, room_name: str) -> list[str]:
        heads = [head for head in self._all() if head.room_name == room_name]
        ids = [head.session_id for head in sorted(heads, key=lambda head: (head.created_at, head.session_id))]
        return list(dict.fromkeys((*ids[:ROOM_SESSIONS], *ids[-ROOM_SESSIONS:])))

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        place = json.dumps([organization_id, flow_id])
        before = None if cursor is None else _read_cursor(cursor, place)
        heads = sorted(
            (head for head in self._all() if (head.organization_id, head.flow_id) == (organization_id, flow_id)),
            key=lambda head: (head.created_at, head.session_id),
            reverse=True,
        )
        left = [head for head in heads if before is None or (head.created_at, head.session_id) < before]
        # As in the table, a list with a status reads one hundred sessions for a page.
        page: list[Head] = []
        looked_at = 0
        for head in left[: limit if status is None else 100]:
            looked_at += 1
            if status in (None, head.state.status):
                page.append(head)
            if len(page) == limit:
                break
        more = looked_at < len(left)
        return SessionPage(
            tuple(_summary(head) for head in page), _cursor(place, left[looked_at - 1]) if more else None
        )

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        of_flow = (organization_id, flow_id)
        labels = [head.pin.label for head in self._all() if (head.organization_id, head.flow_id) == of_flow]
        return VersionCounts(dict(Counter(labels)), complete=True)

    def page(self, created_before: int, *, cursor: str | None, limit: int) -> OpenPage:
        before = (-1, "") if cursor is None else _read_cursor(cursor, "open")
        left = sorted(
            (head.created_at, head.session_id)
            for head in self._all()
            if not head.state.status.ended and head.created_at < created_before
        )
        with self._lock:
            erased = sorted((0, session_id) for session_id, (_, listed) in self._tombstones.items() if listed)
        left = [*erased, *left]
        left = [place for place in left if place > before]
        page, more = left[:limit], len(left) > limit
        next_cursor = json.dumps(["open", *page[-1]]) if more else None
        encoded = None if next_cursor is None else base64.urlsafe_b64encode(next_cursor.encode()).decode()
        return OpenPage(tuple(session_id for _, session_id in page), encoded)

    def is_erased(self, session_id: str) -> bool:
        return self.tombstone(session_id) is not None

    def tombstone(self, session_id: str) -> Tombstone | None:
        with self._lock:
            stored = self._tombstones.get(session_id)
        return None if stored is None else stored[0]

    def is_stored(self, session_id: str) -> bool:
        with self._lock:
            return session_id in self._heads

    def bury(self, tombstone: Tombstone) -> bool:
        with self._lock:
            if self._heads.pop(tombstone.session_id, None) is None:
                return False
            self._tombstones[tombstone.session_id] = (tombstone, True)
            return True

    def clear(self, session_id: str, deadline: Deadline) -> bool:
        if deadline.expired():
            return False
        with self._lock:
            self._turns = {name: stored for name, stored in self._turns.items() if name[0] != session_id}
        return True

    def keep(self, tombstone: Tombstone, *, listed: bool) -> None:
        with self._lock:
            self._tombstones[tombstone.session_id] = (tombstone, listed)

    def kept_cursor(self) -> str | None:
        return self._cursor

    def keep_cursor(self, cursor: str | None) -> None:
        self._cursor = cursor

    def _all(self) -> list[Head]:
        with self._lock:
            stored = list(self._heads.values())
        return [head_type().validate_json(payload) for payload in stored]


def _summary(head: Head) -> SessionSummary:
    return SessionSummary(
        session_id=head.session_id,
        flow_id=head.flow_id,
        flow_version=head.pin.label,
        status=head.state.status,
        room_name=head.room_name,
        created_at=head.created_at,
    )


def _cursor(place: str, last: Head) -> str:
    return base64.urlsafe_b64encode(json.dumps([place, last.created_at, last.session_id]).encode()).decode()


def _read_cursor(cursor: str, place: str) -> tuple[int, str]:
    try:
        whose, created_at, session_id = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, TypeError) as error:
        raise BadCursorError from error
    if whose != place or not isinstance(created_at, int) or not isinstance(session_id, str):
        raise BadCursorError
    return created_at, session_id


class InMemoryDrafts:
    """Implements `Drafts`.

    Args:
        now: Milliseconds since the epoch.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self.stored: dict[tuple[str, str], tuple[int, bytes]] = {}
        self._now = now

    def keep(self, session_id: str, turn_id: str, answers: Answers) -> None:
        payload = answers_json(answers)
        answers_type().validate_json(payload)
        self.stored[session_id, turn_id] = (self._now() + KEPT_SECONDS * 1000, payload)

    def kept(self, session_id: str, turn_id: str) -> Answers:
        until, payload = self.stored.get((session_id, turn_id), (0, b"{}"))
        return answers_type().validate_json(payload) if until > self._now() else {}
