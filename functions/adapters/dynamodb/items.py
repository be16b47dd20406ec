"""The items, keys and cursors that all tables share. No table's own items are here."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote

from botocore.exceptions import ClientError
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, PynamoDBException, TransactWriteError
from pynamodb.models import Model

from functions.adapters.dynamodb.packing import pack, unpack
from functions.ports.sessions import BadCursorError

_INLINE = 350_000
"""Bytes of a packed payload that are stored in its item. DynamoDB limits an item to 400 KB. A longer payload goes into
items of its own."""

_MAX_KEY = 1024
"""Bytes of a sort key: DynamoDB's limit."""

LIMITS: dict[str, Any] = {
    "connect_timeout_seconds": 1,
    "read_timeout_seconds": 2,
    "max_retry_attempts": 3,
    "max_pool_connections": 64,
}
"""pynamodb's settings of a connection. They keep a turn inside its deadline if DynamoDB is slow: a response that takes
more than a second is so rare that a retry is faster. A turn's requests go through connection.py, which replaces the
retries by its own."""


@dataclass(frozen=True, slots=True)
class Table:
    """The place of a table."""

    name: str
    region: str
    host: str | None = None
    """The URL of a local DynamoDB; None on AWS."""


class Item(Model):
    """An item with a payload of JSON of any length.

    A short payload is stored as text, a longer one packed, and a packed one beyond `_INLINE` in parts: items of their
    own with the sort key `PART#<sort key>#<sha256>#<index>`.
    """

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    data = UnicodeAttribute(null=True)
    packed = BinaryAttribute(null=True, legacy_encoding=False)
    parts = UnicodeAttribute(null=True)
    """`<count>#<sha256>` of a packed payload in parts."""
    expires_at = NumberAttribute(null=True)
    """Seconds since the epoch, after which DynamoDB deletes the item."""

    plain_up_to: ClassVar[int] = 100_000
    """Bytes of JSON that are stored as text; a longer payload is packed."""
    dictionary: ClassVar[bytes | None] = None
    """The dictionary to pack with (packing_dictionary.py)."""

    def hold(self, payload: bytes) -> None:
        """Set the payload. The parts of a long one are written now, before the item itself.

        A part's key holds the item's key and the payload's digest. So a part that is written twice is the same, no
        reader finds a mix of two payloads, and no part expires with another item of the same payload.
        """
        if len(payload) <= self.plain_up_to:
            self.data = payload.decode()
            return
        packed = pack(payload, self.dictionary)
        if len(packed) <= _INLINE:
            self.packed = packed
            return
        digest = hashlib.sha256(packed).hexdigest()
        chunks = [packed[start : start + _INLINE] for start in range(0, len(packed), _INLINE)]
        for index, chunk in enumerate(chunks):
            part = type(self)(self.pk, self._part(digest, index))
            part.packed = chunk
            part.expires_at = self.expires_at
            part.save()
        self.parts = f"{len(chunks)}#{digest}"

    def payload(self) -> bytes:
        """Read the payload, and the parts of a long one: one consistent read for each.

        Returns:
            The JSON.

        DoesNotExist is raised if a part is missing, and UnpackError, a ValueError, for bytes that cannot be unpacked.
        """
        if self.data is not None:
            return self.data.encode()
        if self.packed is not None:
            return unpack(self.packed)
        parts = [type(self).get(self.pk, name, consistent_read=True) for name in self.part_keys()]
        if any(part.packed is None for part in parts):
            # The part was freed, and DynamoDB has not deleted it yet.
            raise self.DoesNotExist
        return unpack(b"".join(part.packed for part in parts))

    def part_keys(self) -> list[str]:
        """List the sort keys of the payload's parts; empty if the item itself holds the payload."""
        if self.parts is None:
            return []
        count, digest = str(self.parts).split("#")
        return [self._part(digest, index) for index in range(int(count))]

    def _part(self, digest: str, index: int) -> str:
        return f"PART#{self.sk}#{digest}#{index}"


ItemType = TypeVar("ItemType", bound=Item)


def bound(model: type[ItemType], table: Table) -> type[ItemType]:
    """Derive a model of one table from a model of items."""
    meta = {
        "table_name": table.name,
        "region": table.region,
        "host": table.host,
        "billing_mode": "PAY_PER_REQUEST",
        **LIMITS,
    }
    return type(model.__name__, (model,), {"Meta": type("Meta", (), meta)})


def condition_failed(error: PynamoDBException) -> bool:
    """Whether a write was refused by its own condition or by a concurrent transaction, and by nothing else."""
    if isinstance(error, TransactWriteError):
        return any(
            reason is not None and reason.code in {"ConditionalCheckFailed", "TransactionConflict"}
            for reason in error.cancellation_reasons
        )
    # A put that timed out has a cause without a response. `cause_response_code` fails on it.
    refused = isinstance(error, PutError) and isinstance(error.cause, ClientError)
    return refused and error.cause_response_code == "ConditionalCheckFailedException"


def key(*parts: str) -> str:
    """Join names to one key. The names are percent-encoded, so they may hold any characters."""
    return "#".join(quote(part, safe="", errors="surrogatepass") for part in parts)


def cursor_of(last: dict[str, Any] | None) -> str | None:
    """Encode the last key of a page as the cursor of the next page; None for None."""
    return None if last is None else base64.urlsafe_b64encode(json.dumps(last).encode()).decode()


def last_of(
    cursor: str | None, names: Iterable[str], fixed: Mapping[str, str], prefixes: Mapping[str, str] | None = None
) -> dict[str, Any] | None:
    """Decode a cursor to the key that the page begins after.

    DynamoDB itself refuses only some of the wrong keys, and without a clear error.

    Args:
        cursor: The cursor, from a caller.
        names: The attributes that the key must have, and no others.
        fixed: Attributes and the values that they must have.
        prefixes: Attributes and the beginnings that their values must have.

    Returns:
        The key; None without a cursor.

    Raises:
        BadCursorError: If the cursor is malformed or belongs to another list.
    """
    if cursor is None:
        return None
    try:
        last = json.loads(base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True))
        well_formed = set(last) == set(names) and all(set(value) == {"S"} for value in last.values())
        well_formed = well_formed and all(0 < len(value["S"].encode()) <= _MAX_KEY for value in last.values())
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadCursorError from error
    if not well_formed or any(last[name]["S"] != value for name, value in fixed.items()):
        raise BadCursorError
    if not all(last[name]["S"].startswith(prefix) for name, prefix in (prefixes or {}).items()):
        raise BadCursorError
    return dict(last)
