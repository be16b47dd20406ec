"""An item of a flow that requests change one after the other: each writes only on what it has read."""

from __future__ import annotations

from pynamodb.exceptions import PutError

from functions.adapters.dynamodb.connection import Connection
from functions.adapters.dynamodb.flows.items import FlowItem, flow_key
from functions.adapters.dynamodb.items import Table, bound, condition_failed


class RevisedItem:
    """One item of each flow, with a payload and the count of its changes as `revision`.

    Args:
        table: The flows' table.
        reads: The connection for reads, by default a new one. Share one between tables: its client takes long to make.
        sk: The sort key of the item.
    """

    def __init__(self, table: Table, reads: Connection | None, sk: str) -> None:
        self.items = bound(FlowItem, table)
        self._reads = reads or Connection(table)
        self._sk = sk

    def read(self, organization_id: str, flow_id: str) -> tuple[bytes | None, int]:
        """Return the payload and the revision; None and 0 if a flow has no such item. One consistent read."""
        item = self._reads.read(self.items, flow_key(organization_id, flow_id), self._sk)
        return (None, 0) if item is None else (item.payload(), int(item.revision))

    def write(self, organization_id: str, flow_id: str, payload: bytes, revision: int) -> bool:
        """Write a payload. False if the item has changed since `revision` was read. One write."""
        item = self.items(flow_key(organization_id, flow_id), self._sk, revision=revision + 1)
        item.hold(payload)
        unchanged = FlowItem.revision == revision if revision else FlowItem.pk.does_not_exist()
        try:
            item.save(condition=unchanged)
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True
