"""The operations on whole tables: create, describe, list and delete them, and set their time to live.

RenewTable is an operation of this store only; DynamoDB does not have it.
"""

from __future__ import annotations

import re
import time
from typing import Any

from local.store.database import Database
from local.store.errors import InvalidError, StoreError
from local.store.schema import Table, description_of, table_from_request
from local.store.writes import table_named

_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
_STORED = (
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "BillingMode",
)
"""The fields of CreateTable that are stored as the table's definition."""


def create_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform CreateTable. A table with the same name is a ResourceInUseException."""
    name = request.get("TableName")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InvalidError("TableName: 3 to 255 letters, digits and _.-")
    created = float(int(time.time()))
    table_from_request(0, request, created)  # an invalid request is refused before the transaction
    with database.transaction():
        if name in database.tables():
            raise StoreError("ResourceInUseException", f"Table already exists: {name}")
        definition = {each: request[each] for each in _STORED if each in request}
        database.add_table(name, {**definition, "created": created})
    return {"TableDescription": _described(database, database.tables()[name])}


def describe_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform DescribeTable."""
    return {"Table": _described(database, table_named(database, request))}


def list_tables(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform ListTables."""
    after, limit = request.get("ExclusiveStartTableName") or "", request.get("Limit") or 100
    names = [name for name in sorted(database.tables()) if name > after]
    more = {"LastEvaluatedTableName": names[limit - 1]} if len(names) > limit else {}
    return {"TableNames": names[:limit], **more}


def delete_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform DeleteTable."""
    with database.transaction():
        table = table_named(database, request)
        description = _described(database, table)
        database.drop_table(table)
    return {"TableDescription": {**description, "TableStatus": "DELETING"}}


def renew_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Change a table's indexes and its time to live to those of this release of Callflow. The items stay.

    The operation changes nothing if the table already has these indexes and this time to live.

    Args:
        database: The store.
        request: {TableName, AttributeDefinitions, GlobalSecondaryIndexes}, as in CreateTable, and `TimeToLive`, the
            name of an attribute. All of them are required.

    Returns:
        An empty response.

    Raises:
        InvalidError: If the request changes the type of one of the table's own keys.
    """
    with database.transaction():
        table = table_named(database, request)
        asked = {each: request.get(each) for each in ("AttributeDefinitions", "GlobalSecondaryIndexes")}
        definition = {**database.definition(table), **asked}
        wanted = table_from_request(table.number, definition, table.created)
        if any(wanted.types[name] != table.types[name] for name in table.keys.names):
            raise InvalidError("AttributeDefinitions: the types of a table's own keys stay as they are")
        if (wanted.types, wanted.indexes) != (table.types, table.indexes):
            database.redefine(table, definition)
        if table.ttl != request.get("TimeToLive"):
            database.set_ttl(table, request.get("TimeToLive"))
    return {}


def update_time_to_live(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform UpdateTimeToLive. A request without an attribute or without a change is an InvalidError."""
    wanted = request.get("TimeToLiveSpecification") or {}
    attribute = wanted.get("AttributeName")
    if not isinstance(attribute, str) or not attribute:
        raise InvalidError("TimeToLiveSpecification: AttributeName is missing")
    with database.transaction():
        table = table_named(database, request)
        if bool(wanted.get("Enabled")) == (table.ttl is not None):
            raise InvalidError(f"TimeToLive is already {'enabled' if table.ttl else 'disabled'}")
        database.set_ttl(table, attribute if wanted["Enabled"] else None)
    return {"TimeToLiveSpecification": {"AttributeName": attribute, "Enabled": bool(wanted["Enabled"])}}


def describe_time_to_live(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform DescribeTimeToLive."""
    table = table_named(database, request)
    if table.ttl is None:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}
    return {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": table.ttl}}


def _described(database: Database, table: Table) -> dict[str, Any]:
    return description_of(table, *database.counted(table))
