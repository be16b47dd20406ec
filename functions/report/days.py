"""Adds the counters of a flow by day, and keeps the sums.

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

Sums are made of rows alone and can be lost at any time. A report always equals a recount of the rows.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.ports.reporting.counts import DAY, SHARDS, Counters, Counts, DayNote, DaySum, FlowShard, position_of
from functions.report.counters import add

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
    """Day -> counters by version and channel."""
    complete: bool
    """False if the time did not suffice. The same request continues, because sums were kept."""


@dataclass(slots=True)
class _Day:
    """A day of a shard, while its rows are added."""

    note: DayNote
    end: str
    """The position at which the day, or the asked time, ends."""
    whole: bool
    """Whether the asked time has the beginning of the day. Only then a sum can be kept."""
    settled: Counters = field(default_factory=dict)
    recent: Counters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddDays:
    """Adds the counters of a flow."""

    counts: Counts
    now: Callable[[], int]
    """Milliseconds since the epoch."""

    def __call__(self, organization_id: str, flow_id: str, begin: int, end: int, deadline: Deadline) -> Counted:
        """Add the counters of the sessions that began in a time.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            begin: Milliseconds since the epoch.
            end: Milliseconds since the epoch; sessions that began then or later do not count. begin < end.
            deadline: No row is read after it.

        Returns:
            The counters. UnavailableError is raised if the store does not answer.
        """
        days: defaultdict[int, Counters] = defaultdict(dict)
        complete = True
        for shard in range(SHARDS):
            place = FlowShard(organization_id, flow_id, shard)
            read, whole = self._shard(place, begin, end, deadline)
            complete = complete and whole
            for day, of_shard in read.items():
                add(days[day], of_shard.settled)
                add(days[day], of_shard.recent)
        return Counted({day: counters for day, counters in sorted(days.items()) if counters}, complete)

    def _shard(self, place: FlowShard, begin: int, end: int, deadline: Deadline) -> tuple[dict[int, _Day], bool]:
        settled = position_of(self.now() - SETTLED)
        first, last = begin // DAY, (end - 1) // DAY
        notes = self.counts.days(place, first, last)
        days: dict[int, _Day] = {}
        gaps: list[tuple[str, str]] = []
        """The positions between which rows are read: from the first, up to the second."""
        for number in range(first, last + 1):
            low = position_of(max(begin, number * DAY))
            day = _Day(notes.get(number, DayNote()), position_of(min(end, (number + 1) * DAY)), begin <= number * DAY)
            days[number] = day
            known = day.note.valid_sum
            if day.whole and known is not None and known.until <= day.end:
                day.settled = deepcopy(known.counters)
                low = known.until if known.until == day.end else after(known.until)
            if low < day.end and gaps and gaps[-1][1] == low:
                gaps[-1] = (gaps[-1][0], day.end)
            elif low < day.end:
                gaps.append((low, day.end))
        for low, high in gaps:
            reach = self._gap(place, days, low, high, settled, deadline)
            if reach != high:
                return days, False
        return days, True

    def _gap(
        self, place: FlowShard, days: dict[int, _Day], low: str, high: str, settled: str, deadline: Deadline
    ) -> str:
        """Add the rows of a gap and keep the sums. Return the position up to which rows were read."""
        new: Counter[int] = Counter()
        # Sums are kept after the deadline too. Otherwise the next request would begin again.
        keep_until = deadline.earlier(-KEEP_SECONDS)
        reach, more = low, True
        while more and not deadline.expired():
            page = self.counts.rows(place, reach, high)
            for row in page.rows:
                day = days[row.began_at // DAY]
                add(day.settled if row.position < settled else day.recent, row.counters)
                new[row.began_at // DAY] += row.position < settled
            more = page.more
            reach = after(page.rows[-1].position) if more else high
        for number, rows in new.items():
            if rows >= LEAST_ROWS and days[number].whole and not keep_until.expired():
                self._keep(place, number, days[number], min(days[number].end, settled, reach))
        return reach

    def _keep(self, place: FlowShard, number: int, day: _Day, until: str) -> None:
        known = day.note.valid_sum
        if known is not None and known.until >= until:
            return  # The asked time ends earlier than the sum.
        # Without the sum, the next report reads the rows again.
        with contextlib.suppress(UnavailableError):
            self.counts.save_day(place, number, DaySum(until, day.note.mark, day.settled))


def after(position: str) -> str:
    """Return the position after a row's own and before that of every other row."""
    return f"{position}!"
