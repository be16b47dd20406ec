"""The gates of flows in DynamoDB: an item in the partition of each flow that has one."""

from __future__ import annotations

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.flows.items import GATE, FlowItem, flow_key
from functions.adapters.dynamodb.flows.one_value import OneValue
from functions.adapters.dynamodb.items import Table
from functions.ports.flows import Gate


@raises_unavailable
class DynamoGates:
    """`Gates` in the flows' table. `DynamoFlows.delete` deletes the gate with its flow.

    Args:
        table: The flows' table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
    """

    def __init__(self, table: Table, reads: Connection | None = None) -> None:
        self._gates = OneValue(FlowItem, Gate, table, reads)
        self.items = self._gates.items

    def gate(self, organization_id: str, flow_id: str) -> Gate:
        """One consistent read."""
        return self._gates.read(flow_key(organization_id, flow_id), GATE)

    def save_gate(self, organization_id: str, flow_id: str, gate: Gate) -> None:
        """One write."""
        self._gates.save(flow_key(organization_id, flow_id), GATE, gate)
