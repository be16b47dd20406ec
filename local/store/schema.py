"""The definition of a table: its keys, its indexes and their projections, its time to live and its change filter."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from local.store.errors import InvalidError
from local.store.values import Item, as_key

REGION = "us-east-1"
"""The region in the ARNs of all tables."""
_ACCOUNT = "000000000000"
_MAX_HASH, _MAX_RANGE = 2048, 1024
"""Bytes of a partition key and of a sort key."""

Key = tuple[bytes, bytes]
"""Partition and sort key, as bytes that sort like the keys. The second is empty for a table without sort key."""


@dataclass(frozen=True, slots=True)
class KeySchema:
    """The attributes that are the keys of a table or an index."""

    hash: str
    """The attribute of the partition key."""
    range: str | None
    """The attribute of the sort key. None: the table has no sort key."""

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes of the keys, the partition key first."""
        return (self.hash,) if self.range is None else (self.hash, self.range)

    def of(self, item: Item) -> Item:
        """Return the keys of an item."""
        return {name: item[name] for name in self.names}


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index."""

    number: int
    """A number that no other index of the store has."""
    name: str
    keys: KeySchema
    projection: str
    """KEYS_ONLY, INCLUDE or ALL."""
    included: tuple[str, ...]
    """The attributes that INCLUDE adds to the keys."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table's definition."""

    number: int
    """The table's row in SQLite."""
    name: str
    keys: KeySchema
    types: dict[str, str]
    """For each key attribute its type: S, N or B."""
    indexes: tuple[Index, ...]
    billing: str
    """PROVISIONED or PAY_PER_REQUEST."""
    created: float
    """Seconds since the epoch."""
    ttl: str | None = None
    """The attribute with an item's expiry. None: items do not expire."""
    change_filters: tuple[Mapping[str, frozenset[str]], ...] = ()
    """The changed items that are stored for a reader: in each filter, for each attribute, the texts that match."""

    @property
    def arn(self) -> str:
        """The table's ARN, with a made-up account."""
        return f"arn:aws:dynamodb:{REGION}:{_ACCOUNT}:table/{self.name}"

    def key_of(self, item: Item, *, whole: bool = True) -> Key:
        """Return the key of an item.

        Args:
            item: An item, or its key attributes only.
            whole: False if the item must have no attributes but the keys.

        Returns:
            The key, as bytes that sort.

        Raises:
            InvalidError: If a key is missing or invalid.
        """
        if not whole and item.keys() != set(self.keys.names):
            raise InvalidError("The provided key element does not match the schema")
        for name in self.keys.names:
            if name not in item:
                raise InvalidError(
                    f"One or more parameter values were invalid: Missing the key {name} in the item"
                    if whole
                    else "The provided key element does not match the schema"
                )
        hash_key = self.part(self.keys.hash, item, _MAX_HASH)
        range_key = b"" if self.keys.range is None else self.part(self.keys.range, item, _MAX_RANGE)
        return hash_key, range_key

    def part(self, name: str, item: Item, max_bytes: int = _MAX_RANGE) -> bytes:
        """Return one key attribute as bytes that sort.

        Args:
            name: The attribute.
            item: An item that has it.
            max_bytes: Bytes that the key may have.

        Returns:
            The bytes.

        Raises:
            InvalidError: If the type or the length is wrong.
        """
        ((kind, content),) = item[name].items()
        if kind != self.types[name]:
            raise InvalidError(
                f"One or more parameter values were invalid: Type mismatch for key {name} expected: "
                f"{self.types[name]} actual: {kind}"
            )
        if content == "":
            raise InvalidError(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                f"empty {'string' if kind == 'S' else 'binary'} value. Key: {name}"
            )
        found = as_key(item[name])
        if len(found) > max_bytes:
            raise InvalidError(
                "One or more parameter values were invalid: Size of "
                f"{'hashkey' if max_bytes == _MAX_HASH else 'rangekey'} has exceeded the maximum size limit of "
                f"{max_bytes} bytes"
            )
        return found

    def index(self, name: str) -> Index:
        """Return the index with a name.

        Raises:
            InvalidError: If the table does not have it.
        """
        for index in self.indexes:
            if index.name == name:
                return index
        raise InvalidError(f"The table does not have the specified index: {name}")

    def entries(self, item: Item | None) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield an item's entries in the indexes. An index contains the items that have its keys.

        An item that is older than an index may have a key attribute of another type. Such an item is not in the index.

        Args:
            item: The item. None has no entries.

        Yields:
            The index's number, the partition key and the sort key.
        """
        for index in self.indexes if item is not None else ():
            if item is not None and all(name in item for name in index.keys.names):
                with contextlib.suppress(InvalidError):
                    yield index.number, *self._entry(index, item)

    def _entry(self, index: Index, item: Item) -> Key:
        hash_key = self.part(index.keys.hash, item, _MAX_HASH)
        return hash_key, b"" if index.keys.range is None else self.part(index.keys.range, item)

    def projected(self, index: Index, item: Item) -> Item:
        """Return the attributes of an item that an index contains."""
        if index.projection == "ALL":
            return item
        names = {*self.keys.names, *index.keys.names, *index.included}
        return {name: value for name, value in item.items() if name in names}

    def matches_change_filters(self, item: Item) -> bool:
        """Return whether the change of an item is stored for a reader."""
        return any(
            all(_scalar(item.get(name, {})) in texts for name, texts in wanted.items())
            for wanted in self.change_filters
        )

    def expiry(self, item: Item) -> int | None:
        """Return an item's expiry in seconds since the epoch. None: it does not expire."""
        value = item.get(self.ttl) if self.ttl else None
        return int(float(value["N"])) if value and "N" in value else None


def _scalar(value: Mapping[str, Any]) -> Any:
    return value.get("S", value.get("N"))


def table_from_row(number: int, definition: str, ttl: str | None, change_filters: str | None) -> Table:
    """Return a table as it is stored.

    Args:
        number: The table's row.
        definition: The stored fields of CreateTable, as JSON.
        ttl: The attribute with an item's expiry.
        change_filters: The filters of KeepChanges, as JSON. An earlier release has written a single one.

    Returns:
        The table.
    """
    stored: dict[str, Any] = json.loads(definition)
    table = table_from_request(number, stored, stored["created"])
    if change_filters is None:
        return replace(table, ttl=ttl)
    stored_filters = json.loads(change_filters)
    wanted = [stored_filters] if isinstance(stored_filters, dict) else stored_filters
    filters = tuple({name: frozenset(texts) for name, texts in each.items()} for each in wanted)
    return replace(table, ttl=ttl, change_filters=filters)


def table_from_request(number: int, request: dict[str, Any], created: float) -> Table:
    """Return the table that CreateTable asks for.

    Args:
        number: The table's row.
        request: The fields of CreateTable.
        created: Seconds since the epoch.

    Returns:
        The table.

    Raises:
        InvalidError: If the definition is invalid.
    """
    definitions = request.get("AttributeDefinitions") or []
    types = {each.get("AttributeName"): each.get("AttributeType") for each in definitions}
    if not all(kind in ("S", "N", "B") for kind in types.values()):
        raise InvalidError("AttributeDefinitions: AttributeType is one of S, N, B")
    keys = _key_schema(request.get("KeySchema"), types)
    indexes = tuple(
        _index(number, place, definition, types)
        for place, definition in enumerate(request.get("GlobalSecondaryIndexes") or [])
    )
    used = {name for schema in (keys, *(index.keys for index in indexes)) for name in schema.names}
    if used != set(types):
        raise InvalidError(
            "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match "
            "number of attributes defined in AttributeDefinitions"
        )
    billing = request.get("BillingMode") or "PROVISIONED"
    return Table(number, request["TableName"], keys, types, indexes, billing, created)


def _key_schema(definition: Any, types: dict[str, str]) -> KeySchema:
    match definition:
        case [{"AttributeName": str(hash_key), "KeyType": "HASH"}]:
            schema = KeySchema(hash_key, None)
        case [
            {"AttributeName": str(hash_key), "KeyType": "HASH"},
            {"AttributeName": str(range_key), "KeyType": "RANGE"},
        ]:
            schema = KeySchema(hash_key, range_key)
        case _:
            raise InvalidError("KeySchema: a HASH key, and after it at most a RANGE key")
    if missing := [name for name in schema.names if name not in types]:
        raise InvalidError(
            "One or more parameter values were invalid: Some index key attributes are not defined in "
            f"AttributeDefinitions. Keys: {missing}"
        )
    return schema


_MAX_INDEXES = 20
"""Indexes of one table."""


def _index(table: int, place: int, definition: Any, types: dict[str, str]) -> Index:
    if place >= _MAX_INDEXES:
        raise InvalidError(f"GlobalSecondaryIndexes: at most {_MAX_INDEXES}")
    projection = definition.get("Projection") or {}
    kind = projection.get("ProjectionType", "ALL")
    if kind not in ("KEYS_ONLY", "INCLUDE", "ALL"):
        raise InvalidError("ProjectionType is one of KEYS_ONLY, INCLUDE, ALL")
    included = tuple(projection.get("NonKeyAttributes") or ())
    keys = _key_schema(definition.get("KeySchema"), types)
    return Index(table * _MAX_INDEXES + place, str(definition.get("IndexName")), keys, kind, included)


def description_of(table: Table, items: int, size: int) -> dict[str, Any]:
    """Return the response of DescribeTable.

    Args:
        table: The table.
        items: The number of its items.
        size: Their size in bytes.

    Returns:
        The response.
    """
    throughput = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}
    description: dict[str, Any] = {
        "TableName": table.name,
        "TableStatus": "ACTIVE",
        "TableArn": table.arn,
        "TableId": f"{table.number:08d}-0000-4000-8000-{int(table.created):012d}",
        "CreationDateTime": table.created,
        "ItemCount": items,
        "TableSizeBytes": size,
        "KeySchema": _key_schema_json(table.keys),
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": kind} for name, kind in sorted(table.types.items())
        ],
        "ProvisionedThroughput": throughput,
        "BillingModeSummary": {"BillingMode": table.billing},
    }
    if table.indexes:
        description["GlobalSecondaryIndexes"] = [
            {
                "IndexName": index.name,
                "IndexStatus": "ACTIVE",
                "IndexArn": f"{table.arn}/index/{index.name}",
                "KeySchema": _key_schema_json(index.keys),
                "Projection": {
                    "ProjectionType": index.projection,
                    **({"NonKeyAttributes": list(index.included)} if index.included else {}),
                },
                "ProvisionedThroughput": throughput,
            }
            for index in table.indexes
        ]
    return description


def _key_schema_json(keys: KeySchema) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(keys.names, ("HASH", "RANGE"), strict=False)]
