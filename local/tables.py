"""Makes the tables where they are not there yet. On AWS the template makes them."""

from __future__ import annotations

from typing import Any

import httpx
from pynamodb.connection import Connection

from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Item, Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.settings import Settings

_EXPIRES = "expires_at"


def make_tables(settings: Settings) -> None:
    for items in _tables(settings):
        make_table(items)


def make_table(items: type[Item]) -> None:
    """With the time to live that every table has."""
    if not items.exists():
        items.create_table(wait=True)
        connection = Connection(region=items.Meta.region, host=items.Meta.host)
        connection.update_time_to_live(items.Meta.table_name, _EXPIRES)


def renew_tables(settings: Settings) -> None:
    """Make the tables of the embedded store what this release wants: another one, or a start that was cut off, may have
    left them without an index or the time to live. httpx.HTTPError.
    """
    for items in _tables(settings):
        renew_table(items)


def renew_table(items: type[Item]) -> None:
    """The same for one of them."""
    schema: Any = items._get_schema()
    request = {
        "TableName": items.Meta.table_name,
        "AttributeDefinitions": schema["attribute_definitions"],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": index["index_name"],
                "KeySchema": sorted(index["key_schema"], key=lambda part: str(part["KeyType"])),
                "Projection": index["projection"],
            }
            for index in schema["global_secondary_indexes"]
        ],
        "TimeToLive": _EXPIRES,
    }
    headers = {"X-Amz-Target": "CallflowStore.RenewTable"}
    httpx.post(str(items.Meta.host), json=request, headers=headers, timeout=60).raise_for_status()


def _tables(settings: Settings) -> tuple[type[Item], type[Item]]:
    sessions = DynamoSessions(Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint), keep_days=1)
    flows = DynamoFlows(Table(settings.flows_table, settings.region, settings.dynamodb_endpoint), keep_days=1)
    return sessions.items, flows.items
