"""The counters of ended sessions in the sessions' table, in partitions of their own.

A shard of a flow is the partition `COUNTS#<organization>#<flow>#<shard>`. It has an item `ROW#<position>` for each
ended session, another one if it was judged, and for some days the items `DAY#<day>#MARK` and `DAY#<day>#SUM`. No index
has them, and the filter of the table's stream leaves them out.
"""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.adapters.dynamodb.connection import Connection, Raw
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, key
from functions.ports.reporting.counts import (
    DAY,
    SHARDS,
    CountsPage,
    CountsRow,
    DayNotes,
    DaySum,
    FlowShard,
    SessionCounts,
)

KEEP_DAYS = 400
"""Days that counters are stored: a year can be compared with the month before it."""
_ROW, _DAY, _MARK, _SUM = "ROW#", "DAY#", "MARK", "SUM"
_DAY_SECONDS = 86_400


class CountsItem(Item):
    """A row, a mark or a sum."""

    version = NumberAttribute(null=True)
    """Of a row: the version of the head that was counted."""
    mark = UnicodeAttribute(null=True)
    """Of a mark: the mark. Of a sum: the mark before its rows were read."""
    begin = NumberAttribute(null=True)
    """Of a sum: the first moment of its date. A sum of an earlier release has none: its date is one in UTC."""
    until = UnicodeAttribute(null=True)
    """Of a sum: the position up to which it has the rows."""
    plain_up_to = 0


@raises_unavailable
class DynamoCounts:
    """`Counts` on the sessions' table.

    Args:
        table: The sessions' table.
        connection: A connection to share, by default a new one.
    """

    def __init__(self, table: Table, connection: Connection | None = None) -> None:
        self.items = bound(CountsItem, table)
        self._connection = connection or Connection(table)

    def save(self, counts: SessionCounts) -> None:
        """See `Counts.save`. One write of at most two units."""
        item = self.items(
            _partition(_shard(counts.organization_id, counts.flow_id, counts.session_id)),
            _ROW + counts.position,
            version=counts.version,
            expires_at=counts.began_at // 1000 + KEEP_DAYS * _DAY_SECONDS,
        )
        item.hold(json.dumps(counts.counters, separators=(",", ":")).encode())
        self._connection.write(item, CountsItem.pk.does_not_exist() | (CountsItem.version < counts.version))

    def mark(self, organization_id: str, flow_id: str, session_id: str, day: int) -> None:
        """See `Counts.mark`. One write of one unit."""
        item = self.items(
            _partition(_shard(organization_id, flow_id, session_id)),
            _day_key(day, _MARK),
            mark=uuid.uuid4().hex,
            expires_at=_day_expires(day),
        )
        self._connection.write(item)

    def rows(self, place: FlowShard, first: str, before: str) -> CountsPage:
        """See `Counts.rows`. One query."""
        # `before` itself is no row's position, so that BETWEEN does not return it.
        found = self._connection.query_once(
            self.items,
            "pk = :pk AND sk BETWEEN :first AND :before",
            {"pk": _partition(place), "first": _ROW + first, "before": _ROW + before},
            ConsistentRead=True,
        )
        return CountsPage(tuple(self._row(raw) for raw in found.items), more=found.last is not None)

    def days(self, place: FlowShard, first: int, last: int) -> DayNotes:
        """See `Counts.days`. One query for each MB."""
        marks: dict[int, str] = {}
        sums: dict[int, DaySum] = {}
        for raw in self._days(place, first, last):
            day, kind = int(raw["sk"]["S"].split("#")[1]), raw["sk"]["S"].split("#")[2]
            item = self.items.from_raw_data(dict(raw))
            if kind == _MARK:
                marks[day] = item.mark
            else:
                begin = item.attribute_values.get("begin", day * DAY)
                sums[day] = DaySum(int(begin), item.until, item.mark or "", from_json(item.payload()))
        return DayNotes(marks, sums)

    def save_day(self, place: FlowShard, day: int, day_sum: DaySum) -> None:
        """See `Counts.save_day`."""
        item = self.items(
            _partition(place),
            _day_key(day, _SUM),
            begin=day_sum.begin,
            until=day_sum.until,
            mark=day_sum.mark or None,
            expires_at=_day_expires(day),
        )
        item.hold(json.dumps(day_sum.counters, separators=(",", ":")).encode())
        self._connection.write(item)

    def _days(self, place: FlowShard, first: int, last: int) -> Iterator[Raw]:
        start: dict[str, Any] = {}
        while True:
            found = self._connection.query_once(
                self.items,
                "pk = :pk AND sk BETWEEN :first AND :last",
                {"pk": _partition(place), "first": _day_key(first, ""), "last": _day_key(last, _SUM)},
                ConsistentRead=True,
                **start,
            )
            yield from found.items
            if found.last is None:
                return
            start = {"ExclusiveStartKey": found.last}

    def _row(self, raw: Raw) -> CountsRow:
        position = raw["sk"]["S"].removeprefix(_ROW)
        item = self.items.from_raw_data(dict(raw))
        return CountsRow(position, int(position.split("#")[0]), from_json(item.payload()))


def _shard(organization_id: str, flow_id: str, session_id: str) -> FlowShard:
    shard = zlib.crc32(session_id.encode("utf-8", "surrogatepass")) % SHARDS
    return FlowShard(organization_id, flow_id, shard)


def _partition(place: FlowShard) -> str:
    return key("COUNTS", place.organization_id, place.flow_id, str(place.shard))


def _day_key(day: int, kind: str) -> str:
    return f"{_DAY}{day:06d}#{kind}"


def _day_expires(day: int) -> int:
    return (day + 1 + KEEP_DAYS) * _DAY_SECONDS
