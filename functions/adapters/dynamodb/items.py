"""What every table here shares: how a model finds its table, how long JSON is stored, and how pages are named."""

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
"""Bytes that stay in the item, which DynamoDB limits to 400 KB; the rest of a longer one goes into items of its own."""

_LONGEST_KEY = 1024
"""Bytes: DynamoDB's limit for a sort key."""

LIMITS: dict[str, Any] = {
    "connect_timeout_seconds": 1,
    "read_timeout_seconds": 2,
    "max_retry_attempts": 3,
    "max_pool_connections": 64,
}
"""As pynamodb names them. They keep a turn inside its deadline when DynamoDB is slow: an answer that takes more than a
second is so rare that asking anew is faster. What a turn asks goes through dynamodb_connection, which also heeds how
much time is left to answer."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table is. `host` is None on AWS itself."""

    name: str
    region: str
    host: str | None = None


class Item(Model):
    """An item with a payload of JSON, however long."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    data = UnicodeAttribute(null=True)
    packed = BinaryAttribute(null=True, legacy_encoding=False)
    parts = UnicodeAttribute(null=True)
    """`count#sha256` of a packed payload that is kept in items of its own."""
    expires_at = NumberAttribute(null=True)
    """Seconds since the epoch, after which DynamoDB deletes the item."""

    plain_up_to: ClassVar[int] = 100_000
    """Bytes of JSON that stay readable in the table; longer ones are packed."""
    dictionary: ClassVar[bytes | None] = None
    """What they are packed with."""

    def hold(self, payload: bytes) -> None:
        """Take a payload in; the parts of a long one are written at once.

        They are named by their item and by what they hold: written again they are the same, no reader finds half of
        one, and none ends with another item that holds the same for a shorter time.
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
        """DoesNotExist where a part is gone; UnpackError, a ValueError."""
        if self.data is not None:
            return self.data.encode()
        if self.packed is not None:
            return unpack(self.packed)
        parts = [type(self).get(self.pk, name, consistent_read=True) for name in self.part_keys()]
        if any(part.packed is None for part in parts):
            # The part was given up, and DynamoDB has not deleted it yet.
            raise self.DoesNotExist
        return unpack(b"".join(part.packed for part in parts))

    def part_keys(self) -> list[str]:
        """The sort keys of the items that hold the payload; none where this one holds it."""
        if self.parts is None:
            return []
        count, digest = str(self.parts).split("#")
        return [self._part(digest, index) for index in range(int(count))]

    def _part(self, digest: str, index: int) -> str:
        return f"PART#{self.sk}#{digest}#{index}"


ItemType = TypeVar("ItemType", bound=Item)


def bound(model: type[ItemType], table: Table) -> type[ItemType]:
    """The model on one table."""
    meta = {
        "table_name": table.name,
        "region": table.region,
        "host": table.host,
        "billing_mode": "PAY_PER_REQUEST",
        **LIMITS,
    }
    return type(model.__name__, (model,), {"Meta": type("Meta", (), meta)})


def condition_failed(error: PynamoDBException) -> bool:
    """Whether a write was refused by its own condition, and by nothing else."""
    if isinstance(error, TransactWriteError):
        return any(
            reason is not None and reason.code in {"ConditionalCheckFailed", "TransactionConflict"}
            for reason in error.cancellation_reasons
        )
    # A put that timed out has a cause without a response, which `cause_response_code` stumbles over.
    refused = isinstance(error, PutError) and isinstance(error.cause, ClientError)
    return refused and error.cause_response_code == "ConditionalCheckFailedException"


def key(*parts: str) -> str:
    """One key of several names, whatever characters they hold."""
    return "#".join(quote(part, safe="", errors="surrogatepass") for part in parts)


def cursor_of(last: dict[str, Any] | None) -> str | None:
    return None if last is None else base64.urlsafe_b64encode(json.dumps(last).encode()).decode()


def last_of(
    cursor: str | None, names: Iterable[str], fixed: Mapping[str, str], prefixes: Mapping[str, str] | None = None
) -> dict[str, Any] | None:
    """The key that a cursor stands for. BadCursorError unless it has these names, `fixed` as it is here, and values
    that begin as `prefixes` do: DynamoDB itself refuses no more than a part of the rest, and not in words.
    """
    if cursor is None:
        return None
    try:
        last = json.loads(base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True))
        well_formed = set(last) == set(names) and all(set(value) == {"S"} for value in last.values())
        well_formed = well_formed and all(0 < len(value["S"].encode()) <= _LONGEST_KEY for value in last.values())
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadCursorError from error
    if not well_formed or any(last[name]["S"] != value for name, value in fixed.items()):
        raise BadCursorError
    if not all(last[name]["S"].startswith(prefix) for name, prefix in (prefixes or {}).items()):
        raise BadCursorError
    return dict(last)
