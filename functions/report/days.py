"""Adds the counters of a flow by day of a time zone, and keeps the sums.

Strategy. Counters are written once for each session. A report of a month must not read all of them each time, and a
sum that is written with each session would be one item that all calls of a flow write: hot, and counted twice whenever
a write is repeated. So the reader adds, and keeps what cannot be expected to change:

1. A shard's rows are ordered by the time at which their sessions began. A day's sum has all rows up to a position. A
   later report reads the sum and the rows after it.
2. A sum is kept for rows of sessions that began at least `SETTLED` ago. Most of them have ended.
3. A row of a session that began `LATE` ago or earlier may come after such a sum. Its writer gives the day a new mark
   after it has written the row. A reader notes the mark before it reads the rows. A sum with another mark than the
   day's is not used: the rows are read again.
4. `LATE` is less than `SETTLED` by more than clocks differ, so a row that a sum lacks is always late.
5. A day is one of the time zone that the report has. Marks are of days in UTC, so a sum notes those of all days in UTC
   that its own day touches. A sum of another zone begins at another moment, and is not used.

Sums are made of rows alone and can be lost at any time. A report always equals a recount of the rows.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.ports.reporting.counts import SHARDS, Counters, Counts, DayNotes, DaySum, FlowShard, position_of
from functions.report.counters import add
from functions.report.zone_days import ZoneDay, days_between

SETTLED = 3_600_000
"""Milliseconds after the beginning of a session after which its row is added to a sum."""
LATE = 3_000_000
"""Milliseconds after the beginning of a session after which its row counts as late. Less than SETTLED."""
KEEP_SECONDS = 5.0
"""Seconds after the deadline in which sums are written."""
LEAST_ROWS = 20
"""New rows for which a sum is written. Fewer are read again each time, which costs less than the write."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The counters of a flow in a time."""

    days: dict[int, Counters]
    """Date, as days since 1970-01-01 -> counters by group (session_counts.py)."""
    complete: bool
    """False if the time did not suffice. The same request continues, because sums were kept."""


@dataclass(slots=True)
class _Day:
    """A day of a shard, while its rows are added."""

    of: ZoneDay
    mark: str
    """The mark of its days in UTC."""
    known: DaySum | None
    """The stored sum, if it is of this day and no late row came since."""
    end: str
    """The position at which the day, or the asked time, ends."""
    whole: bool
    """Whether the asked time has the beginning of the day. Only then a sum can be kept."""
    settled: Counters = field(default_factory=dict)
    recent: Counters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a shard, first to last."""

    each: Sequence[_Day]
    begins: Sequence[int]

    def at(self, moment: int) -> _Day:
        """Return the day that has a moment."""
        return self.each[bisect_right(self.begins, moment) - 1]


@dataclass(frozen=True, slots=True)
class AddDays:
    """Adds the counters of a flow."""

    counts: Counts
    now: Callable[[], int]
    """Milliseconds since the epoch."""

    def __call__(
        self, organization_id: str, flow_id: str, begin: int, end: int, deadline: Deadline, zone: tzinfo = UTC
    ) -> Counted:
        """Add the counters of the sessions that began in a time.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            begin: Milliseconds since the epoch.
            end: Milliseconds since the epoch; sessions that began then or later do not count. begin < end.
            deadline: No row is read after it.
            zone: The time zone of the days.

        Returns:
            The counters. UnavailableError is raised if the store does not answer.
        """
        asked = days_between(begin, end, zone)
        days: defaultdict[int, Counters] = defaultdict(dict)
        complete = True
        for shard in range(SHARDS):
            place = FlowShard(organization_id, flow_id, shard)
            if deadline.expired():
                return Counted(_filled(days), complete=False)
            read, whole = self._shard(place, begin, end, asked, deadline)
            complete = complete and whole
            for day in read:
                add(days[day.of.number], day.settled)
                add(days[day.of.number], day.recent)
        return Counted(_filled(days), complete)

    def _shard(
        self, place: FlowShard, begin: int, end: int, asked: Sequence[ZoneDay], deadline: Deadline
    ) -> tuple[Sequence[_Day], bool]:
        settled = position_of(self.now() - SETTLED)
        # A date begins up to a day before or after the day in UTC of the same number.
        notes = self.counts.days(place, asked[0].number - 1, asked[-1].number + 1)
        days: list[_Day] = []
        gaps: list[tuple[str, str]] = []
        """The positions between which rows are read: from the first, up to the second."""
        for each in asked:
            low = position_of(max(begin, each.begin))
            day = _day_of(each, notes, position_of(min(end, each.end)), whole=begin <= each.begin)
            days.append(day)
            if day.whole and day.known is not None and day.known.until <= day.end:
                day.settled = deepcopy(day.known.counters)
                low = day.end if day.known.until == day.end else after(day.known.until)
            if low < day.end and gaps and gaps[-1][1] == low:
                gaps[-1] = (gaps[-1][0], day.end)
            elif low < day.end:
                gaps.append((low, day.end))
        by_time = _Days(days, [day.of.begin for day in days])
        for low, high in gaps:
            reach = self._gap(place, by_time, low, high, settled, deadline)
            if reach != high:
                return days, False
        return days, True

    def _gap(self, place: FlowShard, days: _Days, low: str, high: str, settled: str, deadline: Deadline) -> str:
        """Add the rows of a gap and keep the sums. Return the position up to which rows were read."""
        new: Counter[int] = Counter()
        # Sums are kept after the deadline too. Otherwise the next request would begin again.
        keep_until = deadline.earlier(-KEEP_SECONDS)
        reach, more = low, True
        while more and not deadline.expired():
            page = self.counts.rows(place, reach, high)
            for row in page.rows:
                day = days.at(row.began_at)
                add(day.settled if row.position < settled else day.recent, row.counters)
                new[day.of.number] += row.position < settled
            more = page.more
            reach = after(page.rows[-1].position) if more else high
        for day in days.each:
            if new[day.of.number] >= LEAST_ROWS and day.whole and not keep_until.expired():
                self._keep(place, day, min(day.end, settled, reach))
        return reach

    def _keep(self, place: FlowShard, day: _Day, until: str) -> None:
        if day.known is not None and day.known.until >= until:
            return  # The asked time ends earlier than the sum.
        # Without the sum, the next report reads the rows again.
        with contextlib.suppress(UnavailableError):
            self.counts.save_day(place, day.of.number, DaySum(day.of.begin, until, day.mark, day.settled))


def _day_of(day: ZoneDay, notes: DayNotes, end: str, *, whole: bool) -> _Day:
    mark, known = notes.mark_of(day.utc_days), notes.sums.get(day.number)
    valid = known is not None and known.begin == day.begin and known.mark == mark
    return _Day(day, mark, known if valid else None, end, whole)


def _filled(days: Mapping[int, Counters]) -> dict[int, Counters]:
    return {day: counters for day, counters in sorted(days.items()) if counters}


def after(position: str) -> str:
    """Return the position after a row's own and before that of every other row."""
    return f"{position}!"
