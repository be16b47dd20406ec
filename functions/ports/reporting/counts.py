"""The counters of ended sessions, and their sums by day. Nothing is counted or added here.

A flow's counters are in a few shards. In a shard they are ordered by position: the time at which the session began,
then its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

Counters: TypeAlias = "dict[str, int | Counters]"
"""Numbers by names, at any depth. Two of them are added name by name."""

SHARDS = 3
"""Shards of a flow's counters: 1,000 ended sessions a second each."""
DAY = 86_400_000
"""Milliseconds of a day in UTC. A day is a number: whole days since 1970-01-01."""


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
    part: str = ""
    """Empty for the session itself. Another part of it has a row of its own, such as `scores`."""

    @property
    def position(self) -> str:
        """The position of the row."""
        # No id of a session has a "+". A part comes after its session, also for a reader that goes on after that row.
        return position_of(self.began_at, f"{self.session_id}+{self.part}" if self.part else self.session_id)


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
    """The sum of the first rows of a date."""

    begin: int
    """The first moment of the date in the time zone of its sum, in milliseconds since the epoch."""
    until: str
    """The sum has the rows from `begin` up to this position."""
    mark: str
    """The marks of the date's days in UTC before the rows were read, see `mark_of`."""
    counters: Counters


@dataclass(frozen=True, slots=True)
class DayNotes:
    """What is stored about some days of a shard."""

    marks: Mapping[int, str] = field(default_factory=dict)
    """Day in UTC -> its mark, which changes with each row that comes so late that a sum may lack it."""
    sums: Mapping[int, DaySum] = field(default_factory=dict)
    """Date -> its sum, in the time zone that the last report had."""

    def mark_of(self, utc_days: Iterable[int]) -> str:
        """Return the marks of some days as one text; empty if no late row came on them."""
        marks = [self.marks.get(day, "") for day in utc_days]
        return ",".join(marks) if any(marks) else ""


def position_of(at: int, session_id: str = "") -> str:
    """Build the position of a session that began at `at`; without a session, the position before all of that time."""
    return f"{at:015d}#{session_id}"


class Counts(Protocol):
    """Stores counters. Every method may raise UnavailableError."""

    def save(self, counts: SessionCounts) -> None:
        """Store the counters of a session, unless they are stored from the same head or a later one. One write."""
        ...

    def mark(self, organization_id: str, flow_id: str, session_id: str, day: int) -> None:
        """Give a day in UTC of the session's shard a new mark. One write."""
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

    def days(self, place: FlowShard, first: int, last: int) -> DayNotes:
        """Read what is stored about some days and dates, consistently."""
        ...

    def save_day(self, place: FlowShard, day: int, day_sum: DaySum) -> None:
        """Store the sum of a date, in place of an earlier one of any time zone. One write for each KB."""
        ...
