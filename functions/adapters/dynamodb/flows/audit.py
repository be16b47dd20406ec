"""The audit in DynamoDB, in the flows' table: a partition for each organization, an item for each entry."""

from __future__ import annotations

import secrets
from functools import cache
from itertools import count

from pydantic import TypeAdapter

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, cursor_of, key, last_of
from functions.ports.audit import AuditPage, Entry

_ENTRY = "AT#"
_numbers = count()


@cache
def _entry_type() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


class AuditItem(Item):
    """An entry of the audit."""


@raises_unavailable
class DynamoAudit:
    """`Audit` in the flows' table. Entries do not expire."""

    def __init__(self, table: Table) -> None:
        self.items = bound(AuditItem, table)

    def record(self, organization_id: str, entry: Entry) -> None:
        """One write."""
        # The counter orders the entries of one millisecond within a process. The random part makes the key unique.
        name = f"{entry.at:015d}#{next(_numbers) % 10**6:06d}#{secrets.token_hex(6)}"
        item = self.items(_audit(organization_id), _ENTRY + name)
        item.hold(_entry_type().dump_json(entry))
        item.save()

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
