"""A table for the tests of the store, used without HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from local.store.database import Database
from local.store.errors import StoreError
from local.store.operations import answer

TABLE: dict[str, Any] = {
    "TableName": "table",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in ("pS", "sS", "gS", "nN")],
    "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "keys",
            "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        },
        {
            "IndexName": "some",
            "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["x", "m"]},
        },
        {
            "IndexName": "all",
            "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        },
    ],
}


class Store:
    """A database and its operations by name."""

    def __init__(self, database: Database | None = None) -> None:
        self.database = database or Database(None)

    def ask(self, operation: str, **request: Any) -> dict[str, Any]:
        """Perform an operation on the table. A refused request is a StoreError."""
        return answer(self.database, f"DynamoDB_20120810.{operation}", {"TableName": "table", **request})

    def transact(self, *operations: dict[str, Any], **further: Any) -> dict[str, Any]:
        asked = [
            {kind: {"TableName": "table", **written}} for operation in operations for kind, written in operation.items()
        ]
        return answer(self.database, "DynamoDB_20120810.TransactWriteItems", {"TransactItems": asked, **further})

    def put(self, p: str, s: str, **attributes: Any) -> None:
        self.ask("PutItem", Item={**key(p, s), **attributes})

    def got(self, p: str, s: str) -> dict[str, Any] | None:
        return self.ask("GetItem", Key=key(p, s)).get("Item")


def store() -> Store:
    made = Store()
    made.ask("CreateTable", **TABLE)
    return made


def key(p: str, s: str) -> dict[str, Any]:
    return {"p": {"S": p}, "s": {"S": s}}


def refused(code: str, call: Callable[[], object], words: str = "") -> StoreError:
    """Check that a call is refused with a code and a text."""
    with pytest.raises(StoreError) as caught:
        call()
    assert caught.value.code == code
    assert words in caught.value.message
    return caught.value
