"""The sessions of a flow in DynamoDB, by the index `by_flow`. A turn does not write this index.

A session is in one of a few shards, by its id. A shard takes a thousand new sessions a second. A list merges the shards
by time of creation, and reads the current status of its entries from their heads, because the index has none.
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
from functions.errors import UnavailableError
from functions.ports.sessions import BadCursorError, SessionPage, SessionSummary, VersionCounts

SHARDS = 3
"""Shards of a flow's sessions. With the shard of an earlier release and one request for the statuses, a list makes five
requests."""
_SCANNED = 100
"""Sessions that a list with a status reads for a page: as many as one request reads."""
_CREATED = re.compile(r"[0-9]{15}#", re.ASCII)


def list_key(organization_id: str, flow_id: str, session_id: str) -> str:
    """Compute the key of a session's shard."""
    shard = zlib.crc32(session_id.encode("utf-8", "surrogatepass")) % SHARDS
    return key(organization_id, flow_id, str(shard))


@dataclass(frozen=True, slots=True)
class FlowSessions:
    """Lists and counts the sessions of a flow."""

    items: type[Item]
    connection: Connection
    head_key: str

    def page(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """See `Sessions.of_flow`. One query a shard, and one batch for the statuses; eventually consistent."""
        flow_key = key(organization_id, flow_id)
        entries, more = self._newest(
            _shards(organization_id, flow_id),
            _position(cursor, flow_key),
            limit if status is None else _SCANNED,
        )
        entries, statuses, unread = self._with_status(entries)
        found: list[SessionSummary] = []
        last = None
        for index, entry in enumerate(entries):
            last = entry
            current = statuses.get(entry["pk"]["S"])
            # A session that was just erased is still in the index.
            if current is not None and status in (None, current):
                found.append(_summary(entry, current))
            if len(found) == limit:
                more = more or index + 1 < len(entries)
                break
        if last is None or not (more or unread):
            return SessionPage(tuple(found), None)
        return SessionPage(tuple(found), cursor_of({"flow_key": {"S": flow_key}, "created": dict(last["created"])}))

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        """See `Sessions.count_by_version`. One query a shard, the newest sessions first; eventually consistent."""
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
        complete_from = ""
        """The position from which the entries of every shard were read."""
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
            # A session of an earlier release is in two shards for a moment, while this release moves it.
            entries.update((entry["pk"]["S"], entry) for entry in found.items)
            if found.last is not None:
                complete_from = max(complete_from, found.last["created"]["S"])
        # Before this position a shard may have entries that were not read.
        known = [entry for entry in entries.values() if entry["created"]["S"] >= complete_from]
        known.sort(key=lambda entry: str(entry["created"]["S"]), reverse=True)
        return known[:most], bool(complete_from) or len(known) > most

    def _with_status(self, entries: list[Raw]) -> tuple[list[Raw], dict[str, Status], bool]:
        """The entries, their statuses, and whether the entries were cut before one whose head was not read."""
        read = self.connection.read_many(
            self.items,
            [(entry["pk"]["S"], self.head_key) for entry in entries],
            ProjectionExpression="pk, sk, session_status, #status",
            ExpressionAttributeNames={"#status": "status"},
        )
        # The head of an erased session has no status.
        heads = {pk: raw for (pk, _), raw in read.items.items() if "session_status" in raw or "status" in raw}
        statuses = {pk: _status(raw) for pk, raw in heads.items()}
        for index, entry in enumerate(entries):
            if (entry["pk"]["S"], self.head_key) in read.unread:
                if index == 0:
                    raise UnavailableError(STORE, f"BatchGetItem {self.items.Meta.table_name}", "throttled")
                return entries[:index], statuses, True
        return entries, statuses, False


def _shards(organization_id: str, flow_id: str) -> list[str]:
    """The shards of a flow. The first is the only one of sessions that an earlier release began."""
    return [key(organization_id, flow_id), *(key(organization_id, flow_id, str(shard)) for shard in range(SHARDS))]


def _position(cursor: str | None, flow_key: str) -> str | None:
    """The time of creation and id before which each shard continues. BadCursorError."""
    last = last_of(cursor, ("flow_key", "created"), {"flow_key": flow_key})
    if last is None:
        return None
    position = str(last["created"]["S"])
    if _CREATED.match(position) is None:
        raise BadCursorError
    return position


def _status(head: Raw) -> Status:
    # An earlier release stored it as `status`, which the index projects.
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
