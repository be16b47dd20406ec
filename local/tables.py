"""Makes the tables where they are not there yet. On AWS the template makes them."""

from __future__ import annotations

from pynamodb.connection import Connection

from functions.adapters.dynamodb import Table
from functions.adapters.dynamodb_flows import DynamoFlows
from functions.adapters.dynamodb_sessions import DynamoSessions
from functions.settings import Settings

_EXPIRES = "expires_at"


def make_tables(settings: Settings) -> None:
    sessions = DynamoSessions(Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint), keep_days=1)
    flows = DynamoFlows(Table(settings.flows_table, settings.region, settings.dynamodb_endpoint), keep_days=1)
    connection = Connection(region=settings.region, host=settings.dynamodb_endpoint)
    for items in (sessions.items, flows.items):
        if items.exists():
            continue
        items.create_table(wait=True)
        connection.update_time_to_live(items.Meta.table_name, _EXPIRES)
