"""One value of one type in an item: the settings of an organization, the gate of a flow."""

from __future__ import annotations

from functools import cached_property
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.items import ItemType, Table, bound

Value = TypeVar("Value")


class OneValue(Generic[ItemType, Value]):
    """Reads and writes the values of one type.

    Args:
        model: The model of the items.
        kind: The type of a value. Its default is the value where there is no item.
        table: The table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, model: type[ItemType], kind: type[Value], table: Table, reads: Connection | None = None) -> None:
        self.items = bound(model, table)
        self._kind = kind
        self._reads = reads or Connection(table)

    @cached_property
    def _adapter(self) -> TypeAdapter[Value]:
        # At the first use, because it takes long to build.
        return TypeAdapter(self._kind)

    def read(self, pk: str, sk: str) -> Value:
        """One consistent read."""
        item = self._reads.read(self.items, pk, sk)
        return self._kind() if item is None else self._adapter.validate_json(item.payload())

    def save(self, pk: str, sk: str, value: Value) -> None:
        """One write."""
        item = self.items(pk, sk)
        item.hold(self._adapter.dump_json(value))
        item.save()
