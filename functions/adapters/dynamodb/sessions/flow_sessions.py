"""The sessions of a flow in DynamoDB: the index `by_flow`, which lists them and which no turn writes.

A session is in one of a few shards, by its id: a shard takes a thousand beginnings a second. A list merges the shards.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flow_core.state import Status
from functions.adapters.dynamodb.connection import Connection, Raw
from functions.adapters.dynamodb.errors import STORE
from functions.adapters.dynamodb.items import Item, cursor_of, key, last_of
from functions.ports.errors import UnavailableError
from functions.ports.sessions import BadCursorError, SessionPage, SessionSummary, VersionCounts

SHARDS = 3
"""Together with the shard of an earlier release and one request for the statuses, a list makes five requests."""
_LOOKED_AT = 100
"""Sessions that one request for a list by status looks at: as many as one request reads."""
_CREATED = re.compile(r"[0-9]{15}#", re.ASCII)


def list_key(organization_id: str, flow_id: str, session_id: str) -> str:
    """The key of the shard that a session is in."""
    shard = zlib.crc32(session_id.encode("utf-8", "surrogatepass")) % SHARDS
    return key(organization_id, flow_id, str(shard))


@dataclass(frozen=True, slots=True)
class FlowSessions:
    items: type[Item]
    connection: Connection
    head_key: str

    def page(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """Sessions.of_flow, with 1 <= limit <= 100."""
        place = key(organization_id, flow_id)
        entries, more = self._newest(
            _shards(organization_id, flow_id),
            _position(cursor, place),
            limit if status is None else _LOOKED_AT,
        )
        entries, statuses, unread = self._with_status(entries)
        found: list[SessionSummary] = []
        last = None
        for index, entry in enumerate(entries):
            last = entry
            stands = statuses.get(entry["pk"]["S"])
            # A session that was erased a moment ago is still in the index.
            if stands is not None and status in (None, stands):
                found.append(_summary(entry, stands))
            if len(found) == limit:
                more = more or index + 1 < len(entries)
                break
        if last is None or not (more or unread):
            return SessionPage(tuple(found), None)
        return SessionPage(tuple(found), cursor_of({"flow_key": {"S": place}, "created": dict(last["created"])}))

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        """Sessions.count_by_version: one query a shard, the newest sessions first."""
        counts: Counter[int | Literal["draft"]] = Counter()
        complete = True
        for shard in _shards(organization_id, flow_id):
            found = self.connection.query_once(
                self.items,
                "flow_key = :shard",
                {"shard": shard},
                IndexName="by_flow",
                ScanIndexForward=False,
                ProjectionExpression="flow_version",
            )
            counts.update(_version(entry) for entry in found.items)
            complete = complete and found.last is None
        return VersionCounts(dict(counts), complete)

    def _newest(self, shards: Sequence[str], before: str | None, most: int) -> tuple[list[Raw], bool]:
        """The newest entries of the shards that were created before a position, and whether there are more."""
        entries: dict[str, Raw] = {}
        known_to = ""
        for shard in shards:
            values = {"shard": shard} if before is None else {"shard": shard, "before": before}
            found = self.connection.query_once(
                self.items,
                "flow_key = :shard" if before is None else "flow_key = :shard AND created < :before",
                values,
                IndexName="by_flow",
                ScanIndexForward=False,
                Limit=most,
            )
            # One that an earlier release began is in two shards for a moment, when this release moves it.
            entries.update((entry["pk"]["S"], entry) for entry in found.items)
            if found.last is not None:
                known_to = max(known_to, found.last["created"]["S"])
        # Below this position a shard may hold entries that were not read.
        known = [entry for entry in entries.values() if entry["created"]["S"] >= known_to]
        known.sort(key=lambda entry: str(entry["created"]["S"]), reverse=True)
        return known[:most], bool(known_to) or len(known) > most

    def _with_status(self, entries: list[Raw]) -> tuple[list[Raw], dict[str, Status], bool]:
        """The entries, the status of each by session id, and whether the entries were cut where one was not told.

        UnavailableError where the status of the first was not told.
        """
        read = self.connection.read_many(
            self.items,
            [(entry["pk"]["S"], self.head_key) for entry in entries],
            ProjectionExpression="pk, sk, session_status, #status",
            ExpressionAttributeNames={"#status": "status"},
        )
        statuses = {pk: _status(raw) for (pk, _), raw in read.items.items()}
        for index, entry in enumerate(entries):
            if (entry["pk"]["S"], self.head_key) in read.unread:
                if index == 0:
                    raise UnavailableError(STORE, f"BatchGetItem {self.items.Meta.table_name}", "throttled")
                return entries[:index], statuses, True
        return entries, statuses, False


def _shards(organization_id: str, flow_id: str) -> list[str]:
    """And the one key of all sessions that an earlier release began."""
    return [key(organization_id, flow_id), *(key(organization_id, flow_id, str(shard)) for shard in range(SHARDS))]


def _position(cursor: str | None, place: str) -> str | None:
    """Every shard goes on below it. BadCursorError."""
    last = last_of(cursor, ("flow_key", "created"), {"flow_key": place})
    if last is None:
        return None
    position = str(last["created"]["S"])
    if _CREATED.match(position) is None:
        raise BadCursorError
    return position


def _status(head: Raw) -> Status:
    # An earlier release keeps it in `status`, which the index projects.
    return Status((head.get("session_status") or head["status"])["S"])


def _version(entry: Raw) -> int | Literal["draft"]:
    version = entry["flow_version"]["S"]
    return "draft" if version == "draft" else int(version)


def _summary(entry: Raw, status: Status) -> SessionSummary:
    return SessionSummary(
        session_id=entry["pk"]["S"],
        flow_id=entry["flow_id"]["S"],
        flow_version=_version(entry),
        status=status,
        room_name=entry["room_name"]["S"],
        created_at=int(entry["created"]["S"].split("#")[0]),
    )
