"""The audit in DynamoDB, in the flows' table: a partition for each organization, an item for each entry."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from functools import cache
from itertools import count

from pydantic import TypeAdapter

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, cursor_of, key, last_of
from functions.adapters.dynamodb.transaction import RefusedError, transaction
from functions.ports.audit import AuditPage, Entry

_ENTRY = "AT#"
_ONCE = "ONCE#"
_ONCE_SECONDS = 7200
"""Seconds for which the name of an entry is kept."""
_KNOWN = 10_000
"""Names that a process remembers, so that a page that reads a session every second writes nothing."""
_numbers = count()


@cache
def _entry_type() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


class AuditItem(Item):
    """An entry of the audit."""


@raises_unavailable
class DynamoAudit:
    """`Audit` in the flows' table. Entries do not expire.

    Args:
        table: The flows' table.
        connection: The connection for transactions, by default a new one.
    """

    def __init__(self, table: Table, connection: Connection | None = None) -> None:
        self.items = bound(AuditItem, table)
        self._connection = connection or Connection(table)
        self._known: dict[str, None] = {}

    def record(self, organization_id: str, entry: Entry) -> None:
        """One write."""
        self._item(organization_id, entry).save()

    def record_once(self, organization_id: str, entry: Entry, name: str) -> None:
        """One transaction of two writes; nothing if this process has recorded it."""
        digest = hashlib.sha256(f"{organization_id}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()
        if digest in self._known:
            return
        mark = self.items(_audit(organization_id), _ONCE + digest)
        mark.expires_at = entry.at // 1000 + _ONCE_SECONDS
        with suppress(RefusedError), transaction(self._connection) as write:
            write.save(mark, condition=AuditItem.pk.does_not_exist())
            write.save(self._item(organization_id, entry))
        self._known[digest] = None
        if len(self._known) > _KNOWN:
            # Another thread may have removed it.
            self._known.pop(next(iter(self._known)), None)

    def _item(self, organization_id: str, entry: Entry) -> AuditItem:
        # The counter orders the entries of one millisecond within a process. The random part makes the key unique.
        name = f"{entry.at:015d}#{next(_numbers) % 10**6:06d}#{secrets.token_hex(6)}"
        item = self.items(_audit(organization_id), _ENTRY + name)
        item.hold(_entry_type().dump_json(entry))
        return item

    def page(self, organization_id: str, *, cursor: str | None, limit: int) -> AuditPage:
        """One query, eventually consistent."""
        partition = _audit(organization_id)
        found = self.items.query(
            partition,
            AuditItem.sk.startswith(_ENTRY),
            limit=limit,
            scan_index_forward=False,
            last_evaluated_key=last_of(cursor, ("pk", "sk"), {"pk": partition}, {"sk": _ENTRY}),
        )
        entries = tuple(_entry_type().validate_json(item.payload()) for item in found)
        return AuditPage(entries, cursor_of(found.last_evaluated_key))


def _audit(organization_id: str) -> str:
    return f"AUDIT#{key(organization_id)}"
