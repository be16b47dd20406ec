"""Counters of ended sessions in memory."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import count

from functions.ports.reporting.counts import (
    SHARDS,
    CountsPage,
    CountsRow,
    DayNotes,
    DaySum,
    FlowShard,
    SessionCounts,
)


@dataclass
class InMemoryCounts:
    """Implements `Counts`."""

    page: int = 1000
    """Rows that a page has at most."""
    read: int = 0
    """Rows that were read. Not part of the port."""
    _rows: dict[FlowShard, dict[str, tuple[int, CountsRow]]] = field(default_factory=dict)
    _marked: dict[tuple[FlowShard, int], str] = field(default_factory=dict)
    _sums: dict[tuple[FlowShard, int], DaySum] = field(default_factory=dict)
    _marks: count[int] = field(default_factory=lambda: count(1))

    def save(self, counts: SessionCounts) -> None:
        rows = self._rows.setdefault(shard_of(counts.organization_id, counts.flow_id, counts.session_id), {})
        position = counts.position
        if position not in rows or rows[position][0] < counts.version:
            copied = json.loads(json.dumps(counts.counters))
            rows[position] = (counts.version, CountsRow(position, counts.began_at, copied))

    def mark(self, organization_id: str, flow_id: str, session_id: str, day: int) -> None:
        place = shard_of(organization_id, flow_id, session_id)
        self._marked[place, day] = str(next(self._marks))

    def rows(self, place: FlowShard, first: str, before: str) -> CountsPage:
        stored = self._rows.get(place, {})
        found = nsmallest(self.page + 1, (position for position in stored if first <= position < before))
        page = tuple(stored[position][1] for position in found[: self.page])
        self.read += len(page)
        return CountsPage(page, more=len(found) > self.page)

    def days(self, place: FlowShard, first: int, last: int) -> DayNotes:
        return DayNotes(
            {day: mark for (of, day), mark in self._marked.items() if of == place and first <= day <= last},
            {day: each for (of, day), each in self._sums.items() if of == place and first <= day <= last},
        )

    def save_day(self, place: FlowShard, day: int, day_sum: DaySum) -> None:
        self._sums[place, day] = replace(day_sum, counters=json.loads(json.dumps(day_sum.counters)))


def shard_of(organization_id: str, flow_id: str, session_id: str) -> FlowShard:
    shard = zlib.crc32(session_id.encode("utf-8", "surrogatepass")) % SHARDS
    return FlowShard(organization_id, flow_id, shard)
