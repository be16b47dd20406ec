"""Leases: how a session shows that a tool is being called, who may take a lease over, and what the tool answered.

A lease is part of the head and is written by the same compare-and-swap as everything there. Its end is told by the
store's clock alone, because the clocks of two machines differ. Never here: calling anything, or folding.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from flow_core.effects import Effect
from flow_core.events import Answer
from functions.deadline import Deadline
from functions.ports.sessions import Sessions
from functions.records import Head, ToolLease, UnwritableError
from functions.turn.attempt import Attempt

SPARE_SECONDS = 4.0
"""A lease outlasts the deadline of what it was written for by this much: one write that times out and is sent again
(3 s), and the second by which the store's clock may be behind."""
MOST_TAKEOVERS = 3
"""The third runner that takes a lease over fails the turn: the first runner and two more have died in it."""


@dataclass(frozen=True, slots=True)
class Leases:
    sessions: Sessions
    store_now: Callable[[], int]
    """Milliseconds since the epoch by the store's clock, which every process reads alike."""

    def is_over(self, lease: ToolLease) -> bool:
        return self.store_now() >= lease.until

    def write(self, attempt: Attempt, effect: Effect, deadline: Deadline) -> bool:
        """Show that `effect` is being done. False where another runner moved the session first.

        deadline: by which the effect is done.
        """
        lease = ToolLease(attempt.call, effect.id, self._until(deadline), tuple(attempt.events), _owner())
        return self._swap(attempt, replace(attempt.head, version=attempt.head.version + 1, lease=lease))

    def keep(self, attempt: Attempt, answer: Answer, deadline: Deadline) -> bool:
        """Save what the leased effect was answered, before anything is made of it: it is then never asked for again.

        False where another runner has taken the lease over.
        """
        lease = attempt.head.lease
        if lease is None:
            raise ValueError("an answer is kept under a lease")
        answered = replace(lease, answer=answer, until=self._until(deadline))
        return self._swap(attempt, replace(attempt.head, version=attempt.head.version + 1, lease=answered))

    def take_over(self, head: Head, lease: ToolLease, deadline: Deadline) -> Head | None:
        """The head with a lease that is over made this runner's own. None where another runner was faster."""
        taken = replace(lease, until=self._until(deadline), owner=_owner(), takeovers=lease.takeovers + 1)
        ours = replace(head, version=head.version + 1, lease=taken)
        return ours if self._stands(ours) else None

    def _swap(self, attempt: Attempt, head: Head) -> bool:
        if not self._stands(head):
            return False
        attempt.head = head
        return True

    def _stands(self, head: Head) -> bool:
        try:
            return self._written(head)
        except UnwritableError:
            raise
        except Exception:
            # Once more: this process alone knows what the tool answered, or that it was not called.
            return self._written(head)

    def _written(self, head: Head) -> bool:
        # A write whose answer was lost is sent again by the client, and then refused because it was done.
        return self.sessions.advance(head) or self.sessions.head(head.session_id) == head

    def _until(self, deadline: Deadline) -> int:
        left = max(0.0, deadline.remaining())
        return self.store_now() + int((left + SPARE_SECONDS) * 1000)


def _owner() -> str:
    return secrets.token_hex(8)
