"""The last deliveries of organizations in DynamoDB, in the flows' table: an item for each event, which expires."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter
from pynamodb.attributes import NumberAttribute

from functions.adapters.dynamodb.errors import raises_unavailable
from functions.adapters.dynamodb.items import Item, Table, bound, key
from functions.ports.webhooks import Delivery

KEPT_SECONDS = 7 * 86_400
"""Seconds for which a delivery is kept after its last attempt."""


@cache
def _delivery_type() -> TypeAdapter[Delivery]:
    return TypeAdapter(Delivery)


class DeliveryItem(Item):
    """What came of an event. Its sort key begins with the time of the event, so the newest are the last ones."""

    attempts = NumberAttribute(default=0)


@raises_unavailable
class DynamoDeliveries:
    """`Deliveries` in the flows' table.

    Args:
        table: The flows' table.
    """

    def __init__(self, table: Table) -> None:
        self.items = bound(DeliveryItem, table)

    def keep(self, organization_id: str, delivery: Delivery) -> None:
        """One write. Two attempts at once are both counted."""
        item = self.items(_deliveries(organization_id), f"{delivery.at}#{key(delivery.event_id)}")
        item.update(
            actions=[
                DeliveryItem.attempts.add(1),
                DeliveryItem.data.set(_delivery_type().dump_json(delivery).decode()),
                DeliveryItem.expires_at.set(delivery.tried_at // 1000 + KEPT_SECONDS),
            ]
        )

    def newest(self, organization_id: str, limit: int) -> tuple[Delivery, ...]:
        """One query, eventually consistent."""
        found = self.items.query(_deliveries(organization_id), limit=limit, scan_index_forward=False)
        return tuple(
            replace(_delivery_type().validate_json(item.payload()), attempts=int(item.attempts)) for item in found
        )


def _deliveries(organization_id: str) -> str:
    return f"DELIVERIES#{key(organization_id)}"
