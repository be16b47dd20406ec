"""GetItem, Query, Scan, BatchGetItem and TransactGetItems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.store.database import Database
from local.store.errors import InvalidError
from local.store.expressions.conditions import Condition
from local.store.expressions.evaluate import Bound, holds
from local.store.expressions.key_conditions import Range, partition_and_range
from local.store.expressions.paths import Resolved, projected
from local.store.expressions.placeholders import Expressions
from local.store.pages import Place, of_all, of_partition
from local.store.schema import Index, KeySchema, Table
from local.store.values import Item, checked_item, size_of_item
from local.store.writes import keyed, table_named

MAX_PAGE = 1_048_576
"""Bytes of items that one page reads, before the filter."""
_MAX_BATCH = 16_777_216
"""Bytes of items that one BatchGetItem returns."""
_MAX_IN_BATCH = 100


def get_item(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform GetItem."""
    expressions = Expressions(request)
    paths = expressions.projection()
    expressions.done()
    item = _got(database, request, paths)
    return {} if item is None else {"Item": item}


def _got(database: Database, request: dict[str, Any], paths: tuple[Resolved, ...] | None) -> Item | None:
    table, key, _ = keyed(database, request)
    row = database.row(table, key)
    if row is None:
        return None
    return row.item if paths is None else projected(row.item, paths)


def batch_get_item(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform BatchGetItem. Keys beyond 16 MB are returned as unprocessed."""
    asked = request.get("RequestItems") or {}
    wanted = [(name, key) for name, of in asked.items() for key in of.get("Keys") or []]
    if not 0 < len(wanted) <= _MAX_IN_BATCH:
        raise InvalidError(f"RequestItems: 1 to {_MAX_IN_BATCH} keys")
    if len({json.dumps(each, sort_keys=True) for each in wanted}) != len(wanted):
        raise InvalidError("Provided list of item keys contains duplicates")
    found: dict[str, list[Item]] = {name: [] for name in asked}
    left: dict[str, Any] = {}
    size = 0
    for name, of in asked.items():
        expressions = Expressions(of)
        paths = expressions.projection()
        expressions.done()
        for key in of["Keys"]:
            if size > _MAX_BATCH:
                left.setdefault(name, {**of, "Keys": []})["Keys"].append(key)
                continue
            item = _got(database, {"TableName": name, "Key": key}, paths)
            if item is not None:
                size += size_of_item(item)
                found[name].append(item)
    return {"Responses": found, "UnprocessedKeys": left}


def transact_get_items(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform TransactGetItems."""
    asked = request.get("TransactItems") or []
    if not 0 < len(asked) <= _MAX_IN_BATCH:
        raise InvalidError(f"TransactItems: 1 to {_MAX_IN_BATCH} reads")
    return {"Responses": [get_item(database, each.get("Get") or {}) for each in asked]}


def query(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform Query."""
    table = table_named(database, request)
    index = _index(table, request, "querying")
    expressions = Expressions(request)
    condition = expressions.condition("KeyConditionExpression")
    if condition is None:
        raise InvalidError(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    keys = table.keys if index is None else index.keys
    partition, wanted = partition_and_range(condition, expressions.bound, table, keys)
    view = _view(table, index, request, expressions)
    start = _start(view, request, partition, wanted)
    forward = request.get("ScanIndexForward") is not False
    rows = of_partition(database, table, index, partition, wanted, start, forward=forward)
    return _answer(view, request, rows)


def scan(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform Scan."""
    table = table_named(database, request)
    view = _view(table, _index(table, request, "scanning"), request, Expressions(request))
    return _answer(view, request, of_all(database, table, view.index, _start(view, request)))


@dataclass(frozen=True, slots=True)
class _View:
    """A table or one of its indexes, with the request's filter and projection."""

    table: Table
    index: Index | None
    filter: Condition | None
    paths: tuple[Resolved, ...] | None
    bound: Bound

    @property
    def keys(self) -> KeySchema:
        return self.table.keys if self.index is None else self.index.keys

    @property
    def key_names(self) -> set[str]:
        """The attributes that together name an item's place in the view."""
        return {*self.table.keys.names, *self.keys.names}


def _index(table: Table, request: dict[str, Any], doing: str) -> Index | None:
    name = request.get("IndexName")
    if name is None:
        return None
    if request.get("ConsistentRead"):
        raise InvalidError(f"Consistent read cannot be true when {doing} a GSI")
    return table.index(name)


def _view(table: Table, index: Index | None, request: dict[str, Any], expressions: Expressions) -> _View:
    view = _View(table, index, expressions.condition("FilterExpression"), expressions.projection(), expressions.bound)
    expressions.done()
    select = request.get("Select")
    if select not in (None, "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES"):
        raise InvalidError(f"Select: {select} is not a valid value")
    if select == "ALL_ATTRIBUTES" and index is not None and index.projection != "ALL":
        raise InvalidError(
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
            f"secondary index {index.name} because its projection type is not ALL"
        )
    limit = request.get("Limit")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise InvalidError("1 validation error detected: Value at 'limit' must be greater than or equal to 1")
    return view


def _start(
    view: _View, request: dict[str, Any], partition: bytes | None = None, wanted: Range | None = None
) -> Place | None:
    """Return the place after which a page begins. A start outside the query's range is an InvalidError."""
    start_key = request.get("ExclusiveStartKey")
    if start_key is None:
        return None
    item = checked_item(start_key)
    if set(item) != view.key_names:
        raise InvalidError("The provided starting key is invalid")
    base = view.table.key_of(view.table.keys.of(item))
    hash_key = view.table.part(view.keys.hash, item, 2048)
    range_key = b"" if view.keys.range is None else view.table.part(view.keys.range, item)
    if partition is not None and hash_key != partition:
        raise InvalidError("The provided starting key is outside query boundaries based on provided conditions")
    if wanted is not None and not wanted.holds(range_key):
        raise InvalidError("The provided starting key does not match the range key predicate")
    return (hash_key, range_key, *base)


def _answer(view: _View, request: dict[str, Any], rows: Iterator[tuple[str, int]]) -> dict[str, Any]:
    """Collect one page: at most `Limit` items and 1 MB, counted before the filter."""
    limit = request.get("Limit")
    items: list[Item] = []
    seen = size = count = 0
    last: Item | None = None
    for content, stored in rows:
        item: Item = json.loads(content)
        if view.index is not None:
            item = view.table.projected(view.index, item)
        seen += 1
        size += stored or size_of_item(item)
        if view.filter is None or holds(view.filter, item, view.bound):
            count += 1
            if request.get("Select") != "COUNT":
                items.append(item if view.paths is None else projected(item, view.paths))
        if seen == limit or size > MAX_PAGE:
            last = {name: item[name] for name in view.key_names}
            break
    answer: dict[str, Any] = {"Count": count, "ScannedCount": seen}
    if request.get("Select") != "COUNT":
        answer["Items"] = items
    if last is not None:
        answer["LastEvaluatedKey"] = last
    return answer
