"""Makes the tables where they are not there yet. On AWS the template makes them."""

from __future__ import annotations

from functions.adapters.dynamodb import Table
from functions.adapters.dynamodb_flows import DynamoFlows
from functions.adapters.dynamodb_sessions import DynamoSessions
from functions.settings import Settings


def make_tables(settings: Settings) -> None:
    sessions = DynamoSessions(Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint), keep_days=1)
    flows = DynamoFlows(Table(settings.flows_table, settings.region, settings.dynamodb_endpoint), keep_days=1)
    for items in (sessions.items, flows.items):
        if not items.exists():
            items.create_table(wait=True)
