"""Which items have changed since a reader asked last: what a filtered stream of DynamoDB gives to a Lambda function.

These two operations are this store's own. What matches a table's filter is kept in the transaction that writes it, and
forgotten once the reader has gone past it: a reader that ends in the middle, in whatever way, meets it again.
"""

from __future__ import annotations

import json
from typing import Any

from local.store.database import Database
from local.store.errors import InvalidError
from local.store.schema import REGION, Table
from local.store.writes import table_named

_MOST = 100


def keep_changes(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """From now on, keep each item that is written with one of these texts under each of these attributes.

    request: {TableName, Filter: {attribute: [text, …]}}. A table has one filter; the newest counts.
    """
    wanted = request.get("Filter")
    if not isinstance(wanted, dict) or not all(isinstance(texts, list) for texts in wanted.values()):
        raise InvalidError("Filter: an object of attribute names, each with a list of texts")
    with database.transaction():
        database.set_told(table_named(database, request), wanted)
    return {}


def get_changes(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """request: {TableName, After}. Changes after that number, the oldest first; those up to it are forgotten."""
    after = request.get("After")
    if type(after) is not int:
        raise InvalidError("After: the number of the last change that is done, 0 at first")
    table = table_named(database, request)
    with database.transaction():
        database.forget_changes(table, after)
    return {"Records": [_record(table, *row) for row in database.changes(table, _MOST)]}


def _record(table: Table, number: int, at: float, kind: str, image: str) -> dict[str, Any]:
    """As Lambda hands it over."""
    item = json.loads(image)
    return {
        "eventID": f"{table.number}-{number}",
        "eventName": kind,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            "ApproximateCreationDateTime": int(at),
            "Keys": table.keys.of(item),
            "NewImage": item,
            "SequenceNumber": str(number),
            "SizeBytes": len(image),
            "StreamViewType": "NEW_IMAGE",
        },
    }
