"""Closes sessions that went quiet: worker and caller are gone, and no webhook ever said so.

Bounded by the time that it is given; what it does not come to, the next round goes on with. Twice at once, or again, it
does no harm: a session is closed by the same swap as in abandon.py, and only as it stood when it was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.deadline import Deadline
from functions.lifecycle.abandon import close
from functions.ports.observe import ObserveJob
from functions.ports.rooms import OccupiedRooms
from functions.ports.sessions import BadCursorError, OpenPage, OpenSessions
from functions.records import Head
from functions.turn.protocol import RunTurn

PAGE = 50


@dataclass(frozen=True, slots=True)
class Round:
    """What one call did."""

    closed: int
    finished: int
    """Turns that a dead runner had left in the middle of a tool. Such a session is closed when it stays quiet."""
    failed: int
    """Sessions that could not be looked at or closed; the next round meets them again."""
    complete: bool
    """False where time ran out before the last session."""


@dataclass(frozen=True, slots=True)
class CloseIdle:
    run_turn: RunTurn
    open_sessions: OpenSessions
    rooms: OccupiedRooms
    observe: ObserveJob
    idle_millis: int

    def __call__(self, deadline: Deadline) -> Round:
        """deadline: nothing more is begun after it. What is under way then may take
        `run_turn.finish_seconds` more.

        UnavailableError, NoRoomsError: whether anyone is in the rooms is not known, and nothing more is closed.
        """
        if deadline.expired():
            return Round(0, 0, 0, complete=False)
        with deadline.earlier(-self.run_turn.finish_seconds).as_current():
            return self._round(deadline)

    def _round(self, deadline: Deadline) -> Round:
        found = _Found(self, deadline)
        idle_since = self.run_turn.now() - self.idle_millis
        cursor = self.open_sessions.kept_cursor()
        while not deadline.expired():
            page = self._page(idle_since, cursor)
            try:
                if not found.all_of(page.session_ids, idle_since):
                    break
            except Exception:
                # Whatever it was, it must not meet every round at its beginning.
                self.open_sessions.keep_cursor(page.cursor)
                raise
            cursor = page.cursor
            if cursor is None:
                self.open_sessions.keep_cursor(None)
                return found.round(complete=True)
        self.open_sessions.keep_cursor(cursor)
        return found.round(complete=False)

    def _page(self, idle_since: int, cursor: str | None) -> OpenPage:
        try:
            return self.open_sessions.page(idle_since + 1, cursor=cursor, limit=PAGE)
        except BadCursorError:  # kept by another release
            return self.open_sessions.page(idle_since + 1, cursor=None, limit=PAGE)


class _Found:
    def __init__(self, job: CloseIdle, deadline: Deadline) -> None:
        self._job = job
        self._deadline = deadline
        self._closed = self._finished = self._failed = 0

    def round(self, *, complete: bool) -> Round:
        return Round(self._closed, self._finished, self._failed, complete)

    def all_of(self, session_ids: Sequence[str], idle_since: int) -> bool:
        """False where time ran out among them."""
        quiet = list(self._quiet(session_ids, idle_since))
        if self._deadline.expired():
            return False
        occupied = self._job.rooms.occupied({head.room_name for head in quiet}) if quiet else frozenset()
        for head in quiet:
            if self._deadline.expired():
                return False
            if head.room_name not in occupied:
                self._end(head)
        return True

    def _quiet(self, session_ids: Sequence[str], idle_since: int) -> Iterator[Head]:
        for session_id in session_ids:
            if self._deadline.expired():
                return
            try:
                head = self._job.run_turn.sessions.head(session_id)
            except Exception as error:  # one that cannot be read must not keep the others open
                self._fails(session_id, error)
                continue
            if head is not None and not head.state.status.ended and head.updated_at <= idle_since:
                yield head

    def _end(self, head: Head) -> None:
        """The session ended when it fell silent, not when that was noticed: its duration is what a company pays by."""
        run_turn = self._job.run_turn
        try:
            if head.lease is None:
                self._closed += close(run_turn.sessions, head, head.updated_at)
            elif run_turn.finish_leased(head, Deadline.after(run_turn.finish_seconds)):
                self._finished += 1
        except Exception as error:
            self._fails(head.session_id, error)

    def _fails(self, session_id: str, error: Exception) -> None:
        self._failed += 1
        self._job.observe.failed("session-not-closed", error, session=session_id)
