"""Closes idle sessions: worker and caller are gone, and no webhook reported it.

One call takes a bounded time. The next call continues where it stopped. Calls may run concurrently or be repeated: a
session is closed by the same conditional write as in abandon.py, and only if it has not moved since it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from functions.deadline import Deadline
from functions.lifecycle.abandon import close
from functions.ports.observe import ObserveJob
from functions.ports.rooms import OccupiedRooms
from functions.ports.sessions import BadCursorError, OpenPage, OpenSessions
from functions.records import Head
from functions.turn.protocol import RunTurn

PAGE = 50
"""Sessions that are read at a time."""


@dataclass(frozen=True, slots=True)
class Round:
    """The result of one call."""

    closed: int
    """Sessions that were closed."""
    finished: int
    """Turns that were finished because their process died under a lease. The session is closed if it stays idle."""
    failed: int
    """Sessions that could not be read or closed. The next round tries again."""
    complete: bool
    """False if the deadline came before the last session."""


@dataclass(frozen=True, slots=True)
class CloseIdle:
    """Closes the idle sessions of all organizations, in rounds."""

    run_turn: RunTurn
    open_sessions: OpenSessions
    rooms: OccupiedRooms
    observe: ObserveJob
    idle_millis: int
    """Milliseconds without a turn after which a session without a participant is idle."""
    erase_again: Callable[[str], None] = lambda session_id: None
    """Deletes what came late of an erased session. It does nothing for an id without a tombstone."""

    def __call__(self, deadline: Deadline) -> Round:
        """Run one round.

        Args:
            deadline: No session is begun after it. A turn that is being finished may take `run_turn.finish_seconds`
                more.

        Returns:
            The counts.

        UnavailableError and NoRoomsError are raised if nobody knows which rooms are occupied. Nothing more is closed.
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
                # Not the same page again: every round would fail at its beginning.
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
        except BadCursorError:  # stored by another release
            return self.open_sessions.page(idle_since + 1, cursor=None, limit=PAGE)


class _Found:
    def __init__(self, job: CloseIdle, deadline: Deadline) -> None:
        self._job = job
        self._deadline = deadline
        self._closed = self._finished = self._failed = 0

    def round(self, *, complete: bool) -> Round:
        return Round(self._closed, self._finished, self._failed, complete)

    def all_of(self, session_ids: Sequence[str], idle_since: int) -> bool:
        """Close those that are idle. False if the deadline came first."""
        idle = list(self._idle(session_ids, idle_since))
        if self._deadline.expired():
            return False
        occupied = self._job.rooms.occupied({head.room_name for head in idle}) if idle else frozenset()
        for head in idle:
            if self._deadline.expired():
                return False
            if head.room_name not in occupied:
                self._end(head)
        return True

    def _idle(self, session_ids: Sequence[str], idle_since: int) -> Iterator[Head]:
        for session_id in session_ids:
            if self._deadline.expired():
                return
            try:
                head = self._job.run_turn.sessions.head(session_id)
                if head is None:
                    self._job.erase_again(session_id)
            except Exception as error:  # the other sessions are closed all the same
                self._fails(session_id, error)
                continue
            if head is not None and not head.state.status.ended and head.updated_at <= idle_since:
                yield head

    def _end(self, head: Head) -> None:
        # It ended with its last turn, not when that was noticed: companies pay by the duration.
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
