"""The open calls of organizations in DynamoDB, in the flows' table: a partition for each organization, an item a call.

Strategy. Nothing is written when a call ends, because a turn must not cost more. The item of an ended call stays until
the organization reaches its limit. Only then the statuses of its calls are read, and the items of ended ones deleted.
So a call costs one write, one query of at most `limit` small items, and in the long run one read and one deletion.

The item is written before the calls are counted. So concurrent calls never exceed the limit together; at the limit they
may refuse each other.
"""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute

from flow_core.state import Status
from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, key
from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY

MAX_HOURS = 24
"""Hours after which a call counts no longer, regardless of its session."""
_PREPARED_MILLIS = 60_000
"""Milliseconds for which a call counts whose session is not stored yet: its request may still run."""
_AT_ONCE = 100
"""Sessions that one request reads."""
_DELETED = 10
"""Items that one call deletes, one request each. So a caller does not wait for many of them."""


class OpenCallItem(Item):
    """A call that was open when it was last looked at. The sort key is the id of its session."""

    begun_at = NumberAttribute()
    """Milliseconds since the epoch."""


@raises_unavailable
class DynamoOpenCalls:
    """`OpenCalls` in the flows' table.

    Args:
        table: The flows' table.
        sessions: The items of the sessions' table.
        connection: The connection that reads sessions.
    """

    def __init__(self, table: Table, sessions: type[Item], connection: Connection) -> None:
        self.items = bound(OpenCallItem, table)
        self._sessions = sessions
        self._connection = connection

    def begin(self, organization_id: str, session_id: str, *, limit: int, at: int) -> bool:
        """See `OpenCalls.begin`."""
        partition = f"CALLS#{key(organization_id)}"
        own = self.items(partition, session_id)
        own.begun_at = at
        own.expires_at = at // 1000 + MAX_HOURS * 3600
        own.save()
        calls = [each for each in self._calls(partition, limit) if int(each.begun_at) > at - MAX_HOURS * 3_600_000]
        if len(calls) <= limit:
            return True
        ended = self._ended(calls, at)
        for each in ended[:_DELETED]:
            each.delete()
        if len(calls) - len(ended) <= limit:
            return True
        own.delete()
        return False

    def recent(self, organization_id: str) -> list[str]:
        """One consistent query for each MB of entries."""
        return [str(item.sk) for item in self.items.query(f"CALLS#{key(organization_id)}", consistent_read=True)]

    def forget(self, organization_id: str, session_id: str) -> None:
        """One deletion."""
        self.items(f"CALLS#{key(organization_id)}", session_id).delete()

    def _calls(self, partition: str, limit: int) -> list[OpenCallItem]:
        # Concurrent requests that are refused may have stored a few more.
        return list(self.items.query(partition, consistent_read=True, limit=2 * limit + _AT_ONCE))

    def _ended(self, calls: list[OpenCallItem], at: int) -> list[OpenCallItem]:
        statuses: dict[str, Any] = {}
        unread: set[str] = set()
        for start in range(0, len(calls), _AT_ONCE):
            keys = [(str(each.sk), HEAD_KEY) for each in calls[start : start + _AT_ONCE]]
            read = self._connection.read_many(
                self._sessions, keys, ConsistentRead=True, ProjectionExpression="pk, sk, session_status"
            )
            statuses |= {pk: raw for (pk, _), raw in read.items.items()}
            unread |= {pk for pk, _ in read.unread}
        return [each for each in calls if self._is_over(each, statuses.get(str(each.sk)), at) and each.sk not in unread]

    def _is_over(self, call: OpenCallItem, head: Any, at: int) -> bool:
        if head is None:
            return int(call.begun_at) < at - _PREPARED_MILLIS
        return "session_status" in head and Status(head["session_status"]["S"]).ended
