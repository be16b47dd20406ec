"""A simulated table for the search of sessions. It counts requests and read units as DynamoDB charges them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from functions.adapters.dynamodb.connection import Queried, ReadMany

HEAD = SimpleNamespace(expires_at=4_000_000_000, erased=None)
"""The head of every session, as far as the search reads it."""


@dataclass
class CountedTable:
    """The part of `Connection` that the search uses, on items in memory."""

    requests: int = 0
    units: float = 0.0
    """Read units, eventually consistent."""
    writes: float = 0.0
    """Write units."""
    _keys: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _sizes: dict[tuple[str, str], int] = field(default_factory=dict)
    _items: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Items that are more than a key and an expiry."""

    def read(self, items: Any, pk: str, sk: str) -> Any:
        return HEAD if sk == "HEAD" else None

    def write(self, item: Any, condition: Any = None) -> bool:
        self.writes += _units(_size(item.get_save_kwargs_from_instance()["Item"]), 1024)
        return True

    def write_many(self, items: Any, puts: Sequence[Any], deletes: Sequence[tuple[str, str]]) -> None:
        assert not deletes
        for item in puts:
            raw = item.get_save_kwargs_from_instance()["Item"]
            key = (item.pk, item.sk)
            if key not in self._sizes:
                insort(self._keys[item.pk], item.sk)
            self._sizes[key] = _size(raw)
            self.writes += _units(self._sizes[key], 1024)
            if len(raw) > 3:
                self._items[key] = raw

    def query_once(self, items: Any, condition: str, values: Mapping[str, str], **request: Any) -> Queried:
        assert condition == "pk = :pk AND sk BETWEEN :first AND :before"
        keys, limit = self._keys[values["pk"]], request["Limit"]
        assert request["ScanIndexForward"] is False
        end = bisect_right(keys, values["before"])
        begin = max(bisect_left(keys, values["first"]), end - limit)
        found = [(values["pk"], sk) for sk in reversed(keys[begin:end])]
        self.requests += 1
        self.units += _units(sum(self._sizes[each] for each in found), 4096) / 2
        raw = [self._raw(each) for each in found]
        # DynamoDB says that there may be more whenever the limit is reached.
        return Queried(raw, raw[-1] if len(found) == limit else None)

    def read_many(self, items: Any, keys: Sequence[tuple[str, str]], **request: Any) -> ReadMany:
        if not keys:
            return ReadMany({}, frozenset())
        assert len(keys) <= 100
        self.requests += 1
        self.units += sum(_units(self._sizes[each], 4096) for each in keys) / 2
        return ReadMany({each: self._raw(each) for each in keys}, frozenset())

    def size(self, pk: str) -> int:
        """Return the bytes of a partition."""
        return sum(self._sizes[pk, sk] for sk in self._keys[pk])

    def _raw(self, key: tuple[str, str]) -> Any:
        return self._items.get(key, {"pk": {"S": key[0]}, "sk": {"S": key[1]}})


def _size(raw: Mapping[str, Mapping[str, Any]]) -> int:
    """Count an item's bytes: names and values. A number has at most half as many as digits, and one."""
    total = 0
    for name, value in raw.items():
        ((kind, content),) = value.items()
        total += len(name) + (len(content) // 2 + 2 if kind == "N" else len(content))
    return total


def _units(size: int, each: int) -> int:
    return -(-size // each)
