"""Erasures in the sessions' table. The tombstone is the session's item `HEAD` without a payload.

It has no attribute of the indexes `by_flow` and `by_room`. While it is listed, it is in `by_open`, before every
open session: so the job that closes idle sessions finds it and deletes what came late.
"""

from __future__ import annotations

from pydantic import TypeAdapter

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY, SessionItem, created_key, open_key, open_shard
from functions.deadline import Deadline
from functions.ports.privacy.erasure import KEPT_DAYS, Tombstone

_TOMBSTONE = TypeAdapter(Tombstone)
_DAY = 86_400
_AT_ONCE = 100
"""Items that are deleted before the deadline is looked at again."""


@raises_unavailable
class DynamoErasures:
    """`Erasures` on the sessions' table.

    Args:
        items: The items of the table.
        connection: The connection of the turns.
    """

    def __init__(self, items: type[SessionItem], connection: Connection) -> None:
        self.items = items
        self._connection = connection

    def tombstone(self, session_id: str) -> Tombstone | None:
        """See `Erasures.tombstone`."""
        item = self._connection.read(self.items, session_id, HEAD_KEY)
        return None if item is None or item.erased is None else _TOMBSTONE.validate_json(item.erased)

    def is_stored(self, session_id: str) -> bool:
        """See `Erasures.is_stored`."""
        item = self._connection.read(self.items, session_id, HEAD_KEY)
        return item is not None and item.erased is None

    def bury(self, tombstone: Tombstone) -> bool:
        """See `Erasures.bury`."""
        unburied = SessionItem.pk.exists() & SessionItem.erased.does_not_exist()
        return self._connection.write(self._item(tombstone, listed=True), unburied)

    def clear(self, session_id: str, deadline: Deadline) -> bool:
        """See `Erasures.clear`. One query for each MB, and a request for 25 items."""
        start: dict[str, object] = {}
        while not deadline.expired():
            found = self._connection.query_once(
                self.items,
                "pk = :session",
                {"session": session_id},
                ConsistentRead=True,
                ProjectionExpression="pk, sk",
                **start,
            )
            keys = [(raw["pk"]["S"], raw["sk"]["S"]) for raw in found.items if raw["sk"] != {"S": HEAD_KEY}]
            for first in range(0, len(keys), _AT_ONCE):
                if deadline.expired():
                    return False
                self._connection.write_many(self.items, (), keys[first : first + _AT_ONCE])
            if found.last is None:
                return True
            start = {"ExclusiveStartKey": found.last}
        return False

    def keep(self, tombstone: Tombstone, *, listed: bool) -> None:
        """See `Erasures.keep`."""
        self._connection.write(self._item(tombstone, listed=listed))

    def _item(self, tombstone: Tombstone, *, listed: bool) -> SessionItem:
        item = self.items(
            tombstone.session_id,
            HEAD_KEY,
            erased=_TOMBSTONE.dump_json(tombstone).decode(),
            expires_at=tombstone.at // 1000 + KEPT_DAYS * _DAY,
        )
        if listed:
            item.open_key = open_key(open_shard(tombstone.session_id))
            item.created = created_key(0, tombstone.session_id)
        return item
