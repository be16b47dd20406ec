"""DynamoDB Streams, one shard a table: DescribeStream, GetShardIterator and GetRecords.

A stream here has one reader. What its iterator has gone past is forgotten, so that TRIM_HORIZON is where the reader
stopped, in whatever way it stopped; what nobody reads is forgotten after a day, as DynamoDB does it.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from local.store.database import Database
from local.store.errors import InvalidError, StoreError
from local.store.schema import REGION, Table

_SHARD = "shardId-00000000000000000001-00000001"
_MOST, _LARGEST = 1000, 1_048_576
"""Records and bytes of one answer."""


def describe_stream(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    table = _table(database, request.get("StreamArn"))
    return {
        "StreamDescription": {
            "StreamArn": table.stream_arn,
            "StreamStatus": "ENABLED",
            "StreamViewType": table.stream,
            "TableName": table.name,
            "Shards": [{"ShardId": _SHARD, "SequenceNumberRange": {"StartingSequenceNumber": f"{0:021d}"}}],
        }
    }


def get_shard_iterator(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    table = _table(database, request.get("StreamArn"))
    match request:
        case {"ShardIteratorType": "TRIM_HORIZON"}:
            after = 0
        case {"ShardIteratorType": "LATEST"}:
            found = database.rows("SELECT coalesce(max(number), 0) FROM changes WHERE tbl = ?", (table.number,))
            (after,) = found.fetchone()
        case {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": str(number)} if number.isdigit():
            after = int(number)
        case {"ShardIteratorType": "AT_SEQUENCE_NUMBER", "SequenceNumber": str(number)} if number.isdigit():
            after = int(number) - 1
        case _:
            raise InvalidError("ShardIteratorType: TRIM_HORIZON, LATEST, AT_ or AFTER_SEQUENCE_NUMBER with a number")
    return {"ShardIterator": _iterator(table, after)}


def get_records(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """The changes after an iterator; those before it are forgotten."""
    table, after = _of_iterator(database, request.get("ShardIterator"))
    with database.transaction():
        database.forget_changes(table, after)
    found = database.rows(
        "SELECT number, at, kind, keys, image FROM changes WHERE tbl = ? AND number > ? ORDER BY number LIMIT ?",
        (table.number, after, min(int(request.get("Limit") or _MOST), _MOST)),
    )
    records: list[dict[str, Any]] = []
    size = 0
    for number, at, kind, keys, image in found:
        records.append(_record(table, number, at, kind, keys, image))
        after, size = number, size + len(image or "")
        if size > _LARGEST:
            break
    return {"Records": records, "NextShardIterator": _iterator(table, after)}


def _record(table: Table, number: int, at: float, kind: str, keys: str, image: str | None) -> dict[str, Any]:
    return {
        "eventID": f"{table.number}-{number}",
        "eventName": kind,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            "ApproximateCreationDateTime": int(at),
            "Keys": json.loads(keys),
            **({} if image is None else {"NewImage": json.loads(image)}),
            "SequenceNumber": f"{number:021d}",
            "SizeBytes": len(image or keys),
            "StreamViewType": table.stream,
        },
    }


def _table(database: Database, arn: Any) -> Table:
    for table in database.tables().values():
        if table.stream and table.stream_arn == arn:
            return table
    raise StoreError("ResourceNotFoundException", f"Requested resource not found: Stream: {arn} not found")


def _iterator(table: Table, after: int) -> str:
    return base64.b64encode(json.dumps([table.stream_arn, after]).encode()).decode()


def _of_iterator(database: Database, iterator: Any) -> tuple[Table, int]:
    try:
        arn, after = json.loads(base64.b64decode(str(iterator), validate=True))
    except (ValueError, TypeError):
        raise InvalidError("Invalid ShardIterator") from None
    if type(after) is not int:
        raise InvalidError("Invalid ShardIterator")
    return _table(database, arn), after
