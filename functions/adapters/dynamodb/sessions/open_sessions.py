"""Open sessions in DynamoDB, shard by shard of the index `by_open`, and the stored cursor."""

from __future__ import annotations

import json

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Table, bound, cursor_of, last_of
from functions.adapters.dynamodb.sessions.sessions import (
    HEAD_KEY,
    OPEN_INDEX_SHARDS,
    SessionItem,
    created_key,
    open_key,
)
from functions.ports.sessions import BadCursorError, OpenPage

_CURSOR_ITEM = ("QUIET", "CURSOR")
"""Partition and sort key of the item with the stored cursor. No session has this id."""


@raises_unavailable
class DynamoOpenSessions:
    """`OpenSessions` on the index `by_open`, which is eventually consistent."""

    def __init__(self, table: Table) -> None:
        self.items = bound(SessionItem, table)
        self._connection = Connection(table)

    def page(self, created_before: int, *, cursor: str | None, limit: int) -> OpenPage:
        """One query of one shard. The last entry of a shard ends a page."""
        shard, last = _read(cursor)
        shard_key = open_key(shard)
        names = ("pk", "sk", "open_key", "created")
        following = _written(shard + 1, None) if shard + 1 < OPEN_INDEX_SHARDS else None
        begin_after = last_of(last, names, {"open_key": shard_key, "sk": HEAD_KEY})
        # DynamoDB refuses to begin after a key outside of the query: after a cursor of a round with a later moment.
        if begin_after is not None and begin_after["created"]["S"] >= created_key(created_before):
            return OpenPage((), following)
        found = self.items.by_open.query(
            shard_key,
            SessionItem.created < created_key(created_before),
            limit=limit,
            last_evaluated_key=begin_after,
        )
        session_ids = tuple(item.pk for item in found)
        if found.last_evaluated_key is not None:
            return OpenPage(session_ids, _written(shard, cursor_of(found.last_evaluated_key)))
        return OpenPage(session_ids, following)

    def kept_cursor(self) -> str | None:
        """One consistent read."""
        item = self._connection.read(self.items, *_CURSOR_ITEM)
        return None if item is None else json.loads(item.payload())["cursor"]

    def keep_cursor(self, cursor: str | None) -> None:
        """One write."""
        item = self.items(*_CURSOR_ITEM)
        item.hold(json.dumps({"cursor": cursor}).encode())
        self._connection.write(item)


def _written(shard: int, last: str | None) -> str:
    return json.dumps([shard, last])


def _read(cursor: str | None) -> tuple[int, str | None]:
    """The shard, and the cursor in it. BadCursorError."""
    if cursor is None:
        return 0, None
    try:
        shard, last = json.loads(cursor)
    except (ValueError, TypeError) as error:
        raise BadCursorError from error
    if type(shard) is not int or not 0 <= shard < OPEN_INDEX_SHARDS or not isinstance(last, str | None):
        raise BadCursorError
    return shard, last
