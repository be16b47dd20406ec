"""The models that answered for the versions of flows, in DynamoDB: one item in the partition of each flow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.flows.items import MODELS
from functions.adapters.dynamodb.flows.revised import RevisedItem
from functions.adapters.dynamodb.items import Table
from functions.errors import ConflictError
from functions.ports.flows import ModelName, with_names

_TRIES = 8
"""How often a name is added while other processes add names of the same flow."""


@cache
def _stored_type() -> TypeAdapter[tuple[ModelName, ...]]:
    return TypeAdapter(tuple[ModelName, ...])


@raises_unavailable
class DynamoModelNames:
    """`ModelNames` in the flows' table.

    Args:
        table: The flows' table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, table: Table, reads: Connection | None = None) -> None:
        self._item = RevisedItem(table, reads, MODELS)
        self.items = self._item.items

    def of_flow(self, organization_id: str, flow_id: str) -> tuple[ModelName, ...]:
        """See `ModelNames.of_flow`."""
        return self._read(organization_id, flow_id)[0]

    def add(self, organization_id: str, flow_id: str, version: int, answered: Mapping[str, str], at: int) -> None:
        """See `ModelNames.add`."""
        for _ in range(_TRIES):
            known, revision = self._read(organization_id, flow_id)
            names = with_names(known, version, answered, at)
            if names is known or self._item.write(organization_id, flow_id, _stored_type().dump_json(names), revision):
                return
        raise ConflictError(flow_id)

    def _read(self, organization_id: str, flow_id: str) -> tuple[tuple[ModelName, ...], int]:
        payload, revision = self._item.read(organization_id, flow_id)
        return () if payload is None else _stored_type().validate_json(payload), revision
