"""API keys in DynamoDB, in the flows' table: an item by id for each key, and one in the organization's list.

The item by id decides whether a key is good. The list is written before it and deleted after it, so no key that works
is missing in the list.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from botocore.exceptions import ClientError
from pydantic import TypeAdapter
from pynamodb.attributes import NumberAttribute
from pynamodb.exceptions import UpdateError

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, key
from functions.ports.access.api_keys import ApiKey, StoredKey

_KEY = "KEY"


@cache
def _stored_type() -> TypeAdapter[StoredKey]:
    return TypeAdapter(StoredKey)


class ApiKeyItem(Item):
    """A key by its id, or the entry of a key in the list of its organization, which has no payload."""

    used_at = NumberAttribute(null=True)
    """Milliseconds since the epoch."""


@raises_unavailable
class DynamoApiKeys:
    """`ApiKeys` in the flows' table.

    Args:
        table: The flows' table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, table: Table, reads: Connection | None = None) -> None:
        self.items = bound(ApiKeyItem, table)
        self._reads = reads or Connection(table)

    def add(self, stored: StoredKey, *, limit: int) -> bool:
        """One query and two writes."""
        organization_id, key_id = stored.organization_id, stored.key.key_id
        if len(self._listed(organization_id)) >= limit:
            return False
        self.items(_list(organization_id), key_id).save()
        item = self.items(_by_id(key_id), _KEY)
        item.hold(_stored_type().dump_json(stored))
        item.save(condition=ApiKeyItem.pk.does_not_exist())
        return True

    def find(self, key_id: str) -> StoredKey | None:
        """One consistent read."""
        item = self._reads.read(self.items, _by_id(key_id), _KEY)
        return None if item is None else _read(item)

    def all(self, organization_id: str) -> tuple[ApiKey, ...]:
        """One query, and one read for each key."""
        found = (self.find(key_id) for key_id in self._listed(organization_id))
        return tuple(sorted((each.key for each in found if each is not None), key=lambda one: -one.created_at))

    def delete(self, organization_id: str, key_id: str) -> bool:
        """One query, and two writes."""
        if key_id not in self._listed(organization_id):
            return False
        self.items(_by_id(key_id), _KEY).delete()
        self.items(_list(organization_id), key_id).delete()
        return True

    def used(self, key_id: str, at: int) -> None:
        """One conditional write."""
        earlier = ApiKeyItem.used_at.does_not_exist() | (ApiKeyItem.used_at < at)
        try:
            self.items(_by_id(key_id), _KEY).update(
                actions=[ApiKeyItem.used_at.set(at)], condition=ApiKeyItem.pk.exists() & earlier
            )
        except UpdateError as error:
            refused = isinstance(error.cause, ClientError)
            if not (refused and error.cause_response_code == "ConditionalCheckFailedException"):
                raise

    def _listed(self, organization_id: str) -> list[str]:
        return [str(item.sk) for item in self.items.query(_list(organization_id), consistent_read=True)]


def _read(item: ApiKeyItem) -> StoredKey:
    stored = _stored_type().validate_json(item.payload())
    used_at: float | None = item.attribute_values.get("used_at")
    used = None if used_at is None else int(used_at)
    return replace(stored, key=replace(stored.key, last_used_at=used))


def _by_id(key_id: str) -> str:
    return f"APIKEY#{key(key_id)}"


def _list(organization_id: str) -> str:
    return f"APIKEYS#{key(organization_id)}"
