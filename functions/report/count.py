"""Counts a session that has ended: reads its turns, and stores its counters. Nothing is added here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from functions.history.conversation import every_turn
from functions.ports.reporting.counts import DAY, Counts, SessionCounts
from functions.ports.sessions import Sessions
from functions.records import Head
from functions.report.days import LATE
from functions.report.session_counts import session_counters

MAX_TURNS = 3000
"""Turns of a session that are counted. A call of three hours has about a thousand."""


@dataclass(frozen=True, slots=True)
class CountSession:
    """Stores the counters of an ended session. The same head, or an older one, changes nothing."""

    sessions: Sessions
    counts: Counts
    now: Callable[[], int]
    """Milliseconds since the epoch."""

    def __call__(self, head: Head) -> None:
        """Count a session. It takes one query for the turns and one write, and a second write for a late session.

        Args:
            head: The head of the session that has ended.

        UnavailableError is raised if the store does not answer: then the head is counted again later.
        """
        began_at = head.state.session.started_at
        counters = session_counters(head, every_turn(self.sessions, head, MAX_TURNS))
        counts = SessionCounts(head.session_id, head.organization_id, head.flow_id, began_at, head.version, counters)
        store(self.counts, counts, self.now)


def store(stored: Counts, counts: SessionCounts, now: Callable[[], int]) -> None:
    """Store the counters of a session, and mark its day if a sum may lack them. At most two writes.

    Args:
        stored: The store. UnavailableError is raised if it does not answer.
        counts: The counters.
        now: The clock, in milliseconds since the epoch. It is read after the first write.
    """
    stored.save(counts)
    # After the write, so that nobody adds a day without the session after its mark. Also if the write changed nothing:
    # an earlier try may have ended between the two.
    if now() - counts.began_at > LATE:
        stored.mark(counts.organization_id, counts.flow_id, counts.session_id, counts.began_at // DAY)
