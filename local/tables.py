"""Creates the tables of the local stack. On AWS the template creates them."""

from __future__ import annotations

from typing import Any

import httpx
from pynamodb.connection import Connection

from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Item, Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.settings import Settings

_EXPIRES = "expires_at"
"""The attribute with an item's expiry in every table."""


def make_tables(settings: Settings) -> None:
    """Create the tables that do not exist."""
    for items in _tables(settings):
        make_table(items)


def make_table(items: type[Item]) -> None:
    """Create a table with its time to live, if it does not exist."""
    if not items.exists():
        items.create_table(wait=True)
        connection = Connection(region=items.Meta.region, host=items.Meta.host)
        connection.update_time_to_live(items.Meta.table_name, _EXPIRES)


def renew_tables(settings: Settings) -> None:
    """Give the tables of the embedded store the indexes and the time to live of this release.

    A table of another release, or of an interrupted start, may lack them.
    """
    for items in _tables(settings):
        renew_table(items)


def renew_table(items: type[Item]) -> None:
    """Give one table of the embedded store the indexes and the time to live of this release."""
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
