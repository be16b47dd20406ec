"""PutItem, UpdateItem, DeleteItem, BatchWriteItem and TransactWriteItems."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from local.store.database import Database, Row
from local.store.errors import (
    ConditionFailedError,
    InvalidError,
    NoSuchTableError,
    StoreError,
    TransactionCanceledError,
    UnfitItemError,
)
from local.store.expressions.evaluate import holds
from local.store.expressions.paths import resolved
from local.store.expressions.placeholders import Expressions
from local.store.expressions.updates import Action, changed
from local.store.schema import Key, Table
from local.store.values import MAX_ITEM, Item, checked_item, size_of_item

_MAX_IN_BATCH, _MAX_IN_TRANSACTION = 25, 100


@dataclass(frozen=True, slots=True)
class _Change:
    """A validated write whose condition holds. It is not made yet."""

    table: Table
    key: Key
    before: Row | None
    after: Item | None
    """The new item. None: the item is deleted."""
    size: int = 0
    """The new item's size in bytes."""
    touched: tuple[str, ...] = ()
    """The attributes that an update changes."""

    def make(self, database: Database) -> None:
        """Make the write."""
        if self.after is not None:
            database.put(self.table, self.key, self.before, self.after, self.size)
        elif self.before is not None:
            database.delete(self.table, self.key, self.before)


_Plan = Callable[[Database, dict[str, Any]], _Change]


def put_item(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform PutItem."""
    return _write(database, request, _put, ("NONE", "ALL_OLD"))


def delete_item(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform DeleteItem."""
    return _write(database, request, _delete, ("NONE", "ALL_OLD"))


def update_item(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform UpdateItem."""
    return _write(database, request, _update, ("NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"))


def _write(database: Database, request: dict[str, Any], plan: _Plan, returned: tuple[str, ...]) -> dict[str, Any]:
    wanted = request.get("ReturnValues") or "NONE"
    if wanted not in returned:
        raise InvalidError("Return values set to invalid value")
    with database.transaction():
        change = plan(database, request)
        change.make(database)
    if wanted == "NONE":
        return {}
    item = change.after if wanted.endswith("NEW") else None if change.before is None else change.before.item
    if item is not None and wanted.startswith("UPDATED"):
        item = {name: item[name] for name in change.touched if name in item}
    return {"Attributes": item} if item else {}


def _put(database: Database, request: dict[str, Any]) -> _Change:
    table = table_named(database, request)
    item = checked_item(request.get("Item"))
    key = table.key_of(item)
    size = _size(item)
    _check_indexes(table, item)
    before = database.row(table, key)
    _refuse_unless_condition_holds(request, before, Expressions(request))
    return _Change(table, key, before, item, size)


def _delete(database: Database, request: dict[str, Any]) -> _Change:
    table, key, _ = keyed(database, request)
    before = database.row(table, key)
    _refuse_unless_condition_holds(request, before, Expressions(request))
    return _Change(table, key, before, None)


def _check(database: Database, request: dict[str, Any]) -> _Change:
    """Plan a ConditionCheck, which changes nothing."""
    table, key, _ = keyed(database, request)
    before = database.row(table, key)
    if not request.get("ConditionExpression"):
        raise InvalidError("The ConditionExpression of a ConditionCheck is missing")
    _refuse_unless_condition_holds(request, before, Expressions(request))
    return _Change(table, key, None, None)


def _update(database: Database, request: dict[str, Any]) -> _Change:
    table, key, named = keyed(database, request)
    before = database.row(table, key)
    expressions = Expressions(request)
    actions = expressions.update()
    _refuse_unless_condition_holds(request, before, expressions)
    touched = _attributes(actions, expressions)
    if forbidden := [name for name in touched if name in table.keys.names]:
        raise InvalidError(
            "One or more parameter values were invalid: Cannot update attribute "
            f"{forbidden[0]}. This attribute is part of the key"
        )
    after = changed(named if before is None else before.item, actions, expressions.bound)
    _check_indexes(table, after)
    size = _size(after, "Item size to update has exceeded the maximum allowed size")
    return _Change(table, key, before, after, size, touched)


def _attributes(actions: Sequence[Action], expressions: Expressions) -> tuple[str, ...]:
    return tuple(str(resolved(action.path, expressions.bound.names)[0]) for action in actions)


def _refuse_unless_condition_holds(request: dict[str, Any], before: Row | None, expressions: Expressions) -> None:
    condition = expressions.condition("ConditionExpression")
    expressions.done()
    if condition is None:
        return
    item = {} if before is None else before.item
    if not holds(condition, item, expressions.bound):
        returned = request.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and before is not None
        raise ConditionFailedError(item if returned else None)


def _check_indexes(table: Table, item: Item) -> None:
    """Raise InvalidError if a key of an index has the wrong type. An item without the key is not in that index."""
    for index in table.indexes:
        for name in index.keys.names:
            if name in item:
                table.part(name, item)


def _size(item: Item, message: str = "Item size has exceeded the maximum allowed size") -> int:
    size = size_of_item(item)
    if size > MAX_ITEM:
        raise UnfitItemError(message)
    return size


def table_named(database: Database, request: dict[str, Any]) -> Table:
    """Return the table of a request.

    Args:
        database: The store.
        request: `TableName` is a name or an ARN.

    Returns:
        The table.

    Raises:
        NoSuchTableError: If the table does not exist.
        InvalidError: If the request names no table.
    """
    name = request.get("TableName")
    if not isinstance(name, str):
        raise InvalidError("1 validation error detected: Value null at 'tableName' failed to satisfy constraint")
    table = database.tables().get(name.rpartition("/")[2])
    if table is None:
        raise NoSuchTableError(name)
    return table


def keyed(database: Database, request: dict[str, Any]) -> tuple[Table, Key, Item]:
    """Return the table and the key of a request. An invalid key is an InvalidError.

    Args:
        database: The store.
        request: A request with `TableName` and `Key`.

    Returns:
        The table, the key as bytes that sort, and the key as an item.
    """
    table = table_named(database, request)
    named = checked_item(request.get("Key"))
    return table, table.key_of(named, whole=False), named


def batch_write_item(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform BatchWriteItem. The writes are made together or not at all."""
    asked = [
        (name, kind, operation)
        for name, writes in (request.get("RequestItems") or {}).items()
        for write in writes
        for kind, operation in write.items()
    ]
    if not 0 < len(asked) <= _MAX_IN_BATCH:
        raise InvalidError(f"RequestItems: 1 to {_MAX_IN_BATCH} writes")
    plans: dict[str, _Plan] = {"PutRequest": _put, "DeleteRequest": _delete}
    with database.transaction():
        changes = [plans[kind](database, {"TableName": name, **operation}) for name, kind, operation in asked]
        if len({(change.table.number, change.key) for change in changes}) != len(changes):
            raise InvalidError("Provided list of item keys contains duplicates")
        for change in changes:
            change.make(database)
    return {"UnprocessedItems": {}}


def transact_write_items(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform TransactWriteItems. A repeated ClientRequestToken changes nothing for ten minutes."""
    asked = request.get("TransactItems") or []
    if not 0 < len(asked) <= _MAX_IN_TRANSACTION:
        raise InvalidError(f"TransactItems: 1 to {_MAX_IN_TRANSACTION} operations")
    token, now = request.get("ClientRequestToken"), time.time()
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).digest()
    with database.transaction():
        if token:
            existing = database.token_digest(token, now)
            if existing == digest:
                return {}
            if existing is not None:
                raise StoreError(
                    "IdempotentParameterMismatchException",
                    "Request parameters do not match with previous request with the same client request token",
                )
        for change in _all_or_none(database, asked):
            change.make(database)
        if token:
            database.keep_token(token, digest, now)
    return {}


_IN_TRANSACTION: dict[str, _Plan] = {"Put": _put, "Update": _update, "Delete": _delete, "ConditionCheck": _check}


def _all_or_none(database: Database, asked: list[dict[str, Any]]) -> list[_Change]:
    changes: list[_Change] = []
    reasons: list[dict[str, Any]] = []
    for operation in asked:
        match list(operation.items()):
            case [(("Put" | "Update" | "Delete" | "ConditionCheck") as kind, dict(arguments))]:
                pass
            case _:
                raise InvalidError("TransactItems can only contain one of Check, Put, Update or Delete")
        try:
            changes.append(_IN_TRANSACTION[kind](database, arguments))
            reasons.append({"Code": "None"})
        except ConditionFailedError as error:
            shown = {} if error.item is None else {"Item": error.item}
            reasons.append({"Code": "ConditionalCheckFailed", "Message": error.message, **shown})
        except UnfitItemError as error:
            reasons.append({"Code": "ValidationError", "Message": error.message})
    if len({(change.table.number, change.key) for change in changes}) != len(changes):
        raise InvalidError("Transaction request cannot include multiple operations on one item")
    if any(reason["Code"] != "None" for reason in reasons):
        raise TransactionCanceledError(reasons)
    return changes
