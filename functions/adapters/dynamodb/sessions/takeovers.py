"""Takeovers in the sessions' table: an item `TAKEOVER#<id>` of the session's partition for each stay of a person."""

from __future__ import annotations

import json

from pydantic_core import from_json

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.sessions.sessions import SessionItem, expiry_of
from functions.ports.supervision.takeovers import Takeover

TAKEOVER_KEY = "TAKEOVER#"
"""The beginning of a takeover's sort key."""
_MOST = 100
"""Takeovers that are read."""


@raises_unavailable
class DynamoTakeovers:
    """`Takeovers` on the sessions' table.

    Args:
        items: The items of the table.
        connection: A connection to share.
    """

    def __init__(self, items: type[SessionItem], connection: Connection) -> None:
        self._items = items
        self._connection = connection

    def save(self, session_id: str, takeover: Takeover) -> None:
        """See `Takeovers.save`. One write, and two consistent reads."""
        expires_at = expiry_of(self._items, self._connection, session_id)
        if expires_at is None:
            return
        sort_key = TAKEOVER_KEY + takeover.takeover_id
        item = self._items(session_id, sort_key, expires_at=expires_at)
        item.hold(json.dumps([takeover.takeover_id, takeover.by, takeover.since, takeover.until]).encode())
        self._connection.write(item, SessionItem.pk.does_not_exist() if takeover.until is None else None)
        # The session may have been erased since the first read.
        if expiry_of(self._items, self._connection, session_id) is None:
            self._connection.write_many(self._items, (), [(session_id, sort_key)])

    def of(self, session_id: str) -> tuple[Takeover, ...]:
        """See `Takeovers.of`. One query."""
        found = self._connection.query_once(
            self._items,
            "pk = :session AND begins_with(sk, :kind)",
            {"session": session_id, "kind": TAKEOVER_KEY},
            Limit=_MOST,
        )
        read = (Takeover(*from_json(self._items.from_raw_data(dict(raw)).payload())) for raw in found.items)
        return tuple(sorted(read, key=lambda each: (each.since, each.takeover_id)))
