"""The changed items that a reader has not processed yet: the local equivalent of a filtered DynamoDB stream.

KeepChanges and GetChanges are operations of this store only. A change that matches the table's filter is stored in the
transaction that makes it. It is deleted when the reader asks for later changes. A reader that dies gets its unprocessed
changes again.
"""

from __future__ import annotations

import json
from typing import Any

from local.store.database import Database
from local.store.errors import InvalidError
from local.store.schema import REGION, Table
from local.store.writes import table_named

_MOST = 100
"""Changes in one response of GetChanges."""


def keep_changes(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform KeepChanges: store each later change that matches one of some filters.

    Args:
        database: The store.
        request: {TableName, Filters: [{attribute: [text, …]}, …]}. An item matches a filter if each attribute has one
            of its texts; a number is compared as it is written. New filters replace those of the table.

    Returns:
        An empty response.

    Raises:
        InvalidError: If the filters have another shape.
    """
    wanted = request.get("Filters")
    if not isinstance(wanted, list) or not all(isinstance(each, dict) for each in wanted):
        raise InvalidError("Filters: a list of objects of attribute names, each with a list of texts")
    if not all(isinstance(texts, list) for each in wanted for texts in each.values()):
        raise InvalidError("Filters: each attribute needs a list of texts")
    with database.transaction():
        database.set_change_filters(table_named(database, request), wanted)
    return {}


def get_changes(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """Perform GetChanges: delete the processed changes and return the next ones.

    Args:
        database: The store.
        request: {TableName, After}. `After` is the number of the last processed change, 0 at first.

    Returns:
        {Records}: the oldest changes first, in the shape of the records that Lambda passes to a function.

    Raises:
        InvalidError: If `After` is not an integer.
    """
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
