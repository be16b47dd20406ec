"""The rows of a Query or a Scan, in order, from the start of a page."""

from __future__ import annotations

from collections.abc import Iterator

from local.store.database import Database
from local.store.expressions.key_conditions import Range
from local.store.schema import Index, Table

Place = tuple[bytes, bytes, bytes, bytes]
"""Partition and sort key of the index or table that is read, then those of the table. They give all items an order."""

Rows = Iterator[tuple[str, int]]
"""For each item its JSON and its size in bytes. The size is 0 for an index, which holds less than the item."""

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
    """Return the rows of one partition.

    Args:
        database: The store.
        table: The table.
        index: The index to read. None: the table.
        partition: The partition key, as bytes.
        wanted: The range of sort keys.
        start: The page begins after this place. None: at the first row.
        forward: True for ascending sort keys.

    Returns:
        The rows.
    """
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
    """Return the rows of all partitions.

    Args:
        database: The store.
        table: The table.
        index: The index to read. None: the table.
        start: The page begins after this place. None: at the first row.

    Returns:
        The rows.
    """
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
