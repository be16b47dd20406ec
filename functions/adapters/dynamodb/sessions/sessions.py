"""Sessions in DynamoDB.

A session is one partition. It has the item `HEAD`, an item `TURN#<turn id>` for each turn, and in a long session an
item `ORDER#<number>` for each eighth turn. A judged session has the item `SCORES` (scores.py). Of an erased session
only a tombstone is left (erasures.py).
"""

from __future__ import annotations

import zlib
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from flow_core.state import Status
from functions.adapters.dynamodb.connection import Connection, Queried
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound
from functions.adapters.dynamodb.packing_dictionary import FIRST
from functions.adapters.dynamodb.sessions.flow_sessions import FlowSessions, list_key
from functions.adapters.dynamodb.sessions.head_parts import HeadParts
from functions.adapters.dynamodb.sessions.turns import TURN_KEY, Turns
from functions.ports.sessions import ROOM_SESSIONS, SessionPage, VersionCounts
from functions.ports.turn_pages import TurnPage
from functions.records import Head, TurnRecord, head_json, head_type, turn_json, turn_type

HEAD_KEY = "HEAD"
"""The sort key of a head."""
OPEN_INDEX_SHARDS = 32
"""Shards of the index `by_open`: 1,000 new or ended sessions a second each. More can be added at any time. Fewer would
hide the sessions in the removed shards."""


class _ByFlow(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # pynamodb's own gap
    """Lists a flow's sessions. It is written once, when a session begins: it has no attribute that a turn changes.

    `status` is projected only for the items of an earlier release. A projection cannot be changed.
    """

    class Meta:
        index_name = "by_flow"
        projection = IncludeProjection(["flow_id", "flow_version", "status", "room_name"])

    flow_key = UnicodeAttribute(hash_key=True)
    created = UnicodeAttribute(range_key=True)


class _ByRoom(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # pynamodb's own gap
    """Finds the sessions of a room that LiveKit has closed."""

    class Meta:
        index_name = "by_room"
        projection = KeysOnlyProjection()

    room_name = UnicodeAttribute(hash_key=True)
    created = UnicodeAttribute(range_key=True)


class _ByOpen(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # pynamodb's own gap
    """Finds the open sessions, the oldest first. It is written when a session begins and when it ends.

    It has no attribute that the turns in between change.
    """

    class Meta:
        index_name = "by_open"
        projection = KeysOnlyProjection()

    open_key = UnicodeAttribute(hash_key=True)
    created = UnicodeAttribute(range_key=True)


class SessionItem(Item):
    """An item of the sessions' table. A head has all attributes except `number`, which a turn record has."""

    version = NumberAttribute(null=True)
    """The head's version. The conditional write of the next head expects it."""
    number = NumberAttribute(null=True)
    """The turn's number."""
    flow_key = UnicodeAttribute(null=True)
    created = UnicodeAttribute(null=True)
    flow_id = UnicodeAttribute(null=True)
    flow_version = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    """Only in items of an earlier release."""
    session_status = UnicodeAttribute(null=True)
    """The status that a list and the filter of the table's stream read. It is in no index."""
    room_name = UnicodeAttribute(null=True)
    open_key = UnicodeAttribute(null=True)
    """None after the session has ended."""
    tells = UnicodeAttribute(null=True)
    """`turn` in a head that commits a turn of which a webhook hears. The filter of the table's stream reads it."""
    erased = UnicodeAttribute(null=True)
    """The tombstone of an erased session, as JSON. Such a head has no payload, no version and no status."""
    plain_up_to = 0
    """A head and a turn are always packed: the kilobytes that a turn writes are most of its cost."""
    dictionary = FIRST
    by_flow = _ByFlow()
    by_room = _ByRoom()
    by_open = _ByOpen()


@raises_unavailable
class DynamoSessions:
    """`Sessions` on one DynamoDB table and three indexes.

    Args:
        table: The sessions' table.
        keep_days: Days after its last turn that a session is stored, if its head names no other number.
    """

    def __init__(self, table: Table, *, keep_days: int) -> None:
        self.items = bound(SessionItem, table)
        self.connection = Connection(table)
        """For all reads and writes of a turn."""
        self._of_flow = FlowSessions(self.items, self.connection, HEAD_KEY)
        self._turns = Turns(self.items, self.connection)
        self._parts = HeadParts(self.items, self.connection, HEAD_KEY)
        self._keep_days = keep_days

    def now(self) -> int:
        """Milliseconds since the epoch by the table's clock. The leases of all processes use this clock."""
        return self.connection.now()

    def head(self, session_id: str) -> Head | None:
        """One consistent read, and one for each part of a head beyond 350 KB."""
        for last in (False, False, True):
            item = self.connection.read(self.items, session_id, HEAD_KEY)
            if item is None or item.erased is not None:
                return None
            try:
                head = head_type().validate_json(item.payload())
            except self.items.DoesNotExist:
                # The head was in parts, and the next head replaced it between the two reads.
                if last:
                    raise
            else:
                self._parts.read(head, item)
                return head
        raise AssertionError("the last try returns or raises")

    def advance(self, head: Head) -> bool:
        """See `Sessions.advance`. One write, after each eighth turn of a long session a second one."""
        item = self.items(
            head.session_id,
            HEAD_KEY,
            version=head.version,
            flow_key=list_key(head.organization_id, head.flow_id, head.session_id),
            created=created_key(head.created_at, head.session_id),
            flow_id=head.flow_id,
            flow_version=str(head.pin.label),
            session_status=head.state.status.value,
            room_name=head.room_name,
            open_key=None if head.state.status.ended else open_key(open_shard(head.session_id)),
            tells="turn" if head.tells_its_turn else None,
            expires_at=head.updated_at // 1000 + self.keep_seconds(head),
        )
        item.hold(head_json(head))
        absent = SessionItem.pk.does_not_exist()
        won = self.connection.write(item, absent if head.version == 1 else SessionItem.version == head.version - 1)
        self._parts.written(head, item, won=won)
        if won:
            self._turns.committed(head, self.items(head.session_id, expires_at=item.expires_at))
        return won

    def is_erased(self, session_id: str) -> bool:
        """One consistent read."""
        item = self.connection.read(self.items, session_id, HEAD_KEY)
        return item is not None and item.erased is not None

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        """One consistent read."""
        item = self.connection.read(self.items, session_id, TURN_KEY + turn_id)
        return None if item is None else turn_type().validate_json(item.payload())

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        """See `Sessions.propose`. One write, and one consistent read if the condition refused it."""
        item = self.items(
            head.session_id,
            TURN_KEY + record.turn_id,
            number=record.number,
            expires_at=record.at // 1000 + self.keep_seconds(head),
        )
        item.hold(turn_json(record))
        condition = SessionItem.pk.does_not_exist()
        if instead_of is not None:
            condition = condition | (SessionItem.number == instead_of)
        if self.connection.write(item, condition):
            return None
        return self.turn(head.session_id, record.turn_id)

    def turns_after(self, head: Head, number: int) -> TurnPage:
        """See `Turns.after`."""
        return self._turns.after(head, number)

    def turn_at(self, head: Head, number: int) -> str:
        """No request for one of the last eight turns, else usually one query."""
        return self._turns.ids(head, number, number)[number]

    def in_room(self, room_name: str) -> list[str]:
        """One query of the index `by_room`, and a second one for a room of very many sessions."""
        first = self._of_room(room_name, oldest_first=True)
        if first.last is None:
            return [entry["pk"]["S"] for entry in first.items]
        newest = self._of_room(room_name, oldest_first=False)
        # A dict, because the two queries may overlap.
        return list(dict.fromkeys(entry["pk"]["S"] for entry in (*first.items, *reversed(newest.items))))

    def keep_seconds(self, head: Head) -> int:
        """Return the seconds after its last turn that a session is stored."""
        return (self._keep_days if head.keep_days is None else head.keep_days) * 86_400

    def _of_room(self, room_name: str, *, oldest_first: bool) -> Queried:
        return self.connection.query_once(
            self.items,
            "room_name = :room",
            {"room": room_name},
            IndexName="by_room",
            ScanIndexForward=oldest_first,
            Limit=ROOM_SESSIONS,
        )

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """See `FlowSessions.page`."""
        return self._of_flow.page(organization_id, flow_id, status=status, cursor=cursor, limit=limit)

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        """See `FlowSessions.count_by_version`."""
        return self._of_flow.count_by_version(organization_id, flow_id)


def created_key(at: int, session_id: str = "") -> str:
    """Build a key that sorts by time of creation (milliseconds since the epoch), then by id."""
    return f"{at:015d}#{session_id}"


def open_key(shard: int) -> str:
    """Build the partition key of a shard of `by_open`, 0 <= shard < OPEN_INDEX_SHARDS."""
    return f"open#{shard:02d}"


def open_shard(session_id: str) -> int:
    """Return a session's shard of `by_open`."""
    return zlib.crc32(session_id.encode("utf-8", "surrogatepass")) % OPEN_INDEX_SHARDS


def expiry_of(items: type[Item], connection: Connection, session_id: str) -> int | None:
    """Read when a session expires, in seconds since the epoch. One consistent read.

    Args:
        items: Items of the table that have the attribute `erased`.
        connection: The connection.
        session_id: The session.

    Returns:
        None if the session has no head, or was erased.
    """
    head: Any = connection.read(items, session_id, HEAD_KEY)
    return None if head is None or head.erased is not None else int(head.expires_at)
