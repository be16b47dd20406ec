"""The counters of ended sessions, and their sums by day. Nothing is counted or added here.

A flow's counters are in a few shards. In a shard they are ordered by position: the time at which the session began,
then its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Counters: TypeAlias = "dict[str, int | Counters]"
"""Numbers by names, at any depth. Two of them are added name by name."""

SHARDS = 3
"""Shards of a flow's counters: 1,000 ended sessions a second each."""
DAY = 86_400_000
"""Milliseconds of a day. A day is a number: whole days since 1970-01-01, UTC."""


@dataclass(frozen=True, slots=True)
class FlowShard:
    """One shard of the counters of a flow."""

    organization_id: str
    flow_id: str
    shard: int
    """0 <= shard < SHARDS."""


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """The counters of one ended session."""

    session_id: str
    organization_id: str
    flow_id: str
    began_at: int
    """Milliseconds since the epoch."""
    version: int
    """The version of the head that they were counted from."""
    counters: Counters


@dataclass(frozen=True, slots=True)
class CountsRow:
    """Stored counters of a session."""

    position: str
    began_at: int
    """Milliseconds since the epoch."""
    counters: Counters


@dataclass(frozen=True, slots=True)
class CountsPage:
    """Consecutive rows of a shard."""

    rows: tuple[CountsRow, ...]
    more: bool
    """Whether more rows follow."""


@dataclass(frozen=True, slots=True)
class DaySum:
    """The sum of a day's first rows."""

    until: str
    """The sum has the rows of the day up to this position."""
    mark: str
    """The day's mark before the rows were read."""
    counters: Counters


@dataclass(frozen=True, slots=True)
class DayNote:
    """What is stored about a day of a shard."""

    mark: str = ""
    """Changes with each row that comes so late that a sum may lack it. Empty if none came."""
    sum: DaySum | None = None

    @property
    def valid_sum(self) -> DaySum | None:
        """The sum, if no late row came since."""
        return self.sum if self.sum is not None and self.sum.mark == self.mark else None


def position_of(at: int, session_id: str = "") -> str:
    """Build the position of a session that began at `at`; without a session, the position before all of that time."""
    return f"{at:015d}#{session_id}"


class Counts(Protocol):
    """Stores counters. Every method may raise UnavailableError."""

    def save(self, counts: SessionCounts) -> None:
        """Store the counters of a session, unless they are stored from the same head or a later one. One write."""
        ...

    def mark(self, organization_id: str, flow_id: str, session_id: str, day: int) -> None:
        """Give a day of the session's shard a new mark. One write."""
        ...

    def rows(self, place: FlowShard, first: str, before: str) -> CountsPage:
        """Read rows in the order of their positions, as many as one request returns; consistent.

        Args:
            place: The shard.
            first: The position of the first row.
            before: All rows have earlier positions.

        Returns:
            The page.
        """
        ...

    def days(self, place: FlowShard, first: int, last: int) -> Mapping[int, DayNote]:
        """Read what is stored about some days, consistently. A day of which nothing is stored is left out."""
        ...

    def save_day(self, place: FlowShard, day: int, day_sum: DaySum) -> None:
        """Store the sum of a day, in place of an earlier one. One write for each KB."""
        ...
