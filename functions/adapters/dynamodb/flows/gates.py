"""The gates of flows in DynamoDB: an item in the partition of each flow that has one."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.flows.items import GATE, FlowItem, flow_key
from functions.adapters.dynamodb.items import Table, bound
from functions.ports.flows import Gate


@cache
def _gate_type() -> TypeAdapter[Gate]:
    return TypeAdapter(Gate)


@raises_unavailable
class DynamoGates:
    """`Gates` in the flows' table. `DynamoFlows.delete` deletes the gate with its flow.

    Args:
        table: The flows' table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, table: Table, reads: Connection | None = None) -> None:
        self.items = bound(FlowItem, table)
        self._reads = reads or Connection(table)

    def gate(self, organization_id: str, flow_id: str) -> Gate:
        """One consistent read."""
        item = self._reads.read(self.items, flow_key(organization_id, flow_id), GATE)
        return Gate() if item is None else _gate_type().validate_json(item.payload())

    def save_gate(self, organization_id: str, flow_id: str, gate: Gate) -> None:
        """One write."""
        item = self.items(flow_key(organization_id, flow_id), GATE)
        item.hold(_gate_type().dump_json(gate))
        item.save()
