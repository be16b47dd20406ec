"""CreateTable, DescribeTable, ListTables, DeleteTable, UpdateTimeToLive, DescribeTimeToLive.

RenewTable is this store's own.
"""

from __future__ import annotations

import re
import time
from typing import Any

from local.store.database import Database
from local.store.errors import InvalidError, StoreError
from local.store.schema import Table, described, made
from local.store.writes import table_named

_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
_KEPT = (
    "TableName",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "BillingMode",
)


def create_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """ResourceInUseException where there is one of that name."""
    name = request.get("TableName")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InvalidError("TableName: 3 to 255 letters, digits and _.-")
    created = float(int(time.time()))
    made(0, request, created)  # refuses what is wrong, before anything is stored
    with database.transaction():
        if name in database.tables():
            raise StoreError("ResourceInUseException", f"Table already exists: {name}")
        kept = {each: request[each] for each in _KEPT if each in request}
        database.add_table(name, {**kept, "created": created})
    return {"TableDescription": _described(database, database.tables()[name])}


def describe_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    return {"Table": _described(database, table_named(database, request))}


def list_tables(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    after, limit = request.get("ExclusiveStartTableName") or "", request.get("Limit") or 100
    names = [name for name in sorted(database.tables()) if name > after]
    more = {"LastEvaluatedTableName": names[limit - 1]} if len(names) > limit else {}
    return {"TableNames": names[:limit], **more}


def delete_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    with database.transaction():
        table = table_named(database, request)
        told = _described(database, table)
        database.drop_table(table)
    return {"TableDescription": {**told, "TableStatus": "DELETING"}}


def renew_table(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Make a table what another release of Callflow wants it to be: its indexes and its time to live. The items stay.

    request: {TableName, AttributeDefinitions, GlobalSecondaryIndexes} as in CreateTable, and the attribute TimeToLive.
    All of them, each time: nothing is done where the table is like that already.
    """
    with database.transaction():
        table = table_named(database, request)
        asked = {each: request.get(each) for each in ("AttributeDefinitions", "GlobalSecondaryIndexes")}
        definition = {**database.definition(table), **asked}
        wanted = made(table.number, definition, table.created)
        if any(wanted.types[name] != table.types[name] for name in table.keys.names):
            raise InvalidError("AttributeDefinitions: the types of a table's own keys stay as they are")
        if (wanted.types, wanted.indexes) != (table.types, table.indexes):
            database.define_anew(table, definition)
        if table.ttl != request.get("TimeToLive"):
            database.set_ttl(table, request.get("TimeToLive"))
    return {}


def update_time_to_live(database: Database, request: dict[str, Any]) -> dict[str, Any]:
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
    table = table_named(database, request)
    if table.ttl is None:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}
    return {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": table.ttl}}


def _described(database: Database, table: Table) -> dict[str, Any]:
    return described(table, *database.counted(table))
