"""The environments of flows in DynamoDB: one item with all of them in the partition of each flow that has some."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.flows.items import ENVIRONMENTS
from functions.adapters.dynamodb.flows.revised import RevisedItem
from functions.adapters.dynamodb.items import Table
from functions.errors import ConflictError
from functions.ports.agents import Environment

_TRIES = 8
"""How often a change is tried while other requests change the environments of the same flow."""


@cache
def _stored_type() -> TypeAdapter[tuple[Environment, ...]]:
    return TypeAdapter(tuple[Environment, ...])


@raises_unavailable
class DynamoEnvironments:
    """`Environments` in the flows' table. `DynamoFlows.delete` deletes them with their flow.

    Args:
        table: The flows' table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, table: Table, reads: Connection | None = None) -> None:
        self._item = RevisedItem(table, reads, ENVIRONMENTS)
        self.items = self._item.items

    def all(self, organization_id: str, flow_id: str) -> tuple[Environment, ...]:
        """See `Environments.all`."""
        return tuple(self._read(organization_id, flow_id)[0].values())

    def put(self, organization_id: str, flow_id: str, environment: Environment, *, limit: int) -> bool:
        """One consistent read, and one write."""
        for _ in range(_TRIES):
            stored, revision = self._read(organization_id, flow_id)
            changed = {**stored, environment.name: environment}
            if len(changed) > max(limit, len(stored)):
                return False
            if self._write(organization_id, flow_id, changed, revision):
                return True
        raise ConflictError(flow_id)

    def delete(self, organization_id: str, flow_id: str, name: str) -> bool:
        """One consistent read, and one write."""
        for _ in range(_TRIES):
            stored, revision = self._read(organization_id, flow_id)
            if name not in stored:
                return False
            left = {each: environment for each, environment in stored.items() if each != name}
            if self._write(organization_id, flow_id, left, revision):
                return True
        raise ConflictError(flow_id)

    def _read(self, organization_id: str, flow_id: str) -> tuple[dict[str, Environment], int]:
        """Return the environments by name, and the revision of their item."""
        payload, revision = self._item.read(organization_id, flow_id)
        stored = () if payload is None else _stored_type().validate_json(payload)
        return {environment.name: environment for environment in stored}, revision

    def _write(
        self, organization_id: str, flow_id: str, environments: Mapping[str, Environment], revision: int
    ) -> bool:
        """Write all environments of a flow. False if the item has changed since `revision` was read."""
        stored = tuple(environments[name] for name in sorted(environments))
        return self._item.write(organization_id, flow_id, _stored_type().dump_json(stored), revision)
