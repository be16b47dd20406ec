"""Tables of the embedded store that an earlier release or an interrupted start created."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pynamodb.connection import Connection

from functions.adapters.dynamodb.items import Table
from functions.settings import Settings
from local.post_call.messages import TABLE, StoredMessages
from local.processes.dynamodb import EmbeddedDynamoDB
from local.tables import make_tables, renew_tables


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")


def test_tables_get_their_missing_indexes_and_time_to_live(credentials: None) -> None:
    with EmbeddedDynamoDB() as new, EmbeddedDynamoDB() as old:
        settings = replace(Settings(), dynamodb_endpoint=new.endpoint)
        make_tables(settings)
        bare = replace(settings, dynamodb_endpoint=old.endpoint)
        for table in (settings.sessions_table, settings.flows_table):
            client(bare).create_table(
                TableName=table,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            )
        assert shape(bare) != shape(settings)
        make_tables(bare)
        renew_tables(bare)
        assert shape(bare) == shape(settings)


def test_dead_letters_expire(credentials: None) -> None:
    with EmbeddedDynamoDB() as store:
        settings = replace(Settings(), dynamodb_endpoint=store.endpoint)
        for _ in range(2):
            StoredMessages(Table(TABLE, settings.region, store.endpoint)).make_table()
        ends = client(settings).describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
        assert ends == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def shape(settings: Settings) -> list[Any]:
    """Return the keys, the indexes and the time to live of each table."""
    found: list[Any] = []
    for name in (settings.sessions_table, settings.flows_table):
        table = client(settings).describe_table(TableName=name)["Table"]
        indexes = {
            index["IndexName"]: (index["KeySchema"], index["Projection"])
            for index in table.get("GlobalSecondaryIndexes", [])
        }
        ends = client(settings).describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        found.append((table["KeySchema"], table["AttributeDefinitions"], indexes, ends))
    return found


def client(settings: Settings) -> Any:
    return Connection(region=settings.region, host=settings.dynamodb_endpoint).client
