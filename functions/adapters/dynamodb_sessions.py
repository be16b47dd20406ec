"""Sessions in DynamoDB: one partition a session, holding `HEAD` and a `TURN#<turn id>` for each turn."""

from __future__ import annotations

import zlib
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from flow_core.state import Status
from functions.adapters.dynamodb import Item, Table, bound, cursor_of, key, last_of
from functions.adapters.dynamodb_connection import Connection
from functions.adapters.dynamodb_errors import raises_unavailable
from functions.ports.sessions import SessionPage, SessionSummary
from functions.records import HEAD, TURN, Head, TurnRecord

HEAD_KEY = "HEAD"
_TURN = "TURN#"

SHELVES = 32
"""Into as many parts of `by_open` the open sessions are spread; each takes a thousand beginnings and ends a second.
More may be added at any time; fewer would hide what stands on the rest."""


class _ByFlow(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # pynamodb's own gap
    """Lists a flow's sessions. What it projects seldom changes, so that a turn does not write it again."""

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
    """Finds the sessions that have not ended, the oldest first. Written when one begins and when it ends, by no turn
    in between: nothing that a turn changes is in it.
    """

    class Meta:
        index_name = "by_open"
        projection = KeysOnlyProjection()

    open_key = UnicodeAttribute(hash_key=True)
    created = UnicodeAttribute(range_key=True)


class SessionItem(Item):
    version = NumberAttribute(null=True)
    """Of the head; the swap is on it."""
    number = NumberAttribute(null=True)
    """Of the turn."""
    flow_key = UnicodeAttribute(null=True)
    created = UnicodeAttribute(null=True)
    flow_id = UnicodeAttribute(null=True)
    flow_version = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    room_name = UnicodeAttribute(null=True)
    open_key = UnicodeAttribute(null=True)
    """None once the session has ended."""
    by_flow = _ByFlow()
    by_room = _ByRoom()
    by_open = _ByOpen()


@raises_unavailable
class DynamoSessions:
    """functions.ports.sessions.Sessions."""

    def __init__(self, table: Table, *, keep_days: int) -> None:
        self.items = bound(SessionItem, table)
        self.connection = Connection(table)
        """Of all reads and writes of a turn."""
        self._keep_seconds = keep_days * 86_400

    def head(self, session_id: str) -> Head | None:
        item = self.connection.read(self.items, session_id, HEAD_KEY)
        return None if item is None else HEAD.validate_json(item.payload())

    def advance(self, head: Head) -> bool:
        item = self.items(
            head.session_id,
            HEAD_KEY,
            version=head.version,
            flow_key=key(head.organization_id, head.flow_id),
            created=created_key(head.created_at, head.session_id),
            flow_id=head.flow_id,
            flow_version=str(head.pin.label),
            # A head under a claim is "active" for whoever looks; the list need not be written again for that.
            status=head.state.status.value,
            room_name=head.room_name,
            open_key=None if head.state.status.ended else open_key(_shelf(head.session_id)),
            expires_at=head.updated_at // 1000 + self._keep_seconds,
        )
        item.hold(HEAD.dump_json(head))
        absent = SessionItem.pk.does_not_exist()
        return self.connection.write(item, absent if head.version == 1 else SessionItem.version == head.version - 1)

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        item = self.connection.read(self.items, session_id, _TURN + turn_id)
        return None if item is None else TURN.validate_json(item.payload())

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        item = self.items(
            head.session_id,
            _TURN + record.turn_id,
            number=record.number,
            expires_at=record.at // 1000 + self._keep_seconds,
        )
        item.hold(TURN.dump_json(record))
        condition = SessionItem.pk.does_not_exist()
        if instead_of is not None:
            condition = condition | (SessionItem.number == instead_of)
        if self.connection.write(item, condition):
            return None
        return self.turn(head.session_id, record.turn_id)

    def turns(self, session_id: str) -> list[TurnRecord]:
        found = self.items.query(session_id, SessionItem.sk.startswith(_TURN), consistent_read=True)
        return [TURN.validate_json(item.payload()) for item in found]

    def in_room(self, room_name: str) -> list[str]:
        return [item.pk for item in self.items.by_room.query(room_name)]

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        flow_key = key(organization_id, flow_id)
        found = self.items.by_flow.query(
            flow_key,
            filter_condition=None if status is None else SessionItem.status == status.value,
            scan_index_forward=False,
            limit=limit,
            last_evaluated_key=last_of(cursor, ("pk", "sk", "flow_key", "created"), {"flow_key": flow_key}),
        )
        sessions = tuple(
            SessionSummary(
                session_id=item.pk,
                flow_id=item.flow_id,
                flow_version="draft" if item.flow_version == "draft" else int(item.flow_version),
                status=Status(item.status),
                room_name=item.room_name,
                created_at=int(item.created.split("#")[0]),
            )
            for item in found
        )
        return SessionPage(sessions, cursor_of(found.last_evaluated_key))


def created_key(at: int, session_id: str = "") -> str:
    """Sorts by time of creation (milliseconds since the epoch), then by id."""
    return f"{at:015d}#{session_id}"


def open_key(shelf: int) -> str:
    """0 <= shelf < SHELVES."""
    return f"open#{shelf:02d}"


def _shelf(session_id: str) -> int:
    return zlib.crc32(session_id.encode("utf-8", "surrogatepass")) % SHELVES
