"""What a table is: its keys, its indexes with what each projects, its time to live and its stream."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from local.store.errors import InvalidError
from local.store.values import Item, as_key

REGION = "us-east-1"
_ACCOUNT = "000000000000"
_LONGEST_HASH, _LONGEST_RANGE = 2048, 1024
"""Bytes of a key."""

Key = tuple[bytes, bytes]
"""Partition and sort key as they sort; the second is empty where a table has none."""


@dataclass(frozen=True, slots=True)
class KeySchema:
    hash: str
    range: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.hash,) if self.range is None else (self.hash, self.range)

    def of(self, item: Item) -> Item:
        return {name: item[name] for name in self.names}


@dataclass(frozen=True, slots=True)
class Index:
    number: int
    """Of all indexes of a store, each has another."""
    name: str
    keys: KeySchema
    projection: str
    """KEYS_ONLY, INCLUDE or ALL."""
    included: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    number: int
    name: str
    keys: KeySchema
    types: dict[str, str]
    """Of each attribute that is a key: S, N or B."""
    indexes: tuple[Index, ...]
    billing: str
    created: float
    """Seconds since the epoch."""
    ttl: str | None = None
    """The attribute that tells when an item expires."""
    told: Mapping[str, frozenset[str]] | None = None
    """Which items are kept as changes for a reader: by attribute, the texts of which it holds one. None keeps none."""

    @property
    def arn(self) -> str:
        return f"arn:aws:dynamodb:{REGION}:{_ACCOUNT}:table/{self.name}"

    def key_of(self, item: Item, *, whole: bool = True) -> Key:
        """The key of an item. whole: of a whole item; else the key alone is allowed. InvalidError."""
        if not whole and item.keys() != set(self.keys.names):
            raise InvalidError("The provided key element does not match the schema")
        for name in self.keys.names:
            if name not in item:
                raise InvalidError(
                    f"One or more parameter values were invalid: Missing the key {name} in the item"
                    if whole
                    else "The provided key element does not match the schema"
                )
        hash_key = self.part(self.keys.hash, item, _LONGEST_HASH)
        range_key = b"" if self.keys.range is None else self.part(self.keys.range, item, _LONGEST_RANGE)
        return hash_key, range_key

    def part(self, name: str, item: Item, longest: int = _LONGEST_RANGE) -> bytes:
        """One attribute of a key as it sorts. InvalidError where its type or its length is wrong."""
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
        if len(found) > longest:
            raise InvalidError(
                "One or more parameter values were invalid: Size of "
                f"{'hashkey' if longest == _LONGEST_HASH else 'rangekey'} has exceeded the maximum size limit of "
                f"{longest} bytes"
            )
        return found

    def index(self, name: str) -> Index:
        for index in self.indexes:
            if index.name == name:
                return index
        raise InvalidError(f"The table does not have the specified index: {name}")

    def entries(self, item: Item | None) -> Iterator[tuple[int, bytes, bytes]]:
        """Where an item stands in the indexes: (index, partition key, sort key). It is in those whose keys it has.

        An item may be older than an index and hold something else under the name of a key: then it is not in that one.
        """
        for index in self.indexes if item is not None else ():
            if item is not None and all(name in item for name in index.keys.names):
                with contextlib.suppress(InvalidError):
                    yield index.number, *self._entry(index, item)

    def _entry(self, index: Index, item: Item) -> Key:
        hash_key = self.part(index.keys.hash, item, _LONGEST_HASH)
        return hash_key, b"" if index.keys.range is None else self.part(index.keys.range, item)

    def projected(self, index: Index, item: Item) -> Item:
        """As much of an item as an index holds."""
        if index.projection == "ALL":
            return item
        names = {*self.keys.names, *index.keys.names, *index.included}
        return {name: value for name, value in item.items() if name in names}

    def tells(self, item: Item) -> bool:
        """Whether an item that was written is kept for a reader."""
        return self.told is not None and all(item.get(name, {}).get("S") in texts for name, texts in self.told.items())

    def expiry(self, item: Item) -> int | None:
        """Seconds since the epoch; None for an item that does not expire."""
        value = item.get(self.ttl) if self.ttl else None
        return int(float(value["N"])) if value and "N" in value else None


def table_of(number: int, written: str, ttl: str | None, told: str | None) -> Table:
    """A table as the database keeps it."""
    kept: dict[str, Any] = json.loads(written)
    texts = None if told is None else {name: frozenset(each) for name, each in json.loads(told).items()}
    return replace(made(number, kept, kept["created"]), ttl=ttl, told=texts)


def made(number: int, request: dict[str, Any], created: float) -> Table:
    """A table as CreateTable asks for it. InvalidError."""
    definitions = request.get("AttributeDefinitions") or []
    types = {each.get("AttributeName"): each.get("AttributeType") for each in definitions}
    if not all(kind in ("S", "N", "B") for kind in types.values()):
        raise InvalidError("AttributeDefinitions: AttributeType is one of S, N, B")
    keys = _key_schema(request.get("KeySchema"), types)
    indexes = tuple(
        _index(number, place, written, types)
        for place, written in enumerate(request.get("GlobalSecondaryIndexes") or [])
    )
    used = {name for schema in (keys, *(index.keys for index in indexes)) for name in schema.names}
    if used != set(types):
        raise InvalidError(
            "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match "
            "number of attributes defined in AttributeDefinitions"
        )
    billing = request.get("BillingMode") or "PROVISIONED"
    return Table(number, request["TableName"], keys, types, indexes, billing, created)


def _key_schema(written: Any, types: dict[str, str]) -> KeySchema:
    match written:
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


_MOST_INDEXES = 20


def _index(table: int, place: int, written: Any, types: dict[str, str]) -> Index:
    if place >= _MOST_INDEXES:
        raise InvalidError(f"GlobalSecondaryIndexes: at most {_MOST_INDEXES}")
    projection = written.get("Projection") or {}
    kind = projection.get("ProjectionType", "ALL")
    if kind not in ("KEYS_ONLY", "INCLUDE", "ALL"):
        raise InvalidError("ProjectionType is one of KEYS_ONLY, INCLUDE, ALL")
    included = tuple(projection.get("NonKeyAttributes") or ())
    keys = _key_schema(written.get("KeySchema"), types)
    return Index(table * _MOST_INDEXES + place, str(written.get("IndexName")), keys, kind, included)


def described(table: Table, items: int, size: int) -> dict[str, Any]:
    """What DescribeTable answers. items, size: how many items, and their bytes."""
    throughput = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}
    told: dict[str, Any] = {
        "TableName": table.name,
        "TableStatus": "ACTIVE",
        "TableArn": table.arn,
        "TableId": f"{table.number:08d}-0000-4000-8000-{int(table.created):012d}",
        "CreationDateTime": table.created,
        "ItemCount": items,
        "TableSizeBytes": size,
        "KeySchema": _written(table.keys),
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": kind} for name, kind in sorted(table.types.items())
        ],
        "ProvisionedThroughput": throughput,
        "BillingModeSummary": {"BillingMode": table.billing},
    }
    if table.indexes:
        told["GlobalSecondaryIndexes"] = [
            {
                "IndexName": index.name,
                "IndexStatus": "ACTIVE",
                "IndexArn": f"{table.arn}/index/{index.name}",
                "KeySchema": _written(index.keys),
                "Projection": {
                    "ProjectionType": index.projection,
                    **({"NonKeyAttributes": list(index.included)} if index.included else {}),
                },
                "ProvisionedThroughput": throughput,
            }
            for index in table.indexes
        ]
    return told


def _written(keys: KeySchema) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(keys.names, ("HASH", "RANGE"), strict=False)]
