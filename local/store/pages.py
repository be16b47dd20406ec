"""The rows that a Query or a Scan goes through, in order, from where a page begins."""

from __future__ import annotations

from collections.abc import Iterator

from local.store.database import Database
from local.store.expressions.key_conditions import Range
from local.store.schema import Index, Table

Place = tuple[bytes, bytes, bytes, bytes]
"""Partition and sort key of the index or the table that is read, then of the table: they put all items in order."""

Rows = Iterator[tuple[str, int]]
"""An item's JSON, and its size in bytes; 0 where an index is read, which holds less than the item."""

_INDEXED = "SELECT i.content, 0 FROM entries e JOIN items i ON i.id = e.item WHERE e.idx = ?"


def of_partition(
    database: Database,
    table: Table,
    index: Index | None,
    partition: bytes,
    wanted: Range,
    start: Place | None,
    *,
    forward: bool,
) -> Rows:
    place: tuple[bytes, ...]
    beyond, order = (">", "ASC") if forward else ("<", "DESC")
    if index is None:
        text, ordered = "SELECT content, size FROM items WHERE tbl = ? AND hash = ?", f"range {order}"
        bounds, limits = wanted.sql("range")
        after, place = (f" AND range {beyond} ?", start[1:2]) if start else ("", ())
        number = table.number
    else:
        text = f"{_INDEXED} AND e.hash = ?"
        ordered = f"e.range {order}, e.item_hash {order}, e.item_range {order}"
        bounds, limits = wanted.sql("e.range")
        after = f" AND (e.range, e.item_hash, e.item_range) {beyond} (?, ?, ?)" if start else ""
        place = start[1:] if start else ()
        number = index.number
    return iter(database.rows(f"{text}{bounds}{after} ORDER BY {ordered}", (number, partition, *limits, *place)))


def of_all(database: Database, table: Table, index: Index | None, start: Place | None) -> Rows:
    place: tuple[bytes, ...]
    if index is None:
        text, ordered = "SELECT content, size FROM items WHERE tbl = ?", "hash, range"
        after, place = (" AND (hash, range) > (?, ?)", start[2:]) if start else ("", ())
        number = table.number
    else:
        text, ordered = _INDEXED, "e.hash, e.range, e.item_hash, e.item_range"
        after = " AND (e.hash, e.range, e.item_hash, e.item_range) > (?, ?, ?, ?)" if start else ""
        place = start or ()
        number = index.number
    return iter(database.rows(f"{text}{after} ORDER BY {ordered}", (number, *place)))
