"""Replays that take longer than a request: what they replay, how far they have come, and their results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from flow_core.state import Status
from functions.records import FlowPin

KEPT_DAYS = 30
"""Days that a replay is kept."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The calls that a replay folds: the newest ones, of some versions, that ended in some way."""

    last: int
    """So many of the newest calls that match."""
    versions: tuple[int | Literal["draft"], ...] = ()
    """The versions that the calls ran; empty for any."""
    statuses: tuple[Status, ...] = ()
    """The statuses of the calls; empty for any."""
    sample: int | None = None
    """So many of these calls, of each version and status in turn; None for all of them."""


@dataclass(frozen=True, slots=True)
class KeptCall:
    """The result of one call as it is kept: without the words and the values of the call."""

    session_id: str
    verdict: Literal["same", "differs", "cannot"]
    turn: int | None = None
    node_id: str | None = None
    parts: tuple[Literal["node", "words", "variables", "action", "status", "tools"], ...] = ()
    mild: bool = False
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ReplayJob:
    """A replay that goes on after its request."""

    job_id: str
    flow_id: str
    pin: FlowPin
    """The version, or the draft as it was, through which the calls are folded."""
    choice: Choice
    at: int
    """When it began, in milliseconds since the epoch."""
    by: str
    """Who began it, as in the audit."""
    updated_at: int
    """When it last came further, in milliseconds since the epoch."""
    total: int | None = None
    """The calls that it folds; None until they are chosen."""
    done: int = 0
    """The calls that it has folded, in their order. Of an erased call there is no result."""
    same: int = 0
    differ: int = 0
    cannot: int = 0
    failed: str | None = None
    """Why it was given up; None if it was not."""
    ends: tuple[int, ...] = ()
    """`done` after each time that results were stored."""
    moves: int = 0
    """How often it was stored. A process that has read another number does not store it."""

    @property
    def ended(self) -> bool:
        """Whether nothing more is folded."""
        return self.failed is not None or (self.total is not None and self.done >= self.total)


class Replays(Protocol):
    """Stores replays for KEPT_DAYS. Every method may raise UnavailableError."""

    def begin(self, organization_id: str, job: ReplayJob, session_ids: Sequence[str] | None = None) -> None:
        """Store a replay, in place of one with the same id.

        Args:
            organization_id: The organization.
            job: The replay. Its `moves` is 0.
            session_ids: The calls, as many as its `total`; None if they are not chosen yet.
        """
        ...

    def get(self, organization_id: str, flow_id: str, job_id: str) -> ReplayJob | None:
        """Return a replay; None if there is none."""
        ...

    def newest(self, organization_id: str, flow_id: str, limit: int) -> list[ReplayJob]:
        """Return the newest replays of a flow, the newest first, at most `limit`. Those of its gate are left out."""
        ...

    def chosen(self, organization_id: str, job: ReplayJob) -> list[str]:
        """Return the calls of a replay that has chosen them, in order."""
        ...

    def choose(self, organization_id: str, job: ReplayJob, session_ids: Sequence[str], at: int) -> ReplayJob | None:
        """Store the calls of a replay.

        Args:
            organization_id: The organization.
            job: The replay, as it was read.
            session_ids: The calls.
            at: The time, in milliseconds since the epoch.

        Returns:
            The replay with them; None if another process has stored it since it was read.
        """
        ...

    def advance(
        self, organization_id: str, job: ReplayJob, folded: int, results: Sequence[KeptCall], at: int
    ) -> ReplayJob | None:
        """Store the results of the calls that come next.

        Args:
            organization_id: The organization.
            job: The replay, as it was read.
            folded: The number of these calls.
            results: Their results, without those of erased calls.
            at: The time, in milliseconds since the epoch.

        Returns:
            The replay with them; None if another process has stored it since it was read. Then nothing has changed.
        """
        ...

    def give_up(self, organization_id: str, job: ReplayJob, why: str, at: int) -> None:
        """Mark a replay as failed, unless another process has stored it since it was read."""
        ...

    def results(self, organization_id: str, job: ReplayJob) -> list[KeptCall]:
        """Return the results that are not `same`, in the order of the calls, as far as the replay has come."""
        ...
