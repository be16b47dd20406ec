"""Tool leases: which process may move a session while a tool runs, and how another process takes a lease over.

A lease is part of the head, and a conditional write of the head stores it. The store's clock alone decides when a lease
ends, because the clocks of two machines differ. Nothing is called or folded here.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flow_core.effects import Effect
from flow_core.events import EffectResult, Event
from functions.deadline import Deadline
from functions.ports.sessions import Sessions
from functions.records import Head, ToolLease, TurnCall, UnwritableError

SPARE_SECONDS = 4.0
"""Seconds a lease lasts beyond the deadline of its effect: one write that times out and is sent again (3 s), and the
second by which the store's clock may be late."""
MAX_TAKEOVERS = 3
"""Takeovers of one turn. The third process that takes a lease over fails the turn: three processes have died in it."""


@dataclass(frozen=True, slots=True)
class Leases:
    """Writes the leases of sessions. Each write returns the new head, or None if another process was first."""

    sessions: Sessions
    store_now: Callable[[], int]
    """Milliseconds since the epoch by the store's clock, which all processes share."""

    def is_over(self, lease: ToolLease) -> bool:
        """Whether another process may take the lease over."""
        return self.store_now() >= lease.until

    def acquire(
        self, head: Head, call: TurnCall, effect: Effect, events: Sequence[Event], deadline: Deadline
    ) -> Head | None:
        """Take a lease before an effect is performed.

        Args:
            head: The head that this process has read.
            call: The request of the turn.
            effect: The effect.
            events: The turn so far: replayed, they ask for the same effect.
            deadline: The effect is done by then.

        Returns:
            The head with the lease; None if another process moved the session first.
        """
        lease = ToolLease(call, effect.id, self._until(deadline), tuple(events), _owner())
        return self._write(replace(head, version=head.version + 1, lease=lease))

    def store_answer(self, head: Head, answer: EffectResult, deadline: Deadline) -> Head | None:
        """Store the effect's answer before it is folded. The effect is then never performed again.

        Args:
            head: The head with this process's lease.
            answer: The answer.
            deadline: The turn's next effects are done by then.

        Returns:
            The new head; None if another process has taken the lease over.

        Raises:
            ValueError: If the head has no lease.
        """
        if head.lease is None:
            raise ValueError("an answer is stored under a lease")
        lease = replace(head.lease, answer=answer, until=self._until(deadline))
        return self._write(replace(head, version=head.version + 1, lease=lease))

    def take_over(self, head: Head, lease: ToolLease, deadline: Deadline) -> Head | None:
        """Make a lease that is over this process's own.

        Args:
            head: The head with the lease.
            lease: The head's lease.
            deadline: The turn's effects are done by then.

        Returns:
            The new head; None if another process was first.
        """
        taken = replace(lease, until=self._until(deadline), owner=_owner(), takeovers=lease.takeovers + 1)
        return self._write(replace(head, version=head.version + 1, lease=taken))

    def _write(self, head: Head) -> Head | None:
        try:
            return head if self._is_written(head) else None
        except UnwritableError:
            raise
        except Exception:
            # Once more: only this process knows what the tool answered, or that it was not called.
            return head if self._is_written(head) else None

    def _is_written(self, head: Head) -> bool:
        # A write whose response was lost is sent again by the client, and then refused because it was done.
        return self.sessions.advance(head) or self.sessions.head(head.session_id) == head

    def _until(self, deadline: Deadline) -> int:
        left = max(0.0, deadline.remaining())
        return self.store_now() + int((left + SPARE_SECONDS) * 1000)


def _owner() -> str:
    return secrets.token_hex(8)
